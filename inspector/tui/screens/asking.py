"""What dialogs that ask for something share: a box, labelled lines, a note, and giving up."""

from typing import TypeVar

from textual import on
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Label, Static

from inspector.model.clean import clean
from inspector.tui.actions import bindings

Answer = TypeVar("Answer")


class AskingDialog(ModalScreen[Answer | None]):
    """Answers None when the person gives up: Escape, or the button `cancel`."""

    BINDINGS = bindings("dialog")

    def __init__(self) -> None:
        super().__init__()
        self.said = Static("", classes="dialog-note", markup=False)
        self.note = ""

    def say(self, text: str) -> None:
        """The note: what is wrong, or what is going to happen. It may be hostile."""
        self.note = "\n".join(map(clean, text.split("\n")))
        self.said.update(Content(self.note))

    @on(Button.Pressed, "#cancel")
    def action_close(self) -> None:
        self.dismiss(None)


def box(title: str, *parts: Widget) -> Vertical:
    """The parts below each other, in a frame with a title."""
    made = Vertical(*parts, classes="dialog")
    made.border_title = Content(title)
    return made


def line(label: str, editor: Widget) -> Horizontal:
    """Something to fill in, and what it is called."""
    return Horizontal(Label(label, classes="form-label"), editor, classes="form-line")


def buttons(*ways: tuple[str, str]) -> Horizontal:
    """What can be done, each an id and its words, and giving up; the first is what is meant."""
    made = [
        Button(words, id=name, variant="default" if at else "primary", compact=True)
        for at, (name, words) in enumerate(ways)
    ]
    return Horizontal(*made, Button("Cancel", id="cancel", compact=True), classes="buttons")
