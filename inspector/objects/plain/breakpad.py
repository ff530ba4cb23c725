"""Breakpad text symbols: what the file is, and what runs at an address. In the child process.

The file is searched, never split: of its functions only the starts are kept, and only those at
an address asked for are read. Rules: spec/native.md 2.4.3, 2.4.5 and 2.7.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property, partial

from msgspec import Struct

from inspector.model.ids import DebugId
from inspector.objects.errors import BadObject
from inspector.objects.identify import ObjectInfo
from inspector.objects.paths import clean
from inspector.objects.plain.part import mapped
from inspector.objects.plain.ranges import Chain, Entry, Ranges
from inspector.objects.symcache import Location

_MODULE = re.compile(rb"MODULE +([^ \r\n]+) +([^ \r\n]+) +([0-9A-Fa-f-]+)(?: +([^\r\n]*))?")
_CODE_ID = re.compile(rb"\nINFO CODE_ID ([0-9A-Fa-f]+)")
_FUNC = re.compile(
    rb"\nFUNC(?: +m)? +([0-9A-Fa-f]{1,16}) +([0-9A-Fa-f]{1,16}) +[0-9A-Fa-f]+ *([^\r\n]*)"
)
_PUBLIC = re.compile(rb"\nPUBLIC(?: +m)? +([0-9A-Fa-f]{1,16}) +[0-9A-Fa-f]+ *([^\r\n]*)")
_ORIGIN = re.compile(rb"\nINLINE_ORIGIN +(\d{1,10}) +([^\r\n]*)")
_FILE = re.compile(rb"\nFILE +(\d{1,10}) +([^\r\n]*)")
_RECORD = re.compile(rb"\n(?:FUNC|PUBLIC|STACK|FILE|INFO|INLINE_ORIGIN|MODULE) ")
_LINE = re.compile(rb"\n([0-9A-Fa-f]{1,16}) +([0-9A-Fa-f]{1,16}) +(\d{1,10}) +(\d{1,10})")
_INLINE = re.compile(rb"\nINLINE +(\d{1,4}) +(\d{1,10}) +(\d{1,10}) +(\d{1,10}) +([0-9A-Fa-f ]+)")
_HEAD = 1 << 16  # bytes in which the records about the module stand

_ARCHITECTURES = {
    "x86", "x86_64", "x86_64h", "arm", "armv5", "armv6", "armv6m", "armv7", "armv7f", "armv7s",
    "armv7k", "armv7m", "armv7em", "arm64", "arm64e", "arm64v8", "arm64_32", "arm64_32_v8",
    "ppc", "ppc64", "mips", "mips64", "wasm32",
}  # fmt: skip
_OTHER_NAMES = {"i386": "x86", "i686": "x86", "amd64": "x86_64", "aarch64": "arm64"}


def describe(path: str, offset: int, size: int) -> ObjectInfo:
    """What the symbol file is. Raises BadObject."""
    with mapped(path, offset, size) as data:
        module = _MODULE.match(data)
        if module is None:
            raise BadObject("no Breakpad symbol file")
        arch = module[2].decode("ascii", "replace").lower()
        code_id = _CODE_ID.search(data[:_HEAD])
        return ObjectInfo(
            format="breakpad",
            kind="dbg",
            arch=_architecture(arch),
            debug_id=_debug_id(module[3].decode()),
            code_id=code_id[1].decode().lower() if code_id else None,
            has_debug_info=_FUNC.search(data) is not None,
            has_symbols=_PUBLIC.search(data) is not None,
            has_unwind_info=re.search(rb"\nSTACK ", data) is not None,
            offset=offset,
            size=size,
        )


def _architecture(name: str) -> str:
    name = _OTHER_NAMES.get(name, name)
    return name if name in _ARCHITECTURES else "unknown"


def _debug_id(text: str) -> str:
    try:
        return str(DebugId.parse(text))
    except ValueError:
        raise BadObject(f"not a debug id: {text[:80]}") from None


def answer(path: str, offset: int, size: int, addresses: Sequence[int]) -> list[Chain]:
    """The inline chain at each relative address, innermost first. Raises BadObject."""
    with mapped(path, offset, size) as data:
        if _MODULE.match(data) is None:
            raise BadObject("no Breakpad symbol file")
        return _Symbols(data).answer(addresses)


class _Inline(Struct, frozen=True):
    """A call inlined into a function."""

    depth: int
    line: int  # of the call, in what it is inlined into
    file: int
    origin: int
    ranges: list[tuple[int, int]]


class _Function(Struct, frozen=True):
    """A FUNC record with what follows it."""

    start: int
    name: str
    rows: list[tuple[int, int, int]]  # address, line, file; sorted
    inlines: list[_Inline]


class _Symbols:
    """One symbol file, for the questions of one call."""

    def __init__(self, data: memoryview) -> None:
        self._data = data

    def answer(self, addresses: Sequence[int]) -> list[Chain]:
        ranges, wanted = Ranges(), sorted(addresses)
        for found in _FUNC.finditer(self._data):
            start = int(found[1], 16)
            end = start + int(found[2], 16)
            whole = partial(_named, _text(found[3]), start)
            asked = bisect_right(wanted, end - 1) > bisect_right(wanted, start - 1)
            parts = self._parts(start, end, found) if asked else ()
            ranges.function(start, end, whole, parts)
        for found in _PUBLIC.finditer(self._data):
            ranges.symbol(int(found[1], 16), 0, _text(found[2]))
        return ranges.answer(addresses)

    def _parts(self, start: int, end: int, found: re.Match[bytes]) -> Iterator[tuple[int, Entry]]:
        """An entry wherever the line or what is inlined changes."""
        stop = _RECORD.search(self._data, found.end())
        body = self._data[found.end() : stop.start() if stop else len(self._data)]
        rows = [
            (int(row[1], 16), int(row[3]), int(row[4]))
            for row in _LINE.finditer(body)
            if int(row[2], 16)
        ]
        rows.sort()
        inlines = [_inline(each) for each in _INLINE.finditer(body)]
        function = _Function(start, _text(found[3]), rows, inlines)
        edges = {row[0] for row in rows}
        edges |= {edge for each in inlines for span in each.ranges for edge in span}
        for address in sorted(edge for edge in edges if start <= edge < end):
            yield address, partial(self._chain, function, address)

    def _chain(self, function: _Function, address: int) -> Chain:
        index = bisect_right(function.rows, (address, 1 << 40, 0)) - 1
        line, file = function.rows[index][1:] if index >= 0 else (0, -1)
        names = [function.name]
        places = []
        if index >= 0:
            for call in _calls_at(function.inlines, address):
                places.append((call.line, call.file))
                names.append(self._origins.get(call.origin, ""))
        places.append((line, file))
        chain = [
            Location(name, function.start, line, "", self._path(file))
            for name, (line, file) in zip(names, places, strict=True)
        ]
        return chain[::-1]

    def _path(self, file: int) -> str:
        return clean(self._files.get(file, ""))

    @cached_property
    def _files(self) -> dict[int, str]:
        return {int(each[1]): _text(each[2]) for each in _FILE.finditer(self._data)}

    @cached_property
    def _origins(self) -> dict[int, str]:
        return {int(each[1]): _text(each[2]) for each in _ORIGIN.finditer(self._data)}


def _calls_at(inlines: list[_Inline], address: int) -> Iterator[_Inline]:
    """The inlined calls there, outermost first: one of each depth, until one is missing."""
    found: dict[int, _Inline] = {}
    for each in inlines:
        if any(start <= address < end for start, end in each.ranges):
            found.setdefault(each.depth, each)
    depth = 0
    while depth in found:
        yield found[depth]
        depth += 1


def _inline(found: re.Match[bytes]) -> _Inline:
    numbers = [int(word, 16) for word in found[5].split()]
    ranges = [(a, a + size) for a, size in zip(numbers[::2], numbers[1::2], strict=False)]
    return _Inline(int(found[1]), int(found[2]), int(found[3]), int(found[4]), ranges)


def _named(name: str, start: int) -> Chain:
    return [Location(name, start, 0, "", "")]


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").rstrip() or "<unknown>"
