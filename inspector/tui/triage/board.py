"""One open folder: its entries, what is being answered, and what somebody stopped waiting for."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from msgspec import Struct

from inspector.batch.finding import Wanted
from inspector.batch.folder import (
    Entry,
    Listing,
    index_file,
    listed,
    open_index,
    remembered,
    token_of,
)
from inspector.batch.index import Index
from inspector.batch.outcome import Outcome
from inspector.settings import Settings

MOST_JOBS = 4
"""Processes that answer requests, unless the settings say how many read files."""


class Running(Protocol):
    """A go over requests that is under way."""

    def outcomes(self) -> Iterator[Outcome]:
        """The rows as they come, for one thread."""
        ...

    def stop(self) -> None:
        """End it, from another thread."""
        ...


class Start(Protocol):
    """Begins to answer requests; the rows go to the index as well."""

    def __call__(self, wanted: Sequence[Wanted], index: str, *, trusted: bool) -> Running: ...


class Desk(Struct, frozen=True, kw_only=True):
    """What all folders of a sitting have in common."""

    start: Start
    state: str  # the folder that indexes are kept below
    settings: Settings
    kind: str | None = None
    scope: str | None = None

    def tokens(self, *, trusted: bool) -> frozenset[str]:
        """Of rows that hold. What was answered with trust is no worse without."""
        ways = (True,) if trusted else (True, False)
        tokens = (
            token_of(self.settings, kind=self.kind, trusted=way, scope=self.scope) for way in ways
        )
        return frozenset(tokens)


class Run:
    """One go over some requests, worked by a thread of its own. Times are monotonic seconds."""

    def __init__(self, begin: Callable[[], Running], total: int) -> None:
        self.total, self.done, self.state = total, 0, "running"
        self.started, self.seconds = time.monotonic(), 0.0
        self.error: Exception | None = None
        self._begin, self._lock = begin, threading.Lock()
        self._running: Running | None = None
        self._came: deque[Outcome] = deque()
        self._over = False
        self._thread = threading.Thread(target=self._work, name="board", daemon=True)
        self._thread.start()

    def _work(self) -> None:
        try:
            with self._lock:
                if self.state != "running":
                    return
                self._running = self._begin()
            for outcome in self._running.outcomes():
                self._came.append(outcome)
        except Exception as error:  # noqa: BLE001  told on the screen, by `look`
            self.error = error
        finally:
            self._over = True

    def look(self) -> list[Outcome]:
        """What has come since the last look; nothing once somebody stopped waiting."""
        if self.state != "running":
            return []
        over = self._over  # before the last rows are taken: none can come after it
        came = [self._came.popleft() for _ in range(len(self._came))]
        self.done += len(came)
        self.seconds = time.monotonic() - self.started
        if over:
            self.state = "failed" if self.error else "done"
        return came

    def stop(self) -> None:
        """Wait for nothing any more. Returns at once, also while the thread is beginning."""
        if self.state == "running":
            self.state = "cancelled"
            threading.Thread(target=self._end, name="board-end", daemon=True).start()

    def _end(self) -> None:
        with self._lock:
            if self._running is not None:
                self._running.stop()


class Board:
    """Lives as long as the folder is open. Methods that say so are for threads."""

    def __init__(self, folder: str, desk: Desk, *, trusted: bool = False) -> None:
        self.folder, self.trusted = folder, trusted
        self.entries: dict[str, Entry] = {}
        self.version = 0  # counts up with each change of the entries
        self.run: Run | None = None
        self.notes: tuple[str, ...] = ()
        self._desk, self._index = desk, ""

    @property
    def running(self) -> bool:
        return self.run is not None and self.run.state == "running"

    def remembered(self) -> tuple[Listing, str]:
        """What is known of the folder, and a note or "". For a thread.

        Raises OSError or BadIndex when nothing can be kept.
        """
        self._index = index_file(self.folder, self._desk.state)
        note = open_index(self._index)
        with Index(self._index) as index:
            return remembered(self.folder, index, self._desk.tokens(trusted=self.trusted)), note

    def listed(self) -> Listing:
        """What there is now. For a thread. Raises NoRequests, OSError or BadIndex."""
        with Index(self._index) as index:
            return listed(self.folder, index, self._desk.tokens(trusted=self.trusted))

    def show(self, listing: Listing) -> None:
        """These are the entries now."""
        self.entries = {entry.path: entry for entry in listing.entries}
        self.notes = listing.notes
        self.version += 1

    def answer(self, entries: Sequence[Entry]) -> None:
        """Begin to answer some requests; what was under way is waited for no more."""
        self.stop()
        wanted = [Wanted(entry.path, entry.name) for entry in entries]
        desk, index, trusted = self._desk, self._index, self.trusted
        self.run = Run(lambda: desk.start(wanted, index, trusted=trusted), len(wanted))

    def look(self) -> bool:
        """Put rows in that have come. Whether anything changed."""
        run = self.run
        if run is None or run.state != "running":
            return False
        came = run.look()
        for outcome in came:
            old = self.entries.get(outcome.path)
            if old is not None:
                self.entries[outcome.path] = Entry(old.path, old.name, outcome)
        self.version += bool(came)
        return bool(came) or run.state != "running"

    def stop(self) -> None:
        """The person waits no longer; what has come stays."""
        if self.run is not None:
            self.run.stop()


def sweeps(settings: Settings, *, kind: str | None, scope: str | None) -> Start:
    """Answering by processes of this machine."""

    def start(wanted: Sequence[Wanted], index: str, *, trusted: bool) -> Running:
        import os

        from inspector.batch.sweep import Sweep, no_answer
        from inspector.batch.work import How

        token = token_of(settings, kind=kind, trusted=trusted, scope=scope)
        how = How(settings=settings, encode=no_answer, token=token, kind=kind,
                  trusted=trusted, scope=scope)  # fmt: skip
        jobs = settings.parser_processes or min(MOST_JOBS, os.cpu_count() or 1)
        return Sweep(wanted, how, index, min(jobs, len(wanted)))

    return start
