"""Where the slices of a fat Mach-O file lie. What is in them is for `identify` to say."""

from struct import iter_unpack, unpack_from

from msgspec import Struct

FAT, FAT_64 = b"\xca\xfe\xba\xbe", b"\xca\xfe\xba\xbf"
_ENTRIES = {FAT: ">8x2I4x", FAT_64: ">8x2Q8x"}  # cpu type and subtype, offset, size, alignment
_ENTRY_SIZES = {FAT: 20, FAT_64: 32}
_MOST = 45
"""A Java class file starts with the same four bytes; its version, 45 or more, stands where a
fat file counts its slices."""


class Slice(Struct, frozen=True):
    """A part of the file, in bytes. Taken as it stands: it may reach beyond the end."""

    offset: int
    size: int


def read_slices(path: str) -> tuple[Slice, ...] | None:
    """The slices of a fat file in header order; None when the file is not one.

    A header cut short gives the slices that are whole. Rule: spec/native.md 2.4.3.
    """
    with open(path, "rb") as file:
        header = file.read(8)
        magic = header[:4]
        if len(header) < 8 or magic not in _ENTRIES:
            return None
        (count,) = unpack_from(">I", header, 4)
        if count >= _MOST:
            return None
        size = _ENTRY_SIZES[magic]
        table = file.read(count * size)
    whole = table[: len(table) // size * size]
    return tuple(Slice(offset, length) for offset, length in iter_unpack(_ENTRIES[magic], whole))
