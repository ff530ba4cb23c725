"""The palette offers what can be done now."""

from pathlib import Path

from inspector.tui.palette import commands
from inspector.tui.screens.crash.stack import StackScreen
from tests.tui.scripted import press, seen, shown, until


async def test_commands_follow_the_screen_and_what_is_enabled(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        names = [command.title for command in commands(app, app.screen)]
        assert "view: app frames only" in names
        assert "run: cancel" not in names
        assert len(set(names)) == len(names)
        await press(pilot, "2")
        names = [command.title for command in commands(app, app.screen)]
        assert "copy: debug id" in names
        assert "view: app frames only" not in names


async def test_a_command_does_what_its_key_does(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        await press(pilot, "2", "ctrl+p", *"view: stack")
        await until(pilot, lambda: any("view: stack" in line for line in seen(app)[4:]))
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, StackScreen))
