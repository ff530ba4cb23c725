"""The second readers: what a file is and what runs at an address, without `symbolic`.

Used where `symbolic` has no wheel, and for what it leaves out. `describe` answers as
`identify`, `answer` as `SymCache.lookup`. All of it is slow and reads hostile bytes: it runs in
the child process, so whatever goes in and out can be written as JSON.

A reader is a module with the functions of `Reader`. `_readers` says which are asked for a
format, in order: the first that knows an address answers it.
"""

from typing import TYPE_CHECKING, Protocol

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


class Reader(Protocol):
    """What the module of a format has. Each function raises BadObject when it cannot read."""

    def describe(self, path: str, offset: int, size: int) -> ObjectInfo:
        """The object in that part of the file."""

    def answer(
        self, path: str, offset: int, size: int, addresses: list[int], companions: Companions
    ) -> "list[list[Location]]":
        """One chain for each address, innermost first; empty where nothing is known."""

    def needs(self, path: str, offset: int, size: int) -> Needs:
        """The files it refers to."""


def describe(path: str) -> tuple[ObjectInfo, ...]:
    """What the file holds: one object, or each slice of a fat Mach-O file in header order.

    A slice that cannot be read is in the list, with its `error`. Raises BadObject for a
    single-object file that cannot be read.
    """
    import os

    from inspector.objects.macho import read_slices

    slices = read_slices(path)
    if slices is not None:
        return tuple(_slice(path, part.offset, part.size) for part in slices)
    size = os.stat(path).st_size
    return (_readers(path, 0, size)[0].describe(path, 0, size),)


def answer(
    path: str, offset: int, size: int, addresses: list[int], companions: Companions
) -> "list[list[Location]]":
    """What runs at each relative address, as `SymCache.lookup` has it. Raises BadObject."""
    chains: list[list[Location]] = [[] for _ in addresses]
    for reader in _readers(path, offset, size):
        open_at = [index for index, chain in enumerate(chains) if not chain]
        if open_at:
            asked = [addresses[index] for index in open_at]
            found = reader.answer(path, offset, size, asked, companions)
            for index, chain in zip(open_at, found, strict=True):
                chains[index] = chain
    return chains


def needs(path: str, offset: int, size: int) -> Needs:
    """The companion files the object refers to. Raises BadObject."""
    return _readers(path, offset, size)[0].needs(path, offset, size)


def _slice(path: str, offset: int, size: int) -> ObjectInfo:
    try:
        readers = _readers(path, offset, size)
        info = readers[0].describe(path, offset, size)
    except BadObject as error:
        return ObjectInfo(offset=offset, size=size, error=str(error))
    if info.format != "macho":
        return ObjectInfo(offset=offset, size=size, error=f"{info.format} in a fat Mach-O file")
    return info


def _readers(path: str, offset: int, size: int) -> "tuple[Reader, ...]":
    """Who is asked about that part of the file; the first one describes it."""
    match _format(path, offset, size):
        case other:
            raise BadObject(f"no second reader for this format: {other}")


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


def _format(path: str, offset: int, size: int) -> Format:
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
