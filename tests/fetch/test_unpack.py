"""Compressed files, broken ones, and bombs (spec/sources.md 4.6, 4.7)."""

import gzip
import io
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from inspector.fetch.unpack import TOO_BIG, Packing, packing, packing_of, unpack
from inspector.model.outcome import Miss, Why

MIB = 1 << 20
PLAIN = b"MODULE windows x86_64 0 crash.pdb\n" * 5000


def zipped(*contents: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for i, content in enumerate(contents):
            archive.writestr(f"../../{i}.sym", content)
    return out.getvalue()


def cabinet(*contents: bytes, method: int = 1) -> bytes:
    """A cabinet with one folder; method 0: stored, 1: MSZIP."""
    data = b"".join(contents)
    blocks = b""
    pieces = [data[i : i + 32768] for i in range(0, len(data), 32768)]
    for piece in pieces:
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = b"CK" + packer.compress(piece) + packer.flush() if method else piece
        blocks += struct.pack("<IHH", 0, len(packed), len(piece)) + packed
    entries, offset = b"", 0
    for i, content in enumerate(contents):
        entries += struct.pack("<IIHHHH", len(content), offset, 0, 0x5A21, 0, 0x20)
        entries += f"f{i}.pdb\0".encode()
        offset += len(content)
    folder_at = 36
    files_at = folder_at + 8
    data_at = files_at + len(entries)
    head = struct.pack(
        "<4sIIIIIBBHHHHH", b"MSCF", 0, data_at + len(blocks), 0, files_at, 0, 3, 1, 1,
        len(contents), 0, 1, 0,
    )  # fmt: skip
    folder = struct.pack("<IHH", data_at, len(pieces), method)
    return head + folder + entries + blocks


def zstd_streamed(data: bytes) -> bytes:
    """Without the size in its header, and with a checksum."""
    packer = zstandard.ZstdCompressor(write_checksum=True).compressobj()
    return packer.compress(data) + packer.flush()


PACKED: dict[str, tuple[Packing, bytes]] = {
    "zstd": ("zstd", zstandard.compress(PLAIN)),
    "zstd-streamed": ("zstd", zstd_streamed(PLAIN)),
    "zstd-frames": ("zstd", zstandard.compress(PLAIN[:99]) + zstd_streamed(PLAIN[99:])),
    "zstd-skippable": ("zstd", zstandard.compress(PLAIN) + b"\x50\x2a\x4d\x18\x02\0\0\0xx"),
    "gzip": ("gzip", gzip.compress(PLAIN)),
    "gzip-members": ("gzip", gzip.compress(PLAIN[:99]) + gzip.compress(PLAIN[99:])),
    "gzip-padded": ("gzip", gzip.compress(PLAIN) + bytes(700)),
    "zlib-fast": ("zlib", zlib.compress(PLAIN, 1)),
    "zlib-default": ("zlib", zlib.compress(PLAIN)),
    "zlib-best": ("zlib", zlib.compress(PLAIN, 9)),
    "zip-deflated": ("zip", zipped(PLAIN)),
    "zip-stored": ("zip", zipped(PLAIN, method=zipfile.ZIP_STORED)),
    "cab-mszip": ("cab", cabinet(PLAIN)),
    "cab-stored": ("cab", cabinet(PLAIN, method=0)),
    "br": ("br", brotli.compress(PLAIN)),
}
BY_NAME = [pytest.param(*value, id=name) for name, value in PACKED.items()]


def run(tmp_path: Path, packed: Packing, data: bytes, limit: int | None = None) -> bytes | Miss:
    """What is in `data`, or the miss; nothing but the target may be left behind."""
    (tmp_path / "in").write_bytes(data)
    miss = unpack(str(tmp_path / "in"), packed, str(tmp_path / "out"), limit)
    assert {path.name for path in tmp_path.iterdir()} <= {"in", "out"}
    return miss if miss is not None else (tmp_path / "out").read_bytes()


@pytest.mark.parametrize(("name", "data"), BY_NAME)
def test_unpack(tmp_path: Path, name: Packing, data: bytes) -> None:
    if name != "br":  # has no magic bytes; only a header tells of it
        assert packing(data[:4]) == name
    assert run(tmp_path, name, data) == PLAIN


@pytest.mark.parametrize(("name", "data"), BY_NAME)
@pytest.mark.parametrize("share", [0.3, 0.7, 0.999])
def test_cut_off(tmp_path: Path, name: Packing, data: bytes, share: float) -> None:
    if b"MODULE" in data[-40:]:
        data = data[:-100]  # stored: be sure to cut the content
    cut = data.rstrip(b"\0")[: int(len(data.rstrip(b"\0")) * share)]
    if data == PACKED["gzip-members"][1] and share == 0.3:
        cut = cut[:-1]
    miss = run(tmp_path, name, cut)
    assert isinstance(miss, Miss)
    assert miss.why is Why.MALFORMED
    assert miss.details


@pytest.mark.parametrize(("name", "data"), BY_NAME)
def test_limit(tmp_path: Path, name: Packing, data: bytes) -> None:
    assert run(tmp_path, name, data, len(PLAIN)) == PLAIN
    assert run(tmp_path, name, data, len(PLAIN) - 1) == TOO_BIG


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param(b"", None, id="empty"),
        pytest.param(b"\x1f\x8b\x08", None, id="three-bytes"),
        pytest.param(b"\x78\x5e\x00\x00", None, id="zlib-fastest-not-known"),
        pytest.param(b"SYSB", None, id="source-bundle"),
        pytest.param(b"\x7fELF", None, id="elf"),
        pytest.param(b"PK\x05\x06", None, id="empty-zip"),
        pytest.param(b"MSCF", "cab", id="cab"),
        pytest.param(b"\x78\x01\x00\x00", "zlib", id="zlib"),
    ],
)
def test_packing(head: bytes, expected: str | None, tmp_path: Path) -> None:
    assert packing(head) == expected
    (tmp_path / "x").write_bytes(head + b"more" * (len(head) == 4))
    assert packing_of(str(tmp_path / "x")) == expected


