"""Type number -> how C++ writes it, as far as the argument lists of functions need it.

The type stream is an array of records, each one naming others by number. A reference loop
or a bad number gives `...`, never an error.
"""

from struct import error as StructError  # noqa: N812  it is no class name in `struct` itself
from struct import unpack_from

from inspector.objects.windows.codeview import text_at

_MODIFIER, _POINTER, _PROCEDURE, _METHOD = 0x1001, 0x1002, 0x1008, 0x1009
_ARGUMENTS, _ARRAY = 0x1201, 0x1503
_FUNCTION_ID, _METHOD_ID = 0x1601, 0x1602
_NAMED = {0x1504: 16, 0x1505: 16, 0x1519: 16, 0x1506: 8, 0x1507: 12}
_ENUM = 0x1507  # has no size before its name
_CONST, _VOLATILE = 1, 2
_DEEPEST = 32

_BASIC = {
    0x00: "<NoType>", 0x03: "void", 0x08: "HRESULT", 0x10: "signed char", 0x11: "short",
    0x12: "long", 0x13: "long long", 0x14: "int128_t", 0x20: "unsigned char",
    0x21: "unsigned short", 0x22: "unsigned long", 0x23: "unsigned long long", 0x24: "uint128_t",
    0x30: "bool", 0x31: "bool16_t", 0x32: "bool32_t", 0x33: "bool64_t", 0x40: "float",
    0x41: "double", 0x42: "long double", 0x46: "float16_t", 0x68: "int8_t", 0x69: "uint8_t",
    0x70: "char", 0x71: "wchar_t", 0x72: "int16_t", 0x73: "uint16_t", 0x74: "int",
    0x75: "unsigned int", 0x76: "int64_t", 0x77: "uint64_t", 0x78: "int128_t",
    0x79: "uint128_t", 0x7A: "char16_t", 0x7B: "char32_t", 0x7C: "char8_t",
}  # fmt: skip


class TypeNames:
    """The types of one PDB: the stream of types or of function ids."""

    def __init__(self, data: bytes) -> None:
        """`struct.error` when the header is cut off."""
        size, self._first, self._last = unpack_from("<4x3I", data)
        self._data = memoryview(data)
        self._places: list[int] = []
        self._next = size

    def record(self, number: int) -> tuple[int, memoryview] | None:
        """Kind and body; None for a number outside. Records before it are walked once."""
        index = number - self._first
        if not 0 <= index < self._last - self._first:
            return None
        data, places = self._data, self._places
        while len(places) <= index:
            if self._next + 4 > len(data):
                return None
            places.append(self._next)
            self._next += 2 + max(int.from_bytes(data[self._next : self._next + 2], "little"), 2)
        at = places[index]
        size, kind = unpack_from("<2H", data, at)
        return kind, data[at + 4 : at + 2 + size]

    def name(self, number: int, depth: int = 0) -> str:
        """A type as an argument list has it."""
        if number < 0x1000:
            star = "*" if number & 0x700 else ""
            return _BASIC.get(number & 0xFF, "...") + star
        found = self.record(number)
        if found is None or depth > _DEEPEST:
            return "..."
        try:
            return self._name(*found, depth + 1)
        except StructError:
            return "..."

    def _name(self, kind: int, body: memoryview, depth: int) -> str:
        if kind in _NAMED:
            at = _NAMED[kind]
            return text_at(body, at if kind == _ENUM else at + _numeric_size(body, at))
        if kind == _MODIFIER:
            of, bits = unpack_from("<IH", body)
            return _qualifiers(bits & _CONST, bits & _VOLATILE)[1:] + " " + self.name(of, depth)
        if kind == _POINTER:
            return self._pointer(body, depth)
        if kind == _ARRAY:
            return self.name(unpack_from("<I", body)[0], depth) + "[]"
        if kind in (_PROCEDURE, _METHOD):
            result = self.name(unpack_from("<I", body)[0], depth)
            return f"{result} {self._signature(kind, body, depth)}".replace("  ", " ")
        return "..."

    def _pointer(self, body: memoryview, depth: int) -> str:
        of, bits = unpack_from("<2I", body)
        mark = {1: "&", 4: "&&"}.get(bits >> 5 & 7, "*")
        qualifiers = _qualifiers(bits & 0x400, bits & 0x200)
        target = self.record(of) if of >= 0x1000 else None
        if target is not None and target[0] in (_PROCEDURE, _METHOD):
            result = self.name(unpack_from("<I", target[1])[0], depth)
            return f"{result} ({mark}{qualifiers})" + self._signature(*target, depth)
        if target is not None and target[0] == _MODIFIER:
            inner, inner_bits = unpack_from("<IH", target[1])
            mark = _qualifiers(inner_bits & _CONST, inner_bits & _VOLATILE) + mark
            of = inner
        return self.name(of, depth) + mark + qualifiers

    def signature(self, number: int) -> str:
        """What follows the name of a function of that type: "(int) const"; "" if it is none."""
        found = self.record(number)
        if found is None or found[0] not in (_PROCEDURE, _METHOD):
            return ""
        try:
            return self._signature(*found, 0)
        except StructError:
            return ""

    def _signature(self, kind: int, body: memoryview, depth: int) -> str:
        (at,) = unpack_from("<I", body, 8 if kind == _PROCEDURE else 16)
        return f"({', '.join(self._arguments(at, depth))})" + self._of_this(kind, body)

    def _arguments(self, number: int, depth: int) -> list[str]:
        found = self.record(number)
        if found is None or found[0] != _ARGUMENTS:
            return []
        body = found[1]
        count = min(unpack_from("<I", body)[0], (len(body) - 4) // 4)
        return [self.name(each, depth) for each in unpack_from(f"<{count}I", body, 4)]

    def _of_this(self, kind: int, body: memoryview) -> str:
        """What is said of the object itself: a pointer to const makes the method const."""
        this = self.record(unpack_from("<I", body, 8)[0]) if kind == _METHOD else None
        if this is None or this[0] != _POINTER:
            return ""
        target = self.record(unpack_from("<I", this[1])[0])
        if target is None or target[0] != _MODIFIER:
            return ""
        bits = unpack_from("<IH", target[1])[1]
        return _qualifiers(bits & _CONST, bits & _VOLATILE)


def inlinee_name(number: int, ids: TypeNames, types: TypeNames) -> str:
    """The full name of a function id: scope, name and argument list; "" when it is none."""
    found = ids.record(number)
    if found is None or found[0] not in (_FUNCTION_ID, _METHOD_ID) or len(found[1]) < 8:
        return ""
    kind, body = found
    scope, type_ = unpack_from("<2I", body)
    prefix = types.name(scope) if kind == _METHOD_ID else _scope(ids, scope)
    name = text_at(body, 8) + types.signature(type_)
    return f"{prefix}::{name}" if prefix else name


def _scope(ids: TypeNames, number: int) -> str:
    found = ids.record(number) if number else None
    return text_at(found[1], 4) if found is not None else ""


def _qualifiers(const: int, volatile: int) -> str:
    return (" const" if const else "") + (" volatile" if volatile else "")


def _numeric_size(body: memoryview, at: int) -> int:
    """Bytes of a number: two when it is small, else a kind and the number itself."""
    (first,) = unpack_from("<H", body, at)
    sizes = {0x8000: 1, 0x8001: 2, 0x8002: 2, 0x8003: 4, 0x8004: 4, 0x8009: 8, 0x800A: 8}
    return 2 + sizes.get(first, 0) if first >= 0x8000 else 2
