"""Files of any name -> the ids of the objects in them. Runs in a child process.

Most files of a build tree hold none: their first bytes tell. A zip file is looked into, unless
it is a bundle, which is an object itself.
"""

import lzma
import os
import zlib
from typing import IO, TYPE_CHECKING
from zipfile import BadZipFile, ZipFile, ZipInfo

from msgspec import Struct

from inspector.objects.errors import BadObject
from inspector.objects.identify import SMALLEST, identify

if TYPE_CHECKING:
    from collections.abc import Iterator

_ZIP = b"PK\3\4"
_MAGIC = (
    b"\x7fELF",
    b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe", b"\xca\xfe\xba\xbf",
    b"MZ",
    b"Microsoft C/C++",
    b"BSJB",
    b"MODULE ",
    b"\0asm",
    b"SYSB",
)  # fmt: skip
_MOST_MEMBERS = 100_000
LARGEST_MEMBER = 4 << 30  # bytes
_CHUNK = 1 << 20

_BROKEN = (BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError)
"""What the members of a zip file may be: damaged, encrypted, packed in unknown ways."""


class Seen(Struct, frozen=True, array_like=True):
    """An object that was found; its fields are those of `fetch.scan.Ids`."""

    format: str
    debug_id: str
    code_id: str | None
    member: str


def scan(root: str, locations: list[str], scratch: str) -> list[list[Seen]]:
    """What the files at `locations` below `root` hold, in their order.

    scratch  a path to unpack to, for one member after the other
    """
    return [_look(os.path.join(root, location), scratch) for location in locations]


def extract(path: str, member: str, out_path: str) -> None:
    """Write a member of a zip file to `out_path`. Raises BadObject."""
    try:
        with ZipFile(path) as archive, archive.open(member) as content:
            _copy(content, out_path)
    except KeyError:
        raise BadObject("no such member in the zip file") from None
    except _BROKEN as error:
        raise BadObject(f"the member cannot be unpacked: {error!r}") from None


def _look(path: str, scratch: str) -> list[Seen]:
    """The objects of one file; a file that cannot be read has none."""
    try:
        with open(path, "rb", buffering=0) as file:
            head = file.read(SMALLEST)
        if head.startswith(_MAGIC):
            return _objects(path, "")
        return list(_members(path, scratch)) if head.startswith(_ZIP) else []
    except OSError:
        return []


def _objects(path: str, member: str) -> list[Seen]:
    try:
        infos = identify(path)
    except BadObject:
        return []
    return [
        Seen(info.format, info.debug_id, info.code_id, member)
        for info in infos
        if info.error is None
    ]


def _members(path: str, scratch: str) -> "Iterator[Seen]":
    try:
        with ZipFile(path) as archive:
            for member in archive.infolist()[:_MOST_MEMBERS]:
                yield from _member(archive, member, scratch)
    except _BROKEN:
        return


def _member(archive: ZipFile, member: ZipInfo, scratch: str) -> list[Seen]:
    # One without a name cannot be asked for, and zipfile stumbles over it.
    if not member.filename or member.is_dir() or not SMALLEST <= member.file_size <= LARGEST_MEMBER:
        return []
    try:
        with archive.open(member) as content:
            if not content.read(SMALLEST).startswith(_MAGIC):
                return []
        with archive.open(member) as content:
            _copy(content, scratch)
    except (*_BROKEN, BadObject):
        return []
    return _objects(scratch, member.filename)


def _copy(content: IO[bytes], path: str) -> None:
    size = 0
    with open(path, "wb", buffering=0) as out:
        while chunk := content.read(_CHUNK):
            size += len(chunk)
            if size > LARGEST_MEMBER:
                raise BadObject(f"larger than {LARGEST_MEMBER} bytes")
            out.write(chunk)
