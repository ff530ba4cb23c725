"""Questions, messages, and writing a file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from textual.app import App
from textual.screen import ModalScreen

from inspector.model.outcome import RESTRICTED
from inspector.model.report import Candidate, Module, Report
from inspector.tui.screens.dialogs import (
    ExportDialog,
    MessageDialog,
    QuestionDialog,
    trust_question,
)
from tests.tui.scripted import press, settle, until


class DialogApp(App[None]):
    def __init__(self, make: Callable[[], ModalScreen[Any]]) -> None:
        super().__init__()
        self._make = make
        self.answers: list[Any] = []

    def on_mount(self) -> None:
        self.push_screen(self._make(), self.answers.append)


def body(*, pretty: bool) -> bytes:
    return b"pretty" if pretty else b"compact"


async def answer(make: Callable[[], ModalScreen[Any]], *keys: str) -> Any:
    app = DialogApp(make)
    async with app.run_test() as pilot:
        await press(pilot, *keys)
        await until(pilot, lambda: bool(app.answers))
    return app.answers[0]


def question() -> QuestionDialog:
    return QuestionDialog("a", "[b]", "Yes")


async def test_no_is_the_answer_unless_yes_was_meant() -> None:
    assert await answer(question, "enter") is False
    assert await answer(question, "escape") is False
    assert await answer(question, "tab", "enter") is True
    assert await answer(question, "y") is True


async def test_a_message_is_cleaned_and_closes() -> None:
    dialog = MessageDialog("a", "x\x1b\n[/y]")
    assert await answer(lambda: dialog, "enter") is None
    assert dialog.text == "x␛\n[/y]"


async def test_a_new_file_is_written_at_once(tmp_path: Path) -> None:
    path = tmp_path / "out[1].json"
    assert await answer(lambda: ExportDialog(str(path), body), "enter") == str(path)
    assert path.read_bytes() == b"pretty"


async def test_without_white_space(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    assert await answer(
        lambda: ExportDialog(str(path), body), "tab", "space", "tab", "enter"
    ) == str(path)
    assert path.read_bytes() == b"compact"


async def test_a_folder_that_is_not_there_is_told_in_the_dialog(tmp_path: Path) -> None:
    path = str(tmp_path / "nowhere" / "out.json")
    app = DialogApp(lambda: ExportDialog(path, body))
    async with app.run_test() as pilot:
        await press(pilot, "enter")
        await settle(pilot)
        assert isinstance(app.screen, ExportDialog)
        assert "Not written: No such file or directory" in app.screen.note
        await press(pilot, "escape")
        await until(pilot, lambda: app.answers == [None])


def test_the_question_names_what_would_be_reached() -> None:
    places = tuple(
        Candidate(source="s", location=f"http://10.0.0.1/{n}", download="error", details=RESTRICTED)
        for n in range(12)
    )
    report = Report(kind="native", modules=(Module(index=0, candidates=places),))
    text = trust_question(report)
    assert "s: http://10.0.0.1/9\n" in text
    assert "http://10.0.0.1/10" not in text
    assert "and 2 more" in text
