import pytest

from inspector.detail.dwarf.loclists import expression_at
from inspector.detail.dwarf.numbers import At, Tag
from inspector.objects.dwarf.unit import Die
from inspector.objects.errors import BadObject
from tests.detail.harbor_elf import opened


def listed(name: str) -> Die:
    """A variable of `tension` whose place changes on the way."""
    function = opened(name).function_at(0x1290)
    assert function is not None
    return next(
        die
        for die in function.die.children()
        if die.tag in (Tag.FORMAL_PARAMETER, Tag.VARIABLE)
        and isinstance(die.attributes.get(At.LOCATION, (0, b""))[1], int)
    )


@pytest.mark.parametrize("name", ["gcc-dwarf4", "gcc-dwarf5"])
def test_the_expression_changes_on_the_way(name: str) -> None:
    die = listed(name)
    value = die.attributes[At.LOCATION]
    told = [expression_at(die.unit, value, address) for address in range(0x1290, 0x12AD)]
    assert len(set(told)) > 1
    assert expression_at(die.unit, value, 0x10) is None


def test_an_expression_needs_no_list() -> None:
    die = listed("gcc-dwarf5")
    assert expression_at(die.unit, (0x18, b"\x55"), 0) == b"\x55"


@pytest.mark.parametrize("name", ["gcc-dwarf4", "gcc-dwarf5"])
@pytest.mark.parametrize("away", [0, 1, 7, 1 << 20])
def test_a_list_elsewhere_is_an_answer_or_the_one_error(name: str, away: int) -> None:
    die = listed(name)
    form, raw = die.attributes[At.LOCATION]
    try:
        expression_at(die.unit, (form, raw + away), 0x1290)
    except BadObject:
        assert away
