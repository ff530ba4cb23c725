"""Compressed file -> plain file, told by its first bytes (spec/sources.md 4.7).

One layer only. Everything is streamed and counted: what a server sends may be made to fill
memory or disk. Importing this file is cheap; the libraries load when a file needs them.
"""

import os
from collections.abc import Callable, Generator, Iterator
from typing import BinaryIO, Literal

from inspector.model.outcome import Miss, Why

Packing = Literal["zstd", "gzip", "zlib", "zip", "cab", "br"]

HEAD_SIZE = 4
TOO_BIG = Miss(Why.MALFORMED, "Maximum file size exceeded")
TRUNCATED = "the compressed data ends too early"

_MAGIC: tuple[tuple[bytes, Packing], ...] = (
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\x1f\x8b", "gzip"),
    (b"\x78\x01", "zlib"),
    (b"\x78\x9c", "zlib"),
    (b"\x78\xda", "zlib"),
    (b"PK\x03\x04", "zip"),
    (b"MSCF", "cab"),
)
_CHUNK = 256 << 10
_LARGEST_DIRECTORY = 2 << 20  # bytes of a zip's list of contents; one entry needs 64 KiB


class BadArchive(ValueError):
    """A file that cannot be unpacked; the text says why."""


def packing(head: bytes) -> Packing | None:
    """How a file that begins with `head` is compressed; None if it is not."""
    if len(head) < HEAD_SIZE:
        return None
    return next((name for magic, name in _MAGIC if head.startswith(magic)), None)


def packing_of(path: str) -> Packing | None:
    """How the file at `path` is compressed; None if it is not."""
    with open(path, "rb", buffering=0) as file:
        return packing(file.read(HEAD_SIZE))


def unpack(
    source: str,
    packed: Packing,
    target: str,
    limit: int | None,
    stopped: Callable[[], bool] = lambda: False,
) -> Miss | None:
    """Write what is in `source` to `target`; the miss if it is broken or beyond `limit` bytes.

    stopped  asked often; once it says True the result is of no interest
    """
    try:
        if packed == "cab":
            return _uncab(source, target, limit)
        with open(source, "rb") as file, open(target, "wb", buffering=0) as out:
            size = 0
            for chunk in _readers()[packed](file):
                size += len(chunk)
                if limit is not None and size > limit:
                    return TOO_BIG
                if stopped():
                    return Miss(Why.INTERNAL)
                out.write(chunk)
    except BadArchive as error:
        return Miss(Why.MALFORMED, str(error))
    return None


def _readers() -> dict[Packing, Callable[[BinaryIO], Iterator[bytes]]]:
    return {"zstd": _zstd, "gzip": _gzip, "zlib": _zlib, "zip": _zip, "br": _brotli}


def _inflate(file: BinaryIO, window: int, rest: bytes) -> Generator[bytes, None, bytes]:
    """One zlib or gzip stream. Returns what was read beyond its end."""
    import zlib

    stream = zlib.decompressobj(window)
    while not stream.eof:
        data = stream.unconsumed_tail or rest or file.read(_CHUNK)
        rest = b""
        if not data:
            raise BadArchive(TRUNCATED)
        try:
            chunk = stream.decompress(data, _CHUNK)
        except zlib.error as error:
            raise BadArchive(str(error)) from None
        if chunk:
            yield chunk
    return stream.unused_data


def _zlib(file: BinaryIO) -> Iterator[bytes]:
    yield from _inflate(file, 15, b"")


def _gzip(file: BinaryIO) -> Iterator[bytes]:
    """All members. Zeros behind the last are padding, as of a tape."""
    rest = file.read(_CHUNK)
    while rest:
        rest = yield from _inflate(file, 31, rest)
        rest = rest or file.read(_CHUNK)
        while rest and not rest.strip(b"\0"):
            rest = file.read(_CHUNK)


def _zstd(file: BinaryIO) -> Iterator[bytes]:
    import zstandard

    check_zstd_frames(file)
    file.seek(0)
    stream = zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True)
    try:
        while chunk := stream.read(_CHUNK):
            yield chunk
    except zstandard.ZstdError as error:
        raise BadArchive(str(error)) from None


