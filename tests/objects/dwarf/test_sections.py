"""The headers of units, and abbreviations, as pyelftools reads them."""

from pathlib import Path

import pytest
from elftools.elf.constants import SH_FLAGS
from elftools.elf.elffile import ELFFile
from hypothesis import given
from hypothesis import strategies as st

from inspector.objects.dwarf.containers.elf import image
from inspector.objects.dwarf.containers.image import Image, Place, Section
from inspector.objects.dwarf.sections import DebugSections, debug_sections
from inspector.objects.errors import BadObject
from tests.harbor import HARBOR
from tests.objects.dwarf.containers.copies import opened


def made(info: bytes, abbrev: bytes = b"") -> DebugSections:
    """Sections with these bytes."""
    parts = {"debug_info": info, "debug_abbrev": abbrev}
    sections = {name: Section(data, Place(0, len(data))) for name, data in parts.items()}
    return debug_sections(
        Image(arch="x86_64", bits=64, order="little", base=0, sections=sections, read_symbols=list)
    )


@pytest.mark.parametrize(
    "name",
    [
        "elf/gcc-dwarf4",
        "elf/clang-dwarf5",
        "elf/armv7",
        "elf/split5/clang-19.bin",
        "elf/zlib.debug",
    ],
)
def test_as_pyelftools(name: str) -> None:
    path = HARBOR / name
    headers = debug_sections(opened(path, image)).headers
    with path.open("rb") as file:
        units = list(ELFFile(file).get_dwarf_info().iter_CUs())
        expected = [
            (cu.cu_offset, cu.cu_offset + cu.size, cu["version"], cu["debug_abbrev_offset"])
            for cu in units
        ]
        firsts = [cu.cu_die_offset for cu in units]
    found = [(each.offset, each.end, each.version, each.abbreviations) for each in headers]
    assert found == expected
    assert [each.first for each in headers] == firsts


def test_64_bit_dwarf() -> None:
    info = b"\xff\xff\xff\xff" + (30).to_bytes(8, "little") + b"\x04\0" + bytes(8) + b"\x08"
    (header,) = made(info.ljust(42, b"\0")).headers
    assert (header.offset_size, header.first, header.end) == (8, 23, 42)


@pytest.mark.parametrize(
    "info",
    [
        pytest.param(b"", id="empty"),
        pytest.param(bytes(100), id="zeros"),
        pytest.param(b"\x20\0\0\0\x09\0" + bytes(40), id="version-9"),
        pytest.param(b"\x20\0\0\0\x04\0\0\0\0\0\x05" + bytes(40), id="odd-addresses"),
        pytest.param(b"\x02\0\0\0\x04\0\0\0\0\0\x08" + bytes(40), id="shorter-than-its-header"),
    ],
)
def test_no_unit(info: bytes) -> None:
    assert made(info).headers == []


def test_a_unit_that_is_too_long_ends_with_the_section() -> None:
    info = b"\xf0\xff\0\0\x04\0\0\0\0\0\x08" + bytes(20)
    assert [each.end for each in made(info).headers] == [len(info)]


def test_header_around() -> None:
    sections = debug_sections(opened(HARBOR / "elf/gcc-dwarf5", image))
    first, second = sections.headers
    assert sections.header_around(first.first) is first
    assert sections.header_around(second.end - 1) is second
    for offset in (-1, 0, second.offset, second.end):
        with pytest.raises(BadObject):
            sections.header_around(offset)


def test_number() -> None:
    sections = made(b"\x01\x02\x03")
    assert sections.number(sections.section("debug_info"), 1, 2) == 0x302
    with pytest.raises(BadObject):
        sections.number(sections.section("debug_info"), 2, 2)


@given(st.binary(max_size=60))
def test_any_bytes(info: bytes) -> None:
    """Headers never overlap, and go forward."""
    headers = made(info).headers
    ends = [0, *(each.end for each in headers)]
    assert [each.offset for each in headers] == ends[:-1]
    assert ends == sorted(set(ends))


def test_packed_in_an_unknown_way(tmp_path: Path) -> None:
    """As if it were stripped: the symbol table still answers."""
    file = tmp_path / "packed"
    data = bytearray(Path(HARBOR / "elf/zlib.debug").read_bytes())
    with (HARBOR / "elf/zlib.debug").open("rb") as original:
        for section in ELFFile(original).iter_sections():
            if section.header.sh_flags & SH_FLAGS.SHF_COMPRESSED:
                data[section.header.sh_offset] = 9
    file.write_bytes(data)
    assert debug_sections(opened(file, image)).headers == []
