"""An open file: what is at an address, and how little of it is read for that."""

from pathlib import Path

import pytest

from inspector.objects.dwarf.codes import At
from inspector.objects.errors import BadObject
from tests.objects.comparison import upstream
from tests.objects.dwarf.test_unit import opened


@pytest.mark.parametrize("name", ["elf/gcc-dwarf5", "elf/i686", "wasm/harbor5.wasm"])
def test_at(name: str) -> None:
    """Relative addresses in, whatever the file is linked to."""
    dwarf = opened(name)
    start = next(each.address for each in dwarf.image.read_symbols() if "crane_lift" in each.name)
    unit, function = dwarf.unit_at(start), dwarf.function_at(start)
    assert unit is not None
    assert function is not None
    assert unit.root.text(At.NAME).endswith("crane.c")
    assert function.die.text(At.NAME) == "crane_lift"
    assert function.unit is unit
    assert [each.symbol for each in dwarf.lookup(start)] == ["crane_lift"]


@pytest.mark.parametrize("address", [-1, 0, 1 << 32, (1 << 32) + 0x1290, 1 << 70])
def test_nothing_there(address: int) -> None:
    dwarf = opened("elf/gcc-dwarf5")
    assert dwarf.lookup(address) == []
    assert dwarf.unit_at(address) is None
    assert dwarf.function_at(address) is None


def test_split_units_stand_for_their_skeletons() -> None:
    from tests.harbor import HARBOR

    package = str(HARBOR / "elf/split5/clang-19.bin.dwp")
    found = opened("elf/split5/clang-19.bin", package=package).unit_at(0x12B2)
    assert found is not None
    assert found.skeleton is not None
    assert (found.language, found.folder) == ("c", "/build/harbor/obj/split5")
    assert opened("elf/split5/clang-19.bin").function_at(0x12B2) is None


def test_only_the_asked_unit_is_read(shared: Path) -> None:
    """Of the others, header and first entry."""
    from inspector.objects.dwarf.answers import open_dwarf
    from inspector.objects.second import Companions

    path = upstream(shared, "linux/crash.debug")
    dwarf = open_dwarf(str(path), 0, path.stat().st_size, Companions())
    assert dwarf.lookup(0x1EC0)[-1].line == 9
    read = [unit for unit in dwarf.units if "data" in vars(unit)]
    assert len(dwarf.units) == 20
    assert len(read) == 1


def test_functions_of_a_unit_that_makes_no_sense() -> None:
    dwarf = opened("elf/gcc-dwarf5")
    unit = dwarf.units[1]
    vars(unit)["data"] = unit.data[:200] + b"\xff" * 400
    assert dwarf.functions(unit) == []
    assert [each.symbol for each in dwarf.lookup(0x1290)] == ["tension"]


def test_symbols_that_make_no_sense() -> None:
    dwarf = opened("elf/gcc-dwarf5")

    def broken() -> list[object]:
        raise IndexError

    image = type(dwarf.image)(
        **{name: getattr(dwarf.image, name) for name in dwarf.image.__struct_fields__}
        | {"read_symbols": broken}
    )
    with pytest.raises(BadObject):
        _ = type(dwarf)(image).symbols
