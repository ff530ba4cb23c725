"""A thread's frames -> the rows of the frame list. Pure: one pass, no terminal."""

from collections.abc import Callable, Sequence

from msgspec import Struct

from inspector.model.report import Frame


class Place(Struct, frozen=True, order=True):
    """Where the cursor is, in a way that survives a run: raw frame and inline depth."""

    index: int
    depth: int = 0


class FrameRow(Struct, frozen=True, gc=False):
    """One function. `inline` counts within its raw frame: 0 physical, 1 the innermost."""

    at: int  # position in the thread's frames
    inline: int = 0


class FoldRow(Struct, frozen=True, gc=False):
    """A run of rows out of sight; Enter shows them."""

    at: int  # position of its first frame
    count: int  # raw frames in it


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
    opened: frozenset[int] = frozenset()  # folds shown all the same, by their first raw frame
    closed: frozenset[int] = frozenset()  # inline chains folded, by raw frame


def rows_of(
    frames: Sequence[Frame], choice: Choice, ours: Callable[[Frame], bool]
) -> tuple[Row, ...]:
    """The rows in display order; `frames` are callee first, as Report has them."""
    kept = _app_only(frames, choice.opened, ours) if choice.app_only else None
    rows: list[Row] = []
    start, total, expected = 0, len(frames), -1
    while start < total:
        index, end = frames[start].index, start + 1
        while end < total and frames[end].index == index:
            end += 1
        if expected not in (-1, index) and index > expected:
            rows.append(DroppedRow(start, index - expected))
        expected = index + 1
        if kept is not None and not kept[start]:
            _hide(rows, frames, start)
        else:
            first = start if choice.inline and index not in choice.closed else end - 1
            rows += [FrameRow(at, at - start + 1) for at in range(first, end - 1)]
            rows.append(FrameRow(end - 1))
        start = end
    if choice.caller_first:
        rows.reverse()
    return tuple(rows)


def place_of(row: Row, frames: Sequence[Frame]) -> Place:
    """The frame a row stands for; of a fold, its first."""
    frame = frames[row.at]
    return Place(frame.index, frame.depth)


def row_at(rows: Sequence[Row], frames: Sequence[Frame], place: Place) -> int:
    """The row that shows `place`, else its raw frame, else the nearest above; 0 of no rows."""
    best, best_rank = 0, (-1, 0)
    for number, row in enumerate(rows):
        frame = frames[row.at]
        if frame.index > place.index:
            continue
        if frame.index == place.index and frame.depth == place.depth and type(row) is FrameRow:
            return number
        rank = (frame.index, -frame.depth)
        if rank >= best_rank and type(row) is not DroppedRow:
            best, best_rank = number, rank
    return best


def start_row(rows: Sequence[Row], frames: Sequence[Frame], ours: Callable[[Frame], bool]) -> int:
    """Where the cursor begins: the first row, callee first, that is ours; else frame 0."""
    listed = [(row.at, number) for number, row in enumerate(rows) if type(row) is FrameRow]
    mine = next(((at, number) for at, number in sorted(listed) if ours(frames[at])), None)
    return mine[1] if mine else min(listed, default=(0, 0))[1]


def _app_only(
    frames: Sequence[Frame], opened: frozenset[int], ours: Callable[[Frame], bool]
) -> list[bool]:
    """Which positions stay: ours, who called them, frame 0, and folds the person opened."""
    mine: dict[int, bool] = {}
    for frame in frames:
        mine[frame.index] = mine.get(frame.index, False) or ours(frame)
    order = list(mine)
    keep, shown = set(), False
    for number, index in enumerate(order):
        callee = order[number - 1] if number else None
        if mine[index] or callee is None or mine[callee]:
            keep.add(index)
            shown = False
            continue
        shown = shown or index in opened
        if shown:
            keep.add(index)
    return [frame.index in keep for frame in frames]


def _hide(rows: list[Row], frames: Sequence[Frame], at: int) -> None:
    """Add the raw frame at `at` to the fold that ends the rows, or begin one."""
    last = rows[-1] if rows else None
    if isinstance(last, FoldRow) and frames[last.at].index + last.count == frames[at].index:
        rows[-1] = FoldRow(last.at, last.count + 1)
    else:
        rows.append(FoldRow(at, 1))
