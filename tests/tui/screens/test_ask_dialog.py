"""One line asked for: what is no folder and no address is refused, in words."""

from pathlib import Path

import pytest
from textual.widgets import Input

from inspector.tui.screens.ask_dialog import AskDialog
from tests.tui.scripted import press, settle, shown
from tests.tui.test_checks import shows


@pytest.mark.parametrize(
    ("key", "wrong", "said", "right"),
    [
        ("path", "/no/such/folder", "There is no such folder.", "."),
        ("path", "", "There is no such folder.", "."),
        ("url", "ftp://x", "Type a web address.", "https://sym.example/"),
    ],
    ids=["no-folder", "nothing", "no-url"],
)
async def test_asking(key: str, wrong: str, said: str, right: str, tmp_path: Path) -> None:
    answers: list[str | None] = []
    async with shown(tmp_path) as (app, pilot):
        dialog = AskDialog("Add [a] folder.", key)
        app.push_screen(dialog, answers.append)
        await settle(pilot)
        assert shows(app, "Add [a] folder.")
        box = dialog.query_one(Input)
        box.value = wrong
        await press(pilot, "enter")
        assert shows(app, said)
        box.value = right
        await press(pilot, "enter")
        assert app.screen is not dialog
    assert answers == [right if key == "url" else str(Path.cwd())]
