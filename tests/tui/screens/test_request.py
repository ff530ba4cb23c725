"""What all screens of a request share."""

from pathlib import Path

from inspector.tui.screens.request import RequestScreen
from tests.tui.scripted import press, seen, shown


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
