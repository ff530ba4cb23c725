"""One compile unit: its entries, and what their values mean.

A unit of split DWARF lies in another file than its skeleton, which has its addresses, its line
table and, before DWARF 5, its range lists.
"""

from collections.abc import Collection, Iterator
from functools import cached_property

from msgspec import Struct

from inspector.objects.dwarf.codes import LANGUAGES, At, Form
from inspector.objects.dwarf.forms import Forms, Shape, Value, declaration, uleb
from inspector.objects.dwarf.ranges import Range, legacy_ranges, pc_range, range_list
from inspector.objects.dwarf.sections import DebugSections, UnitHeader
from inspector.objects.errors import BadObject

_ROOT = 4096  # bytes to read for the first entry, and at first for its abbreviation
_DIRECT = (Form.REF1, Form.REF2, Form.REF4, Form.REF8, Form.REF_UDATA)
_ALTERNATE = (Form.GNU_REF_ALT, Form.REF_SUP4, Form.REF_SUP8)
_ADDRESS_INDEX = frozenset(
    {Form.ADDRX, Form.ADDRX1, Form.ADDRX2, Form.ADDRX3, Form.ADDRX4, Form.GNU_ADDR_INDEX}
)
_STRING_INDEX = frozenset(
    {Form.STRX, Form.STRX1, Form.STRX2, Form.STRX3, Form.STRX4, Form.GNU_STR_INDEX}
)


class Die(Struct, frozen=True):
    """A debugging information entry. Attributes by DW_AT_ number, tag by DW_TAG_."""

    unit: "Unit"
    offset: int  # in `.debug_info`
    tag: int
    attributes: dict[int, Value]
    has_children: bool

    def text(self, *names: int) -> str:
        """The first of these attributes that is a string; empty when none is."""
        for name in names:
            raw = self.unit.string(self.attributes[name]) if name in self.attributes else None
            if raw is not None:
                return raw.decode("utf-8", "replace")
        return ""

    def number(self, name: int) -> int | None:
        """An attribute that is a plain number."""
        value = self.attributes.get(name)
        return value[1] if value is not None and isinstance(value[1], int) else None

    def follow(self, name: int) -> "Die | None":
        """The entry that an attribute refers to, perhaps in another unit or file."""
        value = self.attributes.get(name)
        return None if value is None else self.unit.entry(value)

    def children(self) -> "Iterator[Die]":
        """Those right below it, in order."""
        if not self.has_children:
            return
        for depth, die in self.unit.walk(self.offset, None):
            if depth == 1:
                yield die


