"""Jump mode."""

from functools import partial
from pathlib import Path

from inspector.tui.screens.crash.stack import StackScreen
from inspector.tui.screens.jump import JumpScreen, targets
from inspector.tui.widgets.crash.panes import ORDER
from tests.tui.scripted import press, seen, settle, shown, until


def letters(lines: list[str]) -> list[str]:
    """The letters on the first lines of panes."""
    heads = [line for line in lines if "─" in line or "━" in line]
    return [letter for letter in "asdfgh" if any(f" {letter} " in line for line in heads)]


async def test_each_pane_has_a_letter_that_focuses_it(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        stack = app.screen
        assert isinstance(stack, StackScreen)
        for letter, pane in zip("asdf", ORDER, strict=True):
            await press(pilot, "ctrl+o")
            await until(pilot, lambda: isinstance(app.screen, JumpScreen))
            await until(pilot, lambda: letters(seen(app)) == list("asdf"))
            await press(pilot, letter)
            await until(pilot, partial(_active, stack, pane))
            assert app.screen is stack


async def test_escape_and_letters_without_a_pane_leave_the_focus(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        stack, before = app.screen, app.focused
        await press(pilot, "ctrl+o")
        await until(pilot, lambda: isinstance(app.screen, JumpScreen))
        await press(pilot, "p", "ctrl+o")
        assert isinstance(app.screen, JumpScreen)
        await press(pilot, "escape")
        assert app.screen is stack
        assert app.focused is before


async def test_letters_follow_another_size(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        stack = app.screen
        await press(pilot, "ctrl+o")
        await until(pilot, lambda: letters(seen(app)) == list("asdf"))
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: letters(seen(app)) == list("as"))
        assert [widget.id for widget in targets(stack).values()] == ["frames", "source"]
        await press(pilot, "s")
        await settle(pilot)
        assert app.focused is not None
        assert app.focused.id == "source"


def _active(stack: object, pane: str) -> bool:
    assert isinstance(stack, StackScreen)
    return stack.panes.pane(pane).has_focus
