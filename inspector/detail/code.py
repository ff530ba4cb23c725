"""The bytes of the code at an address, and which section and segment they are in.

Runs in the child process: files are hostile.
"""

from typing import TYPE_CHECKING

from msgspec import Struct

from inspector.objects.errors import BadObject

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 1 << 14  # bytes read before and behind the address
_NOBITS = 8
_LOAD = 1


class Code(Struct, frozen=True, kw_only=True):
    """What a file has round an address. Addresses are relative to the image."""

    arch: str = ""
    order: str = "little"
    start: int = 0  # of `data`
    data: bytes = b""  # empty: the file has a place for the code, not the code
    section: str = ""  # "" when no section covers the address
    section_start: int = 0
    section_size: int = 0
    segment: str = ""  # of Mach-O; "LOAD 1" of ELF


def code_at(path: str, offset: int, size: int, address: int) -> Code:
    """The code round a relative address. Raises BadObject for a file that holds no machine code."""
    from inspector.objects.dwarf.damage import damage
    from inspector.objects.second import format_of

    name = format_of(path, offset, size)
    readers = {"elf": _elf, "pe": _pe, "macho": _macho}
    if name not in readers:
        raise BadObject(f"no machine code is read from files of this format: {name}")
    with damage():
        return readers[name](path, offset, size, address)


def _elf(path: str, offset: int, size: int, address: int) -> Code:
    from inspector.objects.dwarf.containers.elf import headers_of, image_of

    elf = headers_of(path, offset, size)
    image, place = image_of(elf), address + elf.base
    found = Code(arch=image.arch, order=elf.order)
    loads = [each for each in elf.segments if each[0] == _LOAD]
    segment = [n for n, each in enumerate(loads) if each[2] <= place < each[2] + each[3]]
    for header in elf.headers:
        if header.address and header.address <= place < header.address + header.size:
            start, data = 0, b""
            if header.kind != _NOBITS:
                first, length = _window(place - header.address, header.size)
                data = elf.section(header).read(first, length)
                start = header.address + first - elf.base
            return Code(
                arch=found.arch,
                order=found.order,
                start=start,
                data=data,
                section=header.name,
                section_start=header.address - elf.base,
                section_size=header.size,
                segment=f"LOAD {segment[0]}" if segment else "",
            )
    return found


def _pe(path: str, offset: int, size: int, address: int) -> Code:
    from inspector.objects.windows.pe import PeFile

    with PeFile.open(path, offset, size) as pe:
        ranges = [part for part in pe.code_ranges() if part[0] <= address < part[1]]
        if not ranges:
            return Code(arch=pe.arch)
        begin, end = ranges[0]
        first, length = _window(address - begin, end - begin)
        return Code(
            arch=pe.arch,
            start=begin + first,
            data=pe.bytes_at(begin + first, length),
            section=_named(pe.section_names, pe.section_starts(), address),
            section_start=begin,
            section_size=end - begin,
        )


def _named(names: "Iterable[str]", starts: "Iterable[int]", address: int) -> str:
    """The section that begins last before an address."""
    below = [(start, name) for start, name in zip(starts, names, strict=False) if start <= address]
    return max(below, default=(0, ""))[1]


def _macho(path: str, offset: int, size: int, address: int) -> Code:
    from inspector.objects.dwarf.containers.image import mapped
    from inspector.objects.plain.macho import MachO

    part = memoryview(mapped(path))[offset : offset + size]
    found = MachO(part)
    place = address + found.load_address
    order = "little" if bytes(part[:4])[:1] in (b"\xce", b"\xcf") else "big"
    for each in found.sections:
        if each.address <= place < each.address + each.size:
            first, length = _window(place - each.address, each.size)
            at = each.offset + first
            return Code(
                arch=found.arch,
                order=order,
                start=each.address + first - found.load_address,
                data=bytes(part[at : at + length]) if each.offset else b"",
                section=each.name,
                section_start=each.address - found.load_address,
                section_size=each.size,
                segment=each.segment,
            )
    return Code(arch=found.arch, order=order)


def _window(at: int, size: int) -> tuple[int, int]:
    """Where to read from a section, and how many bytes, to have the code round `at`."""
    first = max(0, at - MOST)
    return first, min(size, at + MOST) - first
