"""The source server stream of a PDB: which version control system it names.

A PDB is a small file system (MSF 7.0): a superblock, then numbered streams in scattered
blocks. Stream 1 maps names to stream numbers; `srcsrv` is one of them, a text file.
Sizes in it are not to be trusted, so each has a bound.
"""

from struct import error as StructError  # noqa: N812  it is no class name in `struct` itself
from struct import iter_unpack, unpack_from
from typing import BinaryIO

from inspector.objects.errors import BadObject

_MAGIC = b"Microsoft C/C++ MSF 7.00\r\n\x1aDS\0\0\0"
_PDB_INFO = 1
_NAMES_AT = 28  # in stream 1, after version, signature, age and GUID
_NO_STREAM = 0xFFFFFFFF
_LARGEST_DIRECTORY = 1 << 26  # bytes: 4 for each block of the file, so 64 GB of blocks of 4096
_MOST_STREAMS = 1 << 17  # their numbers are 16 bits wide wherever a PDB refers to one
_MOST_READ = 1 << 20
"""Bytes of one stream: its ini part stands at the start."""


def read_version_control(path: str) -> str | None:
    """The value of `VERCTRL` in the `srcsrv` stream; None without stream or line.

    Raises BadObject when the file is no PDB 7.0 or is damaged on the way there.
    """
    with open(path, "rb") as file:
        try:
            streams = _Streams(file)
            number = _number_of(b"srcsrv", streams.read(_PDB_INFO))
            text = streams.read(number) if number is not None else b""
        except (StructError, IndexError, ValueError, OverflowError) as error:
            raise BadObject(f"damaged PDB: {error}") from None
    return _ini_value(text.decode("utf-8", "replace"), "verctrl")


class _Streams:
    """The directory of one open file: stream number -> its first bytes."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        superblock = file.read(56)
        if not superblock.startswith(_MAGIC):
            raise BadObject("not a PDB 7.0")
        self._block: int
        self._block, _, _, size, _, blocks_at = unpack_from("<6I", superblock, len(_MAGIC))
        if not 512 <= self._block <= 65536 or size > _LARGEST_DIRECTORY:
            raise BadObject("impossible PDB header")
        count = self._blocks_of(size)
        where = self._gather([blocks_at + i for i in range(self._blocks_of(4 * count))], 4 * count)
        self._directory = self._gather(unpack_from(f"<{count}I", where), size)

    def read(self, number: int) -> bytes:
        """The first megabyte of a stream."""
        (count,) = unpack_from("<I", self._directory)
        if count > _MOST_STREAMS:
            raise BadObject(f"{count} streams in a PDB")
        sizes = unpack_from(f"<{count}I", self._directory, 4)
        counts = [self._blocks_of(size) if size != _NO_STREAM else 0 for size in sizes]
        size = min(sizes[number], _MOST_READ) if counts[number] else 0
        at = 4 + 4 * count + 4 * sum(counts[:number])
        return self._gather(unpack_from(f"<{self._blocks_of(size)}I", self._directory, at), size)

    def _blocks_of(self, size: int) -> int:
        return -(-size // self._block)

    def _gather(self, blocks: "list[int] | tuple[int, ...]", size: int) -> bytes:
        parts = []
        for block in blocks:
            self._file.seek(block * self._block)
            parts.append(self._file.read(self._block))
        return b"".join(parts)[:size]


def _number_of(name: bytes, info: bytes) -> int | None:
    """The stream of that name: a buffer of NUL-ended names, then a table of (offset, number)."""
    (length,) = unpack_from("<I", info, _NAMES_AT)
    names = info[_NAMES_AT + 4 : _NAMES_AT + 4 + length]
    at = _NAMES_AT + 4 + length
    (entries,) = unpack_from("<I", info, at)
    at += 8  # past the capacity
    for _bits in ("present", "deleted"):
        (words,) = unpack_from("<I", info, at)
        at += 4 + 4 * words
    pairs = iter_unpack("<2I", info[at : at + 8 * entries])
    return next((number for at, number in pairs if names.startswith(name + b"\0", at)), None)


def _ini_value(text: str, key: str) -> str | None:
    """The value of `key`, in any case, in the ini part of a source server stream."""
    lines = iter(text.split("\n"))
    if not next(lines, "").startswith("SRCSRV: ini"):
        return None
    for line in lines:
        if line.startswith("SRCSRV:"):
            return None
        name, equals, value = line.partition("=")
        if equals and name.strip().lower() == key:
            return value.strip()
    return None
