"""ELF files: what they are, their sections and their symbols.

The rules of what is called what are those of `symbolic`: spec/native.md 2.4.3, 2.4.5.
"""

import lzma
from collections.abc import Callable, Iterator
from functools import partial
from struct import calcsize, iter_unpack, unpack_from

from msgspec import Struct

from inspector.objects.dwarf.containers.image import (
    Bytes,
    Image,
    Order,
    Place,
    Section,
    Symbol,
    elf_compressed,
    gnu_compressed,
    part_of,
)
from inspector.objects.dwarf.damage import damage
from inspector.objects.errors import BadObject
from inspector.objects.identify import ObjectInfo

_ARCH = {3: "x86", 62: "x86_64", 40: "arm", 183: "arm64", 20: "ppc", 21: "ppc64", 8: "mips"}
_KINDS = {0: "none", 1: "rel", 2: "exe", 3: "lib", 4: "dump"}
_RELOCATABLE, _EXECUTABLE, _LIBRARY = 1, 2, 3
_LOAD, _INTERPRETER, _NOTES = 1, 3, 4
_SYMTAB, _NOTE_SECTION, _NOBITS, _DYNSYM = 2, 7, 8, 11
_COMPRESSED, _CODE = 0x800, 0x4
_BUILD_ID = 3
_FUNCTIONS = {2, 10}  # STT_FUNC, STT_GNU_IFUNC
_MOST_MINI = 1 << 28  # bytes of an unpacked .gnu_debugdata


class Header(Struct, frozen=True):
    """A section header."""

    name: str
    kind: int
    flags: int
    address: int
    offset: int
    size: int
    link: int


class Elf(Struct, frozen=True):
    """The headers of one file. `data` is all of it."""

    data: Bytes
    bits: int
    order: Order
    kind: int
    machine: int
    segments: list[tuple[int, int, int, int]]  # type, offset, address, bytes in the file
    headers: list[Header]

    @property
    def base(self) -> int:
        """The address of the first segment that is loaded."""
        return next((address for kind, _, address, _ in self.segments if kind == _LOAD), 0)

    def find(self, name: str) -> Header | None:
        """The section of that name, if the file has its bytes; `.zdebug_x` is `debug_x`."""
        spellings = {"." + name, ".z" + name}
        return next(
            (each for each in self.headers if each.name in spellings and each.kind != _NOBITS),
            None,
        )

    def section(self, header: Header) -> Section:
        """Its bytes, unpacked when read."""
        unpack: Callable[[bytes], bytes] | None = None
        if header.flags & _COMPRESSED:
            unpack = elf_compressed(self.bits, self.order)
        elif header.name.startswith(".zdebug_"):
            unpack = gnu_compressed
        return Section(self.data, Place(header.offset, header.size, unpack))


def read(data: Bytes) -> Elf:
    """The headers. Raises BadObject."""
    with damage():
        if data[:4] != b"\x7fELF" or data[4] not in (1, 2) or data[5] not in (1, 2):
            raise BadObject("not an ELF file")
        bits, mark = 32 * data[4], "<>"[data[5] - 1]
        kind, machine = unpack_from(mark + "HH", data, 16)
        word = "Q" if bits == 64 else "I"
        segments_at, sections_at = unpack_from(mark + word * 2, data, 32 if bits == 64 else 28)
        counts = unpack_from(mark + "5H", data, 54 if bits == 64 else 42)
        # `symbolic` refuses such a file, too: it was cut off.
        if sections_at and sections_at + counts[3] * counts[4] > len(data):
            raise BadObject("the file ends before its section headers")
        segments = list(_segments(data, bits, mark, segments_at, counts[1]))
        headers = _sections(data, bits, mark, sections_at, counts[3], counts[4])
        order: Order = "little" if mark == "<" else "big"
        return Elf(data, bits, order, kind, machine, segments, headers)


def describe(path: str, offset: int, size: int) -> ObjectInfo:
    """What `identify` says of the file, too. Raises BadObject."""
    elf = headers_of(path, offset, size)
    build_id = find_build_id(elf)
    return ObjectInfo(
        format="elf",
        kind=_kind(elf),
        arch=_ARCH.get(elf.machine, "unknown"),
        debug_id=_debug_id(build_id or _text_hash(elf), elf.order),
        code_id=build_id.hex() or None,
        has_debug_info=elf.find("debug_info") is not None,
        has_unwind_info=elf.find("eh_frame") is not None or elf.find("debug_frame") is not None,
        has_symbols=any(each.kind in (_SYMTAB, _DYNSYM) and each.size for each in elf.headers),
        offset=offset,
        size=size,
    )


def image(path: str, offset: int, size: int) -> Image:
    """Sections and symbols. Raises BadObject."""
    return image_of(headers_of(path, offset, size))


def headers_of(path: str, offset: int, size: int) -> Elf:
    """The headers of that part of the file. Raises BadObject."""
    return read(part_of(path, offset, size))


def image_of(elf: Elf) -> Image:
    """The same for headers that were read."""
    sections: dict[str, Section] = {}
    for header in elf.headers:
        if header.kind != _NOBITS and header.name.startswith((".debug_", ".zdebug_", ".gnu_debug")):
            name = header.name.removeprefix(".z").removeprefix(".")
            sections.setdefault(name, elf.section(header))
    return Image(
        arch=_ARCH.get(elf.machine, "unknown"),
        bits=elf.bits,
        order=elf.order,
        base=elf.base,
        sections=sections,
        read_symbols=partial(_symbols, elf),
        relocatable=elf.kind == _RELOCATABLE,
    )


