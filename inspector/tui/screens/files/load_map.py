"""The load map: modules in the order of their addresses, and what lies between them."""

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from inspector.model.clean import clean
from inspector.model.report import Frame, Thread
from inspector.tui.actions import bindings
from inspector.tui.listing.load_map import Gap, Lost, ModuleSpan, Span, load_map, where
from inspector.tui.listing.rows import Place
from inspector.tui.listing.threads import title
from inspector.tui.view import View
from inspector.tui.widgets.row_list import Cell, RowList
from inspector.tui.words.names import cut, fit
from inspector.tui.words.wording import NAMELESS, module_mark, size_word


class LoadMapScreen(ModalScreen[int | None]):
    """Answers the number of the module that was chosen, or None."""

    BINDINGS = bindings("dialog")
    HELP = "Modules by address, with gaps and overlaps. Enter goes to a module, Esc closes."

    def __init__(self, view: View) -> None:
        super().__init__()
        frame = selected_frame(view)
        self.map = MapList(load_map(view.report, frame), view.report.threads)
        self._title = f"Load map{_about(frame, view)}"

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog", id="load-map") as box:
            box.border_title = Content(self._title)
            yield self.map

    def on_mount(self) -> None:
        self.map.begin()
        self.map.focus()

    @on(RowList.Chosen)
    def _chosen(self, message: RowList.Chosen) -> None:
        span = self.map.spans[message.row]
        if isinstance(span, ModuleSpan):
            self.dismiss(span.module.index)

    def action_close(self) -> None:
        self.dismiss(None)


class MapList(RowList):
    """One line for each piece of memory."""

    def __init__(self, spans: Sequence[Span], threads: Sequence[Thread]) -> None:
        super().__init__(id="spans")
        self.spans, self._threads = spans, threads
        self.nothing = "no module has an address"

    def begin(self) -> None:
        """Show the rows, the cursor on what the selected frame lies in."""
        self.set_rows(len(self.spans), where(self.spans))

    def cells(self, row: int, width: int) -> Sequence[Cell]:
        head: Cell = (self.pointer(row), "accent")
        match self.spans[row]:
            case ModuleSpan() as span:
                return [head, *_module_cells(span, width - 1)]
            case Gap() as gap:
                return [head, (cut(f"   {'':12}  gap of {size_word(gap.size)}", width - 1), "dim")]
            case Lost() as lost:
                return [head, (cut(lost_words(lost, self._threads), width - 1), "bad")]


def _module_cells(span: ModuleSpan, width: int) -> list[Cell]:
    module = span.module
    mark = module_mark(module.status)
    size = size_word(module.size) if module.size else "size unknown"
    words = [clean(module.name) or NAMELESS]
    words += [f"overlaps the one before by {size_word(span.overlap)}"] if span.overlap else []
    words += ["<- selected frame"] if span.owns else []
    tone = "weak" if span.overlap else "strong" if span.owns else ""
    end = module.address + (module.size or 0)
    start = f"{module.address:012x}"
    room = f"{start}-{end:012x}" if width >= 70 else start
    head = f" {room} {size:>12}  "
    return [
        (f" {mark.glyph} ", mark.tone),
        (head, "dim"),
        (fit("  ".join(words), max(1, width - 3 - len(head))), tone),
    ]


def lost_words(lost: Lost, threads: Sequence[Thread]) -> str:
    """ "? 00007f1c00000010  frame 0: 1.2 MB above app, 3.4 GB below libc.so.6"."""
    thread = f" of thread {clean(title(threads[lost.frames[0][0]]))}" if len(threads) > 1 else ""
    more = f" and {len(lost.frames) - 1} more" if len(lost.frames) > 1 else ""
    places = [_distance(lost.above, "above"), _distance(lost.below, "below")]
    around = ", ".join(place for place in places if place) or "there are no modules"
    chosen = "  <- selected frame" if lost.selected else ""
    head = f" ? {lost.address:012x}  in no module: frame {lost.frames[0][1]}"
    return f"{head}{thread}{more}, {around}{chosen}"


def _distance(neighbour: tuple[str, int] | None, word: str) -> str:
    if neighbour is None:
        return ""
    name, distance = neighbour
    name = clean(name) or NAMELESS
    return f"{size_word(distance)} {word} {name}" if distance >= 0 else f"inside {name}"


def selected_frame(view: View) -> Frame | None:
    """The frame under the cursor of the stack, or the first one of the thread."""
    place = view.places.get(view.thread)
    known = (f for f in view.frames if place is not None and Place(f.index, f.depth) == place)
    return next(known, view.frames[0] if view.frames else None)


def _about(frame: Frame | None, view: View) -> str:
    if frame is None or frame.address is None:
        return ""
    module = view.module_of(frame)
    name = (clean(module.name) or NAMELESS) if module else "no module"
    return f" · frame {frame.index} at 0x{frame.address:x} in {name}"
