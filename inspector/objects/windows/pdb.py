"""What a PDB is, and what runs at an address, without `symbolic`. Runs in the child process.

Only modules whose code is at an address asked for are read. Names, lines and inlined calls
are those that `symbolic` gives; rules: spec/native.md 2.4.3, 2.4.5 and 2.7.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from struct import iter_unpack, unpack_from

from msgspec import Struct

from inspector.objects.errors import BadObject
from inspector.objects.identify import ObjectInfo, version_control
from inspector.objects.plain.part import mapped
from inspector.objects.plain.ranges import Chain, Ranges, undecorated
from inspector.objects.windows.codeview import PUBLIC, records, text_at
from inspector.objects.windows.ids import ARCHITECTURES, dashed_id
from inspector.objects.windows.linetable import read_exports
from inspector.objects.windows.modules import Module, Names
from inspector.objects.windows.msf import NO_STREAM, Msf, damage
from inspector.objects.windows.sections import Sections, spans
from inspector.objects.windows.typenames import TypeNames

_INFO, _TYPES, _DEBUG, _IDS = 1, 2, 3, 4
_HEADER = 64  # bytes of the debug information stream
_CONTRIBUTIONS = {0xF12EBA2D: "<H2xII4xH10x", 0xF13151E4: "<H2xII4xH14x"}
_OMAP, _SECTION_HEADERS, _ORIGINAL_HEADERS = 4, 5, 10  # places among the optional streams
_FUNCTION = 2  # flag of a public symbol


def describe(path: str, offset: int, size: int) -> ObjectInfo:
    """What the PDB in that part of the file is. Raises BadObject."""
    with mapped(path, offset, size) as data:
        pdb = Pdb(data)
        debug_id = pdb.debug_id()
        arch = ARCHITECTURES.get(pdb.machine, "unknown")
    return ObjectInfo(
        format="pdb",
        kind="dbg",
        arch=arch,
        debug_id=debug_id,
        has_debug_info=True,
        has_symbols=True,
        has_unwind_info=arch == "x86",
        srcsrv_vcs=version_control(path),
        offset=offset,
        size=size,
    )


def answer(path: str, offset: int, size: int, addresses: Sequence[int]) -> list[Chain]:
    """The inline chain at each relative address, innermost first. Raises BadObject."""
    with mapped(path, offset, size) as data:
        return Pdb(data).answer(addresses)


class _ModuleInfo(Struct, frozen=True):
    """Where the parts of a module stream are, in bytes."""

    name: str
    stream: int
    symbols: int
    old_lines: int
    lines: int


class Pdb:
    """One PDB. `data` must live as long as this does."""

    def __init__(self, data: memoryview) -> None:
        """Raises BadObject when it is no PDB 7.0, or has no debug information stream."""
        self._msf = Msf(data)
        self._exports: dict[str, dict[int, int]] = {}
        with damage():
            self._debug = memoryview(self._msf.read(_DEBUG))
            (self._age,) = unpack_from("<I", self._debug, 8)
            (self._symbols,) = unpack_from("<H", self._debug, 20)
            sizes = unpack_from("<5i4xii", self._debug, 24)
            (self.machine,) = unpack_from("<H", self._debug, 58)
            self._parts = _split(self._debug, (*sizes[:5], sizes[6], sizes[5]))

    def debug_id(self) -> str:
        """GUID and age; the age is that of the debug information, which a linker counts on."""
        with damage():
            return dashed_id(self._msf.read(_INFO, 28)[12:28], self._age)

    def answer(self, addresses: Sequence[int]) -> list[Chain]:
        """The inline chain at each relative address, innermost first."""
        with damage():
            ranges = Ranges()
            for number in self._modules_at(addresses):
                module = self._module(number)
                if module is not None:
                    module.put_into(ranges, addresses)
            for address, name in self._publics(addresses):
                ranges.symbol(address, 0, name)
            return ranges.answer(addresses)

    def _modules_at(self, addresses: Sequence[int]) -> list[int]:
        """Who contributed the code at each address, or the code nearest before it."""
        found = spans(self._contributions(), self._sections)
        starts = [start for start, _, _ in found]
        near = (bisect_right(starts, address) - 1 for address in addresses)
        return sorted({found[index][2] for index in near if index >= 0})

    def _contributions(self) -> Iterator[tuple[int, int, int, int]]:
        part = self._parts[1]
        version = unpack_from("<I", part)[0] if len(part) >= 4 else 0
        layout = _CONTRIBUTIONS.get(version)
        if layout is None:
            return iter(())
        size = 28 if version == 0xF12EBA2D else 32
        return iter_unpack(layout, part[4 : 4 + (len(part) - 4) // size * size])

    @cached_property
    def _sections(self) -> Sections:
        headers = self._optional(_ORIGINAL_HEADERS)
        if headers:
            return Sections(headers, self._optional(_OMAP))
        return Sections(self._optional(_SECTION_HEADERS))

    def _optional(self, place: int) -> bytes:
        part = self._parts[6]
        if len(part) < 2 * place + 2:
            return b""
        (number,) = unpack_from("<H", part, 2 * place)
        return b"" if number == NO_STREAM else self._msf.read(number)

    @cached_property
    def _module_list(self) -> list[_ModuleInfo]:
        part = bytes(self._parts[0])
        found = []
        at = 0
        while at + 64 <= len(part):
            places = unpack_from("<34xH3I", part, at)
            name_end = part.find(b"\0", at + 64)
            file_end = part.find(b"\0", name_end + 1)
            if name_end < 0 or file_end < 0:
                break
            found.append(_ModuleInfo(part[at + 64 : name_end].decode("utf-8", "replace"), *places))
            at = file_end + 1 + 3 & ~3
        return found

    def _module(self, number: int) -> Module | None:
        if number >= len(self._module_list):
            return None
        info = self._module_list[number]
        if info.stream == NO_STREAM:
            return None
        symbols, lines = self._module_parts(info)
        return Module(symbols, lines, self._sections.rva, self._names)

    def _module_parts(self, info: _ModuleInfo) -> tuple[memoryview, memoryview]:
        data = memoryview(self._msf.read(info.stream))
        return data[4 : info.symbols], data[info.symbols + info.old_lines :][: info.lines]

    def _exported(self, place: int, number: int) -> int:
        """The PDB's id of a function that the module of that name knows by `number`; 0: none."""
        name = self._names.text(place).lower()
        module = self._modules_by_name.get(name)
        if module is None:
            return 0
        if name not in self._exports:
            self._exports[name] = read_exports(self._module_parts(module)[1])
        return self._exports[name].get(number, 0)

    @cached_property
    def _modules_by_name(self) -> dict[str, _ModuleInfo]:
        return {m.name.lower(): m for m in self._module_list if m.stream != NO_STREAM}

    @cached_property
    def _names(self) -> Names:
        number = self._msf.named(b"/names")
        files = self._msf.read(number) if number is not None else b""
        has_ids = len(self._msf.sizes) > _IDS and self._msf.sizes[_IDS] > 0
        types = TypeNames(self._msf.read(_TYPES))
        ids = TypeNames(self._msf.read(_IDS)) if has_ids else types
        return Names(types, ids, files[12:], self._exported)

    def _publics(self, addresses: Sequence[int]) -> Iterator[tuple[int, str]]:
        """Of the public functions, those that are the last before an address asked for."""
        if self._symbols == NO_STREAM:
            return
        wanted, to_rva = sorted(addresses), self._sections.rva
        nearest: dict[int, tuple[int, memoryview]] = {}  # number of an address -> the last before
        for kind, body in records(memoryview(self._msf.read(self._symbols))):
            if kind != PUBLIC:
                continue
            flags, offset, section = unpack_from("<2IH", body)
            address = to_rva(section, offset) if flags & _FUNCTION else None
            if address is not None:
                number = bisect_left(wanted, address)
                if number not in nearest or address > nearest[number][0]:
                    nearest[number] = (address, body)
        for address, body in nearest.values():
            yield address, undecorated(text_at(body, 10))


def _split(debug: memoryview, sizes: Sequence[int]) -> list[memoryview]:
    """The parts behind the header. Raises BadObject for sizes that cannot be."""
    parts = []
    at = _HEADER
    for size in sizes:
        if size < 0 or at + size > len(debug):
            raise BadObject("impossible PDB debug information")
        parts.append(debug[at : at + size])
        at += size
    return parts
