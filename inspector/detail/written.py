"""Details of a frame as lines of text, hostile characters and all."""

from collections.abc import Iterator, Sequence

from inspector.detail.disassembly import Listing
from inspector.detail.dwarf.variables import Variable, Variables
from inspector.detail.facts import Facts
from inspector.detail.registers import RegisterNote

_STATES = {
    "known": "",
    "in memory": "its memory is not in the request",
    "at entry": "what the register had at entry is not known",
    "no register": "the registers in the request do not tell it",
    "optimised out": "optimised out",
    "unreadable": "cannot be read",
}


def listing_lines(listing: Listing) -> Iterator[str]:
    """The instructions, a line where the source line changes, `>` before the current one."""
    if listing.note:
        yield f"  ({listing.note})"
    last = ("", 0)
    wide = max((len(one.raw) for one in listing.instructions), default=0)
    for one in listing.instructions:
        if (one.path, one.line) != last and one.path:
            yield f"  {one.path}:{one.line}"
        last = (one.path, one.line)
        mark = ">" if one.current else " "
        name = f"  <{one.name}>" if one.name else ""
        code = f"{one.mnemonic} {one.operands}".rstrip()
        yield f"{mark} {one.address:8x}  {one.raw:<{min(wide, 22)}}  {code}{name}"


def register_lines(notes: Sequence[RegisterNote]) -> Iterator[str]:
    """A register a line, with what it points at."""
    wide = max((len(one.name) for one in notes), default=0)
    digits = 16 if any(one.value >> 32 for one in notes) else 8
    for one in notes:
        yield f"  {one.name:<{wide}}  {one.value:0{digits}x}  {one.note}".rstrip()


def variable_lines(found: Variables) -> Iterator[str]:
    """The variables of each function, innermost first."""
    if found.note:
        yield f"  ({found.note})"
    function: tuple[str, int] | None = None
    for one in found.variables:
        if (one.function, one.depth) != function:
            function = (one.function, one.depth)
            yield f"  {one.function or 'function'}{' (inlined)' if one.depth else ''}"
        yield f"    {variable_line(one)}"


def variable_line(one: Variable) -> str:
    """`int hooks = 6  [rsi]`, or why there is no value."""
    word = "arg " if one.argument else "var "
    value = f" = {one.value}" if one.value else ""
    reason = _STATES[one.state]
    where = "; ".join(part for part in (one.place, reason) if part)
    return f"{word}{one.type} {one.name}{value}" + (f"  [{where}]" if where else "")


def fact_lines(facts: Facts) -> Iterator[str]:
    """Labels and values."""
    wide = max((len(label) for label, _ in facts), default=0)
    for label, value in facts:
        yield f"  {label:<{wide}}  {value}"
