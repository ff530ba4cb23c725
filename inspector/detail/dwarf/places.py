"""Where a variable is, and what is needed to find out."""

from collections.abc import Callable, Mapping
from typing import Literal

from msgspec import Struct

from inspector.detail.dwarf.numbers import register_name, spellings

Kind = Literal["register", "memory", "value", "pieces", "implicit pointer", "optimised out"]


class Place(Struct, frozen=True, kw_only=True):
    """Where a variable is. `value` counts only where `kind` is "register", "value" or "pieces"."""

    kind: Kind
    text: str  # for people: "rdi", "memory at rsp + 8", "rbx - 1"
    value: int | None = None
    address: int | None = None  # of "memory", when registers tell it
    raw: bytes | None = None  # of a constant that is no number
    at_entry: bool = False  # it depends on what a register had when the function was entered


class Machine(Struct, frozen=True, kw_only=True):
    """What an expression is evaluated with."""

    arch: str
    bits: int
    order: Literal["little", "big"]
    registers: Mapping[str, int]  # empty for frames whose registers the request does not have
    base: Callable[[], "Term"]  # of the frame
    address: Callable[[int], int]  # an entry of .debug_addr
    offset_size: int = 4
    slide: int = 0  # what addresses in the process have more than in the file

    def register(self, number: int) -> "Term":
        """The content of a register."""
        name = register_name(number, self.arch)
        known = (self.registers[s] for s in spellings(name) if s in self.registers)
        return Term(next(known, None), name)


class Term(Struct, frozen=True):
    """A value on the stack of an expression; None: unknown. With how it came about."""

    value: int | None
    text: str
    at_entry: bool = False
