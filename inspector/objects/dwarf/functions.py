"""The functions of a unit: where their code is, what they are called, what is inlined into them."""

from functools import cached_property

from msgspec import Struct

from inspector.objects.dwarf.codes import At, Tag
from inspector.objects.dwarf.forms import HAS_CODE
from inspector.objects.dwarf.ranges import Range
from inspector.objects.dwarf.unit import Die, Unit
from inspector.objects.errors import BadObject

_CHILDLESS = frozenset({0x01, 0x04, 0x15, 0x48, 0x4109, Tag.INLINED_SUBROUTINE})
"""Arrays, enumerations, function types, call sites, inlined calls: no function has its code below
them, as it may below a type, for a lambda. Left out where the producer tells their end."""

_MOST_STEPS = 16


class Function(Struct, frozen=True, dict=True):
    """A function with code of its own."""

    die: Die
    ranges: list[Range]  # as the linker wrote them, in the order of the file

    @property
    def unit(self) -> Unit:
        """The unit it is in."""
        return self.die.unit

    def range_at(self, address: int) -> Range | None:
        """The part that an address is in."""
        return next((each for each in self.ranges if each[0] <= address < each[1]), None)

    @cached_property
    def inlined(self) -> "list[Inlined]":
        """What is inlined into it, by address, outer before inner.

        Kept: a request has several addresses in one function, and each would read all its entries.
        """
        unit = self.unit
        wanted = {  # all that may have siblings, or one would be taken for a parent of the next
            code
            for code, shape in unit.shapes.items()
            if shape.has_children or shape.tag == Tag.INLINED_SUBROUTINE
        }
        found: list[Inlined] = []
        # Depth of an entry, calls around its children; -1: they are another function's.
        above: list[tuple[int, int]] = []
        for depth, die in unit.walk(self.die.offset, wanted):
            while above and above[-1][0] >= depth:
                above.pop()
            calls = above[-1][1] if above else 0
            if die.tag == Tag.SUBPROGRAM:
                calls = -1
            elif die.tag == Tag.INLINED_SUBROUTINE and calls >= 0:
                ranges = unit.ranges(die)
                found += (_inlined(die, each, calls) for each in ranges)
                calls = calls + 1 if ranges else -1
            above.append((depth, calls))
        return sorted(found, key=lambda each: (each.begin, each.depth))


class Inlined(Struct, frozen=True):
    """A stretch of code that was inlined."""

    begin: int
    end: int
    depth: int  # 0: into the function itself
    die: Die
    call_file: int  # of the line table; -1: not told
    call_line: int


def functions(unit: Unit) -> list[Function]:
    """All of a unit, in file order; the same code counts once, as the first."""
    wanted = {
        code
        for code, shape in unit.shapes.items()
        if shape.tag == Tag.SUBPROGRAM and shape.attributes & HAS_CODE
    }
    jump = {
        code
        for code, shape in unit.shapes.items()
        if At.SIBLING in shape.attributes and shape.tag in _CHILDLESS
    }
    seen: set[Range] = set()
    found: list[Function] = []
    for _, die in unit.walk(unit.root.offset, wanted, jump):
        ranges = [each for each in unit.ranges(die) if each not in seen]
        seen.update(ranges)
        if ranges:
            found.append(Function(die, ranges))
    return found


def _inlined(die: Die, part: Range, depth: int) -> Inlined:
    file, line = die.number(At.CALL_FILE), die.number(At.CALL_LINE)
    return Inlined(*part, depth, die, -1 if file is None else file, line or 0)


def spelled(die: Die, outer_language: str) -> tuple[str, str]:
    """Name and language of a function. The linkage name comes first, then the name, as written.

    The name is that of what it is an instance of in the end. The language is that of the unit
    its abstract origin is in: link-time optimisation inlines from one language into another.
    `dwz` moves some origins to a unit without one, and then it is that of the caller.
    Either may be empty. Rule: `symbolic`, which knows no other names.
    """
    origin = _origin(die)
    spoken = origin if origin and At.SPECIFICATION not in die.attributes else None
    language = (spoken.unit.language if spoken else "") or outer_language
    for _ in range(_MOST_STEPS):
        linkage = die.text(At.LINKAGE_NAME, At.MIPS_LINKAGE_NAME)
        if linkage or origin is None:
            return linkage or die.text(At.NAME), language
        die, origin = origin, _origin(origin)
    return "", language


def _origin(die: Die) -> Die | None:
    """What it is an instance of; None when nothing, or in a file we do not have."""
    for reference in (At.SPECIFICATION, At.ABSTRACT_ORIGIN):
        if reference in die.attributes:
            try:
                return die.follow(reference)
            except BadObject:
                return None
    return None
