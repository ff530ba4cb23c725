"""The shown thread in one line, where there is no room for the list."""

from textual.content import Content
from textual.widgets import Static

from inspector.tui.clean import clean
from inspector.tui.names import cut
from inspector.tui.threads import title
from inspector.tui.view import View

_KEYS = "[ prev  ] next  t list"


class ThreadStrip(Static):
    """Which thread of how many, and the keys to change it."""

    def __init__(self) -> None:
        super().__init__(id="strip", markup=False)
        self._view: View | None = None

    def show(self, view: View) -> None:
        self._view = view
        self._write()

    def on_resize(self) -> None:
        self._write()

    def _write(self) -> None:
        thread = self._view.shown_thread if self._view else None
        if self._view is None or thread is None:
            self.update("", layout=False)
            return
        mark = "✗ " if thread.crashed else ""
        state = " (crashed)" if thread.crashed else ""
        text = f" thread {self._view.thread + 1}/{len(self._view.report.threads)}  {mark}"
        text += f"{clean(title(thread))}{state}  {len(thread.frames)} frames"
        room = self.size.width - len(_KEYS) - 2
        text = cut(text, room)
        gap = " " * (room - Content(text).cell_length + 1)
        style = "bold" if thread.crashed else ""
        line = Content.assemble((text, style), gap, (_KEYS, "$foreground 55%"))
        self.update(line, layout=False)
