"""Units made by hand: one entry, and sections around it."""

from inspector.objects.dwarf.containers.image import Image, Place, Section
from inspector.objects.dwarf.forms import Value
from inspector.objects.dwarf.sections import DebugSections
from inspector.objects.dwarf.unit import Unit, unit_of

EMPTY_ROOT = b"\x01\x11\x00\x00\x00\x00"
"""An abbreviation of a compile unit without attributes."""


def unit(version: int = 5, **parts: bytes) -> Unit:
    """A unit with 8 byte addresses whose only entry has no attributes."""
    kind = b"\x01\x08" if version == 5 else b""
    rest = kind + bytes(4) + (b"" if version == 5 else b"\x08") + b"\x01"
    body = version.to_bytes(2, "little") + rest
    info = len(body).to_bytes(4, "little") + body
    data = {"debug_info": info, "debug_abbrev": EMPTY_ROOT, **parts}
    sections = {name: Section(raw, Place(0, len(raw))) for name, raw in data.items()}
    image = Image(
        arch="x86_64", bits=64, order="little", base=0, sections=sections, read_symbols=list
    )
    found = DebugSections(image, sections)
    return unit_of(found, found.headers[0])


def based(found: Unit, **attributes: tuple[int, Value]) -> Unit:
    """The same with attributes of its first entry."""
    for name, value in attributes.values():
        found.root.attributes[name] = value
    return found
