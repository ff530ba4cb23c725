"""The functions of harbor: where they are, what they are called, what is inlined."""

import pytest

from inspector.objects.dwarf.functions import Function, functions, spelled
from tests.objects.dwarf.test_unit import opened

UNLOAD = "_ZN6harbor5cargo8ManifestI5crateE6unloadIZNS_4Dock6arriveEiE3$_0EEiT_"


def named(name: str) -> dict[str, Function]:
    """All functions of a file, by their own name."""
    found = [each for unit in opened(name).units for each in functions(unit)]
    return {spelled(each.die, "")[0]: each for each in found}


def test_functions() -> None:
    """With code of their own: `hoist` and `read_scale` have none, they are inlined."""
    found = named("elf/clang-dwarf5")
    lifted = "_ZZN6harbor4Dock6arriveEiENK3$_0clEP5cratei"
    assert set(found) == {
        "_ZN6harbor4Dock6arriveEi", UNLOAD, "harbor_run", "main", lifted, "crane_lift", "tension",
    }  # fmt: skip
    assert found["crane_lift"].ranges == [(0x1960, 0x1977)]


def test_a_lambda_is_a_function_below_a_type_below_a_function() -> None:
    """As gcc has it; it must not be left out with the type."""
    found = [
        function
        for unit in opened("elf/gcc-dwarf5").units
        for function in functions(unit)
        if function.range_at(0x1150)
    ]
    assert [each.ranges[0][0] for each in found] == [0x1150]


@pytest.mark.parametrize(
    ("name", "at", "expected"),
    [
        pytest.param("elf/clang-dwarf5", 0x1992, [("read_scale", 0, 15)], id="crash"),
        pytest.param("elf/clang-dwarf5", 0x1971, [], id="none"),
        pytest.param(
            "elf/clang-dwarf5",
            0x1943,
            [("_ZN6harbor5cargoL9hooks_forEi", 0, 47), ("_ZN6harbor5cargoL5hoistEP5cratei", 0, 48)],
            id="two",
        ),
    ],
)
def test_inlined(name: str, at: int, expected: list[tuple[str, int, int]]) -> None:
    function = opened(name).function_at(at)
    assert function is not None
    found = {
        (spelled(each.die, "")[0], each.depth, each.call_line): each for each in function.inlined
    }
    assert sorted(found) == sorted(expected)
    assert all(function.range_at(each.begin) for each in found.values())


def test_the_same_code_counts_once() -> None:
    for unit in opened("elf/gcc-dwarf4").units:
        ranges = [part for each in functions(unit) for part in each.ranges]
        assert len(ranges) == len(set(ranges))


def test_languages() -> None:
    found = named("elf/gcc-dwarf5")
    spoken = {name: spelled(each.die, each.unit.language)[1] for name, each in found.items()}
    assert spoken["crane_lift"] == "c"
    assert spoken["harbor_run"] == "cpp"