@pytest.mark.parametrize(
    ("packed", "data", "text"),
    [
        pytest.param(
            "zip", zipped(b"1", b"2"), "ZipArchive contains more than one symbol file", id="zip-two"
        ),
        pytest.param(
            "zip", zipped(), "ZipArchive contains more than one symbol file", id="zip-none"
        ),
        pytest.param(
            "zip",
            zipped(b"1", method=zipfile.ZIP_LZMA),
            "unsupported compression method",
            id="zip-lzma",
        ),
        pytest.param("cab", cabinet(), "cab file is empty", id="cab-none"),
        pytest.param(
            "cab",
            cabinet(b"1", b"2"),
            "cab file contains more than 1 symbol file",
            id="cab-two",
        ),
    ],
)
def test_exactly_one_file(tmp_path: Path, packed: Packing, data: bytes, text: str) -> None:
    assert run(tmp_path, packed, data) == Miss(Why.MALFORMED, text)


def test_one_layer_only(tmp_path: Path) -> None:
    inner = gzip.compress(PLAIN)
    assert run(tmp_path, "zip", zipped(inner)) == inner


def damaged_zip() -> bytes:
    data = bytearray(zipped(PLAIN, method=zipfile.ZIP_STORED))
    data[100] ^= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("packed", "data"),
    [
        pytest.param("gzip", gzip.compress(PLAIN) + b"trailing", id="gzip-trailing"),
        pytest.param("gzip", b"\x1f\x8b\x08\x00" + b"\xff" * 100, id="gzip-garbage"),
        pytest.param("zlib", b"\x78\x9c" + b"\xff" * 100, id="zlib-garbage"),
        pytest.param("zstd", b"\x28\xb5\x2f\xfd" + b"\xff" * 100, id="zstd-garbage"),
        pytest.param("zstd", zstandard.compress(PLAIN) + b"trailing", id="zstd-trailing"),
        pytest.param("zip", b"PK\x03\x04" + b"\xff" * 100, id="zip-garbage"),
        pytest.param("zip", damaged_zip(), id="zip-checksum"),
        pytest.param("cab", b"MSCF" + b"\xff" * 100, id="cab-garbage"),
        pytest.param("br", b"\xff" * 100, id="br-garbage"),
    ],
)
def test_damaged(tmp_path: Path, packed: Packing, data: bytes) -> None:
    miss = run(tmp_path, packed, data)
    assert isinstance(miss, Miss)
    assert miss.why is Why.MALFORMED