def check_zstd_frames(file: BinaryIO) -> None:
    """Walk the block headers (RFC 8878, 3.1.1). Raises BadArchive if the last frame is cut off.

    The library takes the end of the file for the end of the frame.
    """
    end = file.seek(0, os.SEEK_END)
    at = file.seek(0)
    while at < end:
        magic = int.from_bytes(file.read(4), "little")
        if magic & 0xFFFFFFF0 == 0x184D2A50:  # a frame to skip
            at = file.seek(int.from_bytes(file.read(4), "little"), os.SEEK_CUR)
            continue
        if magic != 0xFD2FB528:
            raise BadArchive("data behind the last zstd frame")
        descriptor = int.from_bytes(file.read(1), "little")
        single_segment = descriptor >> 5 & 1
        content_size = (single_segment, 2, 4, 8)[descriptor >> 6]
        dictionary_id = (0, 1, 2, 4)[descriptor & 3]
        file.seek(1 - single_segment + dictionary_id + content_size, os.SEEK_CUR)
        last = 0
        while not last:
            header = file.read(3)
            if len(header) < 3:
                raise BadArchive(TRUNCATED)
            block = int.from_bytes(header, "little")
            last, kind, size = block & 1, block >> 1 & 3, block >> 3
            file.seek(1 if kind == 1 else size, os.SEEK_CUR)
        at = file.seek(4 * (descriptor >> 2 & 1), os.SEEK_CUR)
    if at > end:
        raise BadArchive(TRUNCATED)


def _brotli(file: BinaryIO) -> Iterator[bytes]:
    import brotli  # type: ignore[import-untyped]

    stream = brotli.Decompressor()
    try:
        while not stream.is_finished():
            data = file.read(_CHUNK) if stream.can_accept_more_data() else b""
            if not data and stream.can_accept_more_data():
                raise BadArchive(TRUNCATED)
            yield stream.process(data, output_buffer_limit=_CHUNK)
    except brotli.error as error:
        raise BadArchive(str(error) or "not brotli data") from None


class _SmallReads:
    """A file that refuses to be read whole: `zipfile` loads its list of contents at once."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        """At most `_LARGEST_DIRECTORY` bytes. Raises BadArchive when more is asked for."""
        if size < 0 or size > _LARGEST_DIRECTORY:
            size = self._left() if size < 0 else size
            if size > _LARGEST_DIRECTORY:
                raise BadArchive("the list of contents of the zip file is too long")
        return self._file.read(size)

    def _left(self) -> int:
        here = self._file.tell()
        end = self._file.seek(0, os.SEEK_END)
        self._file.seek(here)
        return end - here


def _zip(file: BinaryIO) -> Iterator[bytes]:
    import zipfile
    import zlib

    # Besides BadZipFile, `zipfile` lets the errors of what it uses through.
    broken = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError,
              ValueError, OSError, LookupError)  # fmt: skip
    try:
        with zipfile.ZipFile(_SmallReads(file)) as archive:
            entries = archive.infolist()
            if len(entries) != 1:
                raise BadArchive("ZipArchive contains more than one symbol file")
            if entries[0].compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise BadArchive("unsupported compression method")
            with archive.open(entries[0]) as content:
                while chunk := content.read(_CHUNK):
                    yield chunk
    except BadArchive:
        raise
    except broken as error:
        raise BadArchive(f"invalid Zip archive: {error}") from None


def _uncab(source: str, target: str, limit: int | None) -> Miss | None:
    """The only file of a cabinet, written by the library itself; its name is not used."""
    import pylibmspack

    folder = f"{target}.d"
    os.mkdir(folder)
    try:
        with open(source, "rb") as header:
            # The library calls a cabinet without files broken.
            if header.read(30)[28:] == b"\0\0":
                raise BadArchive("cab file is empty")
        archive = pylibmspack.CabArchive(source)
        files = archive.files()
        if len(files) != 1:
            raise BadArchive("cab file contains more than 1 symbol file")
        if files[0]["compression"] not in ("none", "mszip", "lzx"):
            raise BadArchive("unsupported cab compression")
        if limit is not None and files[0]["size"] > limit:
            return TOO_BIG
        budget = files[0]["size"] or 1
        os.replace(archive.extract(files[0]["name"], folder, max_size=budget), target)
    except (pylibmspack.CabError, ValueError) as error:
        return Miss(Why.MALFORMED, str(error))
    finally:
        import shutil

        shutil.rmtree(folder, ignore_errors=True)
    return None
