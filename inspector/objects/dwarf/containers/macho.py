"""The DWARF sections of a Mach-O file or slice: those of a dSYM."""

from functools import partial

from inspector.objects.dwarf.containers.image import (
    Image,
    Order,
    Place,
    Section,
    Symbol,
    gnu_compressed,
    mapped,
)
from inspector.objects.errors import BadObject
from inspector.objects.plain.macho import MachO

_KINDS: dict[bytes, tuple[Order, int]] = {
    b"\xce\xfa\xed\xfe": ("little", 32),
    b"\xcf\xfa\xed\xfe": ("little", 64),
    b"\xfe\xed\xfa\xce": ("big", 32),
    b"\xfe\xed\xfa\xcf": ("big", 64),
}
_CUT = {"debug_str_offs": "debug_str_offsets"}  # only 16 characters fit


def image(path: str, offset: int, size: int) -> Image:
    """Sections and function symbols of that part of the file. Raises BadObject."""
    data = mapped(path)
    part = memoryview(data)[offset : offset + size]
    found = MachO(part)
    order, bits = _KINDS[bytes(part[:4])]
    sections: dict[str, Section] = {}
    for each in found.sections:
        packed = each.name.startswith("__zdebug_")
        if each.offset and (packed or each.name.startswith("__debug_")):
            if each.offset + each.size > size:
                raise BadObject(f"the section {each.name} reaches beyond the end of the file")
            name = each.name.removeprefix("__z" if packed else "__")
            place = Place(offset + each.offset, each.size, gnu_compressed if packed else None)
            sections.setdefault(_CUT.get(name, name), Section(data, place))
    return Image(
        arch=found.arch,
        bits=bits,
        order=order,
        base=found.load_address,
        sections=sections,
        read_symbols=partial(_symbols, found),
    )


def _symbols(found: MachO) -> list[Symbol]:
    return [Symbol(address, 0, name) for address, name in found.symbols()]
