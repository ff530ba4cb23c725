"""One line at the bottom to type into: what to search for, where to go."""

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Label


class Prompt(Horizontal):
    """Hidden until something is asked; Enter answers, Escape gives up."""

    class Given(Message):
        """The person answered."""

        def __init__(self, asked: str, text: str) -> None:
            super().__init__()
            self.asked, self.text = asked, text

    def __init__(self) -> None:
        super().__init__(id="prompt")
        self._asked = ""
        self._label = Label("", id="prompt-label", markup=False)
        self._box = Input(id="prompt-input", compact=True)

    def compose(self) -> ComposeResult:
        yield self._label
        yield self._box

    def ask(self, what: str, label: str, *, example: str) -> None:
        """Show the line and put the cursor into it; what was typed before is kept selected."""
        box = self._box
        if self._asked != what:
            box.value = ""
        self._asked, box.placeholder = what, example
        self._label.update(label)
        self.add_class("-open")
        box.focus()
        box.select_all()

    def close(self) -> bool:
        """Hide the line. False when it was not open."""
        was_open = self.has_class("-open")
        self.remove_class("-open")
        return was_open

    def on_input_submitted(self, message: Input.Submitted) -> None:
        message.stop()
        self.close()
        self.post_message(self.Given(self._asked, message.value))
