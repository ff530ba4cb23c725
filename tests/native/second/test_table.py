"""What is known of one object, and what somebody has to be asked."""

from typing import Any

import pytest

from inspector.native.second.table import SecondTable
from inspector.objects.symcache import Location
from tests.native.fakes import DEBUG, NOTHING, FakeTable, probe_of

FULL = Location("full", 0x10, 7, "c", "/a.c")
BARE = Location("bare", 0x20, 0, "", "")
MORE = Location("bare", 0x20, 9, "c", "/b.c")
CUT = Location("ZN1aEv", 0x30, 5, "cpp", "/c.c")


def table(info: Any = DEBUG) -> SecondTable:
    first: Any = FakeTable({0x10: (FULL,), 0x20: (BARE,), 0x30: (CUT,)})
    return SecondTable(probe_of(info), "x86_64", first)


def test_a_whole_answer_needs_nobody() -> None:
    assert table().lookup(0x10) == (FULL,)


def test_what_lacks_something_has_to_be_asked() -> None:
    one = table()
    assert one.lookup(0x20) is None
    assert one.lookup(0x99) is None
    assert one.unknown([0x99, 0x10, 0x20, 0x20]) == [0x20, 0x99]
    one.learn({0x20: (MORE,), 0x99: ()})
    assert one.lookup(0x20) == (Location("bare", 0x20, 9, "c", "/b.c"),)
    assert one.lookup(0x99) == ()
    assert one.unknown([0x99, 0x10, 0x20]) == []


def test_names_are_only_cut_in_windows_files() -> None:
    assert table().lookup(0x30) == (CUT,)
    assert table(NOTHING).lookup(0x30) is None


@pytest.mark.parametrize("rel", [-1, 1 << 32], ids=["below", "above"])
def test_nobody_is_asked_about_what_no_table_has(rel: int) -> None:
    assert table().lookup(rel) == ()
    assert SecondTable(probe_of(DEBUG), "x86_64").lookup(rel) == ()


def test_alone() -> None:
    one = SecondTable(probe_of(DEBUG), "arm64")
    assert (one.alone, one.arch, table().alone) == (True, "arm64", False)
    assert one.lookup(0x10) is None
    one.learn({0x10: (FULL,)})
    assert one.lookup(0x10) == (FULL,)


@pytest.mark.parametrize(
    ("rel", "said", "added"),
    [
        pytest.param(0x10, (), (), id="the-first-says-all"),
        pytest.param(0x20, (MORE,), ("line",), id="line"),
        pytest.param(0x20, (), (), id="nothing"),
        pytest.param(0x20, (FULL, MORE), ("inlined functions",), id="inlined"),
        pytest.param(0x30, (Location("_ZN1aEv", 0x30, 5, "cpp", "/c.c"),), ("name",), id="name"),
        pytest.param(0x99, (FULL,), ("all",), id="all"),
        pytest.param(0x99, (), (), id="nobody-knows"),
    ],
)
def test_what_the_second_reader_added(rel: int, said: Any, added: tuple[str, ...]) -> None:
    one = table(NOTHING)
    one.learn({rel: said})
    assert one.added(rel) == added


def test_alone_all_is_added() -> None:
    one = SecondTable(probe_of(DEBUG), "arm64")
    assert one.added(0x10) == ()
    one.learn({0x10: (FULL,)})
    assert one.added(0x10) == ("all",)
