"""Modules and candidates, a line each."""

import pytest
from rich.cells import cell_len

from inspector.model.report import Module
from inspector.tui.widgets.module_list import CandidateList, ModuleList, features, load_range
from inspector.tui.widgets.row_list import RowList
from tests.tui.scripted import crash

MODULES = crash()[1].modules


def drawn(rows: RowList, width: int) -> list[str]:
    return ["".join(text for text, _ in rows.cells(row, width)) for row in range(rows.count)]


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120, 200])
def test_lines(width: int) -> None:
    modules = ModuleList(id="m")
    modules.show(MODULES, {0: 5})
    candidates = CandidateList(id="c")
    candidates.show(MODULES[2])
    lines = drawn(modules, width) + drawn(candidates, width)
    assert len(lines) == 7
    assert [line for line in lines if cell_len(line) > width] == []
    assert all("libnv" in line or "missing" not in line for line in lines)


def test_the_cursor_stays_on_its_module() -> None:
    modules = ModuleList(id="m")
    modules.show(MODULES, {})
    modules.cursor = 2
    modules.show(MODULES[1:], {})
    assert modules.module is MODULES[2]


def test_a_module_without_candidates_says_so() -> None:
    candidates = CandidateList(id="c")
    candidates.show(Module(index=0, status="missing"))
    assert candidates.nothing == "missing: no place was asked (3 shows the sources)"
    candidates.show(Module(index=0))
    assert candidates.nothing == "not asked yet"


def test_features_and_ranges() -> None:
    assert features(("debug", "sources")) == "D--S"
    assert load_range(MODULES[2]) == "7f1c40000000 +3.3 MB"
    assert load_range(Module(index=0, size=5)) == ""


def test_names_of_scripts_have_the_room_that_addresses_would_take() -> None:
    name = "a-rather-long-name-of-a-bundle.4f9a3c.min.js"
    scripts = ModuleList(id="m")
    scripts.show((Module(index=0, name=name, status="missing_sourcemap"),), {0: 1})
    assert name in drawn(scripts, 120)[0]
    assert cell_len(drawn(scripts, 120)[0]) == 120


@pytest.mark.parametrize("status", ["missing_source", "missing_sourcemap", "malformed_sourcemap"])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_what_is_wrong_with_a_script_is_whole(status: str, width: int) -> None:
    scripts = ModuleList(id="m")
    scripts.show((Module(index=0, name="a.js", status=status),), {0: 1})
    (line,) = drawn(scripts, width)
    assert f" {status.replace('_', ' ')} " in line
    assert cell_len(line) == width
