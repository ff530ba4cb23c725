"""Who hears of work that several runs wait for: each of them, while it waits."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from inspector.model.events import (
    Event,
    FetchEnded,
    FetchStarted,
    ParseEnded,
    ParseStarted,
    Tell,
)


class Audience:
    """The listeners of one piece of work. One who waits for it twice hears all once.

    Who joins late is told what is under way, who leaves early that it was cancelled: so every
    listener hears exactly one end of each start.
    """

    def __init__(self) -> None:
        self._listening: Counter[Tell] = Counter()
        self._open: dict[tuple[str, str], FetchStarted | ParseStarted] = {}

    def tell(self, event: Event) -> None:
        """Pass an event on."""
        match event:
            case FetchStarted():
                self._open[event.source, event.uri] = event
            case FetchEnded():
                self._open.pop((event.source, event.uri), None)
            case ParseStarted():
                self._open[event.task, event.file] = event
            case ParseEnded():
                self._open.pop((event.task, event.file), None)
        for tell in tuple(self._listening):
            tell(event)

    @contextmanager
    def joined(self, tell: Tell) -> Iterator[None]:
        """Inside the block `tell` hears what is told here."""
        self._listening[tell] += 1
        if self._listening[tell] == 1:
            for event in tuple(self._open.values()):
                tell(event)
        try:
            yield
        finally:
            self._listening[tell] -= 1
            if not self._listening[tell]:
                del self._listening[tell]
                for event in tuple(self._open.values()):
                    tell(_cancelled(event))


def _cancelled(event: FetchStarted | ParseStarted) -> Event:
    if isinstance(event, FetchStarted):
        return FetchEnded(event.source, event.uri, "cancelled")
    return ParseEnded(event.file, event.task, "cancelled")
