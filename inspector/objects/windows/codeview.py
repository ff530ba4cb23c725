"""The symbol records of one PDB module: procedures, and the calls inlined into them.

Records are nested: a procedure is open until its end record, and so is an inlined call.
Cut off or out of step they end early; nothing is guessed.
"""

from collections.abc import Iterator
from struct import unpack_from

from msgspec import Struct

from inspector.objects.windows.linetable import ToRva

PUBLIC = 0x110E
_PROCEDURES = {0x110F, 0x1110, 0x1146, 0x1147, 0x1155, 0x1156}
_BY_ID = {0x1146, 0x1147, 0x1156}  # their type is a function id, not a type
_INLINE, _INLINE_END = {0x114D: 12, 0x115D: 16}, 0x114E  # kind -> where annotations begin
_OPEN = {0x1102, 0x1103, 0x1132}  # thunk, block, separated code: end by the same record
_END, _PROCEDURE_END = 0x0006, 0x114F
_DEEPEST = 128

Range = tuple[int, int]
"""First address and the one behind the last, relative."""


class Inlined(Struct, frozen=True):
    """A call inlined into a procedure or into another inlined call."""

    function: int  # its function id
    ranges: list[Range]  # where its code is, in order
    rows: list[tuple[int, int, int]]  # address, file, line; file -1: where the inlinee begins
    inner: "list[Inlined]"


class Procedure(Struct, frozen=True):
    """One function of the module."""

    start: int
    size: int
    name: str
    type: int  # 0: none
    type_is_id: bool
    inlined: list[Inlined]


def records(data: memoryview) -> Iterator[tuple[int, memoryview]]:
    """Kind and body of each record, as far as they are whole."""
    at = 0
    while at + 4 <= len(data):
        size, kind = unpack_from("<2H", data, at)
        if size < 2:
            return
        yield kind, data[at + 4 : at + 2 + size]
        at += 2 + size


def text_at(data: memoryview, at: int) -> str:
    """The NUL-ended name there."""
    return bytes(data[at:]).partition(b"\0")[0].decode("utf-8", "replace")


def read_procedures(data: memoryview, to_rva: ToRva) -> list[Procedure]:
    """The procedures of a module in file order; `struct.error` for a record too short."""
    found: list[Procedure] = []
    open_: list[tuple[int, Procedure | Inlined | None]] = []  # end record, what it ends
    for kind, body in records(data):
        if kind in _PROCEDURES:
            procedure = _procedure(kind, body, to_rva)
            if procedure is not None:
                found.append(procedure)
            open_ = [(_PROCEDURE_END if kind in _BY_ID else _END, procedure)]
        elif kind in _OPEN:
            open_.append((_END, open_[-1][1] if open_ else None))
        elif kind in _INLINE:
            outer = open_[-1][1] if open_ and len(open_) < _DEEPEST else None
            open_.append((_INLINE_END, _inlined(kind, body, outer, found)))
        elif open_ and kind in (_END, _INLINE_END, _PROCEDURE_END):
            open_.pop()
    return found


def _procedure(kind: int, body: memoryview, to_rva: ToRva) -> Procedure | None:
    size, _, _, type_, offset, section = unpack_from("<12x5IH", body)
    start = to_rva(section, offset)
    if start is None:
        return None
    return Procedure(start, size, text_at(body, 35), type_, kind in _BY_ID, [])


def _inlined(
    kind: int, body: memoryview, outer: Procedure | Inlined | None, found: list[Procedure]
) -> Inlined | None:
    """A call inlined into `outer`, which is part of the last procedure found."""
    if outer is None:
        return None
    (function,) = unpack_from("<8xI", body)
    ranges, rows = follow(bytes(body[_INLINE[kind] :]), found[-1].start)
    call = Inlined(function, ranges, rows, [])
    (outer.inlined if isinstance(outer, Procedure) else outer.inner).append(call)
    return call


def follow(annotations: bytes, base: int) -> tuple[list[Range], list[tuple[int, int, int]]]:
    """The ranges and rows that the annotations of an inlined call stand for.

    Rows have (address, file, line - first line); file -1 until another one is named.
    A row ends where the next one begins, unless its length is given.
    """
    state = _Position(base)
    for code, first, second in _operations(annotations):
        state.step(code, first, second)
    return state.finish()


class _Position:
    """The machine that annotations drive: a place in the code and one in the text."""

    def __init__(self, base: int) -> None:
        self._base, self._at = base, base
        self._file, self._line = -1, 0
        self._open: tuple[int, int, int] | None = None  # row without a length
        self._rows: list[tuple[int, int, int]] = []
        self._ranges: list[Range] = []

    def step(self, code: int, first: int, second: int) -> None:
        match code:
            case 1:
                self._at = self._base + first
            case 2:
                self._base = first
            case 3:
                self._move(first)
            case 4:
                self._close(self._at + first)
                self._at += first
            case 5:
                self._file = first
            case 6:
                self._line += _signed(first)
            case 11:
                self._line += _signed(first >> 4)
                self._move(first & 15)
            case 12:
                self._move(second)
                self._close(self._at + first)

    def _move(self, distance: int) -> None:
        self._at += distance
        self._close(self._at)
        self._open = (self._at, self._file, self._line)

    def _close(self, end: int) -> None:
        if self._open is not None:
            self._rows.append(self._open)
            self._add(self._open[0], end)
        self._open = None

    def _add(self, start: int, end: int) -> None:
        if self._ranges and self._ranges[-1][1] == start:
            start = self._ranges.pop()[0]
        if start < end:
            self._ranges.append((start, end))

    def finish(self) -> tuple[list[Range], list[tuple[int, int, int]]]:
        if self._open is not None:
            self._close(self._open[0] + 1)
        return self._ranges, sorted(self._rows, key=_address)


def _address(row: tuple[int, int, int]) -> int:
    return row[0]


def _operations(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Code and operands; ends at a zero, an unknown code or where it is cut off."""
    numbers = _numbers(data)
    for code in numbers:
        if not 1 <= code <= 13:
            return
        first = next(numbers, None)
        second = next(numbers, None) if code == 12 else 0
        if first is None or second is None:
            return
        yield code, first, second


def _numbers(data: bytes) -> Iterator[int]:
    """Numbers of one, two or four bytes: the top bits of the first tell."""
    at = 0
    while at < len(data):
        first = data[at]
        size = 1 if first < 0x80 else 2 if first < 0xC0 else 4
        if first >= 0xE0 or at + size > len(data):
            return
        mask = {1: 0x7F, 2: 0x3FFF, 4: 0x1FFFFFFF}[size]
        yield int.from_bytes(data[at : at + size], "big") & mask
        at += size


def _signed(value: int) -> int:
    """The lowest bit is the sign."""
    return -(value >> 1) if value & 1 else value >> 1
