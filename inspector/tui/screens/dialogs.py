"""Small dialogs: a message, a question, a path to write to."""

from typing import TYPE_CHECKING, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from inspector.model.clean import clean_lines
from inspector.model.report import Report
from inspector.tui.actions import bindings
from inspector.tui.opened.session import restricted

if TYPE_CHECKING:
    from inspector.tui.app import InspectorApp


class MessageDialog(ModalScreen[None]):
    """A text to read: what went wrong. It may be long and hostile."""

    BINDINGS = [*bindings("dialog"), *bindings("help")]  # noqa: RUF012  textual declares it so
    HELP = "Something to read. Esc or Enter closes it."

    def __init__(self, title: str, text: str, *, file: str = "", line: int = 0) -> None:
        """`file`: what the text is about, offered to be opened in the editor at `line`."""
        super().__init__()
        self._title, self.text, self._file, self._line = title, clean_lines(text), file, line

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = Content(self._title)
            with VerticalScroll(can_focus=False):
                yield Static(Content(self.text), markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Close", id="close", compact=True)
                yield Button("Copy text", id="copy", compact=True)
                if self._file:
                    yield Button("Open in editor", id="edit", compact=True)

    def action_scroll_help(self, pages: int, lines: int) -> None:
        box = self.query_one(VerticalScroll)
        box.scroll_relative(y=pages * box.size.height + lines, animate=False)

    @on(Button.Pressed, "#edit")
    def _edit(self) -> None:
        cast("InspectorApp", self.app).edit_file(self._file, self._line)

    @on(Button.Pressed, "#copy")
    def _copy(self) -> None:
        cast("InspectorApp", self.app).copy("the text", self.text)

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        self.dismiss(None)


class QuestionDialog(ModalScreen[bool]):
    """Yes or no; no is where the cursor is."""

    BINDINGS = [*bindings("dialog"), ("y", "answer(True)", "Yes"), ("n", "answer(False)", "No")]  # noqa: RUF012
    HELP = "A question. y says yes, n or Esc says no."

    def __init__(self, title: str, text: str, yes: str) -> None:
        super().__init__()
        self._title, self._text, self._yes = title, clean_lines(text), yes

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = Content(self._title)
            with VerticalScroll(can_focus=False):
                yield Static(Content(self._text), markup=False)
            with Horizontal(classes="buttons"):
                yield Button("No", id="no", compact=True)
                yield Button(self._yes, id="yes", variant="warning", compact=True)

    @on(Button.Pressed)
    def _pressed(self, message: Button.Pressed) -> None:
        self.dismiss(message.button.id == "yes")

    def action_answer(self, yes: bool) -> None:
        self.dismiss(yes)

    def action_close(self) -> None:
        self.dismiss(False)


def trust_question(report: Report) -> str:
    """What trusting a request would let it reach: every place that was refused, up to ten."""
    places = [f"  {c.source}: {c.location}" for c in restricted(report)]
    more = [f"  and {len(places) - 10} more"] if len(places) > 10 else []
    head = (
        "These places were not asked, because they are on this machine or in a private "
        "network, or outside the request's folder:"
    )
    tail = "Trust it only if you know where the request comes from."
    return "\n".join([head, "", *places[:10], *more, "", tail])