@given(st.sampled_from(sorted(PACKED)), st.data())
def test_any_damage_is_found_or_harmless(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    """No exception but a miss, and never more than the limit."""
    packed, content = PACKED[name]
    damaged = bytearray(content)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(4, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    result = run(tmp_path_factory.mktemp("x"), packed, bytes(damaged), 2 * len(PLAIN))
    assert isinstance(result, Miss) or len(result) <= 2 * len(PLAIN)


def zstd_bomb(size: int) -> bytes:
    """One frame of blocks that say "the next 128 KiB are this byte": 4 bytes each."""
    block = struct.pack("<I", (128 << 10) << 3 | 1 << 1)[:3] + b"x"
    last = struct.pack("<I", (128 << 10) << 3 | 1 << 1 | 1)[:3] + b"x"
    return b"\x28\xb5\x2f\xfd\x00\x50" + block * (size // (128 << 10) - 1) + last


BOMBS: dict[Packing, Callable[[int], bytes]] = {
    "zstd": zstd_bomb,
    "gzip": lambda size: gzip.compress(bytes(size), 9),
    "zlib": lambda size: zlib.compress(bytes(size), 9),
    "zip": lambda size: zipped(bytes(size)),
    "br": lambda size: bytes(brotli.compress(bytes(size), quality=5)),
}


@pytest.mark.parametrize("name", sorted(BOMBS))
def test_bombs_fill_neither_memory_nor_disk(tmp_path: Path, name: Packing) -> None:
    bomb = BOMBS[name](64 * MIB)
    assert len(bomb) < MIB // 4
    tracemalloc.start()
    try:
        assert run(tmp_path, name, bomb, 4 * MIB) == TOO_BIG
        assert tracemalloc.get_traced_memory()[1] < 16 * MIB
    finally:
        tracemalloc.stop()
    assert (tmp_path / "out").stat().st_size <= 4 * MIB


def test_the_zstd_bomb_is_one(tmp_path: Path) -> None:
    assert run(tmp_path, "zstd", zstd_bomb(MIB)) == b"x" * MIB


def test_cab_that_says_it_is_small(tmp_path: Path) -> None:
    data = bytearray(cabinet(bytes(MIB)))
    struct.pack_into("<I", data, 44, 10)  # the size of the only file
    result = run(tmp_path, "cab", bytes(data), 100)
    assert isinstance(result, Miss) or len(result) <= 100


def test_zip_with_an_endless_list_of_contents(tmp_path: Path) -> None:
    """It is not read: `zipfile` would take it into memory as a whole."""
    entry = zipped(b"x")
    at = entry.index(b"PK\x01\x02")
    size = 100 * MIB
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 1, 1, size, at, 0)
    tracemalloc.start()
    try:
        with (tmp_path / "big").open("wb") as file:
            file.write(entry[:at])
            file.truncate(at + size)
            file.seek(0, io.SEEK_END)
            file.write(end)
        miss = unpack(str(tmp_path / "big"), "zip", str(tmp_path / "out"), None)
        assert isinstance(miss, Miss)
        assert tracemalloc.get_traced_memory()[1] < 16 * MIB
    finally:
        tracemalloc.stop()


def test_stops_when_nobody_waits(tmp_path: Path) -> None:
    (tmp_path / "in").write_bytes(gzip.compress(bytes(64 * MIB), 1))
    asked = 0

    def stopped() -> bool:
        nonlocal asked
        asked += 1
        return asked > 2

    miss = unpack(str(tmp_path / "in"), "gzip", str(tmp_path / "out"), None, stopped)
    assert miss == Miss(Why.INTERNAL)
    assert (tmp_path / "out").stat().st_size < 2 * MIB
