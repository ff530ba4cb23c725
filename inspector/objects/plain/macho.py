"""Mach-O without `symbolic`: what a file or a slice is, and its symbol table.

Load commands are read, and of the symbol table only functions. Rules: spec/native.md 2.4.3
and 2.4.5. Lines are in DWARF sections, which `dwarf` reads.
"""

from collections.abc import Iterator, Sequence
from struct import error as StructError  # noqa: N812  it is no class name in `struct` itself
from struct import iter_unpack, unpack_from
from uuid import UUID

from msgspec import Struct

from inspector.objects.errors import BadObject
from inspector.objects.identify import ObjectInfo
from inspector.objects.plain.part import mapped
from inspector.objects.plain.ranges import Chain, Ranges

_MAGICS = {
    b"\xfe\xed\xfa\xce": (">", 32), b"\xce\xfa\xed\xfe": ("<", 32),
    b"\xfe\xed\xfa\xcf": (">", 64), b"\xcf\xfa\xed\xfe": ("<", 64),
}  # fmt: skip
_SEGMENT, _SYMTAB, _UUID, _SEGMENT_64 = 0x1, 0x2, 0x1B, 0x19
_KINDS = {
    1: "rel", 2: "exe", 3: "lib", 4: "dump", 5: "exe", 6: "lib", 7: "exe", 8: "lib", 10: "dbg",
    11: "lib",
}  # fmt: skip
_UNWIND = {"__eh_frame", "__debug_frame", "__unwind_info"}
_MOST_COMMANDS = 1 << 16
_LONGEST_NAME = 1 << 16  # bytes

_STAB, _TYPE, _IN_SECTION = 0xE0, 0x0E, 0x0E  # of a symbol's type
_SOME_CODE = 0x8000_0400  # attributes of a section: pure, some instructions
_SUBTYPE = 0x00FF_FFFF  # the top byte holds capabilities

_ARCHITECTURES = {
    0x7: {3: "x86", None: "x86_unknown"},
    0x0100_0007: {3: "x86_64", 8: "x86_64h", None: "x86_64_unknown"},
    0xC: {
        0: "arm", 6: "armv6", 7: "armv5", 9: "armv7", 10: "armv7f", 11: "armv7s",
        12: "armv7k", 14: "armv6m", 15: "armv7m", 16: "armv7em", None: "arm_unknown",
    },
    0x0100_000C: {0: "arm64", 1: "arm64v8", 2: "arm64e", None: "arm64_unknown"},
    0x0200_000C: {0: "arm64_32", 1: "arm64_32_v8", None: "arm64_32_unknown"},
    0x12: {0: "ppc", None: "unknown"},
    0x0100_0012: {0: "ppc64", None: "unknown"},
}  # fmt: skip


class Section(Struct, frozen=True):
    """A section: where it is in memory and in the slice, in bytes."""

    segment: str
    name: str
    address: int
    size: int
    offset: int
    has_code: bool


def describe(path: str, offset: int, size: int) -> ObjectInfo:
    """What the slice is. Raises BadObject."""
    with mapped(path, offset, size) as data:
        found = MachO(data)
    # A dSYM names all sections of the program; those it does not have are at offset 0.
    names = {section.name for section in found.sections if section.offset}
    return ObjectInfo(
        format="macho",
        kind=_KINDS.get(found.file_type, "other"),
        arch=found.arch,
        debug_id=str(found.uuid or UUID(int=0)),
        code_id=found.uuid.hex if found.uuid else None,
        has_debug_info="__debug_info" in names,
        has_unwind_info=bool(names & _UNWIND),
        has_symbols=found.symbol_table is not None,
        offset=offset,
        size=size,
    )


def answer(path: str, offset: int, size: int, addresses: Sequence[int]) -> list[Chain]:
    """The symbol at each relative address: names only. Raises BadObject."""
    with mapped(path, offset, size) as data:
        ranges = Ranges()
        for address, name in MachO(data).symbols():
            ranges.symbol(address, 0, name)
        return ranges.answer(addresses)


