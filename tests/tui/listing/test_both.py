"""Raw and processed frames, put together again."""

from msgspec.structs import replace

from inspector.model.report import Frame, Report, Thread
from inspector.tui.listing.both import pairs, sent_frame, with_script
from inspector.tui.view import opened
from tests.tui.scripted import crash

ASKED, ANSWER = crash()


def test_inlined_functions_have_no_raw_frame_of_their_own() -> None:
    view = replace(opened(ASKED), report=ANSWER, thread=1)
    made = pairs(view)
    assert [pair.answered for pair in made] == list(ANSWER.threads[1].frames)
    assert made[1].raw is None
    assert made[2].raw == ASKED.threads[1].frames[1]
    assert sent_frame(view, made[1].answered) == ASKED.threads[1].frames[1]


def test_before_a_run_both_sides_are_the_same() -> None:
    view = replace(opened(ASKED), thread=1)
    assert all(pair.raw == pair.answered for pair in pairs(view))


def test_the_script_line_comes_from_the_answer() -> None:
    raw = Frame(line=1, column=7)
    answered = Frame(facts=(("minified", "a()"),))
    assert with_script(raw, answered).context_line == "a()"
    assert with_script(replace(raw, context_line="b()"), answered).context_line == "b()"
    assert with_script(raw, Frame()) is raw


def test_no_threads() -> None:
    assert pairs(opened(Report(kind="js"))) == ()
    empty = opened(Report(kind="js", threads=(Thread(index=0),)))
    assert pairs(empty) == ()
    assert sent_frame(empty, Frame()) is None
