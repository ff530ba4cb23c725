"""Two sides on a line: no wider than the list, one side alone, marks apart."""

import pytest
from rich.cells import cell_len

from inspector.tui.listing.comparing import Row
from inspector.tui.widgets.pair_list import PairList

LONG = Row("moved", "a::" + "名" * 80, "b" * 200, "line 1 became 2", "x.c:1", "y" * 300)
ROWS = (
    Row(None, "Thread 3", "Thread 3"),
    LONG,
    Row("equal", "same", "same"),
    Row("only_b", "(absent)", "f"),
)


def listed(side: str = "both") -> PairList:
    rows = PairList()
    rows.rows, rows.side = ROWS, side
    return rows


def line(rows: PairList, row: int, width: int) -> str:
    return "".join(text for text, _ in rows.cells(row, width))


@pytest.mark.parametrize("width", [20, 80, 120])
@pytest.mark.parametrize("side", ["both", "A", "B"])
def test_a_line_fits(side: str, width: int) -> None:
    rows = listed(side)
    assert all(cell_len(line(rows, row, width)) <= width for row in range(len(ROWS)))


def test_both_sides_and_one() -> None:
    assert line(listed(), 3, 80).split() == [">", "(absent)", "│", "f"]
    assert line(listed("A"), 3, 80).split() == [">", "(absent)"]
    assert line(listed("B"), 3, 80).split() == [">", "f"]


def test_what_is_equal_is_said_once() -> None:
    assert line(listed(), 2, 80).count("same") == 1


def test_the_note_is_there_where_there_is_room() -> None:
    assert "became" in line(listed(), 1, 120)
    assert "became" not in line(listed(), 1, 60)


def test_the_place_stays_when_the_name_is_cut() -> None:
    assert line(listed(), 1, 80).partition("│")[0].endswith("x.c:1 ")


@pytest.mark.parametrize(("place", "shown"), [("a.c:2", "a.c:2"), ("a.c:1", ""), ("", "no place")])
def test_of_the_same_function_only_another_place_is_said(place: str, shown: str) -> None:
    rows = listed()
    rows.rows = (Row("moved", "f", "f", "", "a.c:1", place),)
    assert line(rows, 0, 80).partition("│")[2].strip() == shown


def test_turning() -> None:
    rows = listed()
    assert [rows.turn() for _ in range(3)] == ["A", "B", "both"]
