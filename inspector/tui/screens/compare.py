"""W10: what is open beside another request, a saved response, or the run before."""

import asyncio

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from inspector.compare.comparison import Comparison, compare
from inspector.compare.writing import summary, text
from inspector.model.clean import clean
from inspector.model.report import Report
from inspector.tui.actions import bindings
from inspector.tui.listing.comparing import Row, described, differing, report_of_file, rows_of
from inspector.tui.opened.reading import reason_of
from inspector.tui.screens.compare_with import PREVIOUS, CompareWith
from inspector.tui.screens.request import RequestScreen
from inspector.tui.view import View, at_frame
from inspector.tui.widgets.pair_list import PairList
from inspector.tui.widgets.row_list import RowList

_NOTHING = "b chooses what to compare with"
_KINDS = "One is a native crash, the other is JavaScript: they have nothing in common"


class CompareScreen(RequestScreen):
    """A is what is open, B what was chosen; against the run before, that run is A."""

    BINDINGS = bindings("compare")
    NAME = "compare"
    HELP = (
        "Two requests, runs or responses side by side: what is better, worse, or elsewhere. "
        "Enter goes to the frame."
    )

    def __init__(self) -> None:
        super().__init__()
        self._head = Static("", id="compare-head", markup=False)
        self._list = PairList()
        self._list.nothing = _NOTHING
        self._about = Static("", id="pair-about", markup=False)
        self.comparison: Comparison | None = None
        self._rows: tuple[Row, ...] = ()
        self._other: Report | None = None  # None: the run before, or nothing chosen yet
        self._seen: Report | None = None  # the report that was compared last
        self._before = self._swapped = self._hide_equal = False

    def body(self) -> ComposeResult:
        with Vertical(id="compare-panes"):
            yield self._head
            yield self._list
            yield self._about

    def draw(self, view: View, old: View | None) -> None:
        # Half an answer would look like a loss, and there are ten of them a second.
        if view.run.state != "running" and view.report is not self._seen:
            self._seen = view.report
            self._compare()
        if old is None or old.asked is not view.asked:
            self.focus_first()

    def focus_first(self) -> None:
        self._list.focus()

    def beside(self, path: str) -> None:
        """Compare what is open with a file."""
        self._read(path)

    @work(exclusive=True, group="beside", exit_on_error=False)
    async def _read(self, path: str) -> None:
        self._list.nothing = "reading, and answering if it is a request…"
        self._write()
        try:
            self._other, self._before = await report_of_file(self.inspector, path), False
        except ValueError as error:
            self._list.nothing = _NOTHING
            self._write()
            self.inspector.tell_person("This cannot be compared", reason_of(error))
            return
        self._compare()

    def _sides(self) -> tuple[Report, Report] | None:
        """A and B; None when one of them is not there."""
        if self.drawn is None or self.inspector.session is None:
            return None
        mine, before = self.drawn.report, self.inspector.session.previous
        if self._before:
            sides = (before.report, mine) if before is not None else None
        else:
            sides = (mine, self._other) if self._other is not None else None
        return sides[::-1] if sides is not None and self._swapped else sides

    @work(exclusive=True, group="compare", exit_on_error=False)
    async def _compare(self) -> None:
        sides = self._sides()
        if sides is None:
            self.comparison = None
        elif sides[0].kind != sides[1].kind:
            self.comparison, self._list.nothing = None, _KINDS
        else:
            self.comparison, self._rows = await asyncio.to_thread(_laid_out, *sides)
        self._write()

    def _write(self) -> None:
        if self.comparison is None:
            self._list.show(())
            self._head.update(Content("nothing to compare with yet"))
        else:
            self._list.nothing = "nothing differs: = shows what is equal"
            self._list.show(differing(self._rows) if self._hide_equal else self._rows)
            names = self._names(self.comparison)
            self._head.update(Content(f"{names}\n{summary(self.comparison)}"))
        self._tell()

    def _names(self, comparison: Comparison) -> str:
        a, b = clean(comparison.a), clean(comparison.b)
        if self._before:
            runs = (" (run before)", " (this run)")
            a, b = a + runs[self._swapped], b + runs[not self._swapped]
        side = "" if self._list.side == "both" else f"   showing {self._list.side} alone"
        return f"A {a}   B {b}{side}"

    @on(RowList.Moved, "#pairs")
    def _tell(self) -> None:
        row = self._list.row
        self._about.update(Content(described(row) if row is not None else ""))

    @on(RowList.Chosen, "#pairs")
    def _chosen(self) -> None:
        """To the frame in the stack of what is open."""
        row, view = self._list.row, self.inspector.view
        if row is None or view is None:
            return
        spot = row.at_a if self._before == self._swapped else row.at_b
        if spot is None:
            self.inspector.say("What is open has no frame there")
            return
        self.inspector.show(at_frame(view, *spot))
        self.inspector.action_view("stack")

    def action_compare_with(self) -> None:
        session = self.inspector.session
        before = session is not None and session.previous is not None
        self.app.push_screen(CompareWith(previous=before), self._chose)

    def _chose(self, answer: str | None) -> None:
        if answer == PREVIOUS:
            self.action_compare_runs()
        elif answer is not None:
            self.beside(answer)

    def action_compare_runs(self) -> None:
        session = self.inspector.session
        if session is None or session.previous is None:
            self.inspector.say("There is no run before this one: r runs the request again")
            return
        self._before = True
        self._compare()

    def action_next_difference(self) -> None:
        self._go(1)

    def action_previous_difference(self) -> None:
        self._go(-1)

    def _go(self, by: int) -> None:
        if not self._list.to_difference(by) and self.comparison is not None:
            self.inspector.say("Nothing differs")

    def action_hide_equal(self) -> None:
        self._hide_equal = not self._hide_equal
        self._write()

    def action_side(self) -> None:
        self._list.turn()
        self._write()

    def action_swap(self) -> None:
        self._swapped = not self._swapped
        self._compare()

    def action_copy_diff(self) -> None:
        if self.comparison is not None:
            self.inspector.copy("the differences", text(self.comparison, clean))

    def action_leave(self) -> None:
        self.inspector.action_view("stack")


def _laid_out(a: Report, b: Report) -> tuple[Comparison, tuple[Row, ...]]:
    comparison = compare(a, b)
    return comparison, rows_of(comparison)
