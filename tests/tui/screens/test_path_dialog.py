"""Opening another request or folder from anywhere."""

from pathlib import Path

from textual.widgets import Input

from inspector.tui.screens.dialogs import MessageDialog
from inspector.tui.screens.path_dialog import PathDialog
from inspector.tui.screens.triage.board import BoardScreen
from tests.tui.boards import board_on, requests
from tests.tui.scripted import press, shown, until


async def test_a_folder_opens_above_what_is_open_and_back(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    requests(first, "a.json")
    requests(second, "b.json")
    async with board_on(first) as (screen, pilot):
        app = screen.inspector
        await press(pilot, "O")
        assert isinstance(app.screen, PathDialog)
        app.screen.query_one(Input).value = str(second)
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, BoardScreen) and app.screen is not screen)
        other = app.screen
        assert isinstance(other, BoardScreen)
        assert other.board.folder == str(second)
        await press(pilot, "escape")
        assert screen.is_current


async def test_escape_opens_nothing_and_what_is_not_there_is_told(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        before = app.screen
        await press(pilot, "O", "escape")
        assert app.screen is before
        await press(pilot, "O", "enter", "O")  # nothing typed: it stays, and a letter is a letter
        assert isinstance(app.screen, PathDialog)


async def test_a_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "crashes"
    requests(folder, "a.json")
    async with board_on(folder) as (screen, pilot):
        app = screen.inspector
        await press(pilot, "O")
        app.screen.query_one(Input).value = str(tmp_path / "nowhere[1]")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, MessageDialog))
        assert isinstance(app.screen, MessageDialog)
        assert "nowhere[1]: No such file or directory" in app.screen.text
        await press(pilot, "escape")
        assert screen.is_current
