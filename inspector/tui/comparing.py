"""A comparison as the rows of a list, and what is compared with what is open."""

import asyncio
from typing import TYPE_CHECKING

from msgspec import Struct

from inspector.compare.comparison import Comparison
from inspector.compare.frames import Meaning
from inspector.compare.modules import ModulePair
from inspector.compare.threads import Pair
from inspector.compare.writing import WORDS, module_name, thread_title
from inspector.model.labels import frame_name, location
from inspector.model.report import Frame, Report
from inspector.tui.clean import clean

if TYPE_CHECKING:
    from inspector.tui.app import InspectorApp

_ABSENT = "(absent)"


class Row(Struct, frozen=True, gc=False):
    """One line. Without a meaning it is the title of what follows."""

    meaning: Meaning | None
    a: str  # clean
    b: str
    note: str = ""
    place_a: str = ""  # file and line, or the state of a module
    place_b: str = ""

    @property
    def differs(self) -> bool:
        return self.meaning not in (None, "equal")


def rows_of(comparison: Comparison, *, hide_equal: bool) -> tuple[Row, ...]:
    """Threads with their frames, then the modules; titles of what has no rows are left out."""
    rows: list[Row] = []
    for thread in comparison.threads:
        frames = [_frame_row(pair) for pair in thread.pairs]
        rows += _titled(clean(thread_title(thread)), frames, hide_equal=hide_equal)
    modules = [_module_row(pair) for pair in comparison.modules]
    return (*rows, *_titled("Modules", modules, hide_equal=hide_equal))


def _titled(title: str, rows: list[Row], *, hide_equal: bool) -> list[Row]:
    kept = [row for row in rows if row.differs or not hide_equal]
    return [Row(None, title, title), *kept] if kept else []


def _frame_row(pair: Pair) -> Row:
    (a, place_a), (b, place_b) = _frame(pair.a), _frame(pair.b)
    return Row(pair.meaning, a, b, clean(pair.note), place_a, place_b)


def _frame(frame: Frame | None) -> tuple[str, str]:
    if frame is None:
        return _ABSENT, ""
    inlined = "↳ " if frame.depth else ""
    return inlined + clean(frame_name(frame)), clean(location(frame))


def _module_row(pair: ModulePair) -> Row:
    name = clean(module_name(pair))
    (a, place_a), (b, place_b) = (
        (name, clean(module.status)) if module else (_ABSENT, "") for module in (pair.a, pair.b)
    )
    return Row(pair.meaning, a, b, clean(pair.note), place_a, place_b)


def next_difference(rows: tuple[Row, ...], at: int, by: int) -> int | None:
    """The next row that differs, downwards or upwards, round the ends; None when none does."""
    for step in range(1, len(rows) + 1):
        row = (at + by * step) % len(rows)
        if rows[row].differs:
            return row
    return None


def described(row: Row) -> str:
    """Everything about a row, on three lines."""
    if row.meaning is None:
        return row.a
    meaning = WORDS[row.meaning] + (f": {row.note}" if row.note else "")
    sides = ((row.a, row.place_a), (row.b, row.place_b))
    a, b = (f"{name}  {place}".rstrip() for name, place in sides)
    return f"{meaning}\nA {a}\nB {b}"


async def report_of_file(app: "InspectorApp", path: str) -> Report:
    """What a file says: a response as it is, a request once it is answered. Raises ValueError."""
    from inspector.answered import report_of, saved

    response = await asyncio.to_thread(saved, path)
    session = app.session
    if response is not None:
        beside = getattr(session.request, "body", None) and session.request if session else None
        return await asyncio.to_thread(report_of, response, beside)
    return await app.report_of_request(path)
