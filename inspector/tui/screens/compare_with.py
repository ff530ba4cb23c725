"""What to compare with: a path, a request opened before, or the run before this one."""

import os
from typing import TYPE_CHECKING, cast

from textual import on
from textual.app import ComposeResult
from textual.widgets import Button, Input

from inspector.tui.screens.asking import AskingDialog, box, buttons, line
from inspector.tui.screens.start import RecentList
from inspector.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from inspector.tui.app import InspectorApp

PREVIOUS = "previous run"
"""The answer that means the run before; no path, as paths are absolute."""


class CompareWith(AskingDialog[str]):
    """Answers an absolute path, or PREVIOUS, or None."""

    HELP = "A request, or a response saved from a server: which of them is told by the content."

    def __init__(self, *, previous: bool) -> None:
        super().__init__()
        self._previous = previous
        self._path = Input(placeholder="request or response, Enter takes it", compact=True)
        self._recent = RecentList(id="compare-recent")
        self._recent.nothing = "no request was opened before"

    def compose(self) -> ComposeResult:
        ways = [("previous", "Previous run")] if self._previous else []
        yield box("Compare with", line("path", self._path), self._recent, buttons(*ways))

    def on_mount(self) -> None:
        app = cast("InspectorApp", self.app)
        opened = app.session.path if app.session else ""
        self._recent.show(tuple(e for e in app.recent.entries() if e.path != opened))
        self._path.focus()

    @on(Input.Submitted)
    def _typed(self) -> None:
        if path := self._path.value.strip():
            self.dismiss(os.path.abspath(os.path.expanduser(path)))

    @on(RowList.Chosen)
    def _chosen(self, message: RowList.Chosen) -> None:
        self.dismiss(self._recent.entries[message.row].path)

    @on(Button.Pressed, "#previous")
    def _before(self) -> None:
        self.dismiss(PREVIOUS)
