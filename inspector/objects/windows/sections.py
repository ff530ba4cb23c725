"""Section and offset, as a PDB writes every address -> relative address.

A program rearranged after it was linked has OMAP tables: sections are then those it had
before, and the address found is translated to where the code went.
"""

from bisect import bisect_right
from collections.abc import Iterable
from struct import iter_unpack

_HEADER = "<8x2I24x"  # size and address of a section; the rest is not asked for


class Sections:
    """The address space of one program."""

    def __init__(self, headers: bytes, omap: bytes = b"") -> None:
        """headers  section headers as in a PE file; of the original program when there is OMAP
        omap     pairs of addresses: original and present; b"" for none
        """
        whole = headers[: len(headers) // 40 * 40]
        self._starts = [start for _, start in iter_unpack(_HEADER, whole)]
        pairs = sorted(iter_unpack("<2I", omap[: len(omap) // 8 * 8]))
        self._from = [first for first, _ in pairs]
        self._to = [second for _, second in pairs]

    def rva(self, section: int, offset: int) -> int | None:
        """The relative address; None outside of all sections, or where the code was removed."""
        if not 1 <= section <= len(self._starts):
            return None
        address = int(self._starts[section - 1]) + offset
        if not self._from:
            return address
        at = bisect_right(self._from, address) - 1
        if at < 0 or not self._to[at]:
            return None
        return int(self._to[at]) + address - int(self._from[at])


def spans(
    contributions: Iterable[tuple[int, int, int, int]], sections: Sections
) -> list[tuple[int, int, int]]:
    """Start, end and module of each contribution (section, offset, size, module), sorted."""
    found = []
    for section, offset, size, module in contributions:
        start = sections.rva(section, offset)
        if start is not None and size:
            found.append((start, start + size, module))
    found.sort()
    return found
