"""The shown thread in one line, where there is no room for the list."""

from textual.content import Content
from textual.widgets import Static

from inspector.model.clean import clean
from inspector.model.labels import count_of
from inspector.tui.listing.threads import title
from inspector.tui.view import View
from inspector.tui.words.names import cut

_KEYS = (("previous_thread", "prev"), ("next_thread", "next"), ("threads", "list"))
"""Actions and what they are called here."""


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
        text += f"{clean(title(thread))}{state}  {count_of(len(thread.frames), 'frame')}"
        keys = self._keys()
        room = self.size.width - len(keys) - 2
        text = cut(text, room)
        gap = " " * (room - Content(text).cell_length + 1)
        style = "bold" if thread.crashed else ""
        line = Content.assemble((text, style), gap, (keys, "$foreground 55%"))
        self.update(line, layout=False)

    def _keys(self) -> str:
        """The keys as they are bound: "[ prev  ] next  t list"."""
        bound = {
            active.binding.id: active.binding for active in self.screen.active_bindings.values()
        }
        words = (
            f"{self.app.get_key_display(bound[action])} {word}"
            for action, word in _KEYS
            if action in bound
        )
        return "  ".join(words)
