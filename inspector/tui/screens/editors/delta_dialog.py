"""What a change bought: every frame that was gained, lost or changed, and the modules."""

from collections.abc import Iterator, Sequence

from msgspec import Struct
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from inspector.model.clean import clean
from inspector.model.delta import Delta, FrameChange, summary
from inspector.model.report import Frame
from inspector.tui.actions import bindings
from inspector.tui.listing.rows import Place
from inspector.tui.widgets.row_list import Cell, RowList
from inspector.tui.words.names import cut, fit
from inspector.tui.words.wording import Mark, frame_mark, module_mark

_GAINED = Mark("+", "gained", "good")
_LOST = Mark("-", "lost", "bad")
_CHANGED = Mark("~", "changed", "weak")


class Line(Struct, frozen=True, kw_only=True):
    """One row: what happened, where, and to what. `place` None: it is no frame."""

    mark: Mark
    where: str
    text: str
    thread: int = 0  # index in the request
    place: Place | None = None


def lines_of(found: Delta) -> list[Line]:
    """The rows: frames gained, lost, changed, then modules."""
    groups = ((_GAINED, found.gained), (_LOST, found.lost), (_CHANGED, found.changed))
    frames = [_frame_line(mark, change) for mark, changes in groups for change in changes]
    return [*frames, *_module_lines(found)]


def _frame_line(mark: Mark, change: FrameChange) -> Line:
    before, after = _name(change.before), _name(change.after)
    text = after if mark is _GAINED else before if mark is _LOST else f"{before} -> {after}"
    if before == after:
        text = f"{after}: other lines or text"
    rows = change.after or change.before
    return Line(
        mark=mark,
        where=f"thread {change.thread} frame {change.index}",
        text=text,
        thread=change.thread,
        place=Place(change.index, rows[-1].depth if rows else 0),
    )


def _name(rows: Sequence[Frame]) -> str:
    if not rows:
        return "absent"
    frame = rows[0]
    line = f":{frame.line}" if frame.line else ""
    file = f"  {clean(frame.file)}{line}" if frame.file else ""
    return (clean(frame.function) or frame_mark(frame.status).word) + file


def _module_lines(found: Delta) -> Iterator[Line]:
    for change in found.modules:
        if change.is_visible:
            before, after = (module_mark(m.status).word for m in (change.before, change.after))
            text = f"{before} -> {after}" if before != after else f"{after}, other features"
            name = clean(change.after.name) or "module"
            yield Line(mark=_CHANGED, where=f"module {change.index}", text=f"{name}: {text}")


class DeltaList(RowList):
    """One line a change."""

    lines: tuple[Line, ...] = ()

    def show(self, lines: Sequence[Line]) -> None:
        """Other changes."""
        self.lines = tuple(lines)
        self.set_rows(len(self.lines), 0)

    def cells(self, row: int, width: int) -> Sequence[Cell]:
        line = self.lines[row]
        return [
            (self.pointer(row), "accent"),
            (f" {line.mark.glyph} {line.mark.word:<8}", line.mark.tone),
            (fit(line.where, 20), "dim"),
            (cut(line.text, max(4, width - 32)), ""),
        ]


class DeltaDialog(ModalScreen[Line | None]):
    """Answers the frame to go to, or None."""

    BINDINGS = bindings("dialog")
    HELP = "What the last change bought. Enter goes to the frame, Esc closes."

    def __init__(self, found: Delta) -> None:
        super().__init__()
        self._found = found
        self._list = DeltaList(id="delta-list")
        self._list.nothing = "nothing changed"

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = Content(summary(self._found))
            yield self._list

    def on_mount(self) -> None:
        self._list.show(lines_of(self._found))
        self._list.focus()

    @on(RowList.Chosen)
    def _chosen(self) -> None:
        line = self._list.lines[self._list.cursor]
        self.dismiss(line if line.place is not None else None)

    def action_close(self) -> None:
        self.dismiss(None)
