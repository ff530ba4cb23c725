"""W10: what is open beside another request, a saved response, the run before."""

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from inspector.model.clean import clean
from inspector.model.report import Report
from inspector.tui.app import InspectorApp
from inspector.tui.opened.recent import Entry
from inspector.tui.screens.compare import CompareScreen
from inspector.tui.screens.compare_with import CompareWith
from inspector.tui.screens.crash.stack import StackScreen
from inspector.tui.screens.dialogs import MessageDialog
from tests.tui.scripted import Script, app_for, crash, press, seen, shown, state, until
from tests.tui.test_hostile import HOSTILE, hostile

GOLDEN = Path(__file__).resolve().parents[2] / "golden"


def text_of(app: InspectorApp) -> str:
    return "\n".join(seen(app))


async def compared(app: InspectorApp, pilot: Pilot[None], path: Path) -> CompareScreen:
    """View 6, with a file typed into the path box."""
    await press(pilot, "6", "b")
    await until(pilot, lambda: isinstance(app.screen, CompareWith))
    await typed(app, pilot, path)
    await until(pilot, lambda: isinstance(app.screen, CompareScreen))
    screen = app.screen
    assert isinstance(screen, CompareScreen)
    await until(pilot, lambda: screen.comparison is not None)
    return screen


async def typed(app: InspectorApp, pilot: Pilot[None], path: Path) -> None:
    """A path into the box of the dialog."""
    assert isinstance(app.screen, CompareWith)
    app.screen._path.value = str(path)
    await press(pilot, "enter")


def response(folder: Path) -> Path:
    """What a server said of the same crash: one frame at another line, another not resolved."""
    _, answer = crash()
    thread = answer.threads[1]
    frames: list[Any] = []
    for frame in thread.frames:
        lost = frame.function == "main"
        frames.append(
            {
                "status": "missing" if lost else frame.status,
                "original_index": frame.index,
                "instruction_addr": hex(frame.address or 0),
                "package": frame.package,
                **({} if lost or not frame.function else {"function": frame.function}),
                **({} if lost or not frame.path else {"abs_path": frame.path}),
                **({} if lost or not frame.line else {"lineno": frame.line + (frame.line == 98)}),
                **({} if frame.context_line is None else {"context_line": frame.context_line}),
            }
        )
    nothing = dict.fromkeys(
        ("has_debug_info", "has_unwind_info", "has_symbols", "has_sources"), False
    )
    modules = [
        {
            "debug_status": module.status, "features": nothing, "arch": module.arch,
            "type": "elf", "code_file": module.code_file, "debug_id": module.debug_id,
            "image_addr": hex(module.address), "image_size": module.size,
        }
        for module in answer.modules
    ]  # fmt: skip
    threads = [{"thread_id": 3, "is_requesting": True, "frames": frames}]
    path = folder / "server.json"
    tree = {"status": "completed", "stacktraces": threads, "modules": modules}
    path.write_text(json.dumps(tree), encoding="utf-8")
    return path


@pytest.mark.parametrize("size", [(80, 24), (120, 30)], ids=["80x24", "120x30"])
async def test_beside_a_response_of_a_server(tmp_path: Path, size: tuple[int, int]) -> None:
    async with shown(tmp_path, size=size) as (app, pilot):
        screen = await compared(app, pilot, response(tmp_path))
        assert screen.comparison is not None
        counts = screen.comparison.frame_counts()
        assert (counts["moved"], counts["worse"]) == (1, 1)
        lines = text_of(app)
        assert "A linux_req.json   B server.json" in lines
        assert "~ Renderer::draw" in lines
        assert "moved: line 98 became 99" in lines


async def test_differences_are_walked_through(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        screen = await compared(app, pilot, response(tmp_path))
        rows = screen._list
        at = rows.cursor
        assert rows.row is not None
        assert rows.row.differs
        await press(pilot, "n")
        assert rows.row is not None
        assert rows.row.differs
        assert rows.cursor != at
        await press(pilot, "N")
        assert rows.cursor == at


@pytest.mark.parametrize("swap", [False, True], ids=["as A", "as B"])
async def test_enter_goes_to_the_frame_in_the_stack(tmp_path: Path, swap: bool) -> None:
    async with shown(tmp_path) as (app, pilot):
        screen = await compared(app, pilot, response(tmp_path))
        old = screen.comparison
        if swap:
            await press(pilot, "w")
            await until(pilot, lambda: screen.comparison is not old)
        await until(pilot, lambda: screen._list.row is not None and screen._list.row.differs)
        row = screen._list.row
        assert row is not None
        spot = row.at_b if swap else row.at_a
        assert spot is not None
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, StackScreen))
        view = app.view
        assert view is not None
        assert view.shown_thread is not None
        assert (view.shown_thread.index, view.places[view.thread]) == spot


