"""A function and an address in it -> the chain of inlined calls there, with their lines.

The pieces that code is cut into are those of a symcache: spec/native.md 2.4.5.
"""

from msgspec import Struct

from inspector.objects.dwarf.functions import Function, Inlined, spelled
from inspector.objects.dwarf.lines import LineTable
from inspector.objects.dwarf.ranges import Range
from inspector.objects.symcache import Location

NO_ENTRY = 0xFFFFFFFF
"""The entry of an inlined function: it has none."""


class Piece(Struct, frozen=True):
    """What runs from `start` on, innermost first."""

    start: int  # as the linker wrote it
    chain: list[Location]


def piece_at(
    function: Function, address: int, lines: LineTable | None, symbol: str, base: int
) -> Piece | None:
    """The piece that holds an address; None outside of the function.

    symbol  the name of the function; empty: its own
    base    what addresses have more than relative ones
    """
    part = function.range_at(address)
    if part is None:
        return None
    own, language = spelled(function.die, function.unit.language)
    own, entry = symbol or own, part[0] - base
    row = lines.row_at(part, address) if lines else None
    at = min(address, row.end - 1) if row else address  # behind its last row, a piece goes on
    stack, start = _stack(_within(function, part), at)
    places = [(each.call_file, each.call_line) for each in reversed(stack)]
    if row:
        places.insert(0, (row.file, row.line))
    else:  # an inlined function without a line is not told; its caller is, at the call
        stack = stack[:-1]
    if lines is None or not places:
        return Piece(part[0], [Location(own, entry, 0, language, "")])
    names = [(own, language)]
    for each in stack:
        names.insert(0, spelled(each.die, names[0][1]))
    chain = [
        Location(text, NO_ENTRY, line, spoken, lines.path(file))
        for (text, spoken), (file, line) in zip(names, places, strict=True)
    ]
    last = chain[-1]
    chain[-1] = Location(last.symbol, entry, last.line, language, last.path)
    return Piece(max(start, row.address if row else 0, part[0]), chain)


def _within(function: Function, part: Range) -> list[Inlined]:
    """What is inlined into one part of the function; what begins outside of all is lost."""
    return [each for each in function.inlined if function.range_at(each.begin) == part]


def _stack(calls: list[Inlined], address: int) -> tuple[list[Inlined], int]:
    """The calls that hold an address, outermost first, and where the last of them changed."""
    stack: list[Inlined] = []
    start = 0
    for each in calls:
        if each.begin > address:
            break
        while stack and (stack[-1].end <= each.begin or len(stack) > each.depth):
            start = max(start, min(stack.pop().end, each.begin))
        stack.append(each)
        start = max(start, each.begin)
    while stack and stack[-1].end <= address:
        start = max(start, stack.pop().end)
    return stack, start
