"""The frames of one thread: number, ours, status, trust, module, function, place."""

from collections.abc import Sequence

from msgspec.structs import replace
from rich.cells import cell_len

from inspector.model.clean import clean
from inspector.model.in_app import Ours
from inspector.model.labels import count_of, last_component
from inspector.model.report import Frame
from inspector.tui.actions import bindings
from inspector.tui.listing.marks import GLYPH as MARK
from inspector.tui.listing.rows import DroppedRow, FoldRow, FrameRow, Place, Row, place_of
from inspector.tui.view import FramesShown, Looks, View
from inspector.tui.widgets.row_list import Cell, RowList
from inspector.tui.words.badges import frame_badge
from inspector.tui.words.names import cut, cut_function, cut_start, fit, shortest, split_arguments
from inspector.tui.words.wording import NAMELESS, frame_mark, guessed, trust_word

_MODULE_FROM, _TRUST_FROM, _WIDE_MODULE_FROM, _ADDRESS_FROM = 38, 44, 76, 104
"""Columns from which there is room for a cell."""

_LEAST_NAME = 10
"""Columns that a name has at least beside the reason why it is not resolved."""

_LONGEST = 2000
"""Characters of a name that are looked at; no screen is wider."""


class FrameList(RowList):
    """Draws FramesShown. Every visible line is made anew: about 20 µs each."""

    BINDINGS = bindings("frames")

    def __init__(self) -> None:
        super().__init__(id="frames")
        self.shown = FramesShown()
        self._looks, self._ours = Looks(), None
        self._view: View | None = None
        self._js = False
        self._marked: frozenset[Place] = frozenset()
        self.border_title = "Frames"

    _ours: Ours | None

    def show(self, view: View, shown: FramesShown) -> None:
        """Other rows or other looks."""
        self._view, self.shown, self._looks, self._ours = view, shown, view.looks, view.ours
        self._js = view.report.kind == "js"
        self._marked = frozenset(s.place for s in view.marks if s.thread == view.thread)
        self.set_rows(len(shown.rows), shown.cursor)

    def follow(self) -> None:
        """The person moved the cursor: where it is now is where it should be."""
        if self.shown.hidden is not None:
            self.shown = replace(self.shown, hidden=None)

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self.shown.rows[self.cursor] if self.count else None

    @property
    def frame(self) -> Frame | None:
        """The frame under the cursor; of a fold, its first."""
        row = self.row
        return self.shown.frames[row.at] if row else None

    def cells(self, row: int, width: int) -> Sequence[Cell]:
        head: Cell = (self.pointer(row), "accent")
        item = self.shown.rows[row]
        if isinstance(item, FrameRow):
            return [head, *self._frame_cells(item, width - 1)]
        return [head, (cut(self._between(item), width - 1), "dim")]

    def _between(self, row: FoldRow | DroppedRow) -> str:
        rule = "├─", "─┤"
        if isinstance(row, DroppedRow):
            frames = count_of(row.count, "guessed frame")
            return f"      {rule[0]} {frames} dropped by the engine {rule[1]}"
        them = "it" if row.count == 1 else "them"
        frames = count_of(row.count, f"{row.kind} frame")
        return f"      {rule[0]} {frames}, Enter shows {them} {rule[1]}"

    def _frame_cells(self, row: FrameRow, width: int) -> list[Cell]:
        frame = self.shown.frames[row.at]
        mark = frame_mark(frame.status)
        number = f"{frame.index}.{row.inline}" if row.inline else f"{frame.index}  "
        is_marked = bool(self._marked) and place_of(row, self.shown.frames) in self._marked
        own = self._ours is not None and self._ours.test(frame)
        cells = [
            (f"{number:>6}", "dim"),
            ("●" if own else " ", "accent"),
            (MARK if is_marked else " ", "accent"),
            (f"{mark.glyph} ", mark.tone),
        ]
        wide = self._looks.wide
        if (wide or width >= _TRUST_FROM) and not self._js:
            trust = "↳inl" if row.inline else trust_word(frame.trust)
            tone = "weak" if guessed(frame.trust) else "dim"
            cells.append((f"{cut(clean(trust), 4):<5}", tone))
        if (wide or width >= _MODULE_FROM) and not self._js:
            module = 10 if width < _WIDE_MODULE_FROM else 16
            cells.append((fit(self._module(frame), module) + " ", "dim"))
        if (wide or width >= _ADDRESS_FROM) and (address := self._address(frame)):
            cells.append((f"{address:<17}", "dim"))
        room = width - sum(cell_len(text) for text, _ in cells)
        return cells + self._name_and_place(frame, room, own)

    def _name_and_place(self, frame: Frame, room: int, own: bool) -> list[Cell]:
        """The function as far as it goes, the place right-aligned where there is room for it."""
        name, place = self._function(frame), self._place(frame)
        tone = "strong" if own else ""
        resolved = frame.status in ("symbolicated", "raw")
        wanted = cell_len(place)
        if resolved or room - wanted <= _LEAST_NAME:  # words are only words when they are whole
            wanted = _place_width(name, wanted, room)
        if wanted < 6:
            return [(cut_function(name, room), tone)]
        place = cut_start(place, wanted)
        left = room - cell_len(place) - 1
        shown = cut_function(name, left)
        place_tone = "dim" if resolved else frame_mark(frame.status).tone
        return [(fit(shown, left) + " ", tone), (place, place_tone)]

    def _function(self, frame: Frame) -> str:
        if frame.status == "raw" or self._looks.raw:
            name = frame.raw_function or frame.function
        else:
            name = (self._looks.mangled and frame.symbol) or frame.function or frame.raw_function
        if self._looks.brief:
            name = split_arguments(name[:_LONGEST])[0]
        return clean(name[:_LONGEST]) or self._address(frame) or "?"

    def _place(self, frame: Frame) -> str:
        if frame.status not in ("symbolicated", "raw"):
            return frame_badge(frame, self._view.module_of(frame) if self._view else None)
        file = frame.path or frame.file if self._looks.full_paths else frame.file
        line = f":{frame.line}" if file and frame.line else ""
        column = f":{frame.column}" if line and frame.column else ""
        return clean(file) + line + column

    def _address(self, frame: Frame) -> str:
        if self._looks.absolute or frame.offset is None:
            return f"0x{frame.address:012x}" if frame.address is not None else ""
        return f"+0x{frame.offset:x}"

    @staticmethod
    def _module(frame: Frame) -> str:
        unnamed = "<none>" if frame.module is None else NAMELESS
        return clean(last_component(frame.package)) or unnamed

    def action_fold(self) -> None:
        self.post_message(self.Folded(self, close=True))

    def action_unfold(self) -> None:
        self.post_message(self.Folded(self, close=False))

    class Folded(RowList.Moved):
        """The person wants the inline chain or the run under the cursor folded, or shown."""

        def __init__(self, rows: RowList, *, close: bool) -> None:
            super().__init__(rows, rows.cursor)
            self.close = close


def _place_width(name: str, wanted: int, room: int) -> int:
    """Cells for the place: fewer than `wanted` where that lets the name be whole, or be at all."""
    bare, left = cell_len(split_arguments(name)[0]), room - wanted - 1
    least = max(room // 3, room - bare - 1)
    if left < bare <= room - least - 1 or left < cell_len(shortest(name)):
        return min(wanted, least)
    return wanted
