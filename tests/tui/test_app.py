"""Opening, running, cancelling, exporting: the app over a scripted engine."""

import asyncio
import threading
from pathlib import Path

import pytest

from inspector.model.events import FetchStarted, ModulesFound, ThreadReady
from inspector.tui.opened.recent import Recent
from inspector.tui.screens.crash.stack import StackScreen
from inspector.tui.screens.dialogs import MessageDialog
from inspector.tui.screens.start import StartScreen
from tests.tui.scripted import (
    Opened,
    Script,
    app_for,
    crash,
    press,
    seen,
    shown,
    state,
    until,
)

ASKED, ANSWER = crash()


async def test_a_request_opens_on_the_crashed_thread_and_our_first_frame(tmp_path: Path) -> None:
    app = app_for(ASKED, Script(ANSWER), tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: state(app) == "running")
        assert isinstance(app.screen, StackScreen)
        frames = app.screen.panes.frames
        await until(pilot, lambda: frames.has_focus)
        assert frames.frame == ASKED.threads[1].frames[1]  # raw frames are there at once
        assert any("render loop" in line for line in seen(app))


async def test_frames_fill_in_while_cursor_and_scroll_stay(tmp_path: Path) -> None:
    script = Script(ANSWER, events=[ModulesFound((0, 1, 2, 3)), FetchStarted("web", "a/b.debug")])
    app = app_for(ASKED, script, tmp_path)
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: any("fetching a/b.debug from web" in x for x in seen(app)))
        await press(pilot, "j")
        script.told[0](ThreadReady(ANSWER.threads[1]))
        await until(pilot, lambda: any("Scene::render" in line for line in seen(app)))
        assert isinstance(app.screen, StackScreen)
        frame = app.screen.panes.frames.frame
        assert frame is not None
        assert frame.index == 2
        script.gate.set()
        await until(pilot, lambda: state(app) == "done")
        assert app.screen.panes.frames.frame == frame
        assert any("14/22 frames" in line for line in seen(app))


async def test_cancel_keeps_what_arrived_and_ignores_what_comes_late(tmp_path: Path) -> None:
    script = Script(ANSWER, events=[ThreadReady(ANSWER.threads[1])])
    app = app_for(ASKED, script, tmp_path)
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: bool(script.told))
        await press(pilot, "X")
        await until(pilot, lambda: script.cancelled == 1)
        assert state(app) == "cancelled"
        assert any("partial" in line and "cancelled" in line for line in seen(app))
        before = app.view
        script.told[0](ThreadReady(ANSWER.threads[0]))
        await pilot.pause(0.25)
        assert app.view is before


async def test_a_tick_that_comes_when_the_screens_are_gone_already(tmp_path: Path) -> None:
    """Closing in the middle of a run: the timer ends after the screens."""
    app = app_for(ASKED, Script(ANSWER), tmp_path)
    async with app.run_test() as pilot:
        await until(pilot, lambda: state(app) == "running")
    assert app.session is not None
    assert app.session.running
    assert not app.screen_stack
    app._tick()


async def test_an_answer_that_comes_while_the_screens_go_is_not_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = app_for(ASKED, Script(ANSWER), tmp_path)
    drawn: list[object] = []
    async with app.run_test() as pilot:
        await until(pilot, lambda: state(app) == "running")
        monkeypatch.setattr(type(app.screen), "show", lambda *given: drawn.append(given))
        app._draw()
        assert len(drawn) == 1
        monkeypatch.setattr(app, "_running", False)  # what textual sets before they go
        app._draw()
        monkeypatch.undo()
    assert len(drawn) == 1


async def test_running_again_starts_a_new_run(tmp_path: Path) -> None:
    script = Script(ANSWER)
    app = app_for(ASKED, script, tmp_path)
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: len(script.runs) == 1)
        await press(pilot, "f5")
        await until(pilot, lambda: len(script.runs) == 2)
        assert script.cancelled == 1
        script.told[0](ThreadReady(ANSWER.threads[1]))  # the first run speaks late
        script.gate.set()
        await until(pilot, lambda: state(app) == "done")
        assert app.view is not None
        assert app.view.run.number == 2


async def test_an_engine_that_fails_is_told_in_a_dialog(tmp_path: Path) -> None:
    text = "x [/foo] y [type=x, v={'a[0]'}] \x1b]52;c;x\x07"
    script = Script(ANSWER, error=RuntimeError(text))
    script.gate.set()
    app = app_for(ASKED, script, tmp_path)
    async with app.run_test(size=(120, 30), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: isinstance(app.screen, MessageDialog))
        dialog = app.screen
        assert isinstance(dialog, MessageDialog)
        said, _, logged = dialog.text.partition("\n\n")
        assert said == "RuntimeError: " + text.replace("\x1b", "␛").replace("\x07", "␇")
        log = tmp_path / "state" / "failures.log"
        assert str(log) in logged
        assert "scripted.py" in log.read_text()
        assert "[/foo]" not in log.read_text()
        assert state(app) == "failed"
        await press(pilot, "escape")
        assert isinstance(app.screen, StackScreen)
        assert app.screen.panes.frames.has_focus
        assert app.return_code is None


async def test_a_broken_request_is_told_and_the_app_stays_up(tmp_path: Path) -> None:
    def refuse(path: str) -> None:
        raise ValueError(f"{path}: line 3 column 7: not JSON: [oops]")

    app = app_for(ASKED, Script(ANSWER), tmp_path, start="bad.json", load=refuse)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, MessageDialog))
        assert any("bad.json: line 3 column 7: not JSON: [oops]" in line for line in seen(app))
        await press(pilot, "escape")
        assert isinstance(app.screen, StartScreen)


async def test_the_request_is_remembered_with_its_result(tmp_path: Path) -> None:
    recent = Recent(str(tmp_path / "state" / "recent.json"))
    async with shown(tmp_path) as (_, pilot):
        await until(pilot, lambda: any(entry.resolved is not None for entry in recent.entries()))
        assert [(Path(e.path).name, e.frames, e.resolved) for e in recent.entries()] == [
            ("crash.json", 22, 14)
        ]


async def test_the_loop_waits_neither_for_the_file_nor_for_the_cache(tmp_path: Path) -> None:
    """Both are let go by the loop itself, so a loop that waited for them would stand still."""
    read, looked = threading.Event(), threading.Event()
    let_go: list[bool] = []

    class Patient(Script):
        def cached(self, opened: object) -> None:
            let_go.append(looked.wait(5))

    app = app_for(ASKED, Patient(ANSWER), tmp_path, load=lambda _: let_go.append(read.wait(5)))
    async with app.run_test(size=(120, 30)) as pilot:
        asyncio.get_running_loop().call_soon(read.set)
        await until(pilot, lambda: state(app) == "running")
        asyncio.get_running_loop().call_soon(looked.set)
        await until(pilot, lambda: len(let_go) == 2)
        assert let_go == [True, True]


def test_opened_requests_of_the_tests_look_like_the_engines() -> None:
    from inspector import engine

    assert set(Opened.__struct_fields__) <= set(engine.Opened.__struct_fields__)
