"""What the engine tells while it works. Frozen values; posting them is safe from any thread.

Contract: every FetchStarted gets exactly one FetchEnded with the same `uri`, every
ParseStarted exactly one ParseEnded with the same `file`, cancelled runs included. A run hears
of the work that it waits for, shared with other runs or not, and of no other.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct

from inspector.model import report

if TYPE_CHECKING:
    from inspector.model.why.trace import Transfer


class FetchStarted(Struct, frozen=True):
    """A file is asked for, from a source or from the web. Cache hits are not told."""

    source: str
    uri: str  # as a report spells candidates: without user and password


class FetchProgress(Struct, frozen=True):
    """Bytes so far; at most about ten a second for one file."""

    uri: str
    received: int  # bytes
    total: int | None = None  # bytes; None when the server did not say


class FetchEnded(Struct, frozen=True):
    """The answer: "ok", "cancelled" or the value of a `Why`."""

    source: str
    uri: str
    outcome: str
    details: str = ""
    size: int = 0  # bytes received
    seconds: float = 0.0
    how: "Transfer | None" = None


class ParseStarted(Struct, frozen=True):
    """A child process reads a file."""

    file: str  # for people: the location, not the path in the cache
    task: str  # "identify", "symcache", ...


class ParseEnded(Struct, frozen=True):
    """The child's answer: "ok", "malformed", "cancelled" or "internal"."""

    file: str
    task: str
    outcome: str
    seconds: float = 0.0


class ModulesFound(Struct, frozen=True):
    """Which modules the frames fall into: the work of this run."""

    used: tuple[int, ...]  # indexes in the request


class ModuleReady(Struct, frozen=True):
    """Everything asked for one module has come back."""

    module: report.Module


class ThreadReady(Struct, frozen=True):
    """All modules of one thread are in; its frames are final but for source text."""

    thread: report.Thread


class Note(Struct, frozen=True):
    """A sentence for the activity log or for stderr."""

    text: str


Event = (
    FetchStarted
    | FetchProgress
    | FetchEnded
    | ParseStarted
    | ParseEnded
    | ModulesFound
    | ModuleReady
    | ThreadReady
    | Note
)
Tell = Callable[[Event], None]


def ignore(_event: Event) -> None:
    """For a face that does not listen."""
