"""WebAssembly without `symbolic`: what a module is, and the names of its functions.

Addresses are offsets in the file, as in the stack of a browser. Lines are in DWARF sections,
which `dwarf` reads. Rules: spec/native.md 2.4.3 and 2.4.5.
"""

from collections.abc import Iterator, Sequence
from uuid import UUID

from msgspec import Struct

from inspector.objects.errors import BadObject
from inspector.objects.identify import ObjectInfo
from inspector.objects.plain.part import mapped
from inspector.objects.plain.ranges import Chain, Ranges

_MAGIC = b"\0asm\x01\0\0\0"
_CUSTOM, _IMPORTS, _CODE = 0, 2, 10
_FUNCTION_NAMES = 1
_IMPORTED_FUNCTION, _IMPORTED_TABLE, _IMPORTED_MEMORY, _IMPORTED_GLOBAL = 0, 1, 2, 3
_MOST_SECTIONS = 1 << 16
_LONGEST_NAME = 1 << 16  # bytes


class Section(Struct, frozen=True):
    """A section's content, in bytes from the start of the file."""

    kind: int
    name: str  # of a custom section
    start: int
    end: int


class Wasm:
    """The sections of one module. `data` must live as long as they are asked for."""

    def __init__(self, data: memoryview) -> None:
        """Raises BadObject when it is no module of version 1, or cut off between sections."""
        self._data = data
        if bytes(data[: len(_MAGIC)]) != _MAGIC:
            raise BadObject("not a WebAssembly module of version 1")
        self.sections = tuple(self._read_sections())

    def _read_sections(self) -> Iterator[Section]:
        at, count = len(_MAGIC), 0
        while at < len(self._data):
            kind = self._data[at]
            size, start = self._number(at + 1)
            end, name, count = start + size, "", count + 1
            if end > len(self._data) or count > _MOST_SECTIONS:
                raise BadObject("damaged WebAssembly module")
            if kind == _CUSTOM:
                name, start = self._text(start)
            yield Section(kind, name, start, end)
            at = end

    def _number(self, at: int) -> tuple[int, int]:
        """An unsigned LEB128 number of at most 32 bits, and where it ends."""
        value = 0
        for shift in range(0, 35, 7):
            if at >= len(self._data):
                break
            byte = self._data[at]
            at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value, at
        raise BadObject("damaged WebAssembly module: a number without end")

    def _text(self, at: int) -> tuple[str, int]:
        size, start = self._number(at)
        end = start + size
        if end > len(self._data):
            raise BadObject("damaged WebAssembly module: a name without end")
        raw = bytes(self._data[start : min(end, start + _LONGEST_NAME)])
        return raw.decode("utf-8", "replace"), end

    def section(self, name: str) -> memoryview | None:
        """The content of the first custom section of that name; None without one."""
        found = next((s for s in self.sections if s.name == name), None)
        return None if found is None else self._data[found.start : found.end]

    def functions(self) -> list[tuple[int, int]]:
        """Start and end in the file of each function of the code section, in order."""
        code = next((s for s in self.sections if s.kind == _CODE), None)
        found: list[tuple[int, int]] = []
        if code is None:
            return found
        count, at = self._number(code.start)
        while count > len(found) and at < code.end:
            size, start = self._number(at)
            at = start + size
            found.append((start, at))
        return found

    @property
    def code_start(self) -> int:
        """Where the content of the code section begins: what addresses in DWARF count from."""
        return next((s.start for s in self.sections if s.kind == _CODE), 0)

    def names(self) -> dict[int, str]:
        """Function number, imported ones first -> name."""
        section = next((s for s in self.sections if s.name == "name"), None)
        found: dict[int, str] = {}
        at = section.start if section else 0
        while section and at < section.end:
            kind, (size, start) = self._data[at], self._number(at + 1)
            if kind == _FUNCTION_NAMES:
                count, at = self._number(start)
                while count and at < min(start + size, section.end):
                    number, at = self._number(at)
                    found[number], at = self._text(at)
                    count -= 1
            at = start + size
        return found

    def imported(self) -> int:
        """How many functions are imported: they come first when functions are counted."""
        section = next((s for s in self.sections if s.kind == _IMPORTS), None)
        if section is None:
            return 0
        left, at = self._number(section.start)
        functions = 0
        while left and at < section.end:
            at = self._text(self._text(at)[1])[1]
            kind, at = self._data[at], at + 1
            functions += kind == _IMPORTED_FUNCTION
            at = self._skip_import(kind, at)
            left -= 1
        return functions

    def _skip_import(self, kind: int, at: int) -> int:
        if kind == _IMPORTED_FUNCTION:
            return self._number(at)[1]
        if kind == _IMPORTED_GLOBAL:
            return at + 2
        if kind == _IMPORTED_TABLE:
            at += 1
        elif kind != _IMPORTED_MEMORY:
            raise BadObject("damaged WebAssembly module: an unknown import")
        has_most, at = self._number(at)
        at = self._number(at)[1]
        return self._number(at)[1] if has_most & 1 else at

    def symbols(self) -> Iterator[tuple[int, int, str]]:
        """Place in the file, size and name of each function with a name.

        As upstream has it, a function reaches up to the next one: over the size that is between.
        """
        names, functions = self.names(), self.functions()
        ends = [start for start, _ in functions[1:]] + [end for _, end in functions[-1:]]
        places = zip(functions, ends, strict=True)
        for number, ((start, _), end) in enumerate(places, self.imported()):
            if number in names:
                yield start, end - start, names[number]


def describe(path: str, offset: int, size: int) -> ObjectInfo:
    """What the module is. Raises BadObject."""
    with mapped(path, offset, size) as data:
        wasm = Wasm(data)
        build_id = bytes(wasm.section("build_id") or b"")
        return ObjectInfo(
            format="wasm",
            kind="lib" if wasm.functions() else "dbg",
            arch="wasm32",
            debug_id=str(UUID(bytes=build_id[:16].ljust(16, b"\0"))),
            code_id=build_id.hex() or None,
            has_debug_info=wasm.section(".debug_info") is not None,
            has_unwind_info=wasm.section(".debug_frame") is not None,
            has_symbols=True,
            offset=offset,
            size=size,
        )


def answer(path: str, offset: int, size: int, addresses: Sequence[int]) -> list[Chain]:
    """The function at each place in the file: names only. Raises BadObject."""
    with mapped(path, offset, size) as data:
        ranges = Ranges()
        for start, length, name in Wasm(data).symbols():
            ranges.symbol(start, length, name)
        return ranges.answer(addresses)
