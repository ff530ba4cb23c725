"""Functions, lines and symbols -> what runs at an address, by the rules of a symcache.

Each entry holds from its address to the next one. Functions come first; a symbol fills only
an address where nothing is yet, and where a function or a sized symbol ends there is nothing
unless something begins. Rules: spec/native.md 2.4.5.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence

from inspector.objects.symcache import Location

Chain = list[Location]
"""Innermost first; the last is the function itself."""

Entry = Callable[[], Chain]
"""Makes the chain when it is asked for: most entries never are."""

END = 1 << 32
"""Tables hold 32-bit addresses; nothing is found above."""


class Ranges:
    """Entries by address. Functions must be put in before symbols."""

    def __init__(self) -> None:
        self._entries: dict[int, Entry | None] = {}

    def function(
        self, start: int, end: int, whole: Entry, parts: Iterable[tuple[int, Entry]] = ()
    ) -> None:
        """A function: `whole` says what it is, `parts` what it is from an address on."""
        if not start < end or start >= END:
            return
        self._entries[start] = whole
        for address, entry in parts:
            self._entries[address] = entry
        self._entries.setdefault(end, None)

    def symbol(self, start: int, size: int, name: str) -> None:
        """A name at an address; without a size it reaches up to the next entry."""
        if start >= END:
            return
        if self._entries.get(start) is None:
            self._entries[start] = lambda: [Location(name, start, 0, "", "")]
        if size:
            self._entries.setdefault(start + size, None)

    def stop(self, address: int) -> None:
        """Nothing is there, unless something begins."""
        self._entries.setdefault(address, None)

    def answer(self, addresses: Sequence[int]) -> list[Chain]:
        """The chain at each address; empty where nothing is known."""
        starts = sorted(self._entries)
        return [self._at(address, starts) for address in addresses]

    def _at(self, address: int, starts: list[int]) -> Chain:
        index = bisect_right(starts, address) - 1
        if index < 0 or address >= END:
            return []
        entry = self._entries[starts[index]]
        return entry() if entry is not None else []


def undecorated(name: str) -> str:
    """A C name of a Windows object without what its calling convention adds."""
    if name.startswith("?") or any(mark in name for mark in ":(<"):
        return name
    bare, at, digits = name.rpartition("@")
    if at and digits.isascii() and digits.isdigit():
        if bare.endswith("@"):
            return bare[:-1]
        if bare.startswith(("_", "@")):
            return bare[1:]
    return name.removeprefix("_")
