"""Trusting, exporting, leaving: what waits for the person."""

from pathlib import Path

from msgspec.structs import replace
from textual.binding import ActiveBinding

from inspector.model.outcome import RESTRICTED
from inspector.model.report import Candidate, Report
from inspector.tui.app import InspectorApp
from inspector.tui.screens.dialogs import QuestionDialog
from inspector.tui.screens.stack import StackScreen
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
