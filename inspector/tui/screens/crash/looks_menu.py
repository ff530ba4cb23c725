"""The view menu: what is listed and how it is spelt, each with one letter and its state."""

from collections.abc import Callable

from msgspec import Struct
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from inspector.tui.actions import bindings
from inspector.tui.view import View


class Look(Struct, frozen=True):
    """One line of the menu. `action` is the id of what it does."""

    key: str
    label: str
    action: str
    on: Callable[[View], bool]


LOOKS = (
    Look("a", "absolute addresses", "addresses", lambda view: view.looks.absolute),
    Look("p", "full paths", "paths", lambda view: view.looks.full_paths),
    Look("m", "mangled names", "mangled", lambda view: view.looks.mangled),
    Look("b", "names without arguments", "brief", lambda view: view.looks.brief),
    Look("w", "wide: all columns", "wide", lambda view: view.looks.wide),
    Look("r", "raw, as requested", "raw", lambda view: view.looks.raw),
    Look("i", "inlined functions", "inline", lambda view: view.choice.inline),
    Look("s", "system frames", "app_only", lambda view: not view.choice.app_only),
    Look("u", "guessed frames", "guesses", lambda view: not view.choice.no_guesses),
    Look("o", "caller first", "order", lambda view: view.choice.caller_first),
    Look("t", "threads alike merged", "merge", lambda view: view.looks.merge),
)


class LooksMenu(ModalScreen[str | None]):
    """Answers the action of the line that was chosen."""

    BINDINGS = bindings("dialog")
    HELP = "How frames are shown. A letter switches, Esc closes."

    def __init__(self, view: View) -> None:
        super().__init__()
        self._view = view

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog small-menu") as box:
            box.border_title = Content("View")
            yield Static(Content("\n").join(map(self._line, LOOKS)), markup=False)

    def _line(self, look: Look) -> Content:
        state = "on" if look.on(self._view) else "off"
        head = Content.styled(f" {look.key} ", "bold $text-accent")
        return Content.assemble(head, f" {look.label:<26}", (state, "$foreground 55%"))

    def on_key(self, event: events.Key) -> None:
        chosen = next((look for look in LOOKS if look.key == event.key), None)
        if chosen is not None:
            event.stop()
            self.dismiss(chosen.action)

    def action_close(self) -> None:
        self.dismiss(None)
