"""Line tables: address -> file and line. DWARF 2 to 5.

pyelftools trusts the counts in a header and keeps the whole state for every row, so this reads
the program by itself. What counts as a row, and which one holds an address, is as in `symbolic`.
"""

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from msgspec import Struct

from inspector.objects.dwarf.codes import At, Form
from inspector.objects.dwarf.containers.image import Order
from inspector.objects.dwarf.forms import sleb, uleb
from inspector.objects.errors import BadObject
from inspector.objects.paths import clean, join

if TYPE_CHECKING:
    from inspector.objects.dwarf.ranges import Range
    from inspector.objects.dwarf.unit import Unit

_PATH, _FOLDER = 1, 2  # DW_LNCT_
_MOST_ROWS = 1 << 24


class Row(Struct, frozen=True):
    """A line that holds from `address` to before `end`."""

    address: int
    end: int
    file: int
    line: int


class Sequence(Struct, frozen=True):
    """Rows that follow one another, sorted by address."""

    start: int
    end: int
    addresses: list[int]
    files: list[int]
    lines: list[int]

    def row(self, index: int) -> Row:
        """The row at that place."""
        end = self.addresses[index + 1] if index + 1 < len(self.addresses) else self.end
        return Row(self.addresses[index], end, self.files[index], self.lines[index])


class LineTable(Struct, frozen=True):
    """The line table of a unit."""

    sequences: list[Sequence]
    files: dict[int, tuple[str, str]]  # folder and name, as written
    folder: str  # the compiler's

    def path(self, file: int) -> str:
        """Joined and cleaned as spec/native.md 2.7 says; empty for a file the table lacks."""
        folder, name = self.files.get(file, ("", ""))
        return clean(join(self.folder, join(folder, name))) if name else ""

    def row_at(self, within: "Range", address: int) -> Row | None:
        """The row that holds an address of a function, or the last before it in that function.

        within  the code of the function: what lies before its first row has none
        """
        begin, end = within
        for sequence in self.sequences:
            if sequence.end <= begin or sequence.start >= end:
                continue
            first = max(bisect_right(sequence.addresses, begin) - 1, 0)
            behind = bisect_left(sequence.addresses, end, first)
            index = bisect_right(sequence.addresses, address, first, behind) - 1
            return sequence.row(index) if index >= first else None
        return None

    def plain_row_at(self, address: int) -> Row | None:
        """The row that holds an address, whatever function it is in."""
        for sequence in self.sequences:
            if sequence.start <= address < sequence.end:
                return sequence.row(bisect_right(sequence.addresses, address) - 1)
        return None


class _Header(Struct, frozen=True):
    program: int  # where it begins
    least: int  # bytes of the shortest instruction
    operations: int
    line_base: int
    line_range: int
    lengths: bytes  # operands of the standard opcodes, from 1 on
    address_size: int
    files: dict[int, tuple[str, str]]


def read_lines(unit: "Unit", offset: int) -> LineTable:
    """The table at an offset into `.debug_line`. Raises BadObject."""
    section = unit.sections.section("debug_line")
    head = section.read(offset, 12)
    wide = head[:4] == b"\xff\xff\xff\xff"
    order = unit.sections.order
    length = int.from_bytes(head[4:12] if wide else head[:4], order)
    data = section.read(offset, length + (12 if wide else 4))
    header = _read_header(unit, data, wide)
    rows = _Rows(header.address_size, relocatable=unit.sections.image.relocatable)
    _Program(header, data, order, rows).run()
    rows.sequences.sort(key=lambda each: each.start)
    return LineTable(rows.sequences, header.files, unit.folder)


def _read_header(unit: "Unit", data: bytes, wide: bool) -> _Header:
    order = unit.sections.order
    size, at = (8, 12) if wide else (4, 4)
    version, at = int.from_bytes(data[at : at + 2], order), at + 2
    if not 2 <= version <= 5:
        raise BadObject(f"a line table of version {version}")
    address_size = unit.header.address_size
    if version == 5:
        address_size, at = data[at], at + 2
    program = at + size + int.from_bytes(data[at : at + size], order)
    at += size
    least, at = data[at], at + 1
    operations = 1
    if version >= 4:
        operations, at = data[at], at + 1
    line_base = int.from_bytes(data[at + 1 : at + 2], order, signed=True)
    line_range, opcodes, at = data[at + 2], data[at + 3], at + 4
    lengths, at = data[at : at + opcodes - 1], at + opcodes - 1
    files = _modern_files(unit, data, at, wide) if version == 5 else _files(unit, data, at)
    if not line_range:
        raise BadObject("a line table whose lines have no range")
    return _Header(
        program, least, operations or 1, line_base, line_range,
        lengths, address_size, files,
    )  # fmt: skip


def _files(unit: "Unit", data: bytes, at: int) -> dict[int, tuple[str, str]]:
    """Folders, then files, each list up to an empty name. Number 0 is the unit's own."""
    own = unit.root if unit.skeleton is None else unit.skeleton.root
    folders, files = [unit.folder], {0: ("", own.text(At.NAME))}
    while data[at]:
        end = data.index(0, at)
        folders.append(data[at:end].decode("utf-8", "replace"))
        at = end + 1
    at += 1
    while data[at]:
        end = data.index(0, at)
        name = data[at:end].decode("utf-8", "replace")
        folder, at = uleb(data, end + 1)
        _, at = uleb(data, at)
        _, at = uleb(data, at)
        files[len(files)] = (folders[folder] if folder < len(folders) else "", name)
    return files


