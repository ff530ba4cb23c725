"""Requests opened before, newest first, in one file of the state folder.

Kept are a path and what its row on the start screen says; nothing of a request's sources.
"""

import os
from collections.abc import Callable

import msgspec
from msgspec import Struct

from inspector.atomic import alone, write_whole
from inspector.settings import state_folder

KEPT = 50
"""Requests remembered at most."""


class Entry(Struct, frozen=True, kw_only=True):
    """One request as the start screen lists it."""

    path: str  # absolute
    kind: str
    crash: str = ""  # signal and system, "SIGSEGV (11) · x86_64 linux"; not cleaned
    threads: int = 0
    modules: int = 0
    frames: int = 0
    resolved: int | None = None  # raw frames symbolicated; None: never run to the end
    opened: float = 0.0  # seconds since 1970


class Recent:
    """The list and its file. A file that cannot be read is an empty list; nothing is raised."""

    def __init__(self, file: str) -> None:
        self._file = file

    def entries(self) -> tuple[Entry, ...]:
        """What is remembered, newest first."""
        try:
            with open(self._file, "rb") as file:
                return msgspec.json.decode(file.read(), type=tuple[Entry, ...])
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return ()

    def add(self, entry: Entry) -> None:
        """Put a request on top; an older entry of the same path goes."""
        self._change(lambda known: (entry, *_without(entry.path, known)))

    def forget(self, path: str) -> None:
        """Take a request off the list."""
        self._change(lambda known: _without(path, known))

    def _change(self, change: Callable[[tuple[Entry, ...]], tuple[Entry, ...]]) -> None:
        try:
            os.makedirs(os.path.dirname(self._file), mode=0o700, exist_ok=True)
            with alone(os.path.dirname(self._file)):
                entries = change(self.entries())[:KEPT]
                write_whole(self._file, msgspec.json.encode(entries), private=True)
        except OSError:
            return  # a home without write access must not keep anybody from a crash


def _without(path: str, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    return tuple(known for known in entries if known.path != path)


def state_file() -> str:
    """Where the list is kept on this machine."""
    return os.path.join(state_folder(), "recent.json")
