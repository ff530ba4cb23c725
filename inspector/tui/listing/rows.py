"""A thread's frames -> the rows of the frame list. Pure: one pass, no terminal."""

from bisect import bisect_right
from collections.abc import Callable, Sequence

from msgspec import Struct

from inspector.model.report import Frame
from inspector.tui.words.wording import guessed


class Place(Struct, frozen=True, order=True):
    """Where the cursor is, in a way that survives a run: raw frame and inline depth."""

    index: int
    depth: int = 0


class Spot(Struct, frozen=True, order=True):
    """One frame of a request."""

    thread: int  # position among the report's threads
    place: Place


class FrameRow(Struct, frozen=True, gc=False):
    """One function. `inline` counts within its raw frame: 0 physical, 1 the innermost."""

    at: int  # position in the thread's frames
    inline: int = 0


class FoldRow(Struct, frozen=True, gc=False):
    """A run of rows out of sight; Enter shows them."""

    at: int  # position of its first frame
    count: int  # raw frames in it
    kind: str = "system"  # or "guessed"


class DroppedRow(Struct, frozen=True, gc=False):
    """Raw frames the engine took out as false finds of stack scanning."""

    at: int  # position of the frame after them
    count: int


Row = FrameRow | FoldRow | DroppedRow


class Choice(Struct, frozen=True):
    """What of a thread is listed, and in which order."""

    app_only: bool = False
    inline: bool = True
    caller_first: bool = False
    no_guesses: bool = False  # fold what was only found by scanning the stack
    filter: str = ""  # list only the frames that hold this text
    opened: frozenset[int] = frozenset()  # folds shown all the same, by their first raw frame
    closed: frozenset[int] = frozenset()  # inline chains folded, by raw frame


def rows_of(
    frames: Sequence[Frame], choice: Choice, ours: Callable[[Frame], bool]
) -> tuple[Row, ...]:
    """The rows in display order; `frames` are callee first, as Report has them."""
    hidden = _hidden(frames, choice, ours) if choice.app_only or choice.no_guesses else {}
    rows: list[Row] = []
    start, total, expected = 0, len(frames), -1
    indexes = [*(frame.index for frame in frames), -1]
    if not hidden and indexes[:-1] == list(range(total)):  # a row for each, and often 100,000
        return tuple(
            map(FrameRow, range(total - 1, -1, -1) if choice.caller_first else range(total))
        )
    while start < total:
        index, last = indexes[start], start
        while indexes[last + 1] == index:
            last += 1
        if index != expected and -1 < expected < index:
            rows.append(DroppedRow(start, index - expected))
        expected = index + 1
        if index in hidden:
            _hide(rows, frames, start, hidden[index])
        else:
            if last > start and choice.inline and index not in choice.closed:
                rows += [FrameRow(at, at - start + 1) for at in range(start, last)]
            rows.append(FrameRow(last))
        start = last + 1
    return tuple(reversed(rows) if choice.caller_first else rows)


def place_of(row: Row, frames: Sequence[Frame]) -> Place:
    """The frame a row stands for; of a fold, its first."""
    frame = frames[row.at]
    return Place(frame.index, frame.depth)


def row_at(rows: Sequence[Row], frames: Sequence[Frame], place: Place) -> int:
    """The row that shows `place`, else its raw frame, else the nearest above; 0 of no rows."""
    order = _callee_first(rows, frames)
    at = bisect_right(order, place.index, key=lambda number: frames[rows[number].at].index) - 1
    nearest = order[max(at, 0)] if rows else 0
    while at >= 0 and frames[(row := rows[order[at]]).at].index == place.index:
        if isinstance(row, FrameRow) and frames[row.at].depth == place.depth:
            return order[at]
        at -= 1
    return nearest


def start_row(rows: Sequence[Row], frames: Sequence[Frame], ours: Callable[[Frame], bool]) -> int:
    """Where the cursor begins: the first row, callee first, that is ours; else frame 0."""
    order = _callee_first(rows, frames)
    for number in order:
        row = rows[number]
        if isinstance(row, FrameRow) and ours(frames[row.at]):
            return number
    return order[0] if rows else 0


def _callee_first(rows: Sequence[Row], frames: Sequence[Frame]) -> range:
    """Row numbers in the order of the frames, whichever way the list is turned."""
    turned = bool(rows) and frames[rows[0].at].index > frames[rows[-1].at].index
    return range(len(rows) - 1, -1, -1) if turned else range(len(rows))


def _hidden(
    frames: Sequence[Frame], choice: Choice, ours: Callable[[Frame], bool]
) -> dict[int, str]:
    """Raw frames out of sight, with the kind of their fold; opened folds left out."""
    hidden: dict[int, str] = {}
    shown, before = False, ""
    for index, kind in _kinds(frames, choice, ours).items():
        shown = (shown and kind == before) or index in choice.opened
        before = kind
        if kind and not shown:
            hidden[index] = kind
    return hidden


def _kinds(
    frames: Sequence[Frame], choice: Choice, ours: Callable[[Frame], bool]
) -> dict[int, str]:
    """Raw frame -> "guessed", "system", or "" for ours, who called them, and frame 0."""
    mine: dict[int, bool] = {}
    guesses: set[int] = set()
    for frame in frames:
        mine[frame.index] = mine.get(frame.index, False) or ours(frame)
        if choice.no_guesses and guessed(frame.trust):
            guesses.add(frame.index)
    kinds: dict[int, str] = {}
    callee = True
    for index, is_mine in mine.items():
        system = choice.app_only and not is_mine and not callee
        kinds[index] = "guessed" if index in guesses else "system" if system else ""
        callee = is_mine
    return kinds


def _hide(rows: list[Row], frames: Sequence[Frame], at: int, kind: str) -> None:
    """Add the raw frame at `at` to the fold that ends the rows, or begin one."""
    last = rows[-1] if rows else None
    follows = isinstance(last, FoldRow) and frames[last.at].index + last.count == frames[at].index
    if isinstance(last, FoldRow) and follows and last.kind == kind:
        rows[-1] = FoldRow(last.at, last.count + 1, kind)
    else:
        rows.append(FoldRow(at, 1, kind))