def _modern_files(unit: "Unit", data: bytes, at: int, wide: bool) -> dict[int, tuple[str, str]]:
    """The same in DWARF 5, where each list says what its entries are made of."""
    folders, at = _entries(unit, data, at, wide)
    files, _ = _entries(unit, data, at, wide)
    names = [name for name, _ in folders]
    return {
        index: (names[folder] if folder < len(names) else "", name)
        for index, (name, folder) in enumerate(files)
    }


def _entries(unit: "Unit", data: bytes, at: int, wide: bool) -> tuple[list[tuple[str, int]], int]:
    """Name and folder of each, and the position behind them."""
    forms = unit.sections.forms(unit.header.address_size, 8 if wide else 4, 5)
    formats: list[tuple[int, int]] = []
    count, at = data[at], at + 1
    for _ in range(count):
        kind, at = uleb(data, at)
        form, at = uleb(data, at)
        formats.append((kind, form))
    count, at = uleb(data, at)
    if count > len(data) - at or (count and not formats):
        raise BadObject(f"a line table claims {count} files")
    found: list[tuple[str, int]] = []
    for _ in range(count):
        name, folder = "", 0
        for kind, form in formats:
            actual, raw, at = forms.read(form, data, at)
            if kind == _PATH:
                name = (unit.string((actual, raw)) or b"").decode("utf-8", "replace")
            elif kind == _FOLDER and actual != Form.DATA16 and isinstance(raw, int):
                folder = raw
        found.append((name, folder))
    return found, at


class _Rows:
    """The rows of the sequence that is being read, and those that are complete."""

    def __init__(self, address_size: int, *, relocatable: bool) -> None:
        self._keep_zero = relocatable
        self.sequences: list[Sequence] = []
        self._highest = (1 << 8 * address_size) - 2  # above: code the linker threw away
        self._count = 0
        self._clear()

    def _clear(self) -> None:
        self._addresses: list[int] = []
        self._files: list[int] = []
        self._lines: list[int] = []

    def add(self, address: int, file: int, line: int) -> None:
        """A row; the last at an address counts, and none may go back."""
        last = self._addresses[-1] if self._addresses else 0
        if address < last or address >= self._highest:
            return
        if self._addresses and last == address:
            self._files[-1], self._lines[-1] = file, line
            return
        self._count += 1
        if self._count > _MOST_ROWS:
            raise BadObject("a line table with too many rows")
        self._addresses.append(address)
        self._files.append(file)
        self._lines.append(line)

    def end(self, address: int) -> None:
        """The sequence ends before `address`. One at 0 is of code that the linker threw away."""
        if self._addresses and (self._addresses[0] or self._keep_zero):
            end = max(address, self._addresses[-1] + 1)
            self.sequences.append(
                Sequence(self._addresses[0], end, self._addresses, self._files, self._lines)
            )
        self._clear()


class _Program:
    """The machine that a line program is written for."""

    def __init__(self, header: _Header, data: bytes, order: Order, rows: _Rows) -> None:
        self._header = header
        self._data = data
        self._order = order
        self._rows = rows
        self._at = header.program
        self._clear()

    def _clear(self) -> None:
        self._address, self._file, self._line, self._operation = 0, 1, 1, 0

    def run(self) -> None:
        """Add all rows."""
        header, data = self._header, self._data
        first = len(header.lengths) + 1
        while self._at < len(data):
            opcode = data[self._at]
            self._at += 1
            if opcode >= first:
                self._advance((opcode - first) // header.line_range)
                self._line += header.line_base + (opcode - first) % header.line_range
                self._rows.add(self._address, self._file, max(self._line, 0))
            elif opcode:
                self._standard(opcode)
            else:
                self._extended()

    def _advance(self, operations: int) -> None:
        operations += self._operation
        self._address += self._header.least * (operations // self._header.operations)
        self._operation = operations % self._header.operations

    def _standard(self, opcode: int) -> None:
        match opcode:
            case 1:  # copy
                self._rows.add(self._address, self._file, max(self._line, 0))
            case 2:  # advance_pc
                self._advance(self._number())
            case 3:  # advance_line
                lines, self._at = sleb(self._data, self._at)
                self._line += lines
            case 4:  # set_file
                self._file = self._number()
            case 8:  # const_add_pc: as far as the highest special opcode
                self._advance((254 - len(self._header.lengths)) // self._header.line_range)
            case 9:  # fixed_advance_pc
                self._address += int.from_bytes(self._data[self._at : self._at + 2], self._order)
                self._operation = 0
                self._at += 2
            case _:
                for _ in range(self._header.lengths[opcode - 1]):
                    self._number()

    def _extended(self) -> None:
        length = self._number()
        match self._data[self._at]:
            case 1:  # end_sequence
                self._rows.end(self._address)
                self._clear()
            case 2:  # set_address
                raw = self._data[self._at + 1 : self._at + min(length, 9)]
                self._address, self._operation = int.from_bytes(raw, self._order), 0
        self._at += length

    def _number(self) -> int:
        value, self._at = uleb(self._data, self._at)
        return value
