"""Chains at an address: which calls are told, with which lines, and where a piece begins."""

import pytest

from inspector.objects.dwarf.chain import NO_ENTRY, Piece, piece_at
from inspector.objects.symcache import Location
from tests.objects.dwarf.test_unit import opened

CRANE = "/build/harbor/crane.c"


def piece(name: str, at: int, symbol: str = "", *, with_lines: bool = True) -> Piece | None:
    dwarf = opened(name)
    function = dwarf.function_at(at)
    assert function is not None
    lines = dwarf.lines(function.unit) if with_lines else None
    return piece_at(function, at, lines, symbol, dwarf.image.base)


def test_inlined_call() -> None:
    found = piece("elf/clang-dwarf5", 0x1992)
    assert found is not None
    assert found.chain == [
        Location("read_scale", NO_ENTRY, 9, "c", CRANE),
        Location("tension", 0x1980, 15, "c", CRANE),
    ]
    assert 0x1980 <= found.start <= 0x1992


def test_the_symbol_names_the_function() -> None:
    found = piece("elf/clang-dwarf5", 0x1992, "tension.isra.0")
    assert found is not None
    assert [each.symbol for each in found.chain] == ["read_scale", "tension.isra.0"]


def test_without_lines() -> None:
    """An inlined call is not told then: only its caller, at the call, has a line."""
    found = piece("elf/clang-dwarf5", 0x1971, with_lines=False)
    assert found == Piece(0x1960, [Location("crane_lift", 0x1960, 0, "c", "")])


@pytest.mark.parametrize("at", [0x195F, 0x1980])
def test_outside(at: int) -> None:
    dwarf = opened("elf/clang-dwarf5")
    function = dwarf.function_at(0x1960)
    assert function is not None
    assert piece_at(function, at, None, "", 0) is None


@pytest.mark.parametrize("name", ["elf/gcc-dwarf5", "elf/clang-dwarf5", "elf/i686"])
def test_pieces(name: str) -> None:
    """All addresses from the start of a piece on say the same, until the next one begins."""
    dwarf = opened(name)
    for unit in dwarf.units:
        for function in dwarf.functions(unit):
            begin, end = function.ranges[0]
            before: Piece | None = None
            for at in range(begin, end):
                found = piece_at(function, at, dwarf.lines(unit), "", dwarf.image.base)
                assert found is not None
                assert begin <= found.start <= at
                if before is not None and found.start == before.start:
                    assert found == before
                else:
                    assert found.start == at
                before = found
