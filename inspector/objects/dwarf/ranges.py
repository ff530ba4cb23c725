"""Where the code of an entry is: low and high address, `.debug_ranges`, `.debug_rnglists`."""

from typing import TYPE_CHECKING

from inspector.objects.dwarf.codes import At, Form
from inspector.objects.dwarf.forms import Value, uleb
from inspector.objects.errors import BadObject

if TYPE_CHECKING:
    from inspector.objects.dwarf.unit import Unit

Range = tuple[int, int]
"""First address and the one behind the last."""

_MOST = 1 << 16


def pc_range(unit: "Unit", attributes: dict[int, Value], relocatable: bool) -> list[Range]:
    """From DW_AT_low_pc and DW_AT_high_pc. Code at 0 was thrown away by the linker."""
    low_value, high_value = attributes.get(At.LOW_PC), attributes.get(At.HIGH_PC)
    if low_value is None or high_value is None:
        return []
    low, high = unit.address(low_value), unit.address(high_value)
    if low is None or (low == 0 and not relocatable):
        return []
    if high is None:  # a number counts from the low address
        high = low + int(high_value[1])
    return [(low, high)] if low < high else []


def legacy_ranges(unit: "Unit", value: Value) -> list[Range]:
    """A list of `.debug_ranges`: DWARF 2 to 4."""
    owner, at = unit, int(value[1])
    if unit.skeleton is not None:
        owner = unit.skeleton
        at += owner.root.number(At.GNU_RANGES_BASE) or 0
    size = unit.header.address_size
    highest = (1 << 8 * size) - 1
    sections, base = owner.sections, owner.low_pc
    section = sections.section("debug_ranges")
    found: list[Range] = []
    for position in range(at, at + _MOST * 2 * size, 2 * size):
        unit.sections.count_ranges(1)
        begin = sections.number(section, position, size)
        end = sections.number(section, position + size, size)
        if begin == highest:
            base = end
        elif not begin and not end:
            break
        elif begin < end:
            found.append((base + begin & highest, base + end & highest))
    return found


def range_list(unit: "Unit", value: Value) -> list[Range]:
    """A list of `.debug_rnglists`: DWARF 5."""
    section = unit.sections.section("debug_rnglists")
    at = int(value[1])
    if value[0] == Form.RNGLISTX:
        size = unit.header.offset_size
        base = unit.root.number(At.RNGLISTS_BASE)
        if base is None:  # a split unit has one table, behind the header of the section
            base = 12 if size == 4 else 20
        at = base + unit.sections.number(section, base + at * size, size)
    window = 256
    while True:  # a list has no length: read more of it until its end is there
        try:
            return _entries(unit, section.read(at, window))
        except IndexError:
            if window >= section.size - at or window > 1 << 24:
                raise BadObject("a range list without an end") from None
            window *= 8


def _entries(unit: "Unit", data: bytes) -> list[Range]:
    """The list that `data` begins with. IndexError when it does not end in there."""
    found: list[Range] = []
    entries = _Entries(unit, data)
    base = unit.low_pc
    while kind := entries.byte():
        unit.sections.count_ranges(1)
        match kind:
            case 1:
                base = entries.indexed()
            case 2:
                found.append((entries.indexed(), entries.indexed()))
            case 3:
                begin = entries.indexed()
                found.append((begin, begin + entries.number()))
            case 4:
                found.append((base + entries.number(), base + entries.number()))
            case 5:
                base = entries.address()
            case 6:
                found.append((entries.address(), entries.address()))
            case 7:
                begin = entries.address()
                found.append((begin, begin + entries.number()))
            case _:
                raise BadObject(f"unknown kind of range {kind}")
    return [(begin, end) for begin, end in found if begin < end]


class _Entries:
    """The values of a list, one after the other."""

    def __init__(self, unit: "Unit", data: bytes) -> None:
        self._unit = unit
        self._data = data
        self._at = 0

    def byte(self) -> int:
        self._at += 1
        return self._data[self._at - 1]

    def number(self) -> int:
        value, self._at = uleb(self._data, self._at)
        return value

    def indexed(self) -> int:
        return self._unit.indexed_address(self.number())

    def address(self) -> int:
        start, self._at = self._at, self._at + self._unit.header.address_size
        if self._at > len(self._data):
            raise IndexError(self._at)
        return int.from_bytes(self._data[start : self._at], self._unit.sections.order)