def find_build_id(elf: Elf) -> bytes:
    """From the notes of the segments, then of the sections; empty when there is none."""
    places = [(offset, size) for kind, offset, _, size in elf.segments if kind == _NOTES]
    places += [(each.offset, each.size) for each in elf.headers if each.kind == _NOTE_SECTION]
    mark = "<" if elf.order == "little" else ">"
    for offset, size in places:
        notes = elf.data[offset : offset + size]
        position = 0
        while position + 12 <= len(notes):
            name_size, desc_size, kind = unpack_from(mark + "3I", notes, position)
            start = position + 12 + -(-name_size // 4) * 4
            if kind == _BUILD_ID and desc_size:
                return bytes(notes[start : start + desc_size])
            position = start + -(-desc_size // 4) * 4
    return b""


def _segments(
    data: Bytes, bits: int, mark: str, at: int, count: int
) -> Iterator[tuple[int, int, int, int]]:
    layout = mark + ("I4xQQ8xQ16x" if bits == 64 else "III4xI12x")
    size = calcsize(layout)
    yield from iter_unpack(layout, data[at : at + size * count])


def _sections(data: Bytes, bits: int, mark: str, at: int, count: int, names: int) -> list[Header]:
    """Count and index of the names move to the first header when they do not fit."""
    layout = mark + ("2I4Q2I16x" if bits == 64 else "8I8x")
    if not at or at >= len(data):
        return []
    first = unpack_from(layout, data, at)
    count = count or first[5]
    names = first[6] if names == 0xFFFF else names
    table = data[at : at + calcsize(layout) * count]
    rows = list(iter_unpack(layout, table[: len(table) // calcsize(layout) * calcsize(layout)]))
    place = Place(rows[names][4], rows[names][5]) if names < len(rows) else Place(0, 0)
    texts = Section(data, place)
    return [
        Header(texts.read(row[0], 256).partition(b"\0")[0].decode("utf-8", "replace"), *row[1:7])
        for row in rows
    ]


def _kind(elf: Elf) -> str:
    """Debug files keep the type of what they came from; what they lack tells."""
    has_interpreter = any(kind == _INTERPRETER and size for kind, _, _, size in elf.segments)
    if elf.kind == _EXECUTABLE and not has_interpreter:
        return "dbg"
    if elf.kind == _LIBRARY and elf.find("text") is None:
        return "dbg"
    return _KINDS.get(elf.kind, "other")


def _text_hash(elf: Elf) -> bytes:
    """The first page of the code folded into 16 bytes; empty when there is no code."""
    header = elf.find("text")
    code = elf.section(header).read(0, 4096) if header else b""
    folded = bytearray(16)
    for index, byte in enumerate(code):
        folded[index % 16] ^= byte
    return bytes(folded) if code else b""


def _debug_id(identifier: bytes, order: Order) -> str:
    from uuid import UUID

    padded = identifier[:16].ljust(16, b"\0")
    return str(UUID(bytes_le=padded) if order == "little" else UUID(bytes=padded))


def _symbols(elf: Elf) -> list[Symbol]:
    """Functions: of the full table, of the dynamic one, of the mini debug info; in file order."""
    found = [
        symbol
        for kind in (_SYMTAB, _DYNSYM)
        for header in elf.headers
        if header.kind == kind
        for symbol in _table(elf, header)
    ]
    mini = elf.find("gnu_debugdata")
    if mini is not None:
        found += _mini_symbols(elf, elf.section(mini))
    return found


def _table(elf: Elf, header: Header) -> Iterator[Symbol]:
    if header.link >= len(elf.headers):
        return
    names = elf.section(elf.headers[header.link])
    mark = "<" if elf.order == "little" else ">"
    layout = mark + ("IBBHQQ" if elf.bits == 64 else "IIIBBH")
    table = elf.section(header).whole()
    base, thumb = elf.base, elf.machine == 40
    for row in iter_unpack(layout, table[: len(table) // calcsize(layout) * calcsize(layout)]):
        name, info, section, value, size = (
            (row[0], row[1], row[3], row[4], row[5])
            if elf.bits == 64
            else (row[0], row[3], row[5], row[1], row[2])
        )
        if info & 15 not in _FUNCTIONS or not 0 < section < len(elf.headers):
            continue
        if elf.headers[section].flags & _CODE and value >= base and name < names.size:
            address = value - base
            text = names.text(name).decode("utf-8", "replace")
            yield Symbol(address & ~1 if thumb else address, size, text)


def _mini_symbols(elf: Elf, packed: Section) -> list[Symbol]:
    """What `.gnu_debugdata` has: an ELF file with a symbol table, packed with xz."""
    try:
        unpacker = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=1 << 28)
        inner = read(unpacker.decompress(packed.whole(), _MOST_MINI))
    except (lzma.LZMAError, EOFError, BadObject):
        return []
    shift = inner.base - elf.base
    return [
        Symbol(each.address + shift, each.size, each.name)
        for header in inner.headers
        if header.kind in (_SYMTAB, _DYNSYM)
        for each in _table(inner, header)
    ]
