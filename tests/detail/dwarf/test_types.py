from collections.abc import Iterator
from itertools import repeat

import pytest

from inspector.detail.dwarf.types import Shape, fields_of, type_text, value_text
from inspector.objects.dwarf.unit import Die
from tests.detail.harbor_elf import opened

TYPE = 0x49


def typed(name: str, address: int) -> dict[str, Die]:
    """The entries of variables, by their names."""
    function = opened(name).function_at(address)
    assert function is not None
    found = {}
    for die in function.die.children():
        own: Die | None = die
        while own is not None and 3 not in own.attributes:
            own = own.follow(0x31)
        if own is not None:
            found[own.text(3)] = own
    return found


def test_pointers_and_their_fields() -> None:
    kinds = typed("gcc-dwarf5", 0x1290)
    assert type_text(kinds["c"], "c") == "struct crate *"
    assert type_text(kinds["c"], "cpp") == "crate *"
    assert type_text(kinds["c"], "rust") == "*crate"
    assert type_text(kinds["hooks"], "c") == "int"
    assert fields_of(kinds["c"].follow(TYPE))[:2] == ((0, "crate::id"), (4, "crate::weight"))
    assert fields_of(kinds["hooks"].follow(TYPE)) == ()


def test_this_of_a_class() -> None:
    kinds = typed("gcc-dwarf5", 0x121C)
    assert type_text(kinds["this"], "cpp") == "Dock * const"


def test_no_type_is_not_a_type_we_do_not_have() -> None:
    function = opened("gcc-dwarf5").function_at(0x1290)
    assert function is not None
    die = next(function.die.children())
    bare = Die(die.unit, die.offset, die.tag, {}, has_children=False)
    assert type_text(bare, "c") == "void"
    assert type_text(bare, "rust") == "()"
    assert fields_of(None) == ()
    elsewhere = Die(die.unit, die.offset, die.tag, {TYPE: (0x1F20, 99)}, has_children=False)
    assert type_text(elsewhere, "c") == "?"


@pytest.mark.parametrize("tag", [0x01, 0x05, 0x0F, 0x15, 0x16, 0x26, 0x1F], ids=hex)
@pytest.mark.parametrize("language", ["c", "rust"])
def test_types_of_themselves_come_to_an_end(tag: int, language: str) -> None:
    function = opened("gcc-dwarf5").function_at(0x1290)
    assert function is not None

    class Same(Die, frozen=True):
        """Its type, and those of its children, are again such an entry."""

        def children(self) -> Iterator[Die]:
            return repeat(Same(self.unit, 0, 0x05, {TYPE: (0x13, 0)}, has_children=False))

        def follow(self, name: int) -> "Die | None":
            return Same(self.unit, 0, tag, {TYPE: (0x13, 0)}, has_children=True)

    die = Same(function.unit, 0, 0x05, {TYPE: (0x13, 0)}, has_children=False)
    assert len(type_text(die, language)) <= 240
    assert fields_of(die) == ()


@pytest.mark.parametrize(
    ("value", "shape", "text"),
    [
        pytest.param((1 << 64) - 1, Shape(kind="signed", size=4), "-1", id="narrow-signed"),
        pytest.param(
            0x1_0000_0005, Shape(kind="unsigned", size=4), "5", id="upper-half-is-not-its"
        ),
        pytest.param(65, Shape(kind="char", size=1), "65 'A'", id="char"),
        pytest.param(1, Shape(kind="bool", size=1), "true", id="bool"),
        pytest.param(9, Shape(kind="bool", size=1), "9 (neither true nor false)", id="odd-bool"),
        pytest.param(0x3FF8 << 48, Shape(kind="float", size=8), "1.5", id="double"),
        pytest.param(0x7F12, Shape(kind="pointer", size=8), "0x7f12", id="pointer"),
        pytest.param(
            2, Shape(kind="enum", size=4, names=((2, "Red"),)), "Red (2)", id="enumerator"
        ),
        pytest.param(3, Shape(kind="enum", size=4), "3", id="no-enumerator"),
        pytest.param(3, Shape(kind="other", size=0), "0x3", id="structure"),
        pytest.param(5, Shape(kind="signed", size=1 << 30), "5", id="absurd-size"),
    ],
)
def test_value_text(value: int, shape: Shape, text: str) -> None:
    assert value_text(value, shape) == text
