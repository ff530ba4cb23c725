"""A container as the DWARF reader sees it: sections by name, symbols, and where code is loaded."""

import mmap
import zlib
from collections.abc import Callable
from struct import unpack_from
from typing import Literal

from msgspec import Struct

from inspector.objects.errors import BadObject

Bytes = bytes | mmap.mmap
"""A file, or a part of one."""

Order = Literal["little", "big"]
"""Of the bytes of a number."""

LARGEST = 1 << 31
"""Bytes of one unpacked section."""

ZLIB, ZSTD = 1, 2  # ch_type of a compressed ELF section


class Place(Struct, frozen=True):
    """Where a section lies in the file, in bytes from its start."""

    offset: int
    size: int
    unpack: Callable[[bytes], bytes] | None = None  # raises BadObject


class Section:
    """The bytes of one section. Compressed ones are unpacked when first read."""

    __slots__ = ("_data", "_place", "_start", "size")

    def __init__(self, data: Bytes, place: Place) -> None:
        self._data = data
        self._place: Place | None = place if place.unpack else None
        self._start = min(place.offset, len(data))
        self.size = max(0, min(place.size, len(data) - place.offset))

    def read(self, offset: int, size: int) -> bytes:
        """As many of these bytes as there are."""
        self._unpacked()
        size = min(size, self.size - offset)
        if offset < 0 or size <= 0:
            return b""
        return self._data[self._start + offset : self._start + offset + size]

    def text(self, offset: int) -> bytes:
        """The bytes up to the next NUL. Raises BadObject outside of the section."""
        self._unpacked()
        if not 0 <= offset < self.size:
            raise BadObject(f"no string at {offset:#x}: the section has {self.size:#x} bytes")
        start = self._start + offset
        end = self._data.find(b"\0", start, self._start + self.size)
        return self._data[start : end if end >= 0 else self._start + self.size]

    def whole(self) -> bytes:
        """All bytes."""
        self._unpacked()
        return self.read(0, self.size)

    def part(self, offset: int, size: int) -> "Section":
        """A section of its own, of some of the bytes."""
        self._unpacked()
        offset = min(offset, self.size)
        return Section(self._data, Place(self._start + offset, min(size, self.size - offset)))

    def unpacked_size(self) -> int:
        """Bytes; unpacks the section."""
        self._unpacked()
        return self.size

    def _unpacked(self) -> None:
        if self._place is None or self._place.unpack is None:
            return
        packed = self._data[self._start : self._start + self.size]
        self._data, self._start = self._place.unpack(packed), 0
        self._place, self.size = None, len(self._data)


class Symbol(Struct, frozen=True):
    """A name at an address."""

    address: int  # relative to the image
    size: int  # bytes; 0: up to the next one
    name: str


class Image(Struct, frozen=True, kw_only=True):
    """One object file. Section names are without their leading `.` or `__`."""

    arch: str  # in the words of `ObjectInfo`
    bits: int  # 32 or 64
    order: Order
    base: int  # what DWARF addresses have more than relative ones
    sections: dict[str, Section]
    read_symbols: Callable[[], list[Symbol]]
    relocatable: bool = False  # code at address 0 is real code

    def section(self, name: str) -> Section:
        """Empty when there is none."""
        return self.sections.get(name) or Section(b"", Place(0, 0))


def mapped(path: str) -> mmap.mmap:
    """The file's bytes. They stay mapped as long as somebody has them. Raises BadObject."""
    with open(path, "rb") as file:
        try:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:
            raise BadObject("the file is empty") from None


def part_of(path: str, offset: int, size: int) -> Bytes:
    """That part of a file: mapped if it is all of it, else read. Raises BadObject."""
    data = mapped(path)
    return data if (offset, size) == (0, len(data)) else data[offset : offset + size]


def elf_compressed(bits: int, order: Order) -> Callable[[bytes], bytes]:
    """How to unpack a section with SHF_COMPRESSED: a header, then zlib or zstd."""

    def unpack(packed: bytes) -> bytes:
        mark = "<" if order == "little" else ">"
        body = packed[24 if bits == 64 else 12 :]
        if not body:
            raise BadObject("a compressed section is cut off")
        kind, size = unpack_from(mark + ("I4xQ" if bits == 64 else "II"), packed)
        if kind == ZSTD:
            return _zstd(body, size)
        if kind != ZLIB:
            raise BadObject(f"a section is compressed with method {kind}, which nobody knows")
        return inflate(body, size)

    return unpack


def _zstd(packed: bytes, size: int) -> bytes:
    """At most `size` bytes, as `inflate`."""
    import zstandard

    if size > LARGEST:
        raise BadObject(f"a compressed section claims {size} bytes")
    try:
        with zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(packed) as reader:
            return reader.read(size)
    except zstandard.ZstdError as error:
        raise BadObject(f"a compressed section is damaged: {error}") from None


def gnu_compressed(packed: bytes) -> bytes:
    """A `.zdebug_` section: `ZLIB`, the size with its high byte first, then zlib."""
    if packed[:4] != b"ZLIB" or len(packed) < 12:
        raise BadObject("a .zdebug_ section does not begin as one")
    return inflate(packed[12:], int.from_bytes(packed[4:12], "big"))


def inflate(packed: bytes, size: int) -> bytes:
    """At most `size` bytes. Raises BadObject for damage and for a size that is no size."""
    # Deflate packs 1032 to 1 at best, so a larger claim is a lie that would cost memory.
    if size > LARGEST or size > 1100 * len(packed) + 1100:
        raise BadObject(f"a compressed section claims {size} bytes")
    if not size:
        return b""
    try:
        return zlib.decompressobj().decompress(packed, size)
    except zlib.error as error:
        raise BadObject(f"a compressed section is damaged: {error}") from None
