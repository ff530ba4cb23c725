"""A report's threads -> the rows of the thread list; identical stacks fold into one."""

from collections.abc import Callable, Sequence

from msgspec import Struct

from inspector.model.report import Frame, Thread


class ThreadRow(Struct, frozen=True):
    """One row: a thread, or several that stand at the same place."""

    members: tuple[int, ...]  # positions among the report's threads; the first is shown

    @property
    def first(self) -> int:
        return self.members[0]


def thread_rows(threads: Sequence[Thread], *, merge: bool) -> tuple[ThreadRow, ...]:
    """Crashed threads first and never folded, then the others in the order of the request."""
    order = sorted(range(len(threads)), key=lambda at: not threads[at].crashed)
    if not merge:
        return tuple(ThreadRow((at,)) for at in order)
    groups: dict[object, list[int]] = {}
    for at in order:
        thread = threads[at]
        alone = thread.crashed or not thread.frames
        groups.setdefault(at if alone else _stack(thread), []).append(at)
    return tuple(ThreadRow(tuple(members)) for members in groups.values())


def row_of_thread(rows: Sequence[ThreadRow], thread: int) -> int:
    """The row that shows a thread; 0 when there is none."""
    return next((at for at, row in enumerate(rows) if thread in row.members), 0)


def title(thread: Thread) -> str:
    """What to call a thread: "3 render loop", "3", or its place in the request."""
    number = str(thread.id if thread.id is not None else thread.index)
    return f"{number} {thread.name}" if thread.name else number


def relevant(thread: Thread, ours: Callable[[Frame], bool]) -> Frame | None:
    """The frame a thread is known by: the first of ours with a name, else the first named."""
    named = [f for f in thread.frames if f.function or f.raw_function]
    return next((f for f in named if ours(f)), named[0] if named else None)


def _stack(thread: Thread) -> tuple[object, ...]:
    """What makes two stacks the same: addresses; names and lines where there are none."""
    return tuple(
        f.address if f.address is not None else (f.function or f.raw_function, f.path, f.line)
        for f in thread.frames
    )
