"""The debug sections of one file, and its units: where each begins, not what is in it."""

from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from inspector.objects.dwarf.codes import UnitType
from inspector.objects.dwarf.containers.image import Image, Place, Section
from inspector.objects.dwarf.forms import Forms, Shape
from inspector.objects.errors import BadObject

if TYPE_CHECKING:
    from inspector.objects.dwarf.unit import Unit

_LONG = 0xFFFFFFFF
_EMPTY = Section(b"", Place(0, 0))
_MOST_UNITS = 1 << 20
_MOST_RANGES = 1 << 23  # read of one file: units may share a list, and then it costs each time


class UnitHeader(Struct, frozen=True):
    """The header of a unit in `.debug_info`. Offsets are from the start of the section."""

    offset: int
    end: int
    version: int
    kind: int  # DW_UT_; compile in versions before 5
    address_size: int
    offset_size: int
    abbreviations: int
    first: int  # its first entry
    id: int  # of split DWARF; 0: none


class DebugSections:
    """What one file, or one contribution to a `.dwp`, has. All read on demand."""

    def __init__(
        self,
        image: Image,
        sections: dict[str, Section],
        alternate: "DebugSections | None" = None,
    ) -> None:
        """`sections` by the names of an ordinary file, `debug_info` and so on."""
        self.image = image
        self.alternate = alternate  # where the forms of `dwz` point
        self.order = image.order
        self.opened: dict[int, Unit] = {}  # by offset
        self._sections = sections
        self._ranges = 0
        self._forms: dict[tuple[int, int, int], Forms] = {}
        self._shapes: dict[tuple[int, Forms], dict[int, Shape]] = {}

    def section(self, name: str) -> Section:
        """Empty when the file has none."""
        return self._sections.get(name, _EMPTY)

    def forms(self, address_size: int, offset_size: int, version: int) -> Forms:
        """One for all units that are alike."""
        key = (address_size, offset_size, version)
        if key not in self._forms:
            self._forms[key] = Forms(self.order, *key)
        return self._forms[key]

    def shapes(self, offset: int, forms: Forms) -> dict[int, Shape]:
        """The abbreviation table at `offset`, by code; read by pyelftools."""
        key = (offset, forms)
        if key not in self._shapes:
            self._shapes[key] = self._read_shapes(offset, forms)
        return self._shapes[key]

    def count_ranges(self, count: int) -> None:
        """Raises BadObject when more ranges were read than any file has."""
        self._ranges += count
        if self._ranges > _MOST_RANGES:
            raise BadObject(f"more than {_MOST_RANGES} ranges")

    def number(self, section: Section, offset: int, size: int) -> int:
        """An unsigned number. Raises BadObject outside of the section."""
        raw = section.read(offset, size)
        if len(raw) < size:
            raise BadObject(f"no number at {offset:#x} of a section of {section.size:#x} bytes")
        return int.from_bytes(raw, self.order)

    @cached_property
    def headers(self) -> list[UnitHeader]:
        """Of all units, in order; up to the first that makes no sense."""
        found: list[UnitHeader] = []
        info, offset = self.section("debug_info"), 0
        try:
            end = info.unpacked_size()
        except BadObject:  # packed in a way that is not read here: as if it were stripped
            end = 0
        while offset + 11 <= end and len(found) < _MOST_UNITS:
            header = self._header(info.read(offset, 48), offset, end)
            if header is None:
                break
            found.append(header)
            offset = header.end
        return found

    @cached_property
    def _starts(self) -> list[int]:
        return [header.offset for header in self.headers]

    def header_around(self, offset: int) -> UnitHeader:
        """Of the unit that an offset into `.debug_info` is in. Raises BadObject."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or not self.headers[index].first <= offset < self.headers[index].end:
            raise BadObject(f"no unit has an entry at {offset:#x}")
        return self.headers[index]

    def _header(self, data: bytes, offset: int, end: int) -> UnitHeader | None:
        """None for what is no header. A unit that is too long ends with the section."""

        def number(at: int, size: int) -> int:
            return int.from_bytes(data[at : at + size], self.order)

        wide = number(0, 4) == _LONG
        size, at = (8, 12) if wide else (4, 4)
        length, version = number(4, 8) if wide else number(0, 4), number(at, 2)
        at += 2
        kind, identifier = int(UnitType.COMPILE), 0
        if version == 5:
            kind, address_size, abbreviations = data[at], data[at + 1], number(at + 2, size)
            at += 2 + size
            if kind in (UnitType.SKELETON, UnitType.SPLIT_COMPILE):
                identifier, at = number(at, 8), at + 8
            elif kind in (UnitType.TYPE, UnitType.SPLIT_TYPE):
                at += 8 + size
        else:
            abbreviations, address_size, at = number(at, size), data[at + size], at + size + 1
        last = min(offset + length + (12 if wide else 4), end)
        if not 2 <= version <= 5 or address_size not in (4, 8) or last <= offset + at:
            return None
        first = offset + at
        return UnitHeader(
            offset, last, version, kind, address_size, size, abbreviations, first, identifier
        )

    def _read_shapes(self, offset: int, forms: Forms) -> dict[int, Shape]:
        from io import BytesIO

        from elftools.dwarf.abbrevtable import AbbrevTable
        from elftools.dwarf.enums import ENUM_DW_AT, ENUM_DW_FORM, ENUM_DW_TAG
        from elftools.dwarf.structs import DWARFStructs

        section = self.section("debug_abbrev")
        stream = BytesIO(section.read(offset, section.unpacked_size()))
        structs = DWARFStructs(self.order == "little", 32, 8)
        found: dict[int, Shape] = {}
        for code, entry in AbbrevTable(structs, stream, 0)._abbrev_map.items():  # noqa: SLF001  the table cannot be listed otherwise
            specs = tuple(
                (
                    ENUM_DW_AT.get(spec.name, spec.name),
                    ENUM_DW_FORM.get(spec.form, spec.form),
                    spec.value or 0,
                )
                for spec in entry["attr_spec"]
            )
            tag = ENUM_DW_TAG.get(entry["tag"], entry["tag"])
            found[code] = forms.shape(tag, entry.has_children(), specs)
        return found


def debug_sections(image: Image, alternate: DebugSections | None = None) -> DebugSections:
    """Those of an ordinary file."""
    return DebugSections(image, image.sections, alternate)
