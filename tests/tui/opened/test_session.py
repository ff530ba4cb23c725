"""One open request and its runs."""

from inspector.model.events import ThreadReady
from inspector.model.outcome import RESTRICTED
from inspector.model.report import Candidate, Module, Report
from inspector.tui.opened.session import Session, restricted
from tests.tui.scripted import Answer, crash

ASKED, ANSWER = crash()


def session() -> Session:
    return Session(object(), ASKED, "/crashes/linux_req.json", trusted=False)


def test_a_run_that_is_answered() -> None:
    open_ = session()
    number = open_.start(1.0)
    open_.hear(number, ThreadReady(ANSWER.threads[1]))
    assert open_.view.frames == ASKED.threads[1].frames  # not before somebody looks
    assert open_.look()
    assert open_.view.frames == ANSWER.threads[1].frames
    assert not open_.look()
    assert open_.answer(number, Answer(ANSWER), 3.0)
    assert (open_.view.run.state, open_.view.run.elapsed(9.0)) == ("done", 2.0)
    assert open_.result is not None


def test_an_older_run_has_nothing_to_say() -> None:
    open_ = session()
    old = open_.start(1.0)
    open_.start(2.0)
    open_.hear(old, ThreadReady(ANSWER.threads[1]))
    assert not open_.look()
    assert not open_.answer(old, Answer(ANSWER), 3.0)
    assert open_.view.report == ASKED


def test_after_cancel_late_messages_change_nothing() -> None:
    open_ = session()
    number = open_.start(1.0)
    open_.hear(number, ThreadReady(ANSWER.threads[1]))
    open_.cancel(2.0)
    assert open_.view.frames == ANSWER.threads[1].frames  # what had arrived stays
    open_.hear(number, ThreadReady(ANSWER.threads[0]))
    assert not open_.look()
    assert not open_.answer(number, Answer(ANSWER), 3.0)
    assert open_.view.run.state == "cancelled"


def test_a_failure_keeps_what_arrived() -> None:
    open_ = session()
    open_.hear(open_.start(1.0), ThreadReady(ANSWER.threads[1]))
    open_.fail(2.0)
    assert (open_.view.run.state, open_.view.frames) == ("failed", ANSWER.threads[1].frames)


def test_the_row_on_the_start_screen() -> None:
    open_ = session()
    assert open_.entry(5.0).resolved is None
    open_.answer(open_.start(1.0), Answer(ANSWER), 2.0)
    entry = open_.entry(5.0)
    assert entry.crash == "SIGSEGV (11) · x86_64 linux"
    assert (entry.path, entry.kind, entry.threads) == ("/crashes/linux_req.json", "native", 6)
    assert (entry.frames, entry.resolved, entry.opened) == (22, 14, 5.0)


def test_restricted_places() -> None:
    refused = Candidate(source="s", location="l", download="error", details=RESTRICTED)
    other = Candidate(source="s", location="l", download="error", details="503")
    report = Report(kind="native", modules=(Module(index=0, candidates=(other, refused)),))
    assert restricted(report) == [refused]
