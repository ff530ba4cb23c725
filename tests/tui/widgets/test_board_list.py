"""The board's table, a line each."""

import pytest
from rich.cells import cell_len

from inspector.batch.folder import Entry
from inspector.batch.outcome import MissingModule, Outcome
from inspector.tui.triage.board_rows import Choice, GroupRow, RequestRow, laid
from inspector.tui.widgets.board_list import (
    BoardList,
    column_at,
    columns_of,
    head,
    reason_of,
    title_of,
)

LONG = "ns::" * 40 + "f"
MISSING = (MissingModule("lib" * 30, "D", 2), MissingModule("\x1bc", "", 1))


def entry(name: str, signature: str, **fields: object) -> Entry:
    made = Outcome(path=f"/r/{name}", signature=signature, **fields)  # type: ignore[arg-type]
    return Entry(f"/r/{name}", name, made)


ENTRIES = (
    entry("a.json", LONG, resolved=1, frames=3, worst="missing", missing=MISSING),
    entry("漢字" * 30 + ".json", "漢字" * 60, frames=1, worst="fetching_failed"),
    entry("b.json", "", state="broken", reason="/r/b.json: line 1: not JSON: " + "x" * 99),
    Entry("/r/c.json", "c.json", None, "new"),
    entry("d.json", "g", resolved=1, frames=1, worst="a status of the future"),
)


def drawn(choice: Choice, width: int) -> list[str]:
    rows = BoardList(id="board")
    rows.show(laid(ENTRIES, choice), choice)
    return ["".join(text for text, _ in rows.cells(row, width)) for row in range(rows.count)]


@pytest.mark.parametrize("width", [60, 80, 99, 100, 120, 200])
@pytest.mark.parametrize("flat", [False, True], ids=["by-signature", "flat"])
def test_every_line_fills_its_width_and_stands_below_its_head(width: int, *, flat: bool) -> None:
    keys = frozenset(row.key for row in laid(ENTRIES, Choice()).rows if isinstance(row, GroupRow))
    choice = Choice(flat=flat, unfolded=keys)
    lines = drawn(choice, width)
    assert len(lines) == (5 if flat else 10)
    assert {cell_len(line) for line in lines} == {width}
    assert cell_len(head(width, choice)) == width
    assert not any("\x1b" in line for line in lines)


def test_states_have_a_glyph_and_a_word() -> None:
    lines = "\n".join(drawn(Choice(flat=True), 120))
    for mark in ("! missing", "! fetching failed", "✗ broken", "· not run"):
        assert mark in lines
    assert "line 1: not JSON" in lines


def test_the_column_that_is_sorted_by_has_an_arrow() -> None:
    assert "count▾" in head(100, Choice())
    assert "count▴" in head(100, Choice(reverse=True))
    assert "signature▴" in head(100, Choice(sort=3))
    assert "request▴" in head(100, Choice(flat=True))


def test_titles_of_groups() -> None:
    titles = [title_of(key) for key in ("new", "broken", "=", "=f\x1b", "=new")]
    assert titles == ["(not answered yet)", "(cannot be read)", "(no signature)", "f␛", "new"]


def test_a_reason_stands_without_the_path_that_it_is_beside() -> None:
    assert reason_of(ENTRIES[2]).startswith("line 1: not JSON")
    assert reason_of(ENTRIES[3]) == ""


def test_names_take_what_the_other_columns_leave() -> None:
    assert columns_of(120, flat=False).missing
    assert not columns_of(80, flat=True).missing
    assert not columns_of(80, flat=False).request


def test_the_cursor_stays_on_its_row_and_else_where_it_is() -> None:
    rows = BoardList(id="board")
    rows.show(laid(ENTRIES, Choice(flat=True)), Choice(flat=True))
    rows.cursor = 2
    before = rows.row
    rows.show(laid(ENTRIES[1:], Choice(flat=True)), Choice(flat=True))
    assert rows.row == before
    rows.show(laid(ENTRIES[3:], Choice(flat=True)), Choice(flat=True))
    assert isinstance(rows.row, RequestRow)
    rows.show(laid((), Choice()), Choice())
    assert rows.row is None


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("flat", [False, True], ids=["by-signature", "flat"])
def test_a_cell_of_the_head_belongs_to_the_name_that_stands_there(
    width: int, *, flat: bool
) -> None:
    choice = Choice(flat=flat)
    line = head(width, choice)
    for name, word in (("resolved", "resol."), ("worst", "worst"), ("signature", "signature")):
        start = line.index(word)
        assert {column_at(start + n, width, choice) for n in range(len(word))} == {name}
    assert (column_at(line.find("count"), width, choice) == "count") is not flat
    assert (column_at(line.find("request"), width, choice) == "request") is flat
    assert column_at(0, width, choice) == ""
    assert column_at(width + 1, width, choice) == ""
