"""The operations of DWARF expressions that make one number of two. Numbers come in unsigned."""

from collections.abc import Callable

from inspector.objects.errors import BadObject


def signed(value: int, bits: int) -> int:
    """A number whose highest bit is its sign."""
    return value - (1 << bits) if value >> (bits - 1) & 1 else value


def _divided(left: int, right: int, bits: int) -> int:
    a, b = signed(left, bits), signed(right, bits)
    if not b:
        raise BadObject("a location divides by zero")
    return abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1)


def _modulo(left: int, right: int, _bits: int) -> int:
    if not right:
        raise BadObject("a location divides by zero")
    return left % right


def _compared(rule: Callable[[int, int], bool]) -> Callable[[int, int, int], int]:
    return lambda a, b, bits: int(rule(signed(a, bits), signed(b, bits)))


BINARY: dict[int, tuple[str, Callable[[int, int, int], int]]] = {
    0x1A: ("&", lambda a, b, _: a & b),
    0x1B: ("/", _divided),
    0x1C: ("-", lambda a, b, _: a - b),
    0x1D: ("%", _modulo),
    0x1E: ("*", lambda a, b, _: a * b),
    0x21: ("|", lambda a, b, _: a | b),
    0x22: ("+", lambda a, b, _: a + b),
    0x24: ("<<", lambda a, b, bits: a << b if b < bits else 0),
    0x25: (">>", lambda a, b, bits: a >> b if b < bits else 0),
    0x26: (">>", lambda a, b, bits: signed(a, bits) >> min(b, bits)),
    0x27: ("^", lambda a, b, _: a ^ b),
    0x29: ("==", _compared(lambda a, b: a == b)),
    0x2A: (">=", _compared(lambda a, b: a >= b)),
    0x2B: (">", _compared(lambda a, b: a > b)),
    0x2C: ("<=", _compared(lambda a, b: a <= b)),
    0x2D: ("<", _compared(lambda a, b: a < b)),
    0x2E: ("!=", _compared(lambda a, b: a != b)),
}
