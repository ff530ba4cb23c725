import pytest

from inspector.detail.types import Shape, fields_of, type_text, value_text
from inspector.objects.dwarf.unit import Die
from tests.detail.harbor_elf import opened

TYPE = 0x49


def types_of(name: str, address: int) -> dict[str, Die | None]:
    function = opened(name).function_at(address)
    assert function is not None
    found = {}
    for die in function.die.children():
        own: Die | None = die
        while own is not None and 3 not in own.attributes:
            own = own.follow(0x31)
        if own is not None:
            found[own.text(3)] = own.follow(TYPE)
    return found


def test_pointers_and_their_fields() -> None:
    kinds = types_of("gcc-dwarf5", 0x1290)
    assert type_text(kinds["c"], "c") == "struct crate *"
    assert type_text(kinds["c"], "cpp") == "crate *"
    assert type_text(kinds["c"], "rust") == "*crate"
    assert type_text(kinds["hooks"], "c") == "int"
    assert fields_of(kinds["c"])[:2] == ((0, "crate::id"), (4, "crate::weight"))
    assert fields_of(kinds["hooks"]) == ()


def test_this_of_a_class() -> None:
    kinds = types_of("gcc-dwarf5", 0x121C)
    assert type_text(kinds["this"], "cpp") == "Dock * const"
    assert type_text(None, "c") == "void"
    assert type_text(None, "rust") == "()"


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
