from inspector.detail.headlines import headlines
from inspector.model.report import Frame, Report, Thread
from inspector.model.signature import SignatureRules


def test_headlines_begin_with_the_signature() -> None:
    frames = (Frame(function="memcpy"), Frame(function="ship::sink(int)"))
    report = Report(kind="native", threads=(Thread(index=0, frames=frames),))
    assert headlines(report)[0] == ("signature", "memcpy | ship::sink")
    assert headlines(report, SignatureRules(skip=("memcpy",)))[0] == ("signature", "ship::sink")


def test_without_frames_there_are_none() -> None:
    assert headlines(Report(kind="native")) == ()
