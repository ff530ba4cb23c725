"""A request file becomes a session, and what was kept of it comes back; the app does it too."""

from pathlib import Path

from msgspec.structs import replace

from inspector.tui.app import InspectorApp
from inspector.tui.listing.rows import Place, Spot
from inspector.tui.opened.kept import KeptViews
from inspector.tui.opened.reading import keep, read_session
from inspector.tui.opened.session import Session
from inspector.tui.screens.dialogs import QuestionDialog
from tests.tui.screens.crash.test_stack import index
from tests.tui.scripted import Opened, Script, app_for, crash, press, seen, state, until

ASKED, ANSWER = crash()


def load(path: str, *, trusted: bool = False) -> Opened:
    return Opened(path, trusted)


def read(path: Path, kept: KeptViews, before: Session | None = None) -> Session:
    return read_session(load, lambda _: ASKED, str(path), trusted=False, kept=kept, before=before)[
        0
    ]


def test_a_request_comes_back_by_its_content_wherever_it_lies(tmp_path: Path) -> None:
    kept = KeptViews(str(tmp_path / "views"))
    first, copy, other = (tmp_path / name for name in ("a.json", "b.json", "c.json"))
    first.write_text("{}")
    copy.write_text("{}")
    other.write_text("[]")
    session = read(first, kept)
    keep(session, kept)
    assert not (tmp_path / "views").exists()  # nothing was changed, so nothing is written
    session.view = session.view.at_thread(3).at_place(Place(1))
    keep(session, kept)
    assert read(copy, kept).view.thread == 3
    assert read(other, kept).view.thread == 1


def test_the_same_path_read_again_keeps_its_place_but_no_marks_of_other_frames(
    tmp_path: Path,
) -> None:
    kept, file = KeptViews(str(tmp_path / "views")), tmp_path / "a.json"
    file.write_text("{}")
    session = read(file, kept)
    session.view = session.view.at_place(Place(5))
    session.view = replace(session.view, marks=frozenset({Spot(1, Place(2))}))
    assert read(file, kept, session).view.marks == {Spot(1, Place(2))}
    file.write_text("{} ")
    again = read(file, kept, session)
    assert (again.view.marks, again.view.places) == (frozenset(), {1: Place(5)})


def app_on(file: Path, folder: Path) -> tuple[InspectorApp, Script]:
    script = Script(ANSWER, cached=True)
    kept = KeptViews(str(folder / "views"))
    return app_for(ASKED, script, folder, start=str(file), kept=kept), script


async def test_marks_looks_and_position_survive_the_app(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text("{}")
    app, _ = app_on(file, tmp_path)
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: state(app) == "done")
        await press(pilot, "o", "G", "k", "space", "A")
        at = index(app)
    app, _ = app_on(file, tmp_path)
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: state(app) == "done")
        assert index(app) == at
        text = "\n".join(seen(app))
        assert "1 mark, this one too" in text
        assert "absolute · caller first" in text


async def test_a_kept_view_that_is_broken_is_told(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text("{}")
    app, _ = app_on(file, tmp_path)
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: state(app) == "done")
        await press(pilot, "space")
    (kept,) = (tmp_path / "views").iterdir()
    kept.write_text("oops")
    app, _ = app_on(file, tmp_path)
    async with app.run_test(size=(120, 30), notifications=True) as pilot:
        await until(pilot, lambda: state(app) == "done")
        await until(pilot, lambda: any("cannot be read" in line for line in seen(app)))
        assert not any("1 mark" in line for line in seen(app))


async def test_a_file_that_changed_is_offered_before_a_run_and_read_on_yes(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text("{}")
    app, _ = app_on(file, tmp_path)
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: state(app) == "done")
        await press(pilot, "j", "j")
        before = app.session
        file.write_text("[]")
        await press(pilot, "r")
        await until(pilot, lambda: isinstance(app.screen, QuestionDialog))
        assert any("The request file has changed" in line for line in seen(app))
        await press(pilot, "y")
        await until(pilot, lambda: app.session is not before and state(app) == "done")
        assert index(app) == 2


async def test_no_keeps_what_is_open_and_asks_once_for_each_change(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text("{}")
    app, _ = app_on(file, tmp_path)
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: state(app) == "done")
        before = app.session
        file.write_text("[]")
        app.on_app_focus()  # the person comes back from an editor
        await until(pilot, lambda: isinstance(app.screen, QuestionDialog))
        await press(pilot, "n")
        assert app.session is before
        app.on_app_focus()
        await press(pilot, "r")
        await until(pilot, lambda: app.view is not None and app.view.run.number == 2)
        assert app.session is before
        file.write_text("[1]")
        app.on_app_focus()
        await until(pilot, lambda: isinstance(app.screen, QuestionDialog))
