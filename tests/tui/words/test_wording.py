"""Words and glyphs for what the wire says."""

import pytest

from inspector.model.report import Candidate, Frame, Module, Report
from inspector.tui.words.wording import (
    ago_word,
    candidate_mark,
    clock_word,
    crash_words,
    frame_mark,
    guessed,
    module_mark,
    signal_word,
    size_word,
    trust_word,
    why_no_source,
    why_unresolved,
)

FRAME = ("raw", "symbolicated", "missing_symbol", "unknown_image", "missing", "malformed")
MODULE = ("raw", "unused", "found", "missing", "malformed", "timeout", "fetching_failed")


def test_each_frame_status_has_its_own_glyph_and_word() -> None:
    marks = [frame_mark(status) for status in FRAME]
    for told in ("glyph", "word"):
        assert len({getattr(mark, told) for mark in marks}) == len(FRAME)


def test_module_states_differ_by_word() -> None:
    assert len({module_mark(status).word for status in MODULE}) == len(MODULE)


def test_unknown_words_are_shown_as_they_are() -> None:
    assert frame_mark("missing_sourcemap").word == "missing sourcemap"
    assert module_mark("some_day").word == "some day"
    assert candidate_mark("teapot").word == "teapot"


@pytest.mark.parametrize(
    ("signal", "word"),
    [
        pytest.param(None, "", id="none"),
        pytest.param(11, "SIGSEGV (11)", id="posix"),
        pytest.param(33, "signal 33", id="unnamed"),
        pytest.param(0xC0000005, "exception 0xc0000005", id="windows"),
        pytest.param(-1073741819, "exception 0xc0000005", id="windows-signed"),
    ],
)
def test_signal_word(signal: int | None, word: str) -> None:
    assert signal_word(signal) == word


@pytest.mark.parametrize(
    ("size", "word"),
    [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (8_123_456, "8.1 MB"), (999_600, "1.0 MB"),
     (123_456_789, "123 MB"), (10**15, "1000 TB")],
)  # fmt: skip
def test_size_word(size: int, word: str) -> None:
    assert size_word(size) == word


@pytest.mark.parametrize(
    ("seconds", "word"), [(0, "0:00.0"), (7.31, "0:07.3"), (67, "1:07.0"), (3727, "1:02:07")]
)
def test_clock_word(seconds: float, word: str) -> None:
    assert clock_word(seconds) == word


@pytest.mark.parametrize(
    ("seconds", "word"), [(5, "now"), (300, "5 min"), (7300, "2 h"), (3 * 86400, "3 d")]
)
def test_ago_word(seconds: float, word: str) -> None:
    assert ago_word(seconds) == word


def test_guessed_frames() -> None:
    assert [guessed(t) for t in ("scan", "cfiscan", "cfi", "context", "")] == [1, 1, 0, 0, 0]
    assert trust_word("context") == "ctx"
    assert trust_word("something") == "something"


def test_each_status_explains_itself_differently() -> None:
    module = Module(index=0, name="libx.so", status="missing")
    reasons = {why_unresolved(Frame(status=status), module) for status in FRAME}
    assert len(reasons) == len(FRAME)
    assert why_unresolved(Frame(status="symbolicated"), module) == ""


def test_a_missing_file_tells_how_many_places_were_asked() -> None:
    asked = tuple(Candidate(source="s", location=str(n), download="notfound") for n in range(3))
    module = Module(index=0, name="libx.so", status="missing", candidates=asked)
    assert "3 places asked" in why_unresolved(Frame(status="missing"), module)
    none = Module(index=0, name="libx.so", status="missing")
    assert "no source was asked" in why_unresolved(Frame(status="missing"), none)
    slow = Module(index=0, name="libx.so", status="timeout", candidates=asked)
    assert "timeout" in why_unresolved(Frame(status="missing"), slow)


def test_why_there_are_no_lines() -> None:
    good = Frame(status="symbolicated", file="a.c", line=3)
    without = Module(index=0, name="libx.so", status="found", features=("debug",))
    carries = Module(index=0, name="libx.so", status="found", features=("debug", "sources"))
    assert "libx.so carry no sources" in why_no_source(good, without)
    assert "not among the sources" in why_no_source(good, carries)
    assert "names no source file" in why_no_source(Frame(status="symbolicated"), carries)
    assert why_no_source(Frame(), None) == "Not symbolicated yet."


def test_tones_are_known_to_the_lists() -> None:
    from inspector.tui.widgets.row_list import TONES

    marks = [frame_mark(s) for s in FRAME] + [module_mark(s) for s in MODULE]
    assert {mark.tone for mark in marks} <= set(TONES)


def test_what_crashed_and_where_in_a_few_words() -> None:
    modules = (Module(index=0, arch="unknown"), Module(index=1, arch="arm64"))
    report = Report(kind="native", platform="linux", signal=11, modules=modules)
    assert crash_words(report) == "SIGSEGV (11) · arm64 linux"
    assert crash_words(Report(kind="js", platform="javascript")) == "javascript"
    assert crash_words(Report(kind="native", platform="native")) == ""
