"""What the engine tells while it works, on its way to the screen."""

from textual.message import Message

from inspector.model.events import Event
from inspector.tui.opened.session import Session


class Happened(Message):
    """An engine event of one run. Posting is safe from any thread."""

    def __init__(self, session: Session, run: int, event: Event) -> None:
        super().__init__()
        self.session, self.run, self.event = session, run, event
