"""All facts about the frame under the cursor, as label and value."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from inspector.model.clean import clean
from inspector.tui.actions import bindings
from inspector.tui.widgets.crash.facts import Fact
from inspector.tui.widgets.crash.registers import in_columns

_LABEL = 11


class Details(VerticalScroll, can_focus=True):
    """Values wrap beside their label; text can be selected with the mouse."""

    BINDINGS = bindings("beside")

    def __init__(self) -> None:
        super().__init__(id="details")
        self.border_title = "Details"
        self._facts: Sequence[Fact] = ()
        self._text = Static(id="details-text", markup=False)

    def compose(self) -> ComposeResult:
        yield self._text

    def show(self, facts: Sequence[Fact]) -> None:
        """Other facts; the scroll position stays when nothing changed."""
        if facts == self._facts:
            return
        self._facts = facts
        self._write()
        self.scroll_home(animate=False)

    def on_resize(self) -> None:
        self._write()

    def _write(self) -> None:
        room = self.size.width - self.styles.scrollbar_size_vertical  # it comes when it is needed
        width = max(12, room - _LABEL)
        lines = [line for label, value in self._facts for line in lines_of(label, value, width)]
        self._text.update(Content("\n").join(lines))


def lines_of(label: str, value: str | tuple[str, ...], width: int) -> list[Content]:
    """The value wrapped at `width`, its label in front of the first line."""
    if isinstance(value, str):
        wrapped = Content(clean(value)).wrap(width) or [Content()]
    else:
        wrapped = [Content(line) for line in in_columns([clean(one) for one in value], width)]
    heads = [label, *[""] * (len(wrapped) - 1)]
    return [
        Content.styled(f"{head:<{_LABEL}}", "$foreground 55%") + line
        for head, line in zip(heads, wrapped, strict=True)
    ]
