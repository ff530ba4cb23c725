"""The rows of sources, and of what they are asked."""

import pytest
from msgspec.structs import replace

from inspector.editing.drafts import Draft
from inspector.editing.preview import Asked
from inspector.model.report import Candidate
from inspector.tui.widgets.editors.source_lists import AskedList, SourceList, source_mark

DRAFT = Draft(key=3, tree={"type": "http", "id": "v\x1bendor"}, origin="request", folder="/f")


def line(rows: SourceList | AskedList, width: int) -> str:
    return "".join(text for text, _ in rows.cells(0, width))


@pytest.mark.parametrize(
    ("enabled", "problems", "word"),
    [(True, {}, "on"), (False, {3: {"id": "x"}}, "off"), (True, {3: {"id": "x"}}, "mend")],
)
def test_every_state_has_a_word(
    enabled: bool, problems: dict[int, dict[str, str]], word: str
) -> None:
    assert source_mark(replace(DRAFT, enabled=enabled), problems).word == word


@pytest.mark.parametrize("width", [20, 36, 44, 80, 120])
def test_a_row_fits_and_is_clean(width: int) -> None:
    rows = SourceList(id="x")
    rows.drafts, rows.tests = (DRAFT,), {3: "1/2 modules found, 200 OK"}
    shown = line(rows, width)
    assert len(shown) <= max(width, 30)
    assert "\x1b" not in shown
    assert ("1/2 mod" in shown) is (width >= 60)


def test_a_preset_is_called_by_its_name() -> None:
    rows = SourceList(id="x")
    rows.drafts = (replace(DRAFT, tree={"preset": "microsoft"}),)
    assert "microsoft" in line(rows, 60)
    assert rows.draft is rows.drafts[0]


@pytest.mark.parametrize("width", [40, 80, 120])
def test_places_with_answer_or_rule(width: int) -> None:
    rows = AskedList(id="x")
    rows.asked = (Asked(file_type="pdb", location="https://h/app.pdb"),)
    rows.answers = {"https://h/app.pdb": Candidate(source="s", location="l", download="notfound")}
    assert "s://h/app.pdb" in line(rows, width)
    assert line(rows, width).endswith("notfound")
    rows.asked = (Asked(file_type="pe", location="", rule="not among its file types"),)
    assert "not among its fil" in line(rows, width)
    assert len(line(rows, width)) <= width
