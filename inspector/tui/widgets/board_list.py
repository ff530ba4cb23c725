"""The table of the triage board: a row a signature or a request, in columns that fit."""

from collections.abc import Sequence

from msgspec import Struct
from rich.cells import cell_len

from inspector.batch.folder import Entry
from inspector.batch.outcome import badness
from inspector.model.clean import clean
from inspector.tui.triage.board_rows import (
    BROKEN,
    NEW,
    Choice,
    GroupRow,
    Laid,
    RequestRow,
    Row,
    identity,
    top_missing,
    worst_word,
)
from inspector.tui.widgets.row_list import Cell, RowList
from inspector.tui.words.names import cut, cut_start, fit
from inspector.tui.words.wording import Mark, module_mark

_EDGE = 4  # the pointer and the mark of a fold
_MEDIUM, _WIDE = 72, 100  # cells that the modules and that longer words take

_STALE = {
    "new": Mark("·", "not run", "dim"),
    "changed": Mark("↻", "changed", "weak"),
    "settings": Mark("↻", "settings", "weak"),
}
_NAMES = {"count": "count", "resolved": "resol.", "worst": "worst", "signature": "signature",
          "missing": "top missing", "request": "request", "stale": "stale"}  # fmt: skip


class Columns(Struct, frozen=True):
    """Widths in cells, the gap behind each included; 0: not shown."""

    count: int
    resolved: int
    worst: int
    signature: int
    missing: int
    request: int
    stale: int


class BoardList(RowList):
    """Shows one layout of the board; the cursor stays on what it is on."""

    laid: Laid = Laid()
    choice: Choice = Choice()

    def show(self, laid: Laid, choice: Choice) -> None:
        """Other rows, or the same in another order."""
        before = identity(self.row) if self.row is not None else None
        self.laid, self.choice = laid, choice
        self.set_rows(len(laid.rows), self._found(before))

    def _found(self, wanted: str | None) -> int:
        rows = self.laid.rows
        if wanted is None or (self.cursor < len(rows) and identity(rows[self.cursor]) == wanted):
            return self.cursor
        return next((at for at, row in enumerate(rows) if identity(row) == wanted), self.cursor)

    @property
    def row(self) -> Row | None:
        """What the cursor is on."""
        return self.laid.rows[self.cursor] if self.cursor < len(self.laid.rows) else None

    def cells(self, row: int, width: int) -> Sequence[Cell]:
        at, columns = self.laid.rows[row], columns_of(width, flat=self.choice.flat)
        if isinstance(at, GroupRow):
            fold = "▾" if at.unfolded else "▸"
            return [(f" {self.pointer(row)}{fold} ", "accent"), *_group_cells(at, columns)]
        edge = f" {self.pointer(row)}  "
        return [(edge, "accent"), *_request_cells(at, columns, flat=self.choice.flat)]


def columns_of(width: int, *, flat: bool) -> Columns:
    """What fits into `width` cells; names take what the others leave."""
    wide = width >= _WIDE
    count, resolved = 0 if flat else 8, 7
    worst, stale = (18, 14) if wide else (12, 12)
    missing = 24 if wide else 13 if width >= _MEDIUM and not flat else 0
    room = max(8, width - _EDGE - count - resolved - worst - missing - stale)
    request = room * 2 // 5 if flat else 0
    return Columns(count, resolved, worst, room - request, missing, request, stale)


def head(width: int, choice: Choice) -> str:
    """The names of the columns; the one that is sorted by has an arrow."""
    columns, line = columns_of(width, flat=choice.flat), " " * _EDGE
    for name in Columns.__struct_fields__:
        if room := getattr(columns, name):
            arrow = ("▾" if choice.descending else "▴") if name == choice.column else ""
            word = _NAMES[name] + arrow
            right = name in ("count", "resolved")
            line += f"{word:>{room - 1}} " if right else fit(word, room)
    return line


