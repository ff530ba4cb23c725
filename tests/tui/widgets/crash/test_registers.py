"""Registers in columns; those that point into a module say where."""

import pytest

from inspector.model.report import Frame, Module, Thread
from inspector.tui.widgets.crash.registers import in_columns, register_words

MODULES = (
    Module(index=0, name="app", address=0x5000, size=0x100),
    Module(index=1, name="lib", address=0x1000, size=0x100),
    Module(index=2, name="no size", address=0x9000),
)


def words(*registers: tuple[str, int], frames: tuple[Frame, ...] = ()) -> tuple[list[str], ...]:
    return register_words(Thread(index=0, registers=registers), MODULES, frames)


def test_a_pointer_into_a_module_is_told_with_its_function() -> None:
    frames = (
        Frame(address=0x5010, function="inlined()"),
        Frame(address=0x5010, function="outer()"),
    )
    noted, bare = words(("rip", 0x5010), ("rax", 0), ("rbx", 0x1001), frames=frames)
    assert noted == ["rip 00005010  app +0x10  inlined()", "rbx 00001001  lib +0x1"]
    assert bare == ["rax 00000000"]


@pytest.mark.parametrize("value", [0, 0xFFF, 0x1100, 0x5100, 0x9000, 1 << 64])
def test_edges_of_modules(value: int) -> None:
    assert words(("x0", value))[0] == []


def test_digits_follow_the_widest() -> None:
    assert words(("a", 1), ("b", 1 << 40))[1] == ["a 0000000000000001", "b 0000010000000000"]


def test_hostile_names() -> None:
    assert words(("r\x1b[x]", 1))[1] == ["r␛[x] 00000001"]


@pytest.mark.parametrize(
    ("width", "lines"),
    [(80, ["aa 1  bb 2  cc 3"]), (10, ["aa 1  bb 2", "cc 3"]), (1, ["aa 1", "bb 2", "cc 3"])],
)
def test_columns(width: int, lines: list[str]) -> None:
    assert in_columns(["aa 1", "bb 2", "cc 3"], width) == lines


def test_no_columns() -> None:
    assert in_columns([], 80) == []
