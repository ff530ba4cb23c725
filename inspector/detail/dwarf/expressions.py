"""DWARF expressions -> where a variable is, and its value as far as registers tell.

Memory of the process is not in a request, so whatever is read from memory has no value.
Expressions are hostile: the number of steps, of values and of nested expressions is bounded.
Rules: DWARF 5, 2.5 and 2.6.
"""

from collections.abc import Callable

from inspector.detail.dwarf.arithmetic import BINARY, signed
from inspector.detail.dwarf.places import Machine, Place, Term
from inspector.objects.dwarf.forms import sleb, uleb
from inspector.objects.errors import BadObject

_MOST_STEPS, _MOST_VALUES, _MOST_PIECES, _DEEPEST = 512, 64, 32, 4
_LONGEST_TEXT = 200
_LARGEST_PIECE = 1 << 16  # bits


def place_of(expression: bytes, machine: Machine) -> Place:
    """Where an expression says a variable is. Raises BadObject for one that makes no sense."""
    if not expression:
        return Place(kind="optimised out", text="optimised out")
    try:
        return _Run(expression, machine, 0).place()
    except (IndexError, OverflowError, ValueError) as error:
        if isinstance(error, BadObject):
            raise
        raise BadObject("a location expression makes no sense") from None


def term_of(expression: bytes, machine: Machine, depth: int = 0) -> Term:
    """The value an expression leaves: an address, mostly."""
    run = _Run(expression, machine, depth)
    place = run.place()
    if place.kind == "register":
        return Term(place.value, place.text)
    return run.stack[-1] if run.stack else Term(None, "unknown")


