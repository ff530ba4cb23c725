"""What all screens of a request share."""

import asyncio
from pathlib import Path

from textual.events import Key
from textual.widgets import Input

from inspector.tui.screens.request import RequestScreen
from inspector.tui.widgets.view_tabs import VIEWS
from tests.editing.opened import JS
from tests.tui.editors import at_home, editing
from tests.tui.scripted import press, seen, settle, shown

__all__ = ["at_home"]


async def test_digits_go_to_the_views_and_each_draws_the_same_request(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        for key, name in (("2", "modules"), ("5", "activity"), ("1", "stack")):
            await press(pilot, key)
            assert isinstance(app.screen, RequestScreen)
            assert name == app.screen.NAME
            assert "linux_req.json" in seen(app)[0]
            assert app.screen.focused is not None
            assert app.screen.drawn is app.view


async def test_escape_goes_back_to_the_stack(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        for key in ("2", "5"):
            await press(pilot, key, "escape")
            assert isinstance(app.screen, RequestScreen)
            assert app.screen.NAME == "stack"
            assert app.screen.focused is not None


async def test_ascii_means_ascii_everywhere(tmp_path: Path) -> None:
    async with shown(tmp_path, ascii_only=True) as (app, pilot):
        for size in ((120, 30), (80, 24), (50, 10)):
            await pilot.resize_terminal(*size)
            for key in ("2", "5", "1", "question_mark"):
                await press(pilot, key)
                assert [line for line in seen(app) if not line.isascii()] == []
            await press(pilot, "escape")


async def test_too_small_a_terminal_says_so_and_keys_still_work(tmp_path: Path) -> None:
    async with shown(tmp_path, size=(50, 10)) as (app, pilot):
        assert any("terminal too small" in line for line in seen(app))
        await press(pilot, "q")
        assert app.return_code == 0


async def test_no_moment_after_a_change_of_views_has_the_focus_in_a_box(at_home: Path) -> None:
    """Whoever types fast would write into a filter that is not even seen."""
    async with editing(at_home, JS, "1") as (app, pilot):
        driver = app._driver
        assert driver is not None
        for key, name, _ in (*VIEWS[1:], VIEWS[0]):
            before = app.screen
            driver.send_message(Key(key, key))
            async with asyncio.timeout(10):
                while app.screen is before or not app.screen.focused:
                    assert not isinstance(app.focused, Input)
                    await asyncio.sleep(0)
            assert app.screen.name == name
            assert not isinstance(app.focused, Input)
            await settle(pilot)
            assert not isinstance(app.focused, Input)
