"""Variables compared with what gdb said of the same files, and with damage in them."""

import random
from pathlib import Path

import pytest

from inspector.detail.dwarf.variables import unit_facts, variables_at
from inspector.objects.dwarf.answers import open_dwarf
from inspector.objects.dwarf.damage import damage
from inspector.objects.errors import BadObject
from inspector.objects.second import Companions
from tests.detail.harbor_elf import opened, places_by_gdb
from tests.harbor import CRASH_AT, HARBOR

REGISTERS = {"rdi": 0, "rsi": 6, "rsp": 0x7000}


@pytest.mark.parametrize("name", ["gcc-dwarf5", "clang-dwarf5"])
def test_the_same_places_as_gdb(name: str) -> None:
    dwarf, compared = opened(name), 0
    for address, told in places_by_gdb(name).items():
        found = variables_at(dwarf, address, {}, 0).variables
        ours = {(one.name, "$" + one.place) for one in found}
        ours |= {(one.name, one.value) for one in found if one.value}
        assert set(told) <= ours, hex(address)
        compared += len(told)
    assert compared > 3


def test_the_crash() -> None:
    found = variables_at(opened("gcc-dwarf5"), 0x1290, REGISTERS, 0x5000_0000).variables
    assert [(v.depth, v.function, v.type, v.name, v.state, v.value) for v in found] == [
        (1, "read_scale", "const struct crate *", "c", "optimised out", ""),
        (0, "tension", "struct crate *", "c", "known", "0x0"),
        (0, "tension", "int", "hooks", "known", "6"),
        (0, "tension", "int", "load", "optimised out", ""),
    ]


@pytest.mark.parametrize(
    ("address", "name", "state", "place"),
    [
        pytest.param(0x12C1, "hooks", "at entry", "rsi at entry", id="entry"),
        pytest.param(0x11CF, "it", "no register", "r12", id="register-of-a-caller"),
        pytest.param(0x121C, "m", "in memory", "memory at CFA - 32", id="memory"),
        pytest.param(0x121C, "lift", "optimised out", "", id="optimised-out"),
    ],
)
def test_what_is_not_known_says_why(address: int, name: str, state: str, place: str) -> None:
    found = variables_at(opened("gcc-dwarf5"), address, {}, 0).variables
    (variable,) = (one for one in found if one.name == name)
    assert (variable.state, variable.place, variable.value) == (state, place, "")


@pytest.mark.parametrize("build", ["aarch64", "armv7"])
def test_other_processors(build: str) -> None:
    name = "x0" if build == "aarch64" else "r0"
    found = variables_at(opened(build), CRASH_AT[f"elf/{build}"][0], {name: 0}, 0).variables
    values = {(one.function, one.name): one.value for one in found}
    assert values["tension", "c"] == "0x0"


def test_no_function() -> None:
    found = variables_at(opened("gcc-dwarf5"), 0x10, {}, 0)
    assert found.variables == ()
    assert "no function" in found.note


def test_unit_facts() -> None:
    unit = opened("gcc-dwarf5").unit_at(0x1290)
    assert unit is not None
    facts = dict(unit_facts(unit))
    assert facts["compiler"].startswith("GNU C17")
    assert "-O2" in facts["flags"]
    assert facts["compile dir"] == "/build/harbor/obj"


@pytest.mark.parametrize("name", ["gcc-dwarf4", "gcc-dwarf5", "clang-dwarf5"])
def test_damaged_files_are_answered_or_refused(name: str, tmp_path: Path) -> None:
    """Nothing but BadObject, in bounded time, for files with bytes changed anywhere."""
    chance, data = random.Random(name), (HARBOR / "elf" / name).read_bytes()
    crash = CRASH_AT["elf/clang" if "clang" in name else "elf/gcc"]
    for number in range(60):
        changed = bytearray(data)
        for _ in range(chance.choice([1, 8, 64, 400])):
            changed[chance.randrange(64, len(data))] = chance.randrange(256)
        path = tmp_path / str(number)
        path.write_bytes(changed)
        try:
            with damage():
                dwarf = open_dwarf(str(path), 0, len(changed), Companions())
                for address in crash:
                    found = variables_at(dwarf, address, REGISTERS, 1 << 40)
                    assert len(found.variables) <= 200
        except BadObject:
            continue
