"""Asking where a source file is."""

from pathlib import Path

import pytest
from textual.app import App
from textual.widgets import Input

from inspector.tui.screens.mapping_dialog import MappingDialog
from tests.tui.scripted import press, until

PATH = "/build/src/gfx/[a].cpp"


class Asking(App[None]):
    """Nothing but the dialog."""

    answer: tuple[str, str] | None = None
    answered = False

    def on_mount(self) -> None:
        self.push_screen(MappingDialog(PATH, "not there: [/x]"), self._answer)

    def _answer(self, pair: tuple[str, str] | None) -> None:
        self.answer, self.answered = pair, True


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "gfx").mkdir()
    (tmp_path / "gfx" / "[a].cpp").write_text("")
    return tmp_path


@pytest.mark.parametrize("given", ["", "gfx", "gfx/[a].cpp"], ids=["root", "folder", "file"])
async def test_a_folder_or_the_file_itself(tree: Path, given: str) -> None:
    app = Asking()
    async with app.run_test() as pilot:
        app.screen.query_one(Input).value = str(tree / given)
        await press(pilot, "enter")
        await until(pilot, lambda: app.answered)
    assert app.answer is not None
    source, here = app.answer
    assert PATH.startswith(source)
    assert Path(here + PATH.removeprefix(source)) == tree / "gfx" / "[a].cpp"


@pytest.mark.parametrize(
    ("given", "reason"),
    [("", "Type a path."), ("/nowhere", "no such file"), ("~", "does not hold"), ("a\0b", "")],
)
async def test_what_does_not_help_is_told(given: str, reason: str) -> None:
    app = Asking()
    async with app.run_test() as pilot:
        dialog = app.screen
        assert isinstance(dialog, MappingDialog)
        dialog.query_one(Input).value = given
        await press(pilot, "enter")
        await until(pilot, lambda: bool(dialog.note) and reason in dialog.note)
        assert not app.answered
        await press(pilot, "escape")
        await until(pilot, lambda: app.answered)
    assert app.answer is None
