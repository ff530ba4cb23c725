"""The screen as one value."""

from msgspec.structs import replace

from inspector.model.events import Event, ModuleReady, Note, ThreadReady
from inspector.model.report import Module, Report, Thread
from inspector.tui.listing.rows import Choice, Place
from inspector.tui.view import Looks, frames_shown, opened
from tests.tui.scripted import crash

ASKED, ANSWER = crash()


def test_an_opened_request_shows_the_crashed_thread() -> None:
    view = opened(ASKED)
    assert view.shown_thread is ASKED.threads[1]
    assert view.run.state == "idle"


def test_the_cursor_begins_at_our_first_frame() -> None:
    shown = frames_shown(opened(ANSWER))
    assert shown.frames[shown.rows[shown.cursor].at].function == "Cache<int[4]>::get(Key)"


def test_modules_and_threads_come_in_at_their_places() -> None:
    view = opened(ASKED).after([ThreadReady(ANSWER.threads[1]), ModuleReady(ANSWER.modules[2])])
    assert view.frames == ANSWER.threads[1].frames
    assert view.report.modules[2].status == "missing"
    assert view.report.threads[0] is ASKED.threads[0]


def test_what_does_not_exist_changes_nothing() -> None:
    view = opened(ASKED)
    late: list[Event] = [ThreadReady(Thread(index=99)), ModuleReady(Module(index=99))]
    assert view.after(late).report == ASKED
    assert view.at_thread(99) is view
    assert view.at_thread(-1) is view


def test_a_note_leaves_the_report_alone() -> None:
    view = opened(ASKED)
    assert view.after([Note("hello")]).report is view.report


def test_a_run_that_ends_keeps_the_cursor_on_its_frame() -> None:
    view = opened(ASKED).at_place(Place(2))
    before = frames_shown(view)
    after = frames_shown(view.ended("done", 1.0, ANSWER))
    assert before.frames[before.rows[before.cursor].at].index == 2
    assert after.frames[after.rows[after.cursor].at].index == 2
    assert after.cursor == before.cursor + 1  # an inlined function came in above


def test_app_only_and_back_again_is_the_same_cursor() -> None:
    view = opened(ANSWER).at_place(Place(5))
    hidden = replace(view, choice=Choice(app_only=True))
    shown = frames_shown(hidden)
    assert shown.frames[shown.rows[shown.cursor].at].index == 4  # the fold that holds it
    assert frames_shown(replace(hidden, choice=Choice())) == frames_shown(view)


def test_another_thread_has_its_own_cursor() -> None:
    view = opened(ANSWER).at_place(Place(2)).at_thread(0).at_place(Place(1)).at_thread(1)
    assert view.places[view.thread] == Place(2)


def test_raw_frames_are_those_of_the_request() -> None:
    view = opened(ASKED).ended("done", 1.0, ANSWER)
    assert replace(view, looks=Looks(raw=True)).frames is ASKED.threads[1].frames


def test_a_request_without_threads() -> None:
    view = opened(Report(kind="native"))
    assert view.shown_thread is None
    assert frames_shown(view).rows == ()


def test_first_frame_in_a_module() -> None:
    view = opened(ANSWER)
    assert view.first_frame_in(2) == (1, Place(9))
    assert view.first_frame_in(3) == (1, Place(11))  # the shown thread before the others
    assert view.first_frame_in(7) is None
