"""The rules of a symcache, one by one."""

from functools import partial

import pytest

from inspector.objects.plain.ranges import Chain, Ranges, undecorated
from inspector.objects.symcache import Location


def named(name: str) -> Chain:
    return [Location(name, 0, 0, "", "")]


def names(ranges: Ranges, *addresses: int) -> list[str]:
    return [chain[0].symbol if chain else "-" for chain in ranges.answer(addresses)]


def entry(name: str) -> partial[Chain]:
    return partial(named, name)


def test_a_function_holds_up_to_its_end() -> None:
    ranges = Ranges()
    ranges.function(10, 20, entry("f"), [(12, entry("line"))])
    assert names(ranges, 9, 10, 11, 12, 19, 20) == ["-", "f", "f", "line", "line", "-"]


def test_a_symbol_inside_takes_over_where_no_line_begins() -> None:
    ranges = Ranges()
    ranges.function(10, 20, entry("f"), [(12, entry("line"))])
    ranges.symbol(12, 0, "there already")
    ranges.symbol(14, 0, "s")
    assert names(ranges, 12, 13, 14, 19, 20) == ["line", "line", "s", "s", "-"]


def test_a_symbol_fills_the_end_of_a_function() -> None:
    ranges = Ranges()
    ranges.function(10, 20, entry("f"))
    ranges.symbol(20, 0, "s")
    assert names(ranges, 19, 20, 1000) == ["f", "s", "s"]


def test_a_symbol_with_size_ends() -> None:
    ranges = Ranges()
    ranges.symbol(10, 5, "s")
    ranges.symbol(15, 5, "t")
    assert names(ranges, 14, 15, 19, 20) == ["s", "t", "t", "-"]


def test_a_stop_ends_what_has_no_size() -> None:
    ranges = Ranges()
    ranges.symbol(10, 0, "s")
    ranges.stop(30)
    assert names(ranges, 29, 30) == ["s", "-"]


@pytest.mark.parametrize(("start", "end"), [(10, 10), (10, 5), (1 << 32, (1 << 32) + 1)])
def test_impossible_functions_are_left_out(start: int, end: int) -> None:
    ranges = Ranges()
    ranges.function(start, end, entry("f"))
    assert names(ranges, start) == ["-"]


def test_nothing_is_found_above_32_bits() -> None:
    ranges = Ranges()
    ranges.symbol(10, 0, "s")
    ranges.symbol(1 << 32, 0, "t")
    assert names(ranges, (1 << 32) - 1, 1 << 32) == ["s", "-"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("vector@@12", "vector"),
        ("_stdcall@12", "stdcall"),
        ("@fastcall@8", "fastcall"),
        ("_cdecl", "cdecl"),
        ("__two", "_two"),
        ("plain", "plain"),
        ("?mangled@@YAXXZ", "?mangled@@YAXXZ"),
        ("_f(int)", "_f(int)"),
        ("a::_b", "a::_b"),
        ("_t<int>", "_t<int>"),
        ("mail@home", "mail@home"),
    ],
)
def test_decoration(name: str, expected: str) -> None:
    assert undecorated(name) == expected