def column_at(cell: int, width: int, choice: Choice) -> str:
    """The column whose name stands at a cell of the head; "" where there is none."""
    columns, end = columns_of(width, flat=choice.flat), _EDGE
    for name in Columns.__struct_fields__:
        end += getattr(columns, name)
        if _EDGE <= cell < end:
            return name
    return ""


def title_of(key: str) -> str:
    """What stands for a group: its signature, clean, or why it has none."""
    if key == NEW:
        return "(not answered yet)"
    if key == BROKEN:
        return "(cannot be read)"
    return clean(key[1:]) or "(no signature)"


def stale_mark(entry: Entry) -> Mark:
    """How a row stands that may not hold any more; without a glyph when it does."""
    return _STALE.get(entry.stale) or Mark("", "", "dim")


def share_word(good: int, frames: int) -> str:
    return f"{100 * good // frames} %" if frames else "-"


def reason_of(entry: Entry) -> str:
    """Why a broken request is: without its path, which stands beside it."""
    reason = entry.outcome.reason if entry.outcome is not None else ""
    return reason.removeprefix(entry.path).lstrip(": ")


def _group_cells(group: GroupRow, columns: Columns) -> list[Cell]:
    sums = group.sums
    return [
        (f"{sums.count:>{columns.count - 1},} ", "strong"),
        (f"{share_word(sums.resolved, sums.frames):>{columns.resolved - 1}} ", ""),
        _status(sums.worst, columns.worst, broken=group.key == BROKEN),
        (_column(title_of(group.key), columns.signature), "strong"),
        (_column(clean(group.missing), columns.missing), "dim"),
        (fit(_old(sums.stale, columns.stale), columns.stale), "weak"),
    ]


def _old(stale: int, room: int) -> str:
    """How many rows of a group do not hold; the word goes when there is no room for it."""
    counted = f"↻ {stale:,}" if stale else ""
    return f"{counted} stale" if stale and len(counted) + 6 < room else counted


def _request_cells(row: RequestRow, columns: Columns, *, flat: bool) -> list[Cell]:
    entry, outcome = row.entry, row.entry.outcome
    broken = outcome is not None and outcome.state == "broken"
    good, frames = (outcome.resolved, outcome.frames) if outcome is not None else (0, 0)
    rank = badness(outcome.worst) if outcome is not None else -1
    name, mark = clean(entry.name), stale_mark(entry)
    signature = clean(outcome.signature) if outcome is not None else ""
    told = clean(reason_of(entry)) if broken else signature
    cells = [
        (" " * columns.count, ""),
        (f"{share_word(good, frames):>{columns.resolved - 1}} ", ""),
        _status(rank, columns.worst, broken=broken),
    ]
    if flat:
        cells.append((_column(told, columns.signature), "bad" if broken else ""))
    else:
        cells += _below(name, clean(reason_of(entry)) if broken else "", columns.signature)
    cells.append((_column(clean(top_missing(entry)), columns.missing), "dim"))
    if flat:
        cells.append((_column(cut_start(name, columns.request - 1), columns.request), ""))
    return [*cells, (fit(f"{mark.glyph} {mark.word}".strip(), columns.stale), mark.tone)]


def _below(name: str, reason: str, room: int) -> list[Cell]:
    """A request below its group: its name, and what is wrong with it as far as there is room."""
    shown = "  " + cut_start(name, room - 3)
    left = room - cell_len(shown) - 1
    if not reason or left < 12:
        return [(fit(shown, room), "")]
    return [(shown + " ", ""), (fit(cut(reason, left - 1), left), "bad")]


def _status(rank: int, room: int, *, broken: bool) -> Cell:
    word = worst_word(rank)
    if broken:
        return _column("✗ broken", room), "bad"
    if not word:
        return " " * room, ""
    mark = module_mark(word)
    return _column(f"{mark.glyph} {mark.word}", room), mark.tone


def _column(text: str, room: int) -> str:
    return fit(cut(text, room - 1), room) if room else ""
