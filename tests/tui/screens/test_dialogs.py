"""Questions, messages, and writing a file."""

from collections.abc import Callable
from typing import Any

from textual.app import App
from textual.screen import ModalScreen

from inspector.model.outcome import RESTRICTED
from inspector.model.report import Candidate, Module, Report
from inspector.tui.screens.dialogs import (
    MessageDialog,
    QuestionDialog,
    trust_question,
)
from tests.tui.scripted import press, until


class DialogApp(App[None]):
    def __init__(self, make: Callable[[], ModalScreen[Any]]) -> None:
        super().__init__()
        self._make = make
        self.answers: list[Any] = []

    def on_mount(self) -> None:
        self.push_screen(self._make(), self.answers.append)


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
    assert await answer(question, "right", "enter") is True
    assert await answer(question, "right", "left", "enter") is False


async def test_a_message_is_cleaned_and_closes() -> None:
    dialog = MessageDialog("a", "x\x1b\n[/y]")
    assert await answer(lambda: dialog, "enter") is None
    assert dialog.text == "x␛\n[/y]"


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
