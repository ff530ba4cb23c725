"""W9: the copy menu. One letter copies; what there is nothing of is not offered."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from inspector.model.report import Frame
from inspector.tui.actions import bindings
from inspector.tui.outside.copying import OFFERS
from inspector.tui.view import View


class CopyMenu(ModalScreen[tuple[str, str] | None]):
    """Answers label and text of what was chosen."""

    BINDINGS = bindings("dialog")
    HELP = "What to copy. A letter copies, Esc closes."

    def __init__(self, view: View, frame: Frame) -> None:
        super().__init__()
        made = ((offer, offer.text(view, frame)) for offer in OFFERS)
        self.offers = {offer.key: (offer.label, text) for offer, text in made if text}

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog", id="copy-menu") as box:
            box.border_title = Content("Copy")
            yield Static(Content("\n").join(map(self._line, self.offers)), markup=False)

    def _line(self, key: str) -> Content:
        label, text = self.offers[key]
        size = f"{len(text)} characters" if len(text) != 1 else "1 character"
        head = Content.styled(f" {key} ", "bold $text-accent")
        return Content.assemble(head, f" {label:<20}", (size, "$foreground 55%"))

    def on_key(self, event: events.Key) -> None:
        if event.key in self.offers:
            event.stop()
            self.dismiss(self.offers[event.key])

    def action_close(self) -> None:
        self.dismiss(None)
