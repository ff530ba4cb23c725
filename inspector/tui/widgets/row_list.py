"""A virtual list: only what is on the screen is drawn, so length costs nothing."""

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from inspector.tui.actions import bindings
from inspector.tui.words.names import fit

Cell = tuple[str, str]
"""Clean text and the tone to write it in: "", or a component class without its prefix."""

TONES = ("good", "weak", "bad", "dim", "accent", "strong", "crashed", "struck")
GROUNDS = ("plain", "cursor")


class RowList(ScrollView, can_focus=True):
    """Rows under a cursor. Subclasses say what a row looks like, in `cells`."""

    BINDINGS = bindings("list")
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"row--{name}" for name in (*GROUNDS, *TONES)}
    ROW_HEIGHT = 1

    class Moved(Message):
        """The person moved the cursor."""

        def __init__(self, rows: "RowList", row: int) -> None:
            super().__init__()
            self.rows, self.row = rows, row

        @property
        def control(self) -> "RowList":
            return self.rows

    class Chosen(Moved):
        """Enter, or a click on the row the cursor is on."""

    def __init__(self, *, id: str) -> None:  # noqa: A002  textual's word
        super().__init__(id=id)
        self.count, self.cursor = 0, 0
        self._styles: dict[tuple[str, str], Style] = {}
        self.nothing = ""  # what an empty list says

    def cells(self, row: int, width: int) -> Sequence[Cell]:
        """What a row says, left to right, at most `width` cells wide."""
        raise NotImplementedError

    def second_cells(self, row: int, width: int) -> Sequence[Cell]:
        """The second line of a row, for lists whose ROW_HEIGHT is 2."""
        raise NotImplementedError

    def pointer(self, row: int) -> str:
        """What stands in front of a row: the mark of the cursor, or nothing."""
        return "»" if row == self.cursor else " "

    def set_rows(self, count: int, cursor: int) -> None:
        """Other rows. The row under the cursor stays where it is on the screen."""
        old = self.cursor * self.ROW_HEIGHT - round(self.scroll_y)
        had_rows = self.count > 0
        self.count, self.cursor = count, max(0, min(cursor, count - 1))
        self.virtual_size = Size(0, count * self.ROW_HEIGHT)
        if had_rows and 0 <= old < self.size.height:
            self.scroll_to(y=self.cursor * self.ROW_HEIGHT - old, animate=False, force=True)
        self.reveal()
        self.refresh()

    def move_to(self, row: int) -> None:
        """Put the cursor on a row, as a key does."""
        row = max(0, min(row, self.count - 1))
        if row == self.cursor or not self.count:
            return
        old, self.cursor = self.cursor, row
        if not self.reveal():
            for changed in (old, row):
                self.refresh_lines(changed * self.ROW_HEIGHT, self.ROW_HEIGHT)
        self.post_message(self.Moved(self, row))

    def reveal(self) -> bool:
        """Scroll as little as needed for the cursor to be seen. False when it was."""
        top, height = self.cursor * self.ROW_HEIGHT, self.scrollable_content_region.height
        if height <= 0:
            return False
        low = top + self.ROW_HEIGHT - height
        target = min(max(round(self.scroll_y), low), top)
        if target == round(self.scroll_y):
            return False
        self.scroll_to(y=target, animate=False, force=True)
        return True

    def render_line(self, y: int) -> Strip:
        width = self.scrollable_content_region.width
        row, line = divmod(y + self.scroll_offset.y, self.ROW_HEIGHT)
        if row >= self.count:
            says = f"  {self.nothing}" if y == 0 and not self.count else ""
            return Strip([Segment(fit(says, width), self._style("dim", "plain"))], width)
        ground = "cursor" if row == self.cursor else "plain"
        cells = self.second_cells(row, width) if line else self.cells(row, width)
        segments = [Segment(text, self._style(tone, ground)) for text, tone in cells]
        return Strip(segments).adjust_cell_length(width, self._style("", ground))

    def _style(self, tone: str, ground: str) -> Style:
        """A tone on a ground. Kept: Textual works a style out anew after each refresh."""
        style = self._styles.get((tone, ground))
        if style is None:
            style = self.get_component_rich_style(f"row--{ground}")
            if tone:
                # Blended with its background: a partial style loses its opacity.
                full = self.get_component_rich_style(f"row--{tone}")
                style += Style(color=full.color, bold=full.bold, strike=full.strike)
            self._styles[tone, ground] = style
        return style

    def notify_style_update(self) -> None:
        self._styles.clear()
        super().notify_style_update()

    def on_resize(self) -> None:
        self.reveal()

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None or not self.count:
            return
        row = (offset.y + self.scroll_offset.y) // self.ROW_HEIGHT
        if row == self.cursor:
            self.action_choose()
        elif row < self.count:
            self.move_to(row)

    @property
    def page(self) -> int:
        """Rows that fit on the screen, less one to keep the thread."""
        return max(1, self.scrollable_content_region.height // self.ROW_HEIGHT - 1)

    def action_cursor_down(self) -> None:
        self.move_to(self.cursor + 1)

    def action_cursor_up(self) -> None:
        self.move_to(self.cursor - 1)

    def action_page_down(self) -> None:
        self.move_to(self.cursor + self.page)

    def action_page_up(self) -> None:
        self.move_to(self.cursor - self.page)

    def action_first(self) -> None:
        self.move_to(0)

    def action_last(self) -> None:
        self.move_to(self.count - 1)

    def action_choose(self) -> None:
        if self.count:
            self.post_message(self.Chosen(self, self.cursor))