class Unit:
    """A unit with its entries. Everything is read when it is first asked for."""

    def __init__(
        self, sections: DebugSections, header: UnitHeader, skeleton: "Unit | None" = None
    ) -> None:
        self.sections = sections
        self.header = header
        self.skeleton = skeleton
        self.forms: Forms = sections.forms(header.address_size, header.offset_size, header.version)

    @cached_property
    def data(self) -> bytes:
        """All bytes, header included."""
        header = self.header
        return self.sections.section("debug_info").read(header.offset, header.end - header.offset)

    @cached_property
    def shapes(self) -> dict[int, Shape]:
        """Its abbreviations, by code."""
        return self.sections.shapes(self.header.abbreviations, self.forms)

    @cached_property
    def root(self) -> Die:
        """Its first entry, without reading more of the unit than that."""
        header = self.header
        size = min(header.end - header.first, _ROOT)
        data = self.sections.section("debug_info").read(header.first, size)
        code, position = uleb(data, 0)
        shape = self._shape(code)
        attributes, _ = self.forms.attributes(shape, data, position)
        return Die(self, header.first, shape.tag, attributes, shape.has_children)

    def _shape(self, code: int) -> Shape:
        """One abbreviation: a fraction of the table, which most units never need."""
        section = self.sections.section("debug_abbrev")
        window, most = _ROOT, section.unpacked_size()
        while True:
            try:
                table = section.read(self.header.abbreviations, window)
                return self.forms.shape(*declaration(table, code))
            except IndexError:
                if window >= most:
                    raise
                window *= 8

    @cached_property
    def language(self) -> str:
        """In the words of `symbolic`; empty when it has none."""
        return LANGUAGES.get(self.root.number(At.LANGUAGE) or 0, "")

    @cached_property
    def folder(self) -> str:
        """Where the compiler ran."""
        own = self.root.text(At.COMP_DIR)
        return own or (self.skeleton.folder if self.skeleton else "")

    @cached_property
    def low_pc(self) -> int:
        """The base of its range lists; 0 when it has none."""
        if self.skeleton is not None:
            return self.skeleton.low_pc
        value = self.root.attributes.get(At.LOW_PC)
        return (self.address(value) or 0) if value else 0

    @property
    def split_id(self) -> int:
        """What names the unit of split DWARF that belongs to this skeleton; 0: none."""
        return self.header.id or self.root.number(At.GNU_DWO_ID) or 0

    def die(self, offset: int) -> Die:
        """The entry at an offset into `.debug_info`. Raises BadObject when there is none."""
        data, start = self.data, offset - self.header.offset
        if not self.header.first - self.header.offset <= start < len(data):
            raise BadObject(f"the unit has no entry at {offset:#x}")
        code, position = uleb(data, start)
        shape = self.shapes.get(code)
        if shape is None:
            raise BadObject(f"no abbreviation {code}")
        attributes, _ = self.forms.attributes(shape, data, position)
        return Die(self, offset, shape.tag, attributes, shape.has_children)

    def walk(
        self, offset: int, wanted: Collection[int] | None, jump: Collection[int] = ()
    ) -> Iterator[tuple[int, Die]]:
        """The entries below the one at `offset`, depth first, with their depth from 1 on.

        wanted  abbreviations to yield; the others are stepped over. None: all
        jump    abbreviations whose children are left out where the producer says where they end
        """
        data, shapes, forms = self.data, self.shapes, self.forms
        base, depth = self.header.offset, 0
        position, end = offset - base, len(data)
        while position < end:
            start = position
            code, position = data[position], position + 1
            if code > 0x7F:
                code, position = uleb(data, start)
            if not code:
                depth -= 1
                if depth <= 0:
                    return
                continue
            shape = shapes[code]
            if depth and (wanted is None or code in wanted):
                attributes, position = forms.attributes(shape, data, position)
                yield depth, Die(self, base + start, shape.tag, attributes, shape.has_children)
            elif depth and code in jump:
                position = self._sibling(shape, position)
                continue
            else:
                position = forms.over(shape.steps, data, position)
            depth += shape.has_children
            if not depth:
                return

    def _sibling(self, shape: Shape, position: int) -> int:
        """Where the next sibling of the entry is; its code ends at `position`."""
        attributes, after = self.forms.attributes(shape, self.data, position)
        value = attributes[At.SIBLING][1]
        if value < after:
            raise BadObject("a sibling before the entry itself")
        return int(value)

    def entry(self, value: Value) -> Die | None:
        """What a reference refers to; None for a form that is none, or a file we do not have."""
        form, raw = value
        if form in _DIRECT:
            return self.die(self.header.offset + raw)
        if form == Form.REF_ADDR:
            sections = self.sections
        elif form in _ALTERNATE and self.sections.alternate is not None:
            sections = self.sections.alternate
        else:
            return None
        return unit_of(sections, sections.header_around(raw)).die(raw)

    def string(self, value: Value) -> bytes | None:
        """A string; None for a form that is none, or a file we do not have."""
        form, raw = value
        sections = self.sections
        if form == Form.STRING:
            return bytes(raw)
        if form == Form.STRP:
            return sections.section("debug_str").text(raw)
        if form == Form.LINE_STRP:
            return sections.section("debug_line_str").text(raw)
        if form in _STRING_INDEX:
            return sections.section("debug_str").text(self._string_offset(raw))
        if form in (Form.GNU_STRP_ALT, Form.STRP_SUP) and sections.alternate is not None:
            return sections.alternate.section("debug_str").text(raw)
        return None

    def address(self, value: Value) -> int | None:
        """An address as the linker wrote it; None for a form that is none."""
        form, raw = value
        if form == Form.ADDR:
            return int(raw)
        return self.indexed_address(raw) if form in _ADDRESS_INDEX else None

    def indexed_address(self, index: int) -> int:
        """An entry of `.debug_addr`, where the linker left it: in the file of the skeleton."""
        owner = self.skeleton or self
        names = owner.root.attributes
        base = (names.get(At.ADDR_BASE) or names.get(At.GNU_ADDR_BASE) or (0, 0))[1]
        size = self.header.address_size
        sections = owner.sections
        return sections.number(sections.section("debug_addr"), base + index * size, size)

    def ranges(self, die: Die) -> list[Range]:
        """Where the code of an entry is, as the linker wrote it. Empty: nowhere."""
        value = die.attributes.get(At.RANGES)
        if value is None:
            return pc_range(self, die.attributes, self.sections.image.relocatable)
        read = legacy_ranges if self.header.version < 5 else range_list
        return read(self, value)

    def _string_offset(self, index: int) -> int:
        size, version = self.header.offset_size, self.header.version
        base = self.root.number(At.STR_OFFSETS_BASE)
        if base is None:  # those of a split unit begin behind a header, which GNU's do not have
            base = 0 if version < 5 else 2 * size
        section = self.sections.section("debug_str_offsets")
        return self.sections.number(section, base + index * size, size)


def unit_of(sections: DebugSections, header: UnitHeader, skeleton: Unit | None = None) -> Unit:
    """The unit of that header; the same one as long as its file is open."""
    found = sections.opened.get(header.offset)
    if found is None:
        found = sections.opened[header.offset] = Unit(sections, header, skeleton)
    return found
