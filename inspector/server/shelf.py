"""Answers that somebody may still poll for: on disk, for a busy service makes many."""

import time
from collections.abc import Callable
from tempfile import TemporaryFile
from typing import IO

from msgspec import Struct


class _Place(Struct, frozen=True):
    file: IO[bytes]
    start: int
    size: int
    kept_since: float


class Shelf:
    """Answers by name, each for so many seconds.

    They are written one after the other to a file without a name; a new one is begun for each
    period, and a file is closed, and with it gone, when its last answer is too old.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._clock = seconds, clock
        self._places: dict[str, _Place] = {}
        self._files: list[tuple[float, IO[bytes]]] = []  # with when it was begun

    def put(self, name: str, answer: bytes) -> None:
        """Keep an answer. Raises OSError when the disk is full."""
        self._drop_old()
        now = self._clock()
        if not self._files or now - self._files[-1][0] >= self._seconds:
            self._files.append((now, TemporaryFile(prefix="inspector-")))  # noqa: SIM115  closed below
        file = self._files[-1][1]
        start = file.seek(0, 2)
        file.write(answer)
        self._places[name] = _Place(file, start, len(answer), now)

    def get(self, name: str) -> bytes | None:
        """The answer, unless it is too old or nobody put it."""
        self._drop_old()
        place = self._places.get(name)
        if place is None:
            return None
        place.file.seek(place.start)
        return place.file.read(place.size)

    def close(self) -> None:
        """Forget all of them."""
        self._places.clear()
        for _, file in self._files:
            file.close()
        self._files.clear()

    def _drop_old(self) -> None:
        """Answers are in the order they came, so the old ones are at the front."""
        oldest = self._clock() - self._seconds
        for name in self._older(oldest):
            del self._places[name]
        # What was begun two periods ago holds nothing that was put in within the last one.
        while self._files and self._files[0][0] <= oldest - self._seconds:
            self._files.pop(0)[1].close()

    def _older(self, oldest: float) -> list[str]:
        found = []
        for name, place in self._places.items():
            if place.kept_since > oldest:
                break
            found.append(name)
        return found
