"""PE files: their DWARF sections, as MinGW and others write them. Names keep their underscore.

Symbols are left to the reader of exports: `inspector.objects.windows`.
"""

from struct import unpack_from

from inspector.objects.dwarf.containers.image import Image, Place, Section, gnu_compressed, part_of
from inspector.objects.dwarf.damage import damage
from inspector.objects.errors import BadObject
from inspector.objects.windows.ids import ARCHITECTURES


def image(path: str, offset: int, size: int) -> Image:
    """Sections of the file. Raises BadObject."""
    data = part_of(path, offset, size)
    with damage():
        (header,) = unpack_from("<I", data, 0x3C)
        if data[header : header + 4] != b"PE\0\0":
            raise BadObject("not a PE file")
        machine, count, symbols_at, symbols, optional = unpack_from("<HH4xIIH", data, header + 4)
        (magic,) = unpack_from("<H", data, header + 24)
        wide = magic == 0x20B
        (base,) = unpack_from("<Q" if wide else "<4xI", data, header + 48)
        names = symbols_at + 18 * symbols if symbols_at else 0
        sections: dict[str, Section] = {}
        for at in range(header + 24 + optional, header + 24 + optional + 40 * count, 40):
            raw, virtual_size, stored, start = unpack_from("<8sI4xII", data, at)
            name = _name(raw, Section(data, Place(names, len(data) - names)) if names else None)
            packed = name.startswith(".zdebug_")
            place = Place(
                start, min(virtual_size, stored) or stored, gnu_compressed if packed else None
            )
            sections[name.removeprefix(".z" if packed else ".")] = Section(data, place)
    return Image(
        arch=ARCHITECTURES.get(machine, "unknown"),
        bits=64 if wide else 32,
        order="little",
        base=base,
        sections=sections,
        read_symbols=list,
    )


def _name(raw: bytes, names: Section | None) -> str:
    """Of a section; longer ones are in the string table, behind the symbols."""
    text = raw.rstrip(b"\0")
    if names is not None and text[:1] == b"/" and text[1:].isdigit():
        text = names.text(int(text[1:]))
    return text.decode("utf-8", "replace")
