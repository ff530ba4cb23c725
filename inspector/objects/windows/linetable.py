"""The C13 line tables of one PDB module: address -> file and line.

Addresses are relative ones; files are offsets into the module's table of checksums.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from operator import itemgetter
from struct import iter_unpack, unpack_from

from msgspec import Struct

FOREIGN = 0x8000_0000
"""Set in a function id that another module of the PDB has defined."""

_LINES, _CHECKSUMS, _INLINEES, _IMPORTS, _EXPORTS = 0xF2, 0xF4, 0xF6, 0xF7, 0xF8
_HAS_COLUMNS = 1
_EXTRA_FILES = 1
_LINE_BITS = 0xFFFFFF
_NOT_A_LINE = (0xFEEFEE, 0xF00F00)  # "do not step in here": the line before goes on

Row = tuple[int, int, int]
"""Relative address, file, line."""

ToRva = Callable[[int, int], int | None]
"""Section number and offset -> relative address; None outside of all sections."""


class LineTable(Struct, frozen=True):
    """What the C13 part of a module says."""

    rows: list[Row]  # sorted by address
    inlinees: dict[int, tuple[int, int]]  # function id -> file and line it begins at
    checksums: memoryview  # file -> its entry: the place of its name in the names stream
    imports: list[tuple[int, tuple[int, ...]]]  # place of a module's name, its function ids

    def within(self, start: int, end: int) -> list[Row]:
        """The rows of the addresses from `start` to before `end`."""
        first = bisect_right(self.rows, start - 1, key=itemgetter(0))
        last = bisect_right(self.rows, end - 1, key=itemgetter(0))
        return self.rows[first:last]

    def name_at(self, file: int) -> int | None:
        """Where the name of a file stands in the names stream; None for a bad reference."""
        if file + 4 > len(self.checksums):
            return None
        (place,) = unpack_from("<I", self.checksums, file)
        return int(place)

    def imported(self, number: int) -> tuple[int, int] | None:
        """The place of a module's name, and its own id for a function id that is FOREIGN."""
        module, index = number >> 20 & 0x7FF, number & 0xFFFFF
        if module >= len(self.imports) or index >= len(self.imports[module][1]):
            return None
        return self.imports[module][0], self.imports[module][1][index]


def read_lines(data: memoryview, to_rva: ToRva) -> LineTable:
    """The line tables in the C13 part of a module stream; `struct.error` if it is cut off."""
    rows: list[Row] = []
    inlinees: dict[int, tuple[int, int]] = {}
    imports: list[tuple[int, tuple[int, ...]]] = []
    checksums = memoryview(b"")
    for kind, part in _subsections(data):
        if kind == _LINES:
            _read_block(part, to_rva, rows)
        elif kind == _INLINEES:
            inlinees.update(_read_inlinees(part))
        elif kind == _IMPORTS:
            imports += _read_imports(part)
        elif kind == _CHECKSUMS:
            checksums = part
    rows.sort(key=itemgetter(0))  # stable: of two at one address the later one holds
    return LineTable(rows, inlinees, checksums, imports)


def read_exports(data: memoryview) -> dict[int, int]:
    """A module's own function ids -> those of the whole PDB."""
    found: dict[int, int] = {}
    for kind, part in _subsections(data):
        if kind == _EXPORTS:
            found.update(iter_unpack("<2I", part[: len(part) // 8 * 8]))
    return found


def _subsections(data: memoryview) -> Iterator[tuple[int, memoryview]]:
    at = 0
    while at + 8 <= len(data):
        kind, size = unpack_from("<2I", data, at)
        yield kind, data[at + 8 : at + 8 + size]
        at += 8 + (size + 3 & ~3)


def _read_block(part: memoryview, to_rva: ToRva, rows: list[Row]) -> None:
    """Append the rows of one contribution."""
    offset, section, flags = unpack_from("<IHH", part)
    base = to_rva(section, offset)
    if base is None:
        return
    at = 12
    while at + 12 <= len(part):
        file, count, length = unpack_from("<3I", part, at)
        for place, bits in iter_unpack("<2I", part[at + 12 : at + 12 + 8 * count]):
            line = bits & _LINE_BITS
            if line not in _NOT_A_LINE:
                rows.append((base + place, file, line))
        at += max(length, 12 + 8 * count + (4 * count if flags & _HAS_COLUMNS else 0), 12)


def _read_inlinees(part: memoryview) -> Iterator[tuple[int, tuple[int, int]]]:
    (signature,) = unpack_from("<I", part)
    at = 4
    while at + 12 <= len(part):
        function, file, line = unpack_from("<3I", part, at)
        yield function, (file, line)
        at += 12
        if signature == _EXTRA_FILES:
            (extra,) = unpack_from("<I", part, at)
            at += 4 + 4 * extra


def _read_imports(part: memoryview) -> Iterator[tuple[int, tuple[int, ...]]]:
    at = 0
    while at + 8 <= len(part):
        name, count = unpack_from("<2I", part, at)
        yield name, unpack_from(f"<{count}I", part, at + 8)
        at += 8 + 4 * count
