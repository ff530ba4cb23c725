"""START HERE: an object file with DWARF -> units, functions and chains at an address.

Only the units that have code at an asked address are read; of the others, the header and the
first entry. Addresses that go in and out are relative ones, as everywhere outside of this folder.
"""

from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from inspector.objects.dwarf.chain import Piece, piece_at
from inspector.objects.dwarf.codes import At, UnitType
from inspector.objects.dwarf.containers.image import Image
from inspector.objects.dwarf.containers.symbols import SymbolTable
from inspector.objects.dwarf.damage import damage
from inspector.objects.dwarf.functions import Function, functions
from inspector.objects.dwarf.lines import LineTable, read_lines
from inspector.objects.dwarf.sections import DebugSections, debug_sections
from inspector.objects.dwarf.unit import Unit, unit_of
from inspector.objects.errors import BadObject
from inspector.objects.symcache import Location

if TYPE_CHECKING:
    from inspector.objects.dwarf.ranges import Range
    from inspector.objects.dwarf.split import SplitFiles

_MOST_UNITS = 64
"""At one address. A sound file has one, or a few that share code."""

_END = 1 << 32
"""Relative addresses are below, as in a symcache."""


class Dwarf:
    """An open object file. Every method raises BadObject, or answers less, for damage."""

    def __init__(
        self,
        image: Image,
        alternate: DebugSections | None = None,
        split: "SplitFiles | None" = None,
    ) -> None:
        self.image = image
        self.sections = debug_sections(image, alternate)
        self._split = split
        self._functions: dict[int, list[Function]] = {}
        self._lines: dict[int, LineTable | None] = {}

    @cached_property
    def symbols(self) -> SymbolTable:
        """Its symbol table."""
        with damage():
            return SymbolTable(self.image.read_symbols())

    @cached_property
    def units(self) -> list[Unit]:
        """Its compile units and skeletons. A unit whose first entry makes no sense is left out."""
        found: list[Unit] = []
        for header in self.sections.headers:
            if header.kind not in (UnitType.COMPILE, UnitType.SKELETON):
                continue
            unit = unit_of(self.sections, header)
            try:
                with damage():
                    _ = unit.root
            except BadObject:
                continue
            found.append(unit)
        return found

    def units_at(self, address: int) -> list[Unit]:
        """Those that have code at a relative address, in file order."""
        place = address + self.image.base
        index = bisect_right(self._coverage_starts, place)
        found: dict[int, Unit] = {}
        while index and self._furthest[index - 1] > place and len(found) < _MOST_UNITS:
            index -= 1
            _, end, unit = self._coverage[index]
            if end > place:
                found[unit.header.offset] = unit
        return [found[offset] for offset in sorted(found)]

    def unit_at(self, address: int) -> Unit | None:
        """The first of them, or the unit of split DWARF that belongs to it."""
        found = self.units_at(address)
        return self._whole(found[0]) if found else None

    def function_at(self, address: int) -> Function | None:
        """The innermost function with code of its own at a relative address."""
        place = address + self.image.base
        found = [
            (part[0], function)
            for unit in self.units_at(address)
            for function in self.functions(self._whole(unit))
            if (part := function.range_at(place))
        ]
        return max(found, key=lambda each: each[0])[1] if found else None

    def functions(self, unit: Unit) -> list[Function]:
        """All functions of a unit; none when its entries make no sense."""
        if id(unit) not in self._functions:
            try:
                with damage():
                    self._functions[id(unit)] = functions(unit)
            except BadObject:
                self._functions[id(unit)] = []
        return self._functions[id(unit)]

    def lines(self, unit: Unit) -> LineTable | None:
        """The line table of a unit, or None when it has none that makes sense."""
        owner = unit.skeleton or unit
        offset = owner.root.number(At.STMT_LIST)
        if offset is None:
            return None
        if offset not in self._lines:
            try:
                with damage():
                    self._lines[offset] = read_lines(owner, offset)
            except BadObject:
                self._lines[offset] = None
        return self._lines[offset]

    def lookup(self, address: int) -> list[Location]:
        """What runs at a relative address, as `SymCache.lookup` has it; empty: nothing known."""
        if not 0 <= address < _END:
            return []
        place, base = address + self.image.base, self.image.base
        best = self._best_piece(self.units_at(address), place)
        symbol = self.symbols.last_at(address)
        if symbol is None or (best is not None and best.start - base >= symbol.address):
            return best.chain if best else []
        if symbol.size and address >= symbol.address + symbol.size:
            return []
        if self._function_ends(symbol.address, address):
            return []
        return [self._line_of(Location(symbol.name, symbol.address, 0, "", ""), address)]

    def _function_ends(self, start: int, address: int) -> bool:
        """Whether a function ends between a symbol and an address: the symbol then does, too."""
        first, last = start + self.image.base, address + self.image.base
        index = bisect_right(self._coverage_starts, last)
        while index and self._furthest[index - 1] > first:
            index -= 1
            unit = self._coverage[index][2]
            functions = self.functions(self._whole(unit))
            if any(first < end <= last for each in functions for _, end in each.ranges):
                return True
        return False

    def _best_piece(self, units: list[Unit], place: int) -> Piece | None:
        """That of the innermost function of the first unit that has a line there.

        Units share what templates make. The linker keeps the code of one and may leave the
        others looking as if it were theirs, without lines for it.
        """
        without_line: Piece | None = None
        for unit in units:
            best = max(self._pieces(unit, place), key=lambda each: each.start, default=None)
            if best is not None and best.chain[0].line:
                return best
            without_line = without_line or best
        return without_line

    def _pieces(self, unit: Unit, place: int) -> list[Piece]:
        whole, base = self._whole(unit), self.image.base
        found: list[Piece] = []
        for function in self.functions(whole):
            if function.range_at(place) is None:
                continue
            try:
                with damage():
                    first = min(begin for begin, _ in function.ranges)
                    symbol = self.symbols.name_at(first - base)
                    piece = piece_at(function, place, self.lines(whole), symbol, base)
            except BadObject:
                continue
            if piece is not None:
                found.append(piece)
        return found

    def _line_of(self, bare: Location, address: int) -> Location:
        """The same with the line of a function that has no entry: -gline-tables-only."""
        for unit in self.units_at(address):
            lines = self.lines(unit)
            row = lines.plain_row_at(address + self.image.base) if lines else None
            if lines is not None and row is not None and row.line:
                path = lines.path(row.file)
                return Location(bare.symbol, bare.sym_addr, row.line, unit.language, path)
        return bare

    def _whole(self, unit: Unit) -> Unit:
        """The unit of split DWARF for a skeleton, if its file is there; else the unit itself."""
        if self._split is None or not unit.split_id:
            return unit
        return self._split.unit(unit) or unit

    @cached_property
    def _coverage(self) -> "list[tuple[int, int, Unit]]":
        """Where units have code, by address."""
        found = [(begin, end, unit) for unit in self.units for begin, end in self._ranges(unit)]
        return sorted(found, key=lambda each: each[:2])

    @cached_property
    def _coverage_starts(self) -> list[int]:
        return [begin for begin, _, _ in self._coverage]

    @cached_property
    def _furthest(self) -> list[int]:
        """For each stretch of code, the furthest end up to it."""
        furthest, found = 0, []
        for _, end, _ in self._coverage:
            furthest = max(furthest, end)
            found.append(furthest)
        return found

    def _ranges(self, unit: Unit) -> "list[Range]":
        try:
            with damage():
                return unit.ranges(unit.root)
        except BadObject:
            return []
