"""Split DWARF: units that compilers put into `.dwo` files, or that were packed into a `.dwp`."""

from struct import iter_unpack, unpack_from

from inspector.objects.dwarf.codes import UnitType
from inspector.objects.dwarf.containers.elf import image
from inspector.objects.dwarf.containers.image import Image, Order, Section
from inspector.objects.dwarf.damage import damage
from inspector.objects.dwarf.sections import DebugSections
from inspector.objects.dwarf.unit import Unit, unit_of
from inspector.objects.errors import BadObject

_COLUMNS = {
    2: {
        1: "debug_info", 3: "debug_abbrev", 4: "debug_line", 5: "debug_loc",
        6: "debug_str_offsets",
    },
    5: {
        1: "debug_info", 3: "debug_abbrev", 4: "debug_line", 5: "debug_loclists",
        6: "debug_str_offsets", 8: "debug_rnglists",
    },
}  # fmt: skip
"""What the columns of `.debug_cu_index` are of: GNU's before DWARF 5, and the standard's."""

_MOST_SLOTS = 1 << 22

Parts = dict[str, tuple[int, int]]
"""Section -> where the part of one unit lies in it, and its bytes."""


class SplitFiles:
    """The files with the units of one object. Each is opened when one of its units is asked for."""

    def __init__(self, files: dict[str, str], package: str | None) -> None:
        """`files` by the 16 hex digits of the unit; `package` is the `.dwp`."""
        self._files = files
        self._package = package
        self._units: dict[int, Unit | None] = {}
        self._packed: tuple[Image, dict[int, Parts]] | None = None

    def unit(self, skeleton: Unit) -> Unit | None:
        """The unit that belongs to a skeleton; None when no file has it."""
        wanted = skeleton.split_id
        if wanted not in self._units:
            try:
                with damage():
                    self._units[wanted] = self._from_file(skeleton) or self._from_package(skeleton)
            except (BadObject, OSError):
                self._units[wanted] = None
        return self._units[wanted]

    def _from_file(self, skeleton: Unit) -> Unit | None:
        path = self._files.get(f"{skeleton.split_id:016x}")
        if path is None:
            return None
        file = _image(path)
        return _matching(DebugSections(file, _own(file)), skeleton)

    def _from_package(self, skeleton: Unit) -> Unit | None:
        if self._package is None:
            return None
        if self._packed is None:
            file = _image(self._package)
            self._packed = file, read_index(file.section("debug_cu_index").whole(), file.order)
        file, index = self._packed
        parts = index.get(skeleton.split_id)
        if parts is None:
            return None
        sections = _own(file)
        sections |= {
            name: sections[name].part(offset, size)
            for name, (offset, size) in parts.items()
            if name in sections
        }
        return _matching(DebugSections(file, sections), skeleton)


def read_index(data: bytes, order: Order) -> dict[int, Parts]:
    """The `.debug_cu_index` of a `.dwp`: id of a unit -> its parts. Raises BadObject."""
    mark = "<" if order == "little" else ">"
    with damage():
        version = 5 if unpack_from(mark + "H", data, 0)[0] == 5 else 2
        columns, units, slots = unpack_from(mark + "3I", data, 4)
        if slots > _MOST_SLOTS or columns > 16:
            raise BadObject(f"an index of {slots} slots with {columns} columns")
        ids = unpack_from(f"{mark}{slots}Q", data, 16)
        rows = unpack_from(f"{mark}{slots}I", data, 16 + 8 * slots)
        at = 16 + 12 * slots
        kinds = unpack_from(f"{mark}{columns}I", data, at)
        size = 4 * columns * units
        at += 4 * columns
        offsets = list(iter_unpack(f"{mark}{columns}I", data[at : at + size]))
        sizes = list(iter_unpack(f"{mark}{columns}I", data[at + size : at + 2 * size]))
        names = [_COLUMNS[version].get(kind, "") for kind in kinds]
        return {
            identifier: dict(
                zip(names, zip(offsets[row - 1], sizes[row - 1], strict=True), strict=True)
            )
            for identifier, row in zip(ids, rows, strict=True)
            if 0 < row <= min(len(offsets), len(sizes))
        }


def _image(path: str) -> Image:
    import os

    return image(path, 0, os.stat(path).st_size)


def _own(file: Image) -> dict[str, Section]:
    """Its sections under the names of an ordinary file."""
    return {
        name.removesuffix(".dwo"): section
        for name, section in file.sections.items()
        if name.endswith(".dwo")
    }


def _matching(sections: DebugSections, skeleton: Unit) -> Unit | None:
    """The compile unit with the id of the skeleton."""
    for header in sections.headers:
        if header.kind in (UnitType.COMPILE, UnitType.SPLIT_COMPILE):
            unit = unit_of(sections, header, skeleton)
            if unit.split_id == skeleton.split_id:
                return unit
    return None
