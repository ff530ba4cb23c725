"""The list of marked frames; Enter goes to one."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from inspector.model.clean import clean
from inspector.tui.actions import bindings
from inspector.tui.listing.marks import GLYPH, marked
from inspector.tui.listing.rows import Spot
from inspector.tui.listing.threads import title
from inspector.tui.outside.copying import frame_text
from inspector.tui.view import View
from inspector.tui.widgets.row_list import Cell, RowList
from inspector.tui.words.names import cut, fit

_THREAD = 16
"""Columns for the name of a thread."""


class MarkList(RowList):
    """One line a mark: its thread, then the frame as it is copied."""

    def __init__(self, view: View) -> None:
        super().__init__(id="marks")
        self._view, self.found = view, marked(view)
        self.nothing = "no marks: Space marks the frame under the cursor"

    def cells(self, row: int, width: int) -> Sequence[Cell]:
        spot, frame = self.found[row]
        thread = clean(title(self._view.report.threads[spot.thread]))
        return [
            (self.pointer(row), "accent"),
            (f" {GLYPH} ", "accent"),
            (fit(cut(thread, _THREAD), _THREAD) + " ", "dim"),
            (cut(frame_text(frame), max(0, width - _THREAD - 5)), ""),
        ]


class MarksDialog(ModalScreen[Spot | None]):
    """Answers the mark to go to, or None."""

    BINDINGS = bindings("dialog")
    HELP = "The frames you marked. Enter goes to one, Esc closes."

    def __init__(self, view: View) -> None:
        super().__init__()
        self._list = MarkList(view)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = Content(f"Marks {len(self._list.found)}")
            yield self._list

    def on_mount(self) -> None:
        self._list.set_rows(len(self._list.found), 0)
        self._list.styles.height = min(16, max(1, len(self._list.found)))
        self._list.focus()

    @on(RowList.Chosen)
    def _chosen(self, message: RowList.Chosen) -> None:
        self.dismiss(self._list.found[message.row][0])

    def action_close(self) -> None:
        self.dismiss(None)