class _Run:
    """One expression, being evaluated."""

    def __init__(self, data: bytes, machine: Machine, depth: int) -> None:
        if depth > _DEEPEST:
            raise BadObject("expressions nested too deeply")
        self._data, self._machine, self._depth, self._at = data, machine, depth, 0
        self.stack: list[Term] = []
        self._pieces: list[tuple[Place, int]] = []
        self._done: Place | None = None  # a place that is not what is on the stack

    def place(self) -> Place:
        """Where it says that the variable is."""
        for _ in range(_MOST_STEPS):
            if self._at >= len(self._data):
                return self._pieced() if self._pieces else self._current()
            self._step(self._byte())
            if len(self.stack) > _MOST_VALUES or len(self._pieces) > _MOST_PIECES:
                raise BadObject("a location expression grows without end")
        raise BadObject("a location expression without end")

    def _current(self) -> Place:
        if self._done is not None:
            return self._done
        if not self.stack:
            return Place(kind="optimised out", text="optimised out")
        top = self.stack[-1]
        return Place(
            kind="memory",
            text=f"memory at {top.text}",
            address=top.value,
            at_entry=top.at_entry,
        )

    def _pieced(self) -> Place:
        """The pieces together; a value if all of them have one."""
        text = ", ".join(f"{place.text} ({bits} bits)" for place, bits in self._pieces)
        value: int | None = 0
        done = 0
        for place, bits in self._pieces:
            known = place.value if place.kind in ("register", "value") else None
            value = (
                None
                if value is None or known is None
                else (value | (known & (1 << bits) - 1) << done)
            )
            done += bits
        return Place(kind="pieces", text=text[:_LONGEST_TEXT], value=value)

    def _step(self, op: int) -> None:
        if 0x30 <= op <= 0x4F:
            self._push(op - 0x30)
        elif 0x50 <= op <= 0x6F or op == 0x90:
            self._in_register(self._uleb() if op == 0x90 else op - 0x50)
        elif 0x70 <= op <= 0x8F or op == 0x92:
            number = self._uleb() if op == 0x92 else op - 0x70
            self._push_sum(self._machine.register(number), self._sleb())
        elif op in _CONSTANTS:
            size, signed = _CONSTANTS[op]
            self._push(int.from_bytes(self._take(size), self._machine.order, signed=signed))
        elif op in BINARY:
            self._binary(op)
        elif op in _DO:
            _DO[op](self)
        else:
            raise BadObject(f"operation {op:#x} of a location is not known here")

    def _in_register(self, number: int) -> None:
        term = self._machine.register(number)
        self._done = Place(kind="register", text=term.text, value=term.value)

    def _push_sum(self, term: Term, offset: int) -> None:
        value = None if term.value is None else term.value + offset & self._mask
        sign = f" {'+' if offset > 0 else '-'} {abs(offset)}" if offset else ""
        self.stack.append(Term(value, (term.text + sign)[:_LONGEST_TEXT], term.at_entry))

    def _binary(self, op: int) -> None:
        right, left = self.stack.pop(), self.stack.pop()
        sign, rule = BINARY[op]
        value = None
        if left.value is not None and right.value is not None:
            value = rule(left.value, right.value, self._machine.bits) & self._mask
        text = f"({left.text} {sign} {right.text})"[:_LONGEST_TEXT]
        self.stack.append(Term(value, text, left.at_entry or right.at_entry))

    @property
    def _mask(self) -> int:
        return (1 << self._machine.bits) - 1

    def _push(self, value: int, text: str = "") -> None:
        shown = text or (str(value) if abs(value) < 4096 else hex(value))
        self.stack.append(Term(value & self._mask, shown))

    def _byte(self) -> int:
        return self._take(1)[0]

    def _take(self, size: int) -> bytes:
        taken = self._data[self._at : self._at + size]
        if size < 0 or len(taken) < size:
            raise IndexError(self._at)
        self._at += size
        return taken

    def _uleb(self) -> int:
        value, self._at = uleb(self._data, self._at)
        return value

    def _sleb(self) -> int:
        value, self._at = sleb(self._data, self._at)
        return value

    # The operations that are a row of a table each.

    def _address(self) -> None:
        value = int.from_bytes(self._take(self._machine.bits // 8), self._machine.order)
        self._push(value + self._machine.slide, hex(value))

    def _indexed(self) -> None:
        value = self._machine.address(self._uleb())
        self._push(value + self._machine.slide, hex(value))

    def _indexed_constant(self) -> None:
        self._push(self._machine.address(self._uleb()))

    def _unsigned(self) -> None:
        self._push(self._uleb())

    def _signed(self) -> None:
        self._push(self._sleb())

    def _drop(self) -> None:
        self.stack.pop()

    def _pick(self, index: int) -> None:
        self.stack.append(self.stack[-1 - index])

    def _swap(self) -> None:
        self.stack[-1], self.stack[-2] = self.stack[-2], self.stack[-1]

    def _rotate(self) -> None:
        first, second, third = self.stack[-1], self.stack[-2], self.stack[-3]
        self.stack[-3:] = [first, third, second]

    def _unary(self, sign: str, rule: Callable[[int], int]) -> None:
        top = self.stack.pop()
        value = None if top.value is None else rule(top.value) & self._mask
        self.stack.append(Term(value, f"{sign}{top.text}"[:_LONGEST_TEXT], top.at_entry))

    def _absolute(self) -> None:
        self._unary("abs ", lambda value: abs(signed(value, self._machine.bits)))

    def _dereference(self) -> None:
        top = self.stack.pop()
        self.stack.append(Term(None, f"*({top.text})"[:_LONGEST_TEXT], top.at_entry))

    def _frame(self) -> None:
        base, offset = self._machine.base(), self._sleb()
        self._push_sum(base, offset)

    def _jump(self, *, always: bool) -> None:
        away = int.from_bytes(self._take(2), self._machine.order, signed=True)
        if not always:
            top = self.stack.pop()
            if top.value is None:
                raise BadObject("a location depends on memory")
            if not top.value:
                return
        self._at += away
        if not 0 <= self._at <= len(self._data):
            raise BadObject("a location expression jumps out of itself")

    def _piece(self, bits: int) -> None:
        if bits > _LARGEST_PIECE:
            raise BadObject("a piece of absurd size")
        self._pieces.append((self._current(), bits))
        self.stack.clear()
        self._done = None

    def _stack_value(self) -> None:
        top = self.stack[-1]
        self._done = Place(kind="value", text=top.text, value=top.value, at_entry=top.at_entry)

    def _implicit(self) -> None:
        raw = self._take(self._uleb())
        value = int.from_bytes(raw, self._machine.order) if len(raw) <= 8 else None
        self._done = Place(kind="value", text="constant", value=value, raw=raw)

    def _implicit_pointer(self) -> None:
        self._take(self._machine.offset_size)
        self._sleb()
        text = "points to what was optimised out"
        self._done = Place(kind="implicit pointer", text=text)

    def _entry_value(self) -> None:
        inner = term_of(self._take(self._uleb()), self._unentered(), self._depth + 1)
        self.stack.append(Term(None, f"{inner.text} at entry", at_entry=True))

    def _unentered(self) -> Machine:
        """The same without registers: theirs are of now, not of when the function began."""
        from msgspec.structs import replace

        return replace(self._machine, registers={})

    def _typed_register(self) -> None:
        number = self._uleb()
        self._uleb()
        self.stack.append(self._machine.register(number))

    def _typed_constant(self) -> None:
        self._uleb()
        self._push(int.from_bytes(self._take(self._byte()), self._machine.order))

    def _typed_dereference(self) -> None:
        self._byte()
        self._uleb()
        self._dereference()

    def _convert(self) -> None:
        self._uleb()  # integers stay as they are, and nothing else comes out of registers

    def _sized_dereference(self) -> None:
        self._byte()
        self._dereference()

    def _call_frame(self) -> None:
        self.stack.append(Term(None, "CFA"))

    def _thread_local(self) -> None:
        top = self.stack.pop()
        self.stack.append(Term(None, f"thread-local storage + {top.text}"))

    def _parameter(self) -> None:
        self._take(4)
        self.stack.append(Term(None, "an argument at entry", at_entry=True))

    def _nothing(self) -> None:
        return


_CONSTANTS = {
    0x08: (1, False), 0x09: (1, True), 0x0A: (2, False), 0x0B: (2, True), 0x0C: (4, False),
    0x0D: (4, True), 0x0E: (8, False), 0x0F: (8, True),
}  # fmt: skip
# ruff: noqa: SLF001  the table is a part of the class
_DO: dict[int, Callable[[_Run], None]] = {
    0x03: _Run._address,
    0x06: _Run._dereference,
    0x10: _Run._unsigned,
    0x11: _Run._signed,
    0x12: lambda run: run._pick(0),
    0x13: _Run._drop,
    0x14: lambda run: run._pick(1),
    0x15: lambda run: run._pick(run._byte()),
    0x16: _Run._swap,
    0x17: _Run._rotate,
    0x19: _Run._absolute,
    0x1F: lambda run: run._unary("-", lambda value: -value),
    0x20: lambda run: run._unary("~", lambda value: ~value),
    0x23: lambda run: run._push_sum(run.stack.pop(), run._uleb()),
    0x28: lambda run: run._jump(always=False),
    0x2F: lambda run: run._jump(always=True),
    0x91: _Run._frame,
    0x93: lambda run: run._piece(8 * run._uleb()),
    0x94: _Run._sized_dereference,
    0x96: _Run._nothing,
    0x9B: _Run._thread_local,
    0x9C: _Run._call_frame,
    0x9D: lambda run: run._piece(run._uleb() + 0 * run._uleb()),
    0x9E: _Run._implicit,
    0x9F: _Run._stack_value,
    0xA0: _Run._implicit_pointer,
    0xA1: _Run._indexed,
    0xA2: _Run._indexed_constant,
    0xA3: _Run._entry_value,
    0xA4: _Run._typed_constant,
    0xA5: _Run._typed_register,
    0xA6: _Run._typed_dereference,
    0xA8: _Run._convert,
    0xA9: _Run._convert,
    0xE0: _Run._thread_local,
    0xF0: _Run._nothing,
    0xF2: _Run._implicit_pointer,
    0xF3: _Run._entry_value,
    0xF4: _Run._typed_constant,
    0xF5: _Run._typed_register,
    0xF6: _Run._typed_dereference,
    0xF7: _Run._convert,
    0xF9: _Run._convert,
    0xFA: _Run._parameter,
    0xFB: _Run._indexed,
    0xFC: _Run._indexed_constant,
}
