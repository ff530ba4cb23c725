"""Jump mode: a letter on everything that can have the focus; the next key goes there."""

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Static

from inspector.tui.actions import bindings

if TYPE_CHECKING:
    from textual.geometry import Size

LETTERS = "asdfghjklqwertyuiopzxcvbnm"


class JumpScreen(ModalScreen[Widget | None]):
    """Answers the widget that was chosen. Letters are placed anew when the size changes."""

    BINDINGS = bindings("dialog")
    HELP = "A letter focuses the pane it stands on, Esc leaves."

    def __init__(self, below: Screen[object]) -> None:
        super().__init__()
        self._below = below
        self.targets: dict[str, Widget] = {}
        self._drawn_for: Size | None = None

    def compose(self) -> ComposeResult:
        self.targets = targets(self._below)
        for letter, widget in self.targets.items():
            label = Static(Content(f" {letter} "), classes="jump-letter", markup=False)
            label.absolute_offset = widget.region.offset
            yield label

    def on_resize(self, event: events.Resize) -> None:
        before, self._drawn_for = self._drawn_for, event.size
        if before is not None and before != event.size:
            self._below.call_after_refresh(self.refresh, recompose=True)

    def on_key(self, event: events.Key) -> None:
        if widget := self.targets.get(event.key):
            event.stop()
            self.dismiss(widget)

    def action_close(self) -> None:
        self.dismiss(None)


def targets(screen: Screen[object]) -> dict[str, Widget]:
    """Letter -> widget that can have the focus and is seen, in the order of Tab."""
    seen = [widget for widget in screen.focus_chain if widget.region.area]
    return dict(zip(LETTERS, seen, strict=False))
