"""Two reports side by side, a line for each pair."""

from collections.abc import Sequence

from rich.cells import cell_len

from inspector.compare.frames import Meaning
from inspector.compare.writing import MARKS
from inspector.tui.listing.comparing import Row, next_difference
from inspector.tui.widgets.row_list import Cell, RowList
from inspector.tui.words.names import cut, cut_start, fit

SIDES = ("both", "A", "B")
_ROOMY = 100  # columns from which notes have one of their own
_NOTE = 24
_TONES: dict[Meaning, str] = {
    "equal": "dim",
    "cosmetic": "dim",
    "moved": "weak",
    "changed": "weak",
    "better": "good",
    "worse": "bad",
    "only_a": "accent",
    "only_b": "accent",
}


class PairList(RowList):
    """Mark, A, B, note; or one side with all the room."""

    def __init__(self) -> None:
        super().__init__(id="pairs")
        self.rows: tuple[Row, ...] = ()
        self.side = "both"

    def show(self, rows: tuple[Row, ...]) -> None:
        """Other rows. The cursor stays on the row it was on, if that is still there."""
        at = self.rows[self.cursor] if self.rows else None
        self.rows = rows
        kept = next((n for n, row in enumerate(rows) if row is at or row == at), None)
        first = next((n for n, row in enumerate(rows) if row.differs), 0)
        self.set_rows(len(rows), first if kept is None else kept)

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self.rows[self.cursor] if self.rows else None

    def turn(self) -> str:
        """See both sides, A alone, or B alone; what is seen now."""
        self.side = SIDES[(SIDES.index(self.side) + 1) % len(SIDES)]
        self.refresh()
        return self.side

    def to_difference(self, by: int) -> bool:
        """The cursor to the next difference. False when there is none."""
        row = next_difference(self.rows, self.cursor, by)
        if row is not None:
            self.move_to(row)
        return row is not None

    def cells(self, row: int, width: int) -> Sequence[Cell]:
        shown = self.rows[row]
        head = (f"{self.pointer(row)}", "accent")
        if shown.meaning is None:
            return [head, (fit(f" {shown.a}", width - 1), "strong")]
        tone = _TONES[shown.meaning]
        mark = (f" {MARKS[shown.meaning]} ", tone)
        room = width - 4
        aside = _NOTE if width >= _ROOMY else 0
        note = (fit(f"  {shown.note}", aside), "dim")
        if self.side != "both":
            side = (shown.a, shown.place_a) if self.side == "A" else (shown.b, shown.place_b)
            return [head, mark, (_placed(*side, room - aside), tone), note]
        left = (room - aside - 3) // 2
        return [
            head,
            mark,
            (_placed(shown.a, shown.place_a, left), tone),
            (" │ ", "dim"),
            (self._other(shown, room - aside - 3 - left), tone),
            note,
        ]

    def _other(self, row: Row, width: int) -> str:
        """What B has, as far as A does not say it: nothing, the place, or all of it."""
        if row.a != row.b:
            return _placed(row.b, row.place_b, width)
        return fit("" if row.place_a == row.place_b else row.place_b or "no place", width)


def _placed(name: str, place: str, width: int) -> str:
    """The name with its place to the right; of long ones, the place is what stays."""
    place = cut_start(place, max(0, width - 8))
    gap = 2 if place else 0
    return fit(cut(name, max(1, width - cell_len(place) - gap)), width - cell_len(place)) + place
