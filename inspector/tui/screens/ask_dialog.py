"""One line asked for: the folder or the URL that only the person knows."""

import os

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Static

from inspector.model.clean import clean
from inspector.tui.actions import bindings

_ASKED = {"path": ("Which folder?", "a folder"), "url": ("Which URL?", "https://host/path/")}


class AskDialog(ModalScreen[str | None]):
    """Answers an absolute folder or a URL, or None. `key`: "path" or "url"."""

    BINDINGS = bindings("dialog")
    HELP = "Where to look. Enter takes it, Esc gives up."

    def __init__(self, why: str, key: str) -> None:
        super().__init__()
        self._why, self._key = why, key
        self._title, example = _ASKED[key]
        self._given = Input(placeholder=example, id="asked-for")
        self._said = Static("", id="mapping-note", markup=False)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = self._title
            yield Static(Content(clean(self._why) + "\n"), markup=False)
            yield self._given
            yield self._said
            with Horizontal(classes="buttons"):
                yield Button("Add it", id="use", variant="primary", compact=True)
                yield Button("Cancel", id="cancel", compact=True)

    def on_mount(self) -> None:
        self._given.focus()

    @on(Input.Changed)
    def _typing(self) -> None:
        self._said.update("")

    @on(Input.Submitted)
    @on(Button.Pressed, "#use")
    def _use(self) -> None:
        given = self._given.value.strip()
        if self._key == "path":
            given = os.path.abspath(os.path.expanduser(given)) if given else ""
            wrong = "" if os.path.isdir(given) else "There is no such folder."
        else:
            wrong = "" if given.startswith(("http://", "https://")) else "Type a web address."
        if wrong:
            self._said.update(Content(wrong))
        else:
            self.dismiss(given)

    @on(Button.Pressed, "#cancel")
    def action_close(self) -> None:
        self.dismiss(None)
