"""What files refer to."""

import pytest

from inspector.objects.dwarf.containers.image import Image, Place, Section, elf_compressed
from inspector.objects.dwarf.links import needs_of
from inspector.objects.dwarf.reader import Dwarf
from inspector.objects.second import Alternate, DebugLink, Needs, SplitUnit
from tests.objects.dwarf.test_unit import opened


def with_section(name: str, data: bytes) -> Dwarf:
    return Dwarf(
        Image(
            arch="x86_64", bits=64, order="little", base=0, read_symbols=list,
            sections={name: Section(data, Place(0, len(data)))},
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("elf/gcc-dwarf5", Needs()),
        ("elf/sep", Needs(debug_link=DebugLink("sep.debug", 0xC7CB0DD3))),
        (
            "elf/dwz2.debug",
            Needs(alternate=Alternate("harbor.alt", "e38c90b8eec370428fa6d9d969086d15c65befb8")),
        ),
    ],
)
def test_needs(name: str, expected: Needs) -> None:
    assert needs_of(opened(name)) == expected


@pytest.mark.parametrize("version", [4, 5])
def test_split(version: int) -> None:
    """Before DWARF 5 the id stands in an attribute, then in the header."""
    ids = {
        4: ("69b09b8d326563bf", "abf52c6e130fc262"),
        5: ("1e416d8b2d8c5fdb", "36f1fdee83afacc1"),
    }[version]
    folder = f"/build/harbor/obj/split{version}"
    assert needs_of(opened(f"elf/split{version}/clang-19.bin")).split == (
        SplitUnit(ids[0], "clang-19.harbor.dwo", folder),
        SplitUnit(ids[1], "clang-19.crane.dwo", folder),
    )


@pytest.mark.parametrize(
    ("section", "data"),
    [
        ("gnu_debuglink", b""),
        ("gnu_debuglink", b"a.debug"),
        ("gnu_debuglink", b"a.debug\0\1\2"),
        ("gnu_debuglink", b"\0\0\0\0\1\2\3\4"),
        ("gnu_debugaltlink", b"/a.alt\0"),
        ("gnu_debugaltlink", b"\0" + bytes(20)),
        ("debug_info", b"\5\0\0\0\5\0\x63\4\0"),  # a unit of no known kind
    ],
)
def test_no_reference(section: str, data: bytes) -> None:
    assert needs_of(with_section(section, data)) == Needs()


def test_the_checksum_is_aligned() -> None:
    data = b"ab.dbg\0\0" + b"\x04\x03\x02\x01"
    assert needs_of(with_section("gnu_debuglink", data)).debug_link == DebugLink(
        "ab.dbg", 0x1020304
    )


def test_units_that_cannot_be_unpacked_hide_no_other_reference() -> None:
    dwarf = with_section("gnu_debuglink", b"a.debug\0\1\2\3\4")
    packed = Place(0, 0, elf_compressed(64, "little"))
    dwarf.image.sections["debug_info"] = Section(b"", packed)
    assert needs_of(dwarf) == Needs(debug_link=DebugLink("a.debug", 0x04030201))
