"""The threads: crashed first, each with the frame it is known by."""

from collections.abc import Callable, Sequence

from inspector.model.clean import clean
from inspector.model.report import Frame, Thread
from inspector.tui.actions import bindings
from inspector.tui.listing.threads import ThreadRow, relevant, row_of_thread, thread_rows, title
from inspector.tui.view import View
from inspector.tui.widgets.row_list import Cell, RowList
from inspector.tui.words.names import cut, cut_function, fit


class ThreadList(RowList):
    """Two lines a thread: its name and number of frames, and where it stands."""

    BINDINGS = bindings("threads")
    ROW_HEIGHT = 2

    def __init__(self) -> None:
        super().__init__(id="threads")
        self.items: tuple[ThreadRow, ...] = ()
        self._known: tuple[Thread, ...] = ()
        self._ours: Callable[[Frame], bool] | None = None

    def show(self, view: View, *, merge: bool) -> None:
        """The threads of `view`, the shown one under the cursor."""
        threads = view.report.threads
        self.nothing = "no threads"
        self._known, self._ours = threads, view.ours.test
        self.items = thread_rows(threads, merge=merge)
        hidden = len(threads) - len(self.items)
        folded = f" ({len(self.items)} shown)" if hidden else ""
        self.border_title = f"Threads {len(threads)}{folded}"
        self.set_rows(len(self.items), row_of_thread(self.items, view.thread))

    def cells(self, row: int, width: int) -> Sequence[Cell]:
        item, thread = self.items[row], self._thread(row)
        mark = "✗" if thread.crashed else " "
        count = str(len(thread.frames))
        if len(item.members) > 1:
            count = f"x{len(item.members)}  {count}"
        room = width - 4 - len(count) - 1
        name = clean(title(thread))
        return [
            (self.pointer(row), "accent"),
            (f" {mark} ", "bad"),
            (fit(cut(name, room), room) + " ", "crashed" if thread.crashed else ""),
            (count, "dim"),
        ]

    def second_cells(self, row: int, width: int) -> Sequence[Cell]:
        thread = self._thread(row)
        frame = relevant(thread, self._ours) if self._ours else None
        if frame is not None:
            name = clean(frame.function or frame.raw_function)
        else:
            name = "no names" if thread.frames else "no frames"
        state = "crashed " if thread.crashed else ""
        shown = cut_function(name, width - 4 - len(state))
        return [("    ", ""), (state, "bad"), (shown, "dim")]

    def _thread(self, row: int) -> Thread:
        return self._known[self.items[row].first]
