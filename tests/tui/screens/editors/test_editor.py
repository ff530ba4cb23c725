"""What the editors share: what a change bought, undo, panes, help."""

from pathlib import Path
from typing import Any

from msgspec.structs import replace

from inspector.model.report import Report
from inspector.tui.screens.crash.stack import StackScreen
from inspector.tui.screens.editors.delta_dialog import DeltaDialog
from inspector.tui.screens.help import HelpScreen
from tests.editing.opened import JS, NATIVE
from tests.tui.editors import at_home, editing, scraping, sources
from tests.tui.scripted import Answer, Script, press, seen, settle, state, until

__all__ = ["at_home"]


def text(app: Any) -> str:
    return "\n".join(seen(app))


class Deciding(Script):
    """Answers by what is asked: the better the more sources there are."""

    def __init__(self, poor: Report) -> None:
        super().__init__(poor)
        self.asked: list[list[str]] = []

    def cached(self, opened: Any) -> Answer:
        ids = [source.id for source in opened.body.sources]
        self.asked.append(ids)
        if "local" in ids:
            return Answer(self.report)
        thread = self.report.threads[0]
        good = replace(thread.frames[0], status="symbolicated", function="main", line=3)
        return Answer(replace(self.report, threads=(replace(thread, frames=(good,)),)))


async def test_what_a_change_bought_is_told_and_undone(at_home: Path) -> None:
    """What-if: change, run, see what it bought, go to a frame, take it back without a run."""
    async with editing(at_home, NATIVE) as (app, pilot):
        assert app.session is not None
        script = Deciding(app.session.view.report)
        app.engine = script.engine
        await press(pilot, "space")
        assert "Changed since the last run: r runs again" in text(app)
        await press(pilot, "r")
        await until(pilot, lambda: state(app) == "done" and bool(script.asked))
        assert script.asked == [["vendor", "bucket", "project", "cloud"]]
        assert "Against the run before: 1 frame gained - w shows which" in text(app)
        await press(pilot, "w")
        await until(pilot, lambda: isinstance(app.screen, DeltaDialog))
        assert "+ gained" in text(app)
        assert "main" in text(app)
        await press(pilot, "escape", "u")
        await settle(pilot)
        assert app.session.view.report.threads[0].frames[0].status != "symbolicated"
        assert len(script.asked) == 1
        assert "1 frame lost" in text(app)
        await press(pilot, "space", "r")
        await until(pilot, lambda: state(app) == "done" and len(script.asked) == 2)
        await press(pilot, "w")
        await until(pilot, lambda: isinstance(app.screen, DeltaDialog))
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, StackScreen))


async def test_tab_goes_round_the_panes(at_home: Path) -> None:
    async with editing(at_home, NATIVE) as (app, pilot):
        seen_panes = []
        for _ in range(4):
            focused = app.screen.focused
            assert focused is not None
            panes = [n.id for n in focused.ancestors_with_self if n.id in sources(app).PANES]
            seen_panes += panes
            await press(pilot, "tab")
        assert seen_panes == ["source-list", "source-form", "asked", "source-list"]
    async with editing(at_home, JS, "4") as (app, pilot):
        for name in scraping(app).PANES:
            pane = app.screen.query_one(f"#{name}")
            assert app.screen.focused is not None
            assert pane in app.screen.focused.ancestors_with_self
            await press(pilot, "tab")


async def test_help_lists_what_is_bound(at_home: Path) -> None:
    async with editing(at_home, NATIVE) as (app, pilot):
        active = {a.binding.id for a in app.screen.active_bindings.values() if a.binding.id}
        await press(pilot, "question_mark")
        assert isinstance(app.screen, HelpScreen)
        lines = [line for _, section in app.screen._sections for line in section]
    assert {"add", "duplicate", "switch", "try_it", "up", "undo", "what_changed"} <= active
    told = " ".join(meaning for _, meaning in lines)
    for word in ("Add a source", "Ask it earlier", "What the last run bought", "copy right behind"):
        assert word in told


async def test_nothing_to_undo_is_said(at_home: Path) -> None:
    async with editing(at_home, NATIVE) as (app, pilot):
        await press(pilot, "u")
        assert "nothing to undo" in text(app)
