"""What is told of one download. Contract: every start has exactly one end."""

import time
from types import TracebackType

from inspector.model.events import FetchEnded, FetchProgress, FetchStarted, Tell
from inspector.model.outcome import Miss
from inspector.model.places.sources import hide_userinfo
from inspector.model.why.trace import Hop, Transfer

_PAUSE = 0.1  # seconds between two reports on one file


class Told:
    """`with` it around a download: entering tells the start, leaving tells the end.

    uri  as `RemoteFile.shown` has it; a password in it is masked in any case

    Left by an exception, the end is "cancelled"; that is what cancelling looks like here.
    """

    def __init__(self, tell: Tell, source: str, uri: str) -> None:
        self._tell, self._source, self._uri = tell, source, hide_userinfo(uri)
        self._outcome, self._details = "cancelled", ""
        self._size = 0
        self._started = self._reported = 0.0
        self.attempts = 0
        self.hops: list[Hop] = []
        self.packing = ""  # that was undone

    def __enter__(self) -> "Told":
        self._started = self._reported = time.monotonic()
        self._tell(FetchStarted(self._source, self._uri))
        return self

    def progress(self, received: int, total: int | None) -> None:
        """Note bytes received so far, and tell of them now and then."""
        self._size = received
        now = time.monotonic()
        if now - self._reported >= _PAUSE:
            self._reported = now
            self._tell(FetchProgress(self._uri, received, total))

    def ended(self, miss: Miss | None) -> None:
        """Note the answer; None is a file."""
        self._outcome = "ok" if miss is None else miss.why.value
        self._details = "" if miss is None else miss.details

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        seconds = time.monotonic() - self._started
        if error is not None:
            self._outcome, self._details = "cancelled", ""
        how = Transfer(
            origin="asked" if self.attempts else "not_asked",
            seconds=seconds,
            size=self._size,
            attempts=self.attempts,
            hops=tuple(self.hops),
            packing=self.packing,
        )
        self._tell(
            FetchEnded(
                self._source, self._uri, self._outcome, self._details, self._size, seconds, how
            )
        )
