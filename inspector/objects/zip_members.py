"""Members of a ZIP file that may have something in front of it, read where they are.

Python's own zipfile makes an object of many fields for every member: a bundle of 50,000 files
takes it most of a second, and a warm run opens its bundles again. Only what bundles use is
read: stored and deflated members, 64-bit places; no encryption, no parts.
"""

import struct
from typing import Protocol

from inspector.objects.errors import BadObject

_END = struct.Struct("<4sHH4xIIH")  # two numbers of parts, size and place of the directory
_END_64_PLACE = struct.Struct("<4s16x")
_END_64 = struct.Struct("<4s36xQQ")
_NAMED = struct.Struct("<4s4xH18xHHH12x")  # an entry: flags, sizes of name, extra, comment
_PLACED = struct.Struct("<8xHH4xIII14xI")  # the same: flags, method, CRC, two sizes, place
_LOCAL = struct.Struct("<4s22xHH")  # sizes of name and extra field

_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _UTF8 = 0x1, 0x800
_LARGEST_COMMENT = 0xFFFF
_FULL = 0xFFFF_FFFF  # the value is in the 64-bit extra field
_EXTRA_64 = 1


class Bytes(Protocol):
    """`bytes` or a mapped file."""

    def __len__(self) -> int: ...
    def __getitem__(self, index: slice, /) -> bytes: ...


class Members:
    """The directory of a ZIP file: name -> content, on request. The last of a name counts."""

    def __init__(self, data: Bytes) -> None:
        """Raises BadObject when there is no whole directory."""
        self._data = data
        try:
            start, size, self._shift = _find_directory(data)
            self._directory = data[start : start + size]
            self._entries = _read_names(self._directory)
        except struct.error:
            raise BadObject("the ZIP directory is cut off") from None

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def read(self, name: str, limit: int) -> bytes | None:
        """The content; None if there is no such member, it is damaged or above `limit` bytes."""
        entry = self._entries.get(name)
        if entry is None:
            return None
        flags, method, crc, packed, size, place = _PLACED.unpack_from(self._directory, entry)
        try:
            if _FULL in (packed, size, place):
                packed, size, place = self._places_64(entry, packed, size, place)
            start = self._shift + place
            magic, *sizes = _LOCAL.unpack(self._data[start : start + _LOCAL.size])
        except struct.error:
            return None
        if magic != b"PK\3\4" or flags & _ENCRYPTED or size > limit or packed > len(self._data):
            return None
        start += _LOCAL.size + sum(sizes)
        return _unpack(self._data[start : start + packed], method, size, crc)

    def _places_64(self, entry: int, packed: int, size: int, place: int) -> tuple[int, int, int]:
        """The three numbers with those that did not fit taken from the extra field."""
        _, _, name, length, _ = _NAMED.unpack_from(self._directory, entry)
        at = entry + _NAMED.size + name
        end = at + length
        while at + 4 <= end:
            kind, field = struct.unpack_from("<HH", self._directory, at)
            if kind == _EXTRA_64:
                values = iter(struct.unpack_from(f"<{field // 8}Q", self._directory, at + 4))
                size, packed, place = (
                    next(values, number) if number == _FULL else number
                    for number in (size, packed, place)
                )
                break
            at += 4 + field
        return packed, size, place


def _find_directory(data: Bytes) -> tuple[int, int, int]:
    """Where the directory starts, its size, and what all places in it are to be shifted by."""
    tail_at = max(len(data) - _LARGEST_COMMENT - _END.size, 0)
    tail = data[tail_at : len(data)]
    found = tail.rfind(b"PK\5\6")
    if found < 0:
        raise BadObject("no ZIP directory")
    end = tail_at + found
    _, *parts, size, place, comment = _END.unpack_from(tail, found)
    if any(part not in (0, 0xFFFF) for part in parts) or end + _END.size + comment > len(data):
        raise BadObject("the end of the ZIP directory is damaged")
    locator = data[max(end - _END_64_PLACE.size, 0) : end]
    if locator.startswith(b"PK\6\7") and end >= _END_64_PLACE.size + _END_64.size:
        end -= _END_64_PLACE.size + _END_64.size
        magic, size, place = _END_64.unpack(data[end : end + _END_64.size])
        if magic != b"PK\6\6":
            raise BadObject("the end of the ZIP directory is damaged")
    shift = end - size - place
    if shift < 0:
        raise BadObject("the ZIP directory is not in the file")
    return end - size, size, shift


def _read_names(directory: bytes) -> dict[str, int]:
    """Name -> place of its entry."""
    entries: dict[str, int] = {}
    at, unpack = 0, _NAMED.unpack_from
    while at < len(directory):
        magic, flags, name, extra, comment = unpack(directory, at)
        if magic != b"PK\1\2":
            raise BadObject("an entry of the ZIP directory is damaged")
        text = directory[at + _NAMED.size : at + _NAMED.size + name]
        entries[text.decode("utf-8" if flags & _UTF8 else "cp437", "replace")] = at
        at += _NAMED.size + name + extra + comment
    if at > len(directory):
        raise BadObject("an entry of the ZIP directory is cut off")
    return entries


def _unpack(data: bytes, method: int, size: int, crc: int) -> bytes | None:
    """Exactly `size` bytes with that checksum, or nothing."""
    import zlib

    if method == _DEFLATED:
        try:
            data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, size + 1)
        except zlib.error:
            return None
    elif method != _STORED:
        return None
    return data if len(data) == size and zlib.crc32(data) == crc else None
