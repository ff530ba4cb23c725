"""What a run asks for one module, in its order; file types that a rule leaves out are struck."""

from collections.abc import Sequence

from rich.cells import cell_len

from inspector.model.clean import clean
from inspector.model.why.plan import ModulePlan, Planned
from inspector.tui.actions import bindings
from inspector.tui.widgets.row_list import Cell, RowList
from inspector.tui.words.names import cut, cut_start, fit


class PlanList(RowList):
    """One line a location. Where there is a command line that asks the same, y copies it."""

    BINDINGS = bindings("plan")
    entries: tuple[Planned, ...] = ()

    def show(self, plan: ModulePlan | None, nothing: str) -> None:
        """The plan of another module; `nothing` is what an empty one says."""
        self.entries = plan.entries if plan else ()
        self.nothing = nothing
        self.set_rows(len(self.entries), 0)

    def cells(self, row: int, width: int) -> Sequence[Cell]:
        entry = self.entries[row]
        source = cut(clean(entry.source), max(8, width // 6))
        left = entry.rule != ""
        cells: list[Cell] = [
            (self.pointer(row), "accent"),
            (" - not asked " if left else f" {row + 1:>2} asked    ", "weak" if left else "good"),
            (f"{source}  ", "dim"),
        ]
        if width >= 90:
            cells.append((f"{cut(clean(entry.purpose), 9):<9} ", "dim"))
        tone = "struck" if left else "dim"
        kind = cut(clean(entry.file_type), 12)
        cells += [(kind, tone), (" " * (13 - cell_len(kind)), "")]
        room = max(1, width - sum(cell_len(text) for text, _ in cells))
        if left:
            return [*cells, *_left_out(entry, room)]
        what = cut_start(clean(entry.uri), room) if entry.uri else cut(clean(entry.text), room)
        return [*cells, (fit(what, room), "" if entry.uri else "dim")]

    @property
    def asked(self) -> int:
        """How many locations will be asked."""
        return sum(not entry.rule for entry in self.entries)

    @property
    def entry(self) -> Planned | None:
        """The location under the cursor."""
        return self.entries[self.cursor] if self.entries else None


def _left_out(entry: Planned, room: int) -> list[Cell]:
    """The location struck through, as far as it is known, and the rule that forbids it."""
    why = clean(f"{entry.rule}: {entry.text}" if entry.text else entry.rule)
    if not entry.uri:
        return [(fit(why, room), "dim")]
    why = cut(why, room * 3 // 5)
    rest = max(1, room - cell_len(why) - 2)
    return [(fit(cut_start(clean(entry.uri), rest), rest), "struck"), (f"  {why}", "weak")]
