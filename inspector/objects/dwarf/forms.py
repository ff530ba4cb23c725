"""Attribute values in the bytes of a unit: read one, or step over many.

pyelftools reads these too, but keeps every entry, takes a DW_FORM_strx4 for 8 bytes and does not
know the forms of GNU split DWARF, so the lookup reads entries by itself.
"""

from typing import Any

from msgspec import Struct

from inspector.objects.dwarf.codes import At, Form
from inspector.objects.dwarf.containers.image import Order
from inspector.objects.errors import BadObject

Spec = tuple[int, int, int]
"""Attribute, form, value of an implicit constant."""

Value = tuple[int, Any]
"""Form, and the number or bytes that stand in the entry."""

_SIZES: dict[int, int] = {
    Form.DATA1: 1, Form.DATA2: 2, Form.DATA4: 4, Form.DATA8: 8, Form.DATA16: 16, Form.FLAG: 1,
    Form.REF1: 1, Form.REF2: 2, Form.REF4: 4, Form.REF8: 8, Form.REF_SIG8: 8,
    Form.REF_SUP4: 4, Form.REF_SUP8: 8, Form.FLAG_PRESENT: 0, Form.IMPLICIT_CONST: 0,
    Form.STRX1: 1, Form.STRX2: 2, Form.STRX3: 3, Form.STRX4: 4,
    Form.ADDRX1: 1, Form.ADDRX2: 2, Form.ADDRX3: 3, Form.ADDRX4: 4,
}  # fmt: skip
_OFFSETS = (
    Form.STRP, Form.SEC_OFFSET, Form.STRP_SUP, Form.LINE_STRP, Form.GNU_REF_ALT, Form.GNU_STRP_ALT,
)  # fmt: skip
_LEB = frozenset(
    {
        Form.UDATA, Form.SDATA, Form.REF_UDATA, Form.STRX, Form.ADDRX, Form.LOCLISTX,
        Form.RNGLISTX, Form.GNU_ADDR_INDEX, Form.GNU_STR_INDEX,
    }
)  # fmt: skip
_BLOCKS: dict[int, int] = {Form.BLOCK1: 1, Form.BLOCK2: 2, Form.BLOCK4: 4}


class Shape(Struct, frozen=True):
    """An abbreviation: what an entry with its code looks like."""

    tag: int
    has_children: bool
    specs: tuple[Spec, ...]
    steps: tuple[int, ...]  # to get over an entry: bytes, or a form of varying size as -form - 1
    attributes: frozenset[int]


def uleb(data: bytes, position: int) -> tuple[int, int]:
    """An unsigned LEB128 number and the position behind it. IndexError at the end of `data`."""
    value = shift = 0
    while True:
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position
        shift += 7
        if shift > 70:
            raise BadObject("a number of more than 64 bits")


def sleb(data: bytes, position: int) -> tuple[int, int]:
    """A signed LEB128 number and the position behind it."""
    start = position
    value, position = uleb(data, position)
    if data[position - 1] & 0x40:
        value -= 1 << (7 * (position - start))
    return value, position


class Forms:
    """How values are read in units with these sizes."""

    def __init__(self, order: Order, address_size: int, offset_size: int, version: int) -> None:
        self._order = order
        self._sizes: dict[int, int] = {**_SIZES}
        self._sizes |= dict.fromkeys(_OFFSETS, offset_size)
        self._sizes[Form.ADDR] = address_size
        self._sizes[Form.REF_ADDR] = address_size if version < 3 else offset_size

    def shape(self, tag: int, has_children: bool, specs: tuple[Spec, ...]) -> Shape:
        """The abbreviation with its steps: neighbours of fixed sizes are one step."""
        steps: list[int] = []
        for _, form, _ in specs:
            size = self._sizes.get(form)
            if size is None:
                steps.append(-form - 1)
            elif steps and steps[-1] >= 0:
                steps[-1] += size
            else:
                steps.append(size)
        names = frozenset(name for name, _, _ in specs)
        return Shape(tag, has_children, specs, tuple(steps), names)

    def attributes(self, shape: Shape, data: bytes, position: int) -> tuple[dict[int, Value], int]:
        """The values of the entry whose code ends at `position`, and where it ends."""
        found: dict[int, Value] = {}
        for name, form, constant in shape.specs:
            if form == Form.IMPLICIT_CONST:
                found[name] = (form, constant)
                continue
            actual, value, position = self.read(form, data, position)
            found[name] = (actual, value)
        if position > len(data):
            raise BadObject("an entry reaches beyond its unit")
        return found, position

    def read(self, form: int, data: bytes, position: int) -> tuple[int, Any, int]:
        """Form (of an indirect value: its own), value, and the position behind it."""
        size = self._sizes.get(form)
        if size is not None:
            raw = data[position : position + size]
            return form, int.from_bytes(raw, self._order), position + size
        if form == Form.SDATA:
            value, position = sleb(data, position)
            return form, value, position
        if form in _LEB:
            value, position = uleb(data, position)
            return form, value, position
        if form == Form.STRING:
            end = data.index(0, position)
            return form, data[position:end], end + 1
        if form == Form.INDIRECT:
            actual, position = uleb(data, position)
            if actual == Form.INDIRECT:
                raise BadObject("an indirect form of an indirect form")
            return self.read(actual, data, position)
        length, position = self._block(form, data, position)
        return form, data[position : position + length], position + length

    def over(self, steps: tuple[int, ...], data: bytes, position: int) -> int:
        """The position behind an entry whose code ends at `position`."""
        for step in steps:
            if step >= 0:
                position += step
                continue
            form = -step - 1
            if form in _LEB:
                while data[position] > 0x7F:
                    position += 1
                position += 1
            else:
                position = self.read(form, data, position)[2]
        return position

    def _block(self, form: int, data: bytes, position: int) -> tuple[int, int]:
        """Length of a block, and where it begins."""
        if form in (Form.BLOCK, Form.EXPRLOC):
            return uleb(data, position)
        size = _BLOCKS.get(form)
        if size is None:
            raise BadObject(f"unknown form {form:#x}")
        return int.from_bytes(data[position : position + size], self._order), position + size


def declaration(table: bytes, wanted: int) -> tuple[int, bool, tuple[Spec, ...]]:
    """Tag, children and attributes of one abbreviation, without reading those behind it.

    IndexError when `table` ends before. Raises BadObject when the table has none of that code.
    """
    position = 0
    while True:
        code, position = uleb(table, position)
        if not code:
            raise BadObject(f"no abbreviation {wanted}")
        tag, position = uleb(table, position)
        has_children, position = table[position] == 1, position + 1
        specs, position = _specs(table, position)
        if code == wanted:
            return tag, has_children, specs


def _specs(table: bytes, position: int) -> tuple[tuple[Spec, ...], int]:
    """Attributes up to the pair of zeros, and the position behind that."""
    specs: list[Spec] = []
    while True:
        name, position = uleb(table, position)
        form, position = uleb(table, position)
        constant = 0
        if form == Form.IMPLICIT_CONST:
            constant, position = sleb(table, position)
        if not name and not form:
            return tuple(specs), position
        specs.append((name, form, constant))


HAS_CODE = frozenset({At.LOW_PC, At.RANGES})
"""An entry with one of these may have code."""
