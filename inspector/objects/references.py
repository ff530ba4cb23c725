"""What there is to ask the second readers about one object. Runs in the child process."""

import zlib
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from inspector.objects import second
from inspector.objects.errors import BadObject
from inspector.objects.second import Companions, Needs

if TYPE_CHECKING:
    from inspector.objects.symcache import Location

_CHUNK = 1 << 20  # bytes


class References(Struct, frozen=True):
    """The files an object refers to, and whether it says more than `symbolic` reads of it."""

    needs: Needs
    adds: bool  # False: a second reader alone finds the same symbols again


def references(path: str, offset: int, size: int) -> References:
    """What an object refers to; nothing where that cannot be read. Raises BadObject."""
    return References(second.needs(path, offset, size), _adds(path, offset, size))


def answers(
    path: str, offset: int, size: int, addresses: list[int], companions: dict[str, Any]
) -> "list[list[Location]]":
    """`second.answer`, with companions as they come from another process."""
    beside = msgspec.convert(companions, Companions)
    return second.answer(path, offset, size, addresses, beside)


def checksum(path: str) -> int:
    """The CRC-32 of a file: what a debug link names."""
    value = 0
    with open(path, "rb") as file:
        while data := file.read(_CHUNK):
            value = zlib.crc32(data, value)
    return value


def _adds(path: str, offset: int, size: int) -> bool:
    """A PE file has exports; others must have lines, or a symbol table within a section."""
    from inspector.objects.dwarf.answers import open_image

    match second.format_of(path, offset, size):
        case "pe":
            return True
        case "elf" | "macho" | "wasm":
            try:
                sections = open_image(path, offset, size).sections
            except BadObject:
                return False
            return "debug_line" in sections or "gnu_debugdata" in sections
        case _:
            return False
