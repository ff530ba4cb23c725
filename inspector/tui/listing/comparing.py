"""A comparison as the rows of a list, and what is compared with what is open."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from inspector.compare.comparison import Comparison
from inspector.compare.frames import Meaning
from inspector.compare.modules import ModulePair
from inspector.compare.threads import Pair, ThreadPair
from inspector.compare.writing import WORDS, module_name, thread_title
from inspector.model.clean import clean
from inspector.model.labels import frame_name, location
from inspector.model.report import Frame, Report, Thread
from inspector.tui.listing.rows import Place

if TYPE_CHECKING:
    from inspector.tui.app import InspectorApp

_ABSENT = "(absent)"
Spot: TypeAlias = tuple[int, Place]
"""Index of a thread in its request, and the frame."""


class Row(Struct, frozen=True, gc=False):
    """One line. Without a meaning it is the title of what follows."""

    meaning: Meaning | None
    a: str  # clean
    b: str
    note: str = ""
    place_a: str = ""  # file and line, or the state of a module
    place_b: str = ""
    at_a: Spot | None = None  # None: titles, modules, what that side does not have
    at_b: Spot | None = None

    @property
    def differs(self) -> bool:
        return self.meaning not in (None, "equal")


def rows_of(comparison: Comparison) -> tuple[Row, ...]:
    """Threads with their frames, then the modules; titles of what has no rows are left out."""
    rows: list[Row] = []
    for thread in comparison.threads:
        if thread.pairs:
            title = clean(thread_title(thread))
            rows.append(Row(None, title, title))
            rows += (_frame_row(thread, pair) for pair in thread.pairs)
    if comparison.modules:
        rows.append(Row(None, "Modules", "Modules"))
        rows += map(_module_row, comparison.modules)
    return tuple(rows)


def differing(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows that differ, each below the title that it stands under."""
    kept: list[Row] = []
    title: Row | None = None
    for row in rows:
        if row.meaning is None:
            title = row
        elif row.differs:
            kept += (row,) if title is None else (title, row)
            title = None
    return tuple(kept)


def _frame_row(thread: ThreadPair, pair: Pair) -> Row:
    (a, place_a), (b, place_b) = _frame(pair.a), _frame(pair.b)
    at_a, at_b = _spot(thread.a, pair.a), _spot(thread.b, pair.b)
    return Row(pair.meaning, a, b, clean(pair.note), place_a, place_b, at_a, at_b)


def _spot(thread: Thread | None, frame: Frame | None) -> Spot | None:
    return (thread.index, Place(frame.index, frame.depth)) if thread and frame else None


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
