"""Location lists: the expression that holds at an address. `.debug_loc` and `.debug_loclists`.

Rules: DWARF 5, 2.6.2 and 7.7.3; DWARF 4, 2.6.2.
"""

from inspector.objects.dwarf.codes import At, Form
from inspector.objects.dwarf.forms import Value, uleb
from inspector.objects.dwarf.unit import Unit
from inspector.objects.errors import BadObject

_MOST = 4096  # entries of one list
_END, _DEFAULT = 0, 5
_WINDOW = 1 << 16  # bytes of one list


def expression_at(unit: Unit, value: Value, address: int) -> bytes | None:
    """The expression for an address as the linker wrote it; None: the variable is nowhere then.

    value  of an attribute: an expression, or where a list is. Raises BadObject.
    """
    form, raw = value
    if isinstance(raw, bytes | memoryview):
        return bytes(raw)
    try:
        if unit.header.version < 5:
            return _old(unit, int(raw), address)
        return _list(unit, _offset(unit, form, int(raw)), address)
    except IndexError:
        raise BadObject("a location list ends too early") from None


def _offset(unit: Unit, form: int, raw: int) -> int:
    if form != Form.LOCLISTX:
        return raw
    size = unit.header.offset_size
    base = unit.root.number(At.LOCLISTS_BASE)
    if base is None:  # a split unit has one table, behind the header of the section
        base = 12 if size == 4 else 20
    section = unit.sections.section("debug_loclists")
    return base + unit.sections.number(section, base + raw * size, size)


def _old(unit: Unit, at: int, address: int) -> bytes | None:
    if unit.skeleton is not None:
        raise BadObject("location lists of split DWARF before version 5 are not read")
    size = unit.header.address_size
    order, highest, base = unit.sections.order, (1 << 8 * size) - 1, unit.low_pc
    data, at = unit.sections.section("debug_loc").read(at, _WINDOW), 0
    for _ in range(_MOST):
        if at + 2 * size > len(data):
            raise IndexError(at)
        begin = int.from_bytes(data[at : at + size], order)
        end = int.from_bytes(data[at + size : at + 2 * size], order)
        at += 2 * size
        if begin == highest:
            base = end
            continue
        if not begin and not end:
            return None
        length = int.from_bytes(data[at : at + 2], order)
        if begin + base <= address < end + base:
            return data[at + 2 : at + 2 + length]
        at += 2 + length
    return None


def _list(unit: Unit, at: int, address: int) -> bytes | None:
    entries = _Entries(unit, unit.sections.section("debug_loclists").read(at, _WINDOW))
    default = None
    for _ in range(_MOST):
        kind = entries.byte()
        if kind == _END:
            return default
        if entries.is_base(kind):
            continue
        begin, end = entries.bounds(kind)
        expression = entries.block()
        if kind == _DEFAULT:
            default = expression
        elif begin <= address < end:
            return expression
    return default


class _Entries:
    """The entries of a list, one after the other."""

    def __init__(self, unit: Unit, data: bytes) -> None:
        self._unit, self._data, self._at, self._base = unit, data, 0, unit.low_pc

    def byte(self) -> int:
        return self._take(1)[0]

    def block(self) -> bytes:
        return self._take(self._number())

    def is_base(self, kind: int) -> bool:
        """Whether the entry only says what later ones count from."""
        if kind in (1, 6):
            self._base = self._indexed() if kind == 1 else self._address()
        return kind in (1, 6)

    def bounds(self, kind: int) -> tuple[int, int]:
        """The first address and the one behind the last."""
        match kind:
            case 2:
                return self._indexed(), self._indexed()
            case 3:
                begin = self._indexed()
                return begin, begin + self._number()
            case 4:
                return self._base + self._number(), self._base + self._number()
            case 5:
                return 0, 0
            case 7:
                return self._address(), self._address()
            case 8:
                begin = self._address()
                return begin, begin + self._number()
        raise BadObject(f"unknown kind of location {kind}")

    def _take(self, size: int) -> bytes:
        taken = self._data[self._at : self._at + size]
        if len(taken) < size:
            raise IndexError(self._at)
        self._at += size
        return taken

    def _number(self) -> int:
        value, self._at = uleb(self._data, self._at)
        return value

    def _address(self) -> int:
        size = self._unit.header.address_size
        return int.from_bytes(self._take(size), self._unit.sections.order)

    def _indexed(self) -> int:
        return self._unit.indexed_address(self._number())
