"""Which kind of source to add: a type, a public server, or what this machine is set to."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from inspector.editing.fields import ABOUT
from inspector.model.places.presets import FROM_MACHINE, SERVERS
from inspector.tui.actions import bindings
from inspector.tui.widgets.row_list import Cell, RowList
from inspector.tui.words.names import cut, fit

_MACHINE = {
    "DEBUGINFOD_URLS": "the servers that the variable names",
    "_NT_SYMBOL_PATH": "the stores and folders that the variable names",
    "system-debug": "/usr/lib/debug of this machine",
}
KINDS: tuple[tuple[str, str], ...] = (
    *ABOUT.items(),
    *((name, tree["url"]) for name, tree in SERVERS.items()),
    *((name, _MACHINE[name]) for name in FROM_MACHINE),
)
"""Name, and what it stands for."""


class KindList(RowList):
    """Types, then public servers, then presets of this machine."""

    def cells(self, row: int, width: int) -> Sequence[Cell]:
        name, about = KINDS[row]
        tone = "strong" if name in ABOUT else "accent"
        return [
            (f"{self.pointer(row)} ", "accent"),
            (fit(name, 17), tone),
            (cut(about, max(0, width - 19)), "dim"),
        ]


class AddDialog(ModalScreen[str | None]):
    """Answers the name of a type or of a preset, or None."""

    BINDINGS = bindings("dialog")
    HELP = "What to add. Enter takes the row, Esc takes nothing."

    def __init__(self) -> None:
        super().__init__()
        self._list = KindList(id="kinds")

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = Content("Add a source")
            yield self._list

    def on_mount(self) -> None:
        self._list.set_rows(len(KINDS), 0)
        self._list.focus()

    @on(RowList.Chosen)
    def _chosen(self) -> None:
        self.dismiss(KINDS[self._list.cursor][0])

    def action_close(self) -> None:
        self.dismiss(None)
