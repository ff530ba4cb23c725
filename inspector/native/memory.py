"""What a service has in its head: modules as they were found a moment ago.

A command answers once and has no use for it. A service is asked for the same modules all the
time; the disk would say the same of them each time.
"""

import time
from collections.abc import Callable, Hashable, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec import structs

from inspector.model.ids import ObjectId
from inspector.native.prepare import Prepared
from inspector.native.source_context import SourceObject

if TYPE_CHECKING:
    from inspector.native.finding.lookup import Place

T = TypeVar("T")


class Memory:
    """Kept for so many `seconds`, the `most` recent ones; never on disk."""

    def __init__(
        self, seconds: float = 10.0, most: int = 512, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._seconds, self._most, self._clock = seconds, most, clock
        self._known: dict[Hashable, tuple[float, object]] = {}

    def of(self, places: "Sequence[Place]", *, strict: bool) -> "Remembered":
        """The part that holds for requests with these sources."""
        whole = msgspec.json.encode([places, strict], enc_hook=str)
        return Remembered(self, sha256(whole).digest())

    def get(self, key: Hashable, kind: type[T]) -> T | None:
        """What was kept, unless it is too old."""
        kept = self._known.get(key)
        if kept is None or self._clock() - kept[0] >= self._seconds:
            return None
        return kept[1] if isinstance(kept[1], kind) else None

    def keep(self, key: Hashable, value: object) -> None:
        """Keep a value; the one kept longest goes if there is no room."""
        self._known.pop(key, None)
        self._known[key] = self._clock(), value
        if len(self._known) > self._most:
            del self._known[next(iter(self._known))]


class Remembered:
    """A memory for requests with the same sources. Values are shared, so never changed."""

    def __init__(self, memory: Memory, places: bytes) -> None:
        self._memory, self._places = memory, places

    def prepared(self, wanted: ObjectId) -> Prepared | None:
        """A module as `prepare` left it, to be added to."""
        kept = self._memory.get((self._places, "prepared", wanted), Prepared)
        return None if kept is None else _copy(kept)

    def keep_prepared(self, wanted: ObjectId, prepared: Prepared) -> None:
        """Keep it as it is now."""
        self._memory.keep((self._places, "prepared", wanted), _copy(prepared))

    def source(self, wanted: ObjectId) -> SourceObject | None:
        """The source object of a module."""
        return self._memory.get((self._places, "source", wanted), SourceObject)

    def keep_source(self, wanted: ObjectId, found: SourceObject) -> None:
        """Keep it."""
        self._memory.keep((self._places, "source", wanted), found)


def _copy(prepared: Prepared) -> Prepared:
    return structs.replace(
        prepared, candidates=prepared.candidates.copy(), lookups=list(prepared.lookups)
    )
