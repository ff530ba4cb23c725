"""The files that an ELF file refers to: its debug link, its `dwz` file, its split units."""

from inspector.objects.dwarf.codes import At
from inspector.objects.dwarf.containers.image import Image
from inspector.objects.dwarf.damage import damage
from inspector.objects.dwarf.reader import Dwarf
from inspector.objects.errors import BadObject
from inspector.objects.second import Alternate, DebugLink, Needs, SplitUnit


def needs_of(dwarf: Dwarf) -> Needs:
    """All of them. A reference that makes no sense is none."""
    image = dwarf.image
    return Needs(
        alternate=alternate(image),
        debug_link=_debug_link(image),
        split=tuple(_split(dwarf)),
    )


def alternate(image: Image) -> Alternate | None:
    """What `.gnu_debugaltlink` says: a path, and the build id of the file."""
    data = _contents(image, "gnu_debugaltlink")
    path, nul, build_id = data.partition(b"\0")
    if not path or not nul or not build_id:
        return None
    return Alternate(path.decode("utf-8", "replace"), build_id.hex())


def _debug_link(image: Image) -> DebugLink | None:
    """What `.gnu_debuglink` says: a name, filled up to 4 bytes, and the checksum."""
    data = _contents(image, "gnu_debuglink")
    name, nul, _ = data.partition(b"\0")
    at = -(-(len(name) + 1) // 4) * 4
    raw = data[at : at + 4]
    if not name or not nul or len(raw) < 4:
        return None
    return DebugLink(name.decode("utf-8", "replace"), int.from_bytes(raw, image.order))


def _split(dwarf: Dwarf) -> list[SplitUnit]:
    found: list[SplitUnit] = []
    try:
        with damage():
            units = dwarf.units
    except BadObject:
        return []
    for unit in units:
        try:
            with damage():
                name = unit.root.text(At.DWO_NAME, At.GNU_DWO_NAME)
                if name and unit.split_id:
                    found.append(SplitUnit(f"{unit.split_id:016x}", name, unit.folder))
        except BadObject:
            continue
    return found


def _contents(image: Image, name: str) -> bytes:
    try:
        return image.section(name).read(0, 1 << 16)
    except BadObject:
        return b""
