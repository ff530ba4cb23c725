"""The DWARF sections of a WebAssembly module.

Addresses are offsets into the file; DWARF counts from the start of the code section.
"""

from functools import partial

from inspector.objects.dwarf.containers.image import Image, Place, Section, Symbol, mapped
from inspector.objects.plain.wasm import Wasm


def image(path: str, offset: int, size: int) -> Image:
    """Sections and function names. Raises BadObject."""
    data = mapped(path)
    found = Wasm(memoryview(data)[offset : offset + size])
    sections: dict[str, Section] = {}
    for each in found.sections:
        if each.name.startswith(".debug_"):
            place = Place(offset + each.start, each.end - each.start)
            sections.setdefault(each.name.removeprefix("."), Section(data, place))
    return Image(
        arch="wasm32",
        bits=32,
        order="little",
        base=-found.code_start,
        sections=sections,
        read_symbols=partial(_symbols, found),
    )


def _symbols(found: Wasm) -> list[Symbol]:
    return [Symbol(start, size, name) for start, size, name in found.symbols()]