async def test_equal_rows_are_hidden_and_shown(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        screen = await compared(app, pilot, response(tmp_path))
        before, row = screen._list.count, screen._list.row
        await press(pilot, "=")
        assert 0 < screen._list.count < before
        assert screen._list.row == row
        assert "Scene::render" not in text_of(app)
        await press(pilot, "=")
        assert screen._list.count == before


async def test_swapping_sides(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        screen = await compared(app, pilot, response(tmp_path))
        await press(pilot, "w")
        await until(pilot, lambda: "A server.json   B linux_req.json" in text_of(app))
        assert screen.comparison is not None
        assert screen.comparison.frame_counts()["better"] == 1


async def test_one_side_alone(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        await compared(app, pilot, response(tmp_path))
        await press(pilot, "tab")
        assert "showing A alone" in text_of(app)
        await press(pilot, "tab")
        assert "showing B alone" in text_of(app)
        await press(pilot, "tab")
        assert "alone" not in text_of(app)


async def test_the_differences_are_copied(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        await compared(app, pilot, response(tmp_path))
        await press(pilot, "y")
        await until(pilot, lambda: "(line 98 became 99)" in app.clipboard)
        assert "= " not in app.clipboard.partition("Thread")[2]


async def test_the_run_before(tmp_path: Path) -> None:
    asked, answer = crash()
    script = Script(asked_but_done(asked), cached=True)
    app = app_for(asked, script, tmp_path)
    async with app.run_test(size=(120, 30), notifications=True) as pilot:
        await until(pilot, lambda: state(app) == "done")
        await press(pilot, "6", "p")
        await until(pilot, lambda: "no run before this one" in text_of(app))
        script.report = answer
        await press(pilot, "r")
        await until(pilot, lambda: app.session is not None and app.session.previous is not None)
        await press(pilot, "p")
        await until(pilot, lambda: "(run before)   B linux_req.json (this run)" in text_of(app))
        screen = app.screen
        assert isinstance(screen, CompareScreen)
        assert screen.comparison is not None
        assert screen.comparison.frame_counts()["better"] > 10
        assert "worse" not in screen.comparison.frame_counts()


def asked_but_done(asked: Report) -> Report:
    """A run that found nothing."""
    return replace(asked, done=True)


async def test_another_request_is_answered_first(tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text('{"stacktraces": []}')
    async with shown(tmp_path) as (app, pilot):
        screen = await compared(app, pilot, other)
        assert screen.comparison is not None
        assert screen.comparison.frame_counts().keys() == {"equal"}


async def test_marked_on_the_start_screen(tmp_path: Path) -> None:
    one, other = tmp_path / "one.json", tmp_path / "other.json"
    for path in (one, other):
        path.write_text('{"stacktraces": []}')
    asked, answer = crash()
    app = app_for(asked, Script(answer, cached=True), tmp_path, start=None)
    for path in (one, other):
        app.recent.add(Entry(path=str(path), kind="native"))
    async with app.run_test(size=(120, 30), notifications=True) as pilot:
        await press(pilot, "space", "down", "space", "c")
        await until(pilot, lambda: isinstance(app.screen, CompareScreen))
        screen = app.screen
        assert isinstance(screen, CompareScreen)
        await until(pilot, lambda: screen.comparison is not None)
        assert app.session is not None
        assert app.session.path == str(other)


async def test_what_cannot_be_compared_is_told(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"status": "pending"}')
    async with shown(tmp_path) as (app, pilot):
        await press(pilot, "6", "b")
        await typed(app, pilot, broken)
        await until(pilot, lambda: isinstance(app.screen, MessageDialog))
        assert isinstance(app.screen, MessageDialog)
        assert "says `pending`" in app.screen.text


async def test_native_beside_javascript(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        await press(pilot, "6", "b")
        await typed(app, pilot, GOLDEN / "js-node.json")
        await until(pilot, lambda: "nothing in common" in text_of(app))


async def test_hostile_names_are_shown_as_they_are(tmp_path: Path) -> None:
    """Check 14, for this screen: against the run before, with every row walked over."""
    asked, answer = hostile()
    script = Script(replace(asked, done=True), cached=True)
    app = app_for(asked, script, tmp_path)
    async with app.run_test(size=(120, 30), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: state(app) == "done")
        script.report = answer
        await press(pilot, "r")
        await until(pilot, lambda: app.session is not None and app.session.previous is not None)
        await press(pilot, "6", "p")
        screen = app.screen
        assert isinstance(screen, CompareScreen)
        await until(pilot, lambda: screen._list.count > len(HOSTILE))
        shown_names: set[str] = set()
        for _ in range(len(HOSTILE) + 1):
            shown_names |= {name for name in HOSTILE if clean(name) in text_of(app)}
            await press(pilot, "down")
        assert shown_names == set(HOSTILE)
        await press(pilot, "y")
        await until(pilot, lambda: app.clipboard != "")


async def test_escape_goes_back_one_level(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        await press(pilot, "6", "b")
        await until(pilot, lambda: isinstance(app.screen, CompareWith))
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(app.screen, CompareScreen))
        assert app.focused is not None
        assert app.focused.id == "pairs"
        await press(pilot, "escape")
        assert isinstance(app.screen, StackScreen)
