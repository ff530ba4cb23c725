"""Entries and their values: those of pyelftools, wherever it reads them."""

from typing import Any

import pytest

from inspector.objects.dwarf.answers import open_dwarf
from inspector.objects.dwarf.codes import At, Form
from inspector.objects.dwarf.reader import Dwarf
from inspector.objects.dwarf.unit import Die
from inspector.objects.errors import BadObject
from inspector.objects.second import Companions
from tests.harbor import HARBOR
from tests.objects.dwarf.trees import dwarf_info

NAMES = [
    "elf/gcc-dwarf4",
    "elf/gcc-dwarf5",
    "elf/clang-dwarf5",
    "elf/armv7",
    "elf/dwz1.debug",
    "elf/zlibgnu.debug",
    "pe/mingw-i686/harbor.exe",
    "wasm/harbor5.wasm",
    "macho/arm64/harbor.dSYM/Contents/Resources/DWARF/harbor",
]


def opened(name: str, **companions: Any) -> Dwarf:
    path = HARBOR / name
    return open_dwarf(str(path), 0, path.stat().st_size, Companions(**companions))


@pytest.mark.parametrize("name", NAMES)
def test_entries_are_those_of_pyelftools(name: str) -> None:
    """Each one: where it is, how many values it has, whether it has children."""
    dwarf = opened(name)
    for theirs in dwarf_info(dwarf.sections).iter_CUs():
        unit = next(each for each in dwarf.units if each.header.offset == theirs.cu_offset)
        ours = [unit.root, *(die for _, die in unit.walk(unit.root.offset, None))]
        entries = [die for die in theirs.iter_DIEs() if not die.is_null()]
        assert [(each.offset, len(each.attributes), each.has_children) for each in ours] == [
            (die.offset, len(die.attributes), die.has_children) for die in entries
        ]
        assert [each.text(At.NAME).encode() for each in ours] == [text(die) for die in entries]


def text(die: Any) -> bytes:
    """What pyelftools says the name is; those in a file we do not have are numbers."""
    value = die.attributes["DW_AT_name"].value if "DW_AT_name" in die.attributes else b""
    return value if isinstance(value, bytes) else b""


@pytest.mark.parametrize("name", NAMES)
def test_children(name: str) -> None:
    """Those right below, not theirs; the sum of all is the whole tree."""
    for unit in opened(name).units:
        whole = sum(1 for _ in unit.walk(unit.root.offset, None))
        level, counted = [unit.root], 0
        while level:
            level = [child for die in level for child in die.children()]
            counted += len(level)
        assert counted == whole


def test_root() -> None:
    units = opened("elf/gcc-dwarf5").units
    assert [(each.root.text(At.NAME), each.language, each.folder) for each in units] == [
        ("/build/harbor/harbor.cpp", "cpp", "/build/harbor/obj"),
        ("/build/harbor/crane.c", "c", "/build/harbor/obj"),
    ]


def test_follow_to_another_file() -> None:
    """An origin in the `dwz` file; without the file there is none."""

    def origins(dwarf: Dwarf) -> list[Die]:
        unit = dwarf.unit_at(0x116E)
        assert unit is not None
        dies = [die for _, die in unit.walk(unit.root.offset, None)]
        away = [
            die
            for die in dies
            if die.attributes.get(At.ABSTRACT_ORIGIN, (0, 0))[0] == Form.GNU_REF_ALT
        ]
        assert away
        return [found for die in away if (found := die.follow(At.ABSTRACT_ORIGIN))]

    assert origins(opened("elf/dwz1.debug")) == []
    there = origins(opened("elf/dwz1.debug", alternate=str(HARBOR / "elf/harbor.alt")))
    assert {"index", "this"} <= {die.text(At.NAME) for die in there}


def test_bad_places() -> None:
    unit = opened("elf/gcc-dwarf5").units[0]
    for offset in (-1, unit.header.offset, unit.header.end, 1 << 40):
        with pytest.raises(BadObject):
            unit.die(offset)


def test_values_that_mean_nothing() -> None:
    unit = opened("elf/gcc-dwarf5").units[0]
    assert unit.entry((Form.REF_SIG8, 5)) is None
    assert unit.string((Form.DATA1, 5)) is None
    assert unit.address((Form.DATA8, 5)) is None
    with pytest.raises(BadObject):
        unit.string((Form.STRP, 1 << 40))
