"""`M` in the modules: which file to get first, and what it would buy."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from inspector.model.clean import clean
from inspector.model.report import Report
from inspector.questions.buys import Buy, Ledger
from inspector.tui.actions import bindings
from inspector.tui.widgets.row_list import Cell, RowList
from inspector.tui.words.names import cut, fit
from inspector.tui.words.wording import module_mark


class BuyList(RowList):
    """One line a file, the one that buys the most first."""

    buys: tuple[Buy, ...] = ()

    def show(self, buys: Sequence[Buy]) -> None:
        """Other files."""
        self.buys = tuple(buys)
        self.set_rows(len(self.buys), 0)

    def cells(self, row: int, width: int) -> Sequence[Cell]:
        buy = self.buys[row]
        mark = module_mark(buy.status)
        count = f"{buy.frames} fr"
        word = "no debug info" if buy.status == "found" else mark.word
        likely = f"likely at {buy.presets[0]}" if buy.presets else ""
        right = f" {cut(clean(word), 19):<19} {likely:<20}" if width >= 70 else f" {word:<14}"
        room = max(4, width - 18 - len(right))
        return [
            (self.pointer(row), "accent"),
            (f"{buy.weight:>6,} ", "strong"),
            (f"{count:>8}  ", "dim"),
            (fit(clean(buy.name) or "without a name", room), ""),
            (cut(right, max(1, width - 18 - room)), "weak"),
        ]


class MissingScreen(ModalScreen[int | None]):
    """Answers the number of the module that was chosen, or None."""

    BINDINGS = bindings("dialog")
    HELP = "Missing files, by what their frames are worth. Enter goes to the module, Esc closes."

    def __init__(self, report: Report) -> None:
        super().__init__()
        ledger = Ledger()
        ledger.add(report)
        self._buys = ledger.ranked()
        self._list = BuyList(id="buys")
        self._list.nothing = "no missing file would resolve a frame"
        self._about = Static("", id="buy-about", markup=False)

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog", id="missing") as box:
            box.border_title = "What is missing most: weight, frames, file"
            yield self._list
            yield self._about

    def on_mount(self) -> None:
        self._list.show(self._buys)
        self._list.focus()
        self._tell()

    @on(RowList.Moved)
    def _tell(self) -> None:
        """Ids and the usual name of the file under the cursor."""
        buy = self._buys[self._list.cursor] if self._buys else None
        if buy is not None:
            ids = " or ".join(one for one in (buy.debug_id, buy.code_id) if one) or "no id"
            likely = f", likely at {' or '.join(buy.presets)}" if buy.presets else ""
            lines = [f"Look for {clean(buy.debug_file or buy.name)} ({clean(ids)}){likely}"]
            lines += [clean(buy.advice)]
            self._about.update(Content("\n".join(line for line in lines if line)))

    @on(RowList.Chosen)
    def _chosen(self) -> None:
        self.dismiss(self._buys[self._list.cursor].index)

    def action_close(self) -> None:
        self.dismiss(None)
