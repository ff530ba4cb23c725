"""Where the next request is, or a folder of them."""

import os

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from inspector.tui.screens.asking import AskingDialog, box, buttons, line


class PathDialog(AskingDialog[str]):
    """Answers an absolute path, or None."""

    HELP = "The path of a request, or of a folder with requests. Enter opens it."

    def __init__(self) -> None:
        super().__init__()
        self._path = Input(placeholder="a request or a folder, Enter opens it", compact=True)

    def compose(self) -> ComposeResult:
        yield box("Open", line("path", self._path), buttons())

    def on_mount(self) -> None:
        self._path.focus()

    @on(Input.Submitted)
    def _typed(self) -> None:
        if path := self._path.value.strip():
            self.dismiss(os.path.abspath(os.path.expanduser(path)))
