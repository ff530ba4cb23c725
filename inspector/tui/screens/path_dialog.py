"""Where the next request is, or a folder of them."""

import os

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label

from inspector.tui.actions import bindings


class PathDialog(ModalScreen[str | None]):
    """Answers an absolute path, or None."""

    BINDINGS = bindings("dialog")
    HELP = "The path of a request, or of a folder with requests. Enter opens it."

    def __init__(self) -> None:
        super().__init__()
        self._path = Input(placeholder="a request or a folder, Enter opens it", compact=True)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = Content("Open")
            with Horizontal(classes="form-line"):
                yield Label("path", classes="form-label")
                yield self._path
            with Horizontal(classes="buttons"):
                yield Button("Cancel", id="cancel", compact=True)

    def on_mount(self) -> None:
        self._path.focus()

    @on(Input.Submitted)
    def _typed(self) -> None:
        if path := self._path.value.strip():
            self.dismiss(os.path.abspath(os.path.expanduser(path)))

    @on(Button.Pressed, "#cancel")
    def action_close(self) -> None:
        self.dismiss(None)
