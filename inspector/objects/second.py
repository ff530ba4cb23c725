"""The second readers: what a file is and what runs at an address, without `symbolic`.

Used where `symbolic` has no wheel, and for what it leaves out. `describe` answers as
`identify`, `answer` as `SymCache.lookup`. All of it is slow and reads hostile bytes: it runs in
the child process, so whatever goes in and out can be written as JSON.
"""

from typing import TYPE_CHECKING

from msgspec import Struct

from inspector.objects.errors import BadObject
from inspector.objects.identify import SMALLEST, Format, ObjectInfo

if TYPE_CHECKING:
    from inspector.objects.symcache import Location


class Alternate(Struct, frozen=True):
    """The file that `dwz` moved shared debug information to."""

    path: str  # as it was when `dwz` ran, absolute or from the folder of the file
    build_id: str  # hex digits; what `code_id` is for other ELF files


class DebugLink(Struct, frozen=True):
    """The file that debug information was split off to, by `.gnu_debuglink`."""

    name: str  # no folder
    crc: int  # CRC-32 of the whole file


class SplitUnit(Struct, frozen=True):
    """A compile unit whose debug information is in a `.dwo` file, or in a `.dwp` with others."""

    id: str  # 16 hex digits; the same stands in the file
    name: str  # of the `.dwo` file as the compiler was told, absolute or from `folder`
    folder: str  # the compiler's working folder


class Needs(Struct, frozen=True, kw_only=True):
    """Files that an object refers to. They add to its answers; it has some without them."""

    alternate: Alternate | None = None
    debug_link: DebugLink | None = None
    split: tuple[SplitUnit, ...] = ()  # if any: a `.dwp` named after the object holds them, too


class Companions(Struct, frozen=True, kw_only=True):
    """The files that were found for `Needs`, as paths. None that was not checked by its id."""

    alternate: str | None = None
    debug_link: str | None = None
    package: str | None = None  # the `.dwp`
    split: dict[str, str] = {}  # id of the unit -> `.dwo` file


def describe(path: str) -> tuple[ObjectInfo, ...]:
    """What the file holds: one object, or each slice of a fat Mach-O file in header order.

    A slice that cannot be read is in the list, with its `error`. Raises BadObject for a
    single-object file that cannot be read.
    """
    import os

    from inspector.objects.plain.slices import read_slices

    slices = read_slices(path)
    if slices is not None:
        return tuple(_slice(path, part.offset, part.size) for part in slices)
    return (_describe(path, 0, os.stat(path).st_size),)


def answer(
    path: str, offset: int, size: int, addresses: list[int], companions: Companions
) -> "list[list[Location]]":
    """What runs at each relative address, as `SymCache.lookup` has it. Raises BadObject."""
    name = format_of(path, offset, size)
    match name:
        case "pdb":
            from inspector.objects.windows.pdb import answer as read
        case "breakpad":
            from inspector.objects.plain.breakpad import answer as read
        case "elf" | "macho" | "wasm" | "pe":
            return _answer_dwarf(path, offset, size, addresses, companions)
        case _:
            raise BadObject(f"no addresses in files of this format: {name}")
    return [list(chain) for chain in read(path, offset, size, addresses)]


def needs(path: str, offset: int, size: int) -> Needs:
    """The companion files the object refers to. Raises BadObject."""
    if format_of(path, offset, size) not in ("elf", "pe", "macho", "wasm"):
        return Needs()
    from inspector.objects.dwarf.answers import needs as read

    return read(path, offset, size)


def _answer_dwarf(
    path: str, offset: int, size: int, addresses: list[int], companions: Companions
) -> "list[list[Location]]":
    """DWARF first; where it has nothing, a PE file has exports and COFF symbols."""
    from inspector.objects.dwarf.answers import answer as read

    chains = read(path, offset, size, addresses, companions)
    missing = [index for index, chain in enumerate(chains) if not chain]
    if missing and format_of(path, offset, size) == "pe":
        from inspector.objects.windows.pe import answer as read_symbols

        found = read_symbols(path, offset, size, [addresses[index] for index in missing])
        for index, chain in zip(missing, found, strict=True):
            chains[index] = list(chain)
    return chains


def _describe(path: str, offset: int, size: int) -> ObjectInfo:
    name = format_of(path, offset, size)
    match name:
        case "elf":
            from inspector.objects.dwarf.containers.elf import describe as read
        case "macho":
            from inspector.objects.plain.macho import describe as read
        case "wasm":
            from inspector.objects.plain.wasm import describe as read
        case "breakpad":
            from inspector.objects.plain.breakpad import describe as read
        case "pe":
            from inspector.objects.windows.pe import describe as read
        case "pdb":
            from inspector.objects.windows.pdb import describe as read
        case "portablepdb":
            from inspector.objects.plain.archives import describe_portable_pdb as read
        case "sourcebundle":
            from inspector.objects.plain.archives import describe_bundle as read
        case _:
            raise BadObject("not an object file of a known format")
    return read(path, offset, size)


def _slice(path: str, offset: int, size: int) -> ObjectInfo:
    try:
        info = _describe(path, offset, size)
    except BadObject as error:
        return ObjectInfo(offset=offset, size=size, error=str(error))
    if info.format != "macho":
        return ObjectInfo(offset=offset, size=size, error=f"{info.format} in a fat Mach-O file")
    return info


_MAGIC: "dict[bytes, Format]" = {
    b"\x7fELF": "elf",
    b"\xfe\xed\xfa\xce": "macho",
    b"\xfe\xed\xfa\xcf": "macho",
    b"\xce\xfa\xed\xfe": "macho",
    b"\xcf\xfa\xed\xfe": "macho",
    b"MZ": "pe",
    b"Microsoft C/C++": "pdb",
    b"BSJB": "portablepdb",
    b"MODULE ": "breakpad",
    b"\0asm": "wasm",
    b"SYSB": "sourcebundle",
}


def format_of(path: str, offset: int, size: int) -> Format:
    """By the first bytes. Raises BadObject for a part that is too short or not in the file."""
    if size < SMALLEST:
        raise BadObject(f"{size} bytes are too few for an object file")
    with open(path, "rb") as file:
        whole = file.seek(0, 2)
        if offset + size > whole:
            raise BadObject(f"reaches {offset + size - whole} bytes beyond the end of the file")
        file.seek(offset)
        head = file.read(SMALLEST)
    return next((name for magic, name in _MAGIC.items() if head.startswith(magic)), "unknown")
