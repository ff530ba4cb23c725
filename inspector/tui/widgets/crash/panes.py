"""The four panes of the stack screen, and which of them are seen when room is short.

The stylesheet decides by size; here is only what the person decides: the pane in front, the
thread list called up over the frames, and the pane that is zoomed.
"""

from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.widget import Widget

from inspector.tui.widgets.crash.details import Details
from inspector.tui.widgets.crash.frame_list import FrameList
from inspector.tui.widgets.crash.source_pane import SourcePane
from inspector.tui.widgets.crash.thread_list import ThreadList

ORDER = ("threads", "frames", "source", "details")


class Panes(Horizontal):
    """Threads | frames | source over details."""

    def __init__(self) -> None:
        super().__init__(id="panes", classes="-front-source")
        self.threads = ThreadList()
        self.frames = FrameList()
        self.source = SourcePane()
        self.details = Details()
        self._zoomed = ""

    def compose(self) -> ComposeResult:
        yield self.threads
        with Container(id="work"):
            yield self.frames
            with Container(id="side"):
                yield self.source
                yield self.details

    def to(self, pane: str) -> None:
        """Focus a pane, bringing it to the front first."""
        if pane in ("source", "details"):
            self.set_class(pane == "source", "-front-source")
            self.set_class(pane == "details", "-front-details")
        self.set_class(pane in ("source", "details"), "-on-lower")
        self.set_class(pane == "threads", "-on-threads")
        if self._zoomed:
            self._zoom(pane)
        self.call_after_refresh(self.pane(pane).focus)

    def pane(self, name: str) -> Widget:
        """The widget of a pane."""
        panes = (self.threads, self.frames, self.source, self.details)
        return dict(zip(ORDER, panes, strict=True))[name]

    def step(self, by: int) -> None:
        """Focus the next pane, or the one before. The thread list counts where it is seen."""
        order = [pane for pane in ORDER if pane != "threads" or self.threads.region]
        at = order.index(self.active) if self.active in order else -by
        self.to(order[(at + by) % len(order)])

    @property
    def active(self) -> str:
        """The pane that has the focus; the frames when none has."""
        focused = self.screen.focused
        return focused.id if focused is not None and focused.id in ORDER else "frames"

    def toggle_zoom(self) -> None:
        """Give the active pane all the room, or take it back."""
        self._zoom("" if self._zoomed else self.active)

    def _zoom(self, pane: str) -> None:
        for name in ORDER:
            self.set_class(name == pane, f"-zoom-{name}")
        self._zoomed = pane

    def leave(self) -> bool:
        """Undo what covers the frames: zoom, the thread list. False when nothing did."""
        if self._zoomed:
            self._zoom("")
            return True
        if self.active != "frames":
            self.to("frames")
            return True
        return False
