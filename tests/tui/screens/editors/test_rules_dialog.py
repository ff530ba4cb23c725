"""The in-app rules, edited from the screen."""

from pathlib import Path

import pytest
from textual.widgets import Button, Input

from inspector.model.in_app import InAppRules
from inspector.settings import load_settings, user_file
from inspector.tui.app import InspectorApp
from inspector.tui.screens.crash.stack import StackScreen
from inspector.tui.screens.dialogs import MessageDialog
from inspector.tui.screens.editors.rules_dialog import RulesDialog
from tests.tui.editors import at_home
from tests.tui.scripted import press, seen, shown, until

__all__ = ["at_home"]

SIZES = pytest.mark.parametrize("size", [(120, 30), (80, 24)], ids=["wide", "narrow"])


def dialog(app: InspectorApp) -> RulesDialog:
    assert isinstance(app.screen, RulesDialog)
    return app.screen


def says(app: InspectorApp, text: str) -> bool:
    return text in dialog(app).note


@SIZES
async def test_what_is_typed_is_counted_and_saved_and_holds_at_once(
    at_home: Path, size: tuple[int, int]
) -> None:
    async with shown(at_home, size=size) as (app, pilot):
        assert app.view is not None
        frame = next(f for f in app.view.frames if f.package.endswith("libgtk-3.so.0"))
        assert not app.view.ours.test(frame)
        await press(pilot, "I")
        await until(pilot, lambda: isinstance(app.screen, RulesDialog) and bool(dialog(app).note))
        assert says(app, "None of 23 frames changes hands")
        await press(pilot, *"libgtk*,no*")
        await until(pilot, lambda: says(app, "6 of 23 frames change hands: 6 become ours, 0 no"))
        assert says(app, "no* names no frame here.")
        text = "\n".join(seen(app))
        assert "Saved in" in text
        assert "Cancel" in text
        assert not app.view.ours.test(frame)
        app.screen.query_one("#save", Button).press()
        await until(pilot, lambda: isinstance(app.screen, StackScreen))
        assert app.view.ours.test(frame)
        assert app.view.ours.decided_by == "[in_app] of the settings"
    assert load_settings().in_app == InAppRules(include=("libgtk*", "no*"))


async def test_a_pattern_that_cannot_be_read_is_told_and_not_saved(at_home: Path) -> None:
    async with shown(at_home) as (app, pilot):
        await press(pilot, "I")
        await until(pilot, lambda: isinstance(app.screen, RulesDialog))
        await until(pilot, lambda: isinstance(app.focused, Input))
        await press(pilot, *"a***")
        await until(pilot, lambda: says(app, "Mend the pattern"))
        assert any("wildcards are either" in line for line in seen(app))
        assert app.screen.query_one("#save", Button).disabled
        dialog(app).action_save()
        assert says(app, "Not saved")
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(app.screen, StackScreen))
    assert not Path(user_file()).exists()


async def test_from_the_palette_and_out_again(at_home: Path) -> None:
    async with shown(at_home) as (app, pilot):
        await press(pilot, "ctrl+p", *"edit: in-app")
        await until(pilot, lambda: any("edit: in-app rules" in line for line in seen(app)[4:]))
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, RulesDialog))
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(app.screen, StackScreen))
        assert app.screen.panes.frames.has_focus  # type: ignore[attr-defined]
        assert app.settings.in_app == InAppRules()


async def test_app_only_gives_way_where_all_frames_become_alike(at_home: Path) -> None:
    async with shown(at_home) as (app, pilot):
        await press(pilot, "a", "I")
        await until(pilot, lambda: isinstance(app.focused, Input))
        await press(pilot, "down", "*")
        await until(pilot, lambda: says(app, "0 become ours"))
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, StackScreen))
        assert app.view is not None
        assert not app.view.choice.app_only


async def test_a_settings_file_that_is_broken_is_told(at_home: Path) -> None:
    (at_home / "inspector.toml").write_text("= no TOML")
    async with shown(at_home) as (app, pilot):
        await press(pilot, "I")
        await until(pilot, lambda: isinstance(app.screen, MessageDialog))
        assert isinstance(app.screen, MessageDialog)
        assert "not TOML" in app.screen.text


async def test_a_file_that_cannot_be_written_is_told_in_the_dialog(at_home: Path) -> None:
    Path(user_file()).parent.parent.mkdir(parents=True)
    Path(user_file()).parent.write_text("a file where the folder should be")
    async with shown(at_home) as (app, pilot):
        await press(pilot, "I")
        await until(pilot, lambda: isinstance(app.screen, RulesDialog | MessageDialog))
        if isinstance(app.screen, RulesDialog):
            dialog(app).action_save()
            assert says(app, "Not saved: ")
