"""The small file system a PDB is (MSF 7.0): numbered streams in scattered blocks.

Its sizes are not to be trusted: each has a bound, and no stream is longer than the file.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from struct import error as StructError  # noqa: N812  it is no class name in `struct` itself
from struct import iter_unpack, unpack_from

from inspector.objects.errors import BadObject

MAGIC = b"Microsoft C/C++ MSF 7.00\r\n\x1aDS\0\0\0"
NO_STREAM = 0xFFFF
"""How a PDB writes that there is none, where it refers to a stream."""

_INFO = 1
_NAMES_AT = 28  # in stream 1, after version, signature, age and GUID
_DELETED = 0xFFFFFFFF
_LARGEST_DIRECTORY = 1 << 26  # bytes: 4 for each block of the file, so 64 GB of blocks of 4096
_MOST_STREAMS = 1 << 17  # their numbers are 16 bits wide wherever a PDB refers to one


@contextmanager
def damage() -> Iterator[None]:
    """What reading beyond the end or nonsense raises becomes BadObject."""
    try:
        yield
    except (StructError, IndexError, ValueError, OverflowError) as error:
        raise BadObject(f"damaged PDB: {error}") from None


class Msf:
    """The streams of one PDB. `data` must live as long as this does."""

    def __init__(self, data: "bytes | memoryview") -> None:
        """Raises BadObject when it is no PDB 7.0."""
        self._data = memoryview(data)
        if bytes(self._data[: len(MAGIC)]) != MAGIC:
            raise BadObject("not a PDB 7.0")
        with damage():
            self._block, _, _, size, _, at = unpack_from("<6I", self._data, len(MAGIC))
            if not 512 <= self._block <= 65536 or size > _LARGEST_DIRECTORY:
                raise BadObject("impossible PDB header")
            count = self._blocks_of(size)
            map_blocks = range(at, at + self._blocks_of(4 * count))
            where = self._gather(map_blocks, 4 * count)
            self._read_directory(self._gather(unpack_from(f"<{count}I", where), size))

    def _read_directory(self, directory: bytes) -> None:
        (count,) = unpack_from("<I", directory)
        if count > _MOST_STREAMS:
            raise BadObject(f"{count} streams in a PDB")
        sizes = unpack_from(f"<{count}I", directory, 4)
        self.sizes = tuple(0 if size == _DELETED else size for size in sizes)
        at = 4 + 4 * count
        self._places = []
        for size in self.sizes:
            self._places.append(at)
            at += 4 * self._blocks_of(size)
        self._directory = directory

    def read(self, number: int, most: int | None = None) -> bytes:
        """A stream, or its first `most` bytes. Raises BadObject for one that is not there."""
        with damage():
            if number >= len(self.sizes):
                raise BadObject(f"no stream {number} in the PDB")
            size = self.sizes[number] if most is None else min(self.sizes[number], most)
            if size > len(self._data):
                raise BadObject("a stream larger than the PDB")
            count = self._blocks_of(size)
            blocks = unpack_from(f"<{count}I", self._directory, self._places[number])
            return self._gather(blocks, size)

    def named(self, name: bytes) -> int | None:
        """The number of the stream of that name; None without one."""
        with damage():
            return _number_of(name, self.read(_INFO, 1 << 20))

    def _blocks_of(self, size: int) -> int:
        return int(-(-size // self._block))

    def _gather(self, blocks: Sequence[int], size: int) -> bytes:
        """The content of those blocks; neighbours are taken as one piece."""
        parts: list[bytes] = []
        first = 0
        while first < len(blocks):
            last = first + 1
            while last < len(blocks) and blocks[last] == blocks[last - 1] + 1:
                last += 1
            start = blocks[first] * self._block
            parts.append(bytes(self._data[start : start + (last - first) * self._block]))
            first = last
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