class MachO:
    """The load commands of one slice. `data` must live as long as symbols are asked for."""

    def __init__(self, data: memoryview) -> None:
        """Raises BadObject when it is no Mach-O file, or cut off in its load commands."""
        self._data = data
        magic = bytes(data[:4])
        if magic not in _MAGICS:
            raise BadObject("not a Mach-O file")
        self._order, self._bits = _MAGICS[magic]
        self.sections: list[Section] = []
        self.uuid: UUID | None = None
        self.symbol_table: tuple[int, int, int, int] | None = None  # place, count, names, bytes
        self.load_address = 0  # of the segment __TEXT
        try:
            self._read_commands()
        except StructError as error:
            raise BadObject(f"damaged Mach-O file: {error}") from None

    def _read_commands(self) -> None:
        data, order = self._data, self._order
        cpu, subtype, self.file_type, count = unpack_from(f"{order}4I", data, 4)
        family = _ARCHITECTURES.get(cpu, {})
        self.arch = family.get(subtype & _SUBTYPE) or family.get(None) or "unknown"
        at = 32 if self._bits == 64 else 28
        for _ in range(min(count, _MOST_COMMANDS)):
            kind, size = unpack_from(f"{order}2I", data, at)
            if size < 8:
                raise BadObject("damaged Mach-O file: a load command without size")
            if kind in (_SEGMENT, _SEGMENT_64):
                self._read_segment(at, 64 if kind == _SEGMENT_64 else 32)
            elif kind == _SYMTAB:
                self.symbol_table = unpack_from(f"{order}4I", data, at + 8)
            elif kind == _UUID and at + 24 <= len(data):
                self.uuid = UUID(bytes=bytes(data[at + 8 : at + 24]))
            at += size

    def _read_segment(self, at: int, bits: int) -> None:
        data, word = self._data, "Q" if bits == 64 else "I"
        name, address = unpack_from(f"{self._order}16s{word}", data, at + 8)
        if name.rstrip(b"\0") == b"__TEXT":
            self.load_address = address
        count_at = at + (64 if bits == 64 else 48)
        (count,) = unpack_from(f"{self._order}I", data, count_at)
        layout = f"{self._order}16s16s2{word}I12xI{'12x' if bits == 64 else '8x'}"
        size = 80 if bits == 64 else 68
        first = count_at + 8
        part = data[first : first + min(count, _MOST_COMMANDS) * size]
        for row in iter_unpack(layout, part[: len(part) // size * size]):
            own, segment, start, length, offset, flags = row
            self.sections.append(
                Section(_name(segment), _name(own), start, length, offset, bool(flags & _SOME_CODE))
            )

    def symbols(self) -> Iterator[tuple[int, str]]:
        """Relative address and name of each function, its first underscore left out."""
        if self.symbol_table is None:
            return
        place, count, names, length = self.symbol_table
        size, word = (16, "Q") if self._bits == 64 else (12, "I")
        rows = self._data[place : place + count * size]
        strings = bytes(self._data[names : names + length])
        layout = f"{self._order}I2BH{word}"
        for at, kind, number, _, value in iter_unpack(layout, rows[: len(rows) // size * size]):
            defined = not kind & _STAB and kind & _TYPE == _IN_SECTION
            if not defined or not 1 <= number <= len(self.sections):
                continue
            if self.sections[number - 1].has_code and value >= self.load_address:
                end = strings.find(b"\0", at, at + _LONGEST_NAME)
                raw = strings[at : end if end >= 0 else at + _LONGEST_NAME]
                name = raw.decode("utf-8", "replace").removeprefix("_")
                yield value - self.load_address, name


def _name(raw: bytes) -> str:
    return raw.rstrip(b"\0").decode("utf-8", "replace")
