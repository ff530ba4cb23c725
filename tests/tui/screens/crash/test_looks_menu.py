"""The view menu."""

from pathlib import Path

from inspector.tui.actions import action_named
from inspector.tui.screens.crash.choosing import ChoosingScreen
from inspector.tui.screens.crash.looks_menu import LOOKS, LooksMenu
from inspector.tui.view import opened
from tests.tui.scripted import crash, press, seen, shown


def test_every_line_is_an_action_of_the_screen_and_has_its_own_letter() -> None:
    assert all(action_named(look.action) for look in LOOKS)
    assert all(hasattr(ChoosingScreen, f"action_{look.action}") for look in LOOKS)
    assert len({look.key for look in LOOKS}) == len(LOOKS)


async def test_each_letter_switches_and_the_menu_says_the_state(tmp_path: Path) -> None:
    async with shown(tmp_path, size=(160, 40)) as (app, pilot):
        plain = opened(crash()[1])
        for look in LOOKS:
            before = look.on(app.view or plain)
            await press(pilot, "v")
            assert isinstance(app.screen, LooksMenu)
            state = "on" if before else "off"
            assert any(f" {look.key}  {look.label}" in x and f" {state}" in x for x in seen(app))
            await press(pilot, look.key)
            assert look.on(app.view or plain) is not before
            await press(pilot, "v", look.key)
            assert look.on(app.view or plain) is before


async def test_escape_changes_nothing(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        before = app.view
        await press(pilot, "v", "escape")
        assert app.view == before
        assert not isinstance(app.screen, LooksMenu)
