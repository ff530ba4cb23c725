"""One module of a PDB: its functions, with their lines and what is inlined into them."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from operator import itemgetter

from msgspec import Struct

from inspector.objects.paths import clean
from inspector.objects.plain.ranges import Chain, Entry, Ranges, undecorated
from inspector.objects.symcache import Location
from inspector.objects.windows.codeview import Inlined, Procedure, read_procedures, text_at
from inspector.objects.windows.linetable import FOREIGN, Row, ToRva, read_lines
from inspector.objects.windows.typenames import TypeNames, inlinee_name

_NO_FILE = -1
_LONGEST_NAME = 1 << 12  # bytes


class Names(Struct, frozen=True):
    """What all modules of a PDB share."""

    types: TypeNames
    ids: TypeNames
    files: bytes  # NUL-ended names of source files, and of modules
    exported: Callable[[int, int], int]  # place of a module's name, its id -> the PDB's; 0: none

    def text(self, place: int) -> str:
        """The name that begins there."""
        return text_at(memoryview(self.files)[place : place + _LONGEST_NAME], 0)


class Module:
    """The symbol records and line tables of one module. `struct.error` for damage."""

    def __init__(self, symbols: memoryview, lines: memoryview, to_rva: ToRva, names: Names) -> None:
        self._procedures = read_procedures(symbols, to_rva)
        self._lines = read_lines(lines, to_rva)
        self._names = names

    def put_into(self, ranges: Ranges, addresses: Sequence[int]) -> None:
        """Tell where functions begin and end, and all about those at one of `addresses`."""
        wanted = sorted(addresses)
        for procedure in self._procedures:
            end = procedure.start + procedure.size
            asked = bisect_right(wanted, end - 1) > bisect_right(wanted, procedure.start - 1)
            parts = self._parts(procedure, end) if asked else ()
            ranges.function(procedure.start, end, partial(self._whole, procedure), parts)

    def _whole(self, procedure: Procedure) -> Chain:
        return [self._location(procedure, _NO_FILE, 0)]

    def _parts(self, procedure: Procedure, end: int) -> Iterator[tuple[int, Entry]]:
        """An entry wherever the line or what is inlined changes."""
        rows = self._lines.within(procedure.start, end)
        at = {row[0] for row in rows} | {
            address
            for call in _flat(procedure.inlined)
            for span in call.ranges
            for address in span
            if procedure.start <= address < end
        }
        at |= {row[0] for call in _flat(procedure.inlined) for row in call.rows if row[0] < end}
        for address in sorted(at):
            yield address, partial(self._chain, procedure, rows, address)

    def _chain(self, procedure: Procedure, rows: list[Row], address: int) -> Chain:
        file, line = _row_at(rows, address)
        chain = [self._location(procedure, file, line)]
        calls = procedure.inlined
        # Where the outer function has no line, upstream does not know the call.
        while file != _NO_FILE and (call := _call_at(calls, address)) is not None:
            chain.append(self._inlined(call, address, procedure.start))
            calls = call.inner
        return chain[::-1]

    def _inlined(self, call: Inlined, address: int, start: int) -> Location:
        first_file, first_line = self._lines.inlinees.get(call.function, (_NO_FILE, 0))
        file, line = _row_at(call.rows, address)
        name = inlinee_name(self._global(call.function), self._names.ids, self._names.types)
        path = self._path(first_file if file == _NO_FILE else file)
        return Location(name, start, max(first_line + line, 0), "", path)

    def _location(self, procedure: Procedure, file: int, line: int) -> Location:
        types, type_ = self._names.types, procedure.type
        name = procedure.name
        if type_ and procedure.type_is_id:
            name = inlinee_name(self._global(type_), self._names.ids, types) or name
        elif type_:
            name += types.signature(type_)
        return Location(undecorated(name), procedure.start, line, "", self._path(file))

    def _global(self, number: int) -> int:
        """A function id, also when it is another module's: those have the top bit set."""
        if not number & FOREIGN:
            return number
        found = self._lines.imported(number)
        return self._names.exported(*found) if found is not None else 0

    def _path(self, file: int) -> str:
        place = self._lines.name_at(file) if file != _NO_FILE else None
        if place is None:
            return ""
        return clean(self._names.text(place))


def _flat(calls: list[Inlined]) -> Iterator[Inlined]:
    for call in calls:
        yield call
        yield from _flat(call.inner)


def _row_at(rows: list[Row], address: int) -> tuple[int, int]:
    """File and line of the row that holds there."""
    index = bisect_right(rows, address, key=itemgetter(0)) - 1
    return rows[index][1:] if index >= 0 else (_NO_FILE, 0)


def _call_at(calls: list[Inlined], address: int) -> Inlined | None:
    return next((c for c in calls if any(start <= address < end for start, end in c.ranges)), None)
