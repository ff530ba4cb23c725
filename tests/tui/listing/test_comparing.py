"""A comparison as rows, and walking through what differs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.compare.comparison import compare
from inspector.model.report import Frame, Module, Report, Thread
from inspector.tui.listing.comparing import Row, described, differing, next_difference, rows_of
from inspector.tui.listing.rows import Place
from tests.compare.reports import reports


def frame(index: int, line: int) -> Frame:
    return Frame(
        status="symbolicated", index=index, function=f"f{index}\x1b", package="app", file="a.c",
        line=line, offset=100 * index, depth=index,
    )  # fmt: skip


def report(line: int) -> Report:
    threads = (Thread(index=0, id=3, name="[/x]", frames=(frame(0, 1), frame(1, line))),)
    return Report(kind="native", threads=threads, modules=(Module(index=0, name="app"),))


def test_rows() -> None:
    spot = (0, Place(1, 1))
    rows = rows_of(compare(report(5), report(6)))
    assert rows == (
        Row(None, "Thread 3 [/x]", "Thread 3 [/x]"),
        Row("equal", "f0␛", "f0␛", "", "a.c:1", "a.c:1", (0, Place(0)), (0, Place(0))),
        Row("moved", "↳ f1␛", "↳ f1␛", "line 5 became 6", "a.c:5", "a.c:6", spot, spot),
        Row(None, "Modules", "Modules"),
        Row("equal", "app", "app", "", "raw", "raw"),
    )


def test_titles_of_nothing_are_left_out() -> None:
    rows = differing(rows_of(compare(report(5), report(6))))
    assert [row.meaning for row in rows] == [None, "moved"]
    assert differing(rows_of(compare(report(5), report(5)))) == ()


@given(reports(), reports())
def test_every_pair_has_a_row(a: Report, b: Report) -> None:
    comparison = compare(a, b)
    rows = rows_of(comparison)
    pairs = sum(len(thread.pairs) for thread in comparison.threads) + len(comparison.modules)
    assert len([row for row in rows if row.meaning is not None]) == pairs


def row(meaning: str) -> Row:
    return Row(None if meaning == "title" else meaning, "a", "b", "n")  # type: ignore[arg-type]


ROWS = tuple(row(meaning) for meaning in ("title", "equal", "worse", "equal", "moved"))


@pytest.mark.parametrize(
    ("at", "by", "to"), [(0, 1, 2), (2, 1, 4), (4, 1, 2), (2, -1, 4), (3, -1, 2)]
)
def test_next_difference(at: int, by: int, to: int) -> None:
    assert next_difference(ROWS, at, by) == to


@given(st.integers(0, 1))
def test_where_nothing_differs(at: int) -> None:
    assert next_difference((row("title"), row("equal")), at, 1) is None
    assert next_difference((), 0, 1) is None


def test_described() -> None:
    assert described(row("title")) == "a"
    assert described(row("worse")) == "worse: n\nA a\nB b"
