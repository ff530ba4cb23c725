"""Sections of a file: read in part, unpacked, and never more than they may be."""

import zlib
from pathlib import Path
from struct import pack

import pytest
import zstandard

from inspector.objects.dwarf.containers.image import (
    Image,
    Place,
    Section,
    elf_compressed,
    gnu_compressed,
    inflate,
    part_of,
)
from inspector.objects.errors import BadObject

TEXT = b"harbour\0crane\0"


def section(data: bytes = b"...." + TEXT + b"....", size: int = len(TEXT)) -> Section:
    return Section(data, Place(4, size))


@pytest.mark.parametrize(
    ("offset", "size", "expected"),
    [
        pytest.param(0, 7, b"harbour", id="begin"),
        pytest.param(8, 100, b"crane\0", id="only-what-is-there"),
        pytest.param(14, 1, b"", id="end"),
        pytest.param(99, 1, b"", id="beyond"),
        pytest.param(-1, 3, b"", id="before"),
        pytest.param(3, -1, b"", id="less-than-nothing"),
    ],
)
def test_read(offset: int, size: int, expected: bytes) -> None:
    assert section().read(offset, size) == expected


def test_text() -> None:
    assert section().text(8) == b"crane"
    assert section(size=10).text(8) == b"cr"  # no NUL in the section: not of the next one
    for offset in (-1, 14, 1000):
        with pytest.raises(BadObject):
            section().text(offset)


def test_beyond_the_file() -> None:
    assert Section(TEXT, Place(8, 1000)).whole() == b"crane\0"
    assert Section(TEXT, Place(1000, 8)).whole() == b""


def test_part() -> None:
    part = section().part(8, 100)
    assert (part.size, part.text(0)) == (6, b"crane")


PACKED = zlib.compress(TEXT)
ELF64 = pack("<I4xQQ", 1, len(TEXT), 1) + PACKED
ELF32 = pack(">III", 1, len(TEXT), 1) + PACKED
ZSTD64 = pack("<I4xQQ", 2, len(TEXT), 1) + zstandard.compress(TEXT)
GNU = b"ZLIB" + len(TEXT).to_bytes(8, "big") + PACKED


@pytest.mark.parametrize(
    ("data", "unpack"),
    [
        pytest.param(ELF64, elf_compressed(64, "little"), id="elf64"),
        pytest.param(ELF32, elf_compressed(32, "big"), id="elf32-big"),
        pytest.param(GNU, gnu_compressed, id="zdebug"),
        pytest.param(ZSTD64, elf_compressed(64, "little"), id="zstd"),
    ],
)
def test_compressed(data: bytes, unpack: object) -> None:
    assert callable(unpack)
    found = Section(data, Place(0, len(data), unpack))
    assert found.text(8) == b"crane"
    assert found.unpacked_size() == len(TEXT)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(pack("<I4xQQ", 2, 9, 1) + PACKED, "damaged", id="zstd-that-is-none"),
        pytest.param(pack("<I4xQQ", 2, 1 << 60, 1) + PACKED, "claims", id="absurd-zstd"),
        pytest.param(pack("<I4xQQ", 9, 9, 1) + PACKED, "method 9", id="unknown"),
        pytest.param(pack("<I4xQQ", 1, 9, 1) + b"no zlib", "damaged", id="damaged"),
        pytest.param(pack("<I4xQ", 1, 9), "cut off", id="cut-off"),
        pytest.param(b"", "cut off", id="empty"),
        pytest.param(pack("<I4xQQ", 1, 1 << 60, 1) + PACKED, "claims", id="absurd"),
    ],
)
def test_compressed_badly(data: bytes, reason: str) -> None:
    with pytest.raises(BadObject, match=reason):
        Section(data, Place(0, len(data), elf_compressed(64, "little"))).whole()


def test_no_more_than_was_claimed() -> None:
    """A small section that unpacks to much stops at the size it told."""
    bomb = zlib.compress(bytes(1 << 20))
    assert len(inflate(bomb, 1000)) == 1000
    with pytest.raises(BadObject):
        inflate(bomb[:20], 1 << 30)


def test_a_section_that_is_not_there() -> None:
    image = Image(arch="x86_64", bits=64, order="little", base=0, sections={}, read_symbols=list)
    assert image.section("debug_info").whole() == b""


def test_empty_file(tmp_path: Path) -> None:
    file = tmp_path / "empty"
    file.write_bytes(b"")
    with pytest.raises(BadObject):
        part_of(str(file), 0, 0)
