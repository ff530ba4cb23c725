"""Trusting, exporting, leaving: what waits for the person."""

from pathlib import Path

from msgspec.structs import replace
from textual.binding import ActiveBinding

from inspector.model.outcome import RESTRICTED
from inspector.model.report import Candidate, Frame, Module, Report, Thread
from inspector.tui.app import InspectorApp
from inspector.tui.screens.crash.stack import StackScreen
from inspector.tui.screens.dialogs import QuestionDialog
from tests.tui.scripted import Script, app_for, crash, press, seen, shown, state, until

ASKED, ANSWER = crash()


def refused() -> tuple[Report, Report]:
    """A request one of whose places was not asked."""
    place = Candidate(
        source="web", location="http://10.0.0.1/[x]", download="error", details=RESTRICTED
    )
    module = replace(ANSWER.modules[2], candidates=(place,))
    modules = (*ANSWER.modules[:2], module, ANSWER.modules[3])
    return ASKED, replace(ANSWER, modules=modules)


async def test_a_request_is_trusted_only_after_the_person_agreed(tmp_path: Path) -> None:
    asked, answer = refused()
    script = Script(answer)
    script.gate.set()
    app = app_for(asked, script, tmp_path)
    async with app.run_test(size=(120, 30), notifications=True) as pilot:
        await until(pilot, lambda: state(app) == "done")
        await press(pilot, "T")
        await until(pilot, lambda: isinstance(app.screen, QuestionDialog))
        assert any("web: http://10.0.0.1/[x]" in line for line in seen(app))
        await press(pilot, "n")
        assert [opened.trusted for opened in script.runs] == [False]
        await press(pilot, "T")
        await until(pilot, lambda: isinstance(app.screen, QuestionDialog))
        await press(pilot, "y")
        await until(pilot, lambda: len(script.runs) == 2)
        assert [opened.trusted for opened in script.runs] == [False, True]


async def test_trust_is_not_offered_when_nothing_was_refused(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        await press(pilot, "T")
        assert isinstance(app.screen, StackScreen)
        assert not any(active.binding.id == "trust" for active in _enabled(app))


def _enabled(app: InspectorApp) -> list[ActiveBinding]:
    return [active for active in app.screen.active_bindings.values() if active.enabled]


async def test_q_goes_back_and_at_the_root_quits(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        await press(pilot, "question_mark", "escape", "q")
        await until(pilot, lambda: app.return_code == 0)


async def test_q_asks_while_a_run_is_under_way(tmp_path: Path) -> None:
    app = app_for(ASKED, Script(ANSWER), tmp_path)
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: state(app) == "running")
        await press(pilot, "q")
        await until(pilot, lambda: isinstance(app.screen, QuestionDialog))
        await press(pilot, "escape")
        assert app.return_code is None
        await press(pilot, "ctrl+q")
        await until(pilot, lambda: app.return_code == 0)


async def test_retry_asks_once_more_for_what_failed_and_for_nothing_else(tmp_path: Path) -> None:
    """The results land without moving the cursor."""
    script = Script(ANSWER, cached=True)
    app = app_for(ASKED, script, tmp_path)
    async with app.run_test(size=(120, 30), notifications=True) as pilot:
        await until(pilot, lambda: state(app) == "done")
        await press(pilot, "g", "j", "j", "j")
        assert isinstance(app.screen, StackScreen)
        frame = app.screen.panes.frames.frame
        await press(pilot, "R")
        await until(pilot, lambda: len(script.runs) == 1)
        assert script.forgotten == [(2,)]  # the only module without a file
        assert state(app) == "running"
        assert any("Scene::render()" in line for line in seen(app))  # what is known stays
        script.gate.set()
        await until(pilot, lambda: state(app) == "done")
        assert app.screen.panes.frames.frame == frame


async def test_retry_on_the_modules_is_about_the_one_under_the_cursor(tmp_path: Path) -> None:
    lost = replace(ANSWER.modules[1], status="timeout")
    answer = replace(ANSWER, modules=(ANSWER.modules[0], lost, *ANSWER.modules[2:]))
    script = Script(answer, cached=True)
    app = app_for(ASKED, script, tmp_path)
    async with app.run_test(size=(120, 30), notifications=True) as pilot:
        await until(pilot, lambda: state(app) == "done")
        await press(pilot, "2", "g", "R")  # the program itself, which was found
        await until(pilot, lambda: any("Nothing failed here" in line for line in seen(app)))
        assert script.forgotten == []
        await press(pilot, "j", "R")
        await until(pilot, lambda: script.forgotten == [(1,)])
        await press(pilot, "R")
        await until(pilot, lambda: any("A run is under way" in line for line in seen(app)))
        script.gate.set()
        await until(pilot, lambda: state(app) == "done")
        await press(pilot, "1", "R")
        await until(pilot, lambda: script.forgotten == [(1,), (1, 2)])


async def test_enter_on_a_script_goes_to_its_first_frame(tmp_path: Path) -> None:
    """A script is a module too: its frames are told by their path."""
    urls = ("https://h/a.js", "https://h/[b].js")
    raw = tuple(Frame(index=n, path=url, file=url[-4:], line=1) for n, url in enumerate(urls))
    asked = Report(kind="js", threads=(Thread(index=0, frames=raw),))
    modules = tuple(
        Module(index=n, type="sourcemap", name=url[10:], code_file=url, status="found")
        for n, url in enumerate(urls)
    )
    done = tuple(replace(f, status="symbolicated", path=f"webpack:///{f.index}.ts") for f in raw)
    thread = Thread(index=0, frames=done)
    answer = replace(asked, threads=(thread,), modules=modules, done=True)
    async with shown(tmp_path, reports=(replace(asked, modules=modules), answer)) as (app, pilot):
        await press(pilot, "2", "g", "j", "enter")
        await until(pilot, lambda: isinstance(app.screen, StackScreen))
        assert isinstance(app.screen, StackScreen)
        assert app.screen.panes.frames.frame == done[1]


async def test_export_says_why_there_is_no_response(tmp_path: Path) -> None:
    app = app_for(ASKED, Script(ANSWER), tmp_path)
    async with app.run_test(size=(120, 30), notifications=True) as pilot:
        await until(pilot, lambda: state(app) == "running")
        await press(pilot, "X")
        await until(pilot, lambda: state(app) == "cancelled")
        await press(pilot, "E")
        await until(pilot, lambda: any("the run was cancelled" in line for line in seen(app)))
