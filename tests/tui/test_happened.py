"""Events on their way to the screen."""

from inspector.model.events import Note
from inspector.tui.happened import Happened
from inspector.tui.opened.session import Session
from tests.tui.scripted import crash


def test_it_says_of_which_run_it_is() -> None:
    session = Session(None, crash()[0], "/a", trusted=False)
    message = Happened(session, 3, Note("x"))
    assert (message.session, message.run, message.event) == (session, 3, Note("x"))
