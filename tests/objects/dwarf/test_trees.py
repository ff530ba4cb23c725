"""The sections through pyelftools: offsets are the same, the `dwz` file is behind it."""

from inspector.objects.dwarf.codes import At
from inspector.objects.dwarf.trees import dwarf_info
from tests.harbor import HARBOR
from tests.objects.dwarf.test_unit import opened


def test_the_same_function() -> None:
    dwarf = opened("elf/gcc-dwarf5")
    function = dwarf.function_at(0x1290)
    assert function is not None
    unit = dwarf_info(dwarf.sections).get_CU_at(function.unit.header.offset)
    die = unit.get_DIE_from_refaddr(function.die.offset)
    assert die.attributes["DW_AT_name"].value.decode() == function.die.text(At.NAME) == "tension"


def test_location_lists() -> None:
    dwarf = opened("elf/gcc-dwarf5")
    lists = dwarf_info(dwarf.sections).location_lists()
    assert lists is not None


def test_alternate() -> None:
    dwarf = opened("elf/dwz1.debug", alternate=str(HARBOR / "elf/harbor.alt"))
    info = dwarf_info(dwarf.sections)
    assert info.supplementary_dwarfinfo is not None
    names = {
        die.attributes["DW_AT_name"].value
        for unit in info.iter_CUs()
        for die in unit.iter_DIEs()
        if "DW_AT_name" in die.attributes
    }
    assert b"index" in names


def test_without_dwarf() -> None:
    assert not dwarf_info(opened("elf/sep").sections).has_debug_info
