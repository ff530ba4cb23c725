"""The rows of allowed origins, and of the URLs of a request."""

import pytest

from inspector.editing.origins import Group
from inspector.model.places.scraping import explain_origins
from inspector.tui.widgets.editors.origin_lists import GroupList, OriginList, parts_of

URL = "https://a.example/x"


def origins(*patterns: str) -> OriginList:
    rows = OriginList(id="x")
    rows.show(patterns, explain_origins(URL, patterns))
    return rows


def line(rows: OriginList | GroupList, row: int, width: int = 80) -> str:
    return "".join(text for text, _ in rows.cells(row, width))


def test_a_warning_has_a_row_of_its_own() -> None:
    rows = origins("*.example", "a.example/js/*", "b.example")
    assert [number for number, _ in rows.lines] == [0, 1, 1, 2]
    assert "✓ matches" in line(rows, 0)
    assert "! never matches" in line(rows, 2)
    assert "✗ the host is a.example" in line(rows, 3)
    rows.cursor = 2
    assert rows.number == 1


@pytest.mark.parametrize("width", [30, 50, 90, 120])
def test_rows_fit(width: int) -> None:
    rows = origins("*.example/a\x1b", "https://a.example:8080/js/with/a/long/path/*")
    for row in range(len(rows.lines)):
        assert len(line(rows, row, width)) <= width
        assert "\x1b" not in line(rows, row, width)


def test_how_a_pattern_was_read() -> None:
    (verdict,) = explain_origins(URL, ["https://b.example:81"])
    assert parts_of(verdict, 40).strip() == "https b.example:81 any"


def test_groups_have_glyph_and_word() -> None:
    rows = GroupList(id="x")
    assert rows.group is None
    rows.show(
        (
            Group(origin="https://a", frames=3, blocked=0, example="https://a/x"),
            Group(origin="app:", frames=1, blocked=1, example="app:///", reason="no rule"),
            Group(origin="https://b", frames=5, blocked=2, example="https://b/x"),
        )
    )
    assert "✓ allowed" in line(rows, 0)
    assert "✗ blocked" in line(rows, 1)
    assert "no rule" in line(rows, 1)
    assert "~ partly" in line(rows, 2)
    assert rows.group is rows.groups[0]
