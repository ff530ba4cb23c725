"""Raw and processed side by side: the frames of a thread, and the source of one on both sides."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.screen import ModalScreen

from inspector.model.clean import clean
from inspector.model.report import Frame
from inspector.tui.actions import bindings
from inspector.tui.listing.both import Pair, pairs, sent_frame, with_script
from inspector.tui.listing.threads import title
from inspector.tui.view import View
from inspector.tui.widgets.crash.source_pane import SourcePane
from inspector.tui.widgets.row_list import Cell, RowList
from inspector.tui.words.names import cut_function, cut_start, fit
from inspector.tui.words.wording import frame_mark

if TYPE_CHECKING:
    from inspector.tui.app import InspectorApp

TWO_COLUMNS = 100
"""Columns from which both sides have room."""

_LONGEST = 2000
_LOOK = 0.2
"""Seconds between two looks at how the run stands."""


class BothScreen(ModalScreen[None]):
    """Two columns where there is room; else one, and Tab shows the other."""

    BINDINGS = [*bindings("dialog"), *bindings("both")]  # noqa: RUF012
    HELP = "What was sent and what became of it. Tab changes sides in a narrow terminal."
    HORIZONTAL_BREAKPOINTS = [(0, "-one"), (TWO_COLUMNS, "-two")]  # noqa: RUF012

    def __init__(self, view: View, frame: Frame | None) -> None:
        super().__init__(classes="-processed")
        self._view = view
        self.rows = PairList(pairs(view), frame)
        self.raw = SourcePane("raw-source").headed(
            "Raw", "The request has no lines for this frame."
        )
        self.processed = SourcePane("processed-source").headed("Processed")

    def compose(self) -> ComposeResult:
        with Vertical(id="both") as box:
            thread = self._view.shown_thread
            box.border_title = Content(
                f"Raw and processed · thread {clean(title(thread))}" if thread else ""
            )
            yield self.rows
            with Container(id="both-sources"):
                yield self.raw
                yield self.processed

    def on_mount(self) -> None:
        self.rows.begin()
        self.rows.focus()
        self._follow()
        self.set_interval(_LOOK, self.catch_up)

    def catch_up(self) -> None:
        """A run that ends meanwhile changes the processed side; the cursor stays."""
        view = cast("InspectorApp", self.app).view
        if view is None or view.report is self._view.report or view.thread != self._view.thread:
            return
        self._view = view
        self.rows.change(pairs(view))
        self._follow()

    @on(RowList.Moved, "#pairs")
    def _follow(self) -> None:
        pair = self.rows.pair
        if pair is None:
            return
        answered = pair.answered
        raw = pair.raw or sent_frame(self._view, answered)
        module = self._view.module_of(answered)
        self.raw.show(with_script(raw, answered) if raw else None, module)
        self.processed.show(answered, module)

    def action_other_side(self) -> None:
        """Only seen where there is room for one."""
        raw = not self.has_class("-raw")
        self.set_class(raw, "-raw")
        self.set_class(not raw, "-processed")
        self.rows.turn(raw=raw)

    def action_leave(self) -> None:
        """Left, in a source pane."""
        self.rows.focus()

    def action_close(self) -> None:
        self.dismiss(None)


class PairList(RowList):
    """Raw on the left, processed on the right, or one of them."""

    def __init__(self, listed: Sequence[Pair], frame: Frame | None) -> None:
        super().__init__(id="pairs")
        self._pairs, self._raw = listed, False
        self._start = next((n for n, pair in enumerate(listed) if pair.answered == frame), 0)
        self.nothing = "this thread has no frames"

    def begin(self) -> None:
        """Show the rows, the cursor on the frame it was on."""
        self.set_rows(len(self._pairs), self._start)

    def change(self, listed: Sequence[Pair]) -> None:
        """Other rows; the cursor stays on its frame."""
        before = self.pair.answered if self.pair else None
        self._pairs = listed
        places = [(pair.answered.index, pair.answered.depth) for pair in listed]
        wanted = (before.index, before.depth) if before else (0, 0)
        if wanted not in places:  # an inlined function came in, or went
            wanted = (wanted[0], 0)
        at = places.index(wanted) if wanted in places else self.cursor
        self.set_rows(len(listed), at)

    def turn(self, *, raw: bool) -> None:
        """The side to show where there is room for one."""
        self._raw = raw
        self.refresh()

    @property
    def pair(self) -> Pair | None:
        """What is under the cursor."""
        return self._pairs[self.cursor] if self._pairs else None

    def cells(self, row: int, width: int) -> Sequence[Cell]:
        pair = self._pairs[row]
        mark = frame_mark(pair.answered.status)
        head: list[Cell] = [
            (self.pointer(row), "accent"),
            (f"{pair.answered.index:>4} ", "dim"),
        ]
        room = width - 6
        state: Cell = (f"{mark.glyph} ", mark.tone)
        if self.app.size.width >= TWO_COLUMNS:
            half = (room - 4) // 2
            return [*head, *_raw(pair, half), ("  ", ""), state, *_processed(pair, room - 4 - half)]
        side = _raw(pair, room - 2) if self._raw else _processed(pair, room - 2)
        return [*head, state, *side]


def _raw(pair: Pair, room: int) -> list[Cell]:
    if pair.raw is None:
        return [
            (fit("  inlined in the function below" if pair.answered.depth else "", room), "dim")
        ]
    name = pair.raw.raw_function or pair.raw.function or _address(pair.raw)
    return _side(name, _place(pair.raw), room, "dim")


def _processed(pair: Pair, room: int) -> list[Cell]:
    frame = pair.answered
    name = frame.function or frame.raw_function or _address(frame)
    done = frame.status in ("symbolicated", "raw")
    place = _place(frame) if done else frame_mark(frame.status).word
    return _side(name, place, room, "strong" if done else "")


def _side(name: str, place: str, room: int, tone: str) -> list[Cell]:
    """Function and place, the place right-aligned."""
    place = cut_start(place, max(room // 2, room - cell_len(name) - 1)) if place else ""
    left = max(1, room - cell_len(place) - 1)
    shown = fit(cut_function(clean(name[:_LONGEST]) or "?", left), left)
    return [(shown + " ", tone), (place, "dim")]


def _place(frame: Frame) -> str:
    line = f":{frame.line}" if frame.file and frame.line else ""
    return clean(frame.file) + line + (f":{frame.column}" if line and frame.column else "")


def _address(frame: Frame) -> str:
    return f"0x{frame.address:x}" if frame.address is not None else ""
