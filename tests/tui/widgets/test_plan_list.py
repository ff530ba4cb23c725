"""The plan of a module: order, what is struck through, and what y copies. On real requests."""

from pathlib import Path

import pytest

from inspector.model.why.plan import ModulePlan, Planned
from inspector.tui.screens.files.modules import ModulesScreen
from inspector.tui.widgets.plan_list import PlanList
from tests.native.why.situations import crash, local
from tests.tui.real import running
from tests.tui.scripted import press, settle, until
from tests.tui.test_checks import shows

ENTRIES = (
    Planned(source="local", purpose="debug", file_type="elf_code", uri="file://a", curl="curl a"),
    Planned(source="web", purpose="debug", file_type="pdb", rule="filetypes", text="only pe"),
    Planned(source="w", purpose="debug", file_type="pe", uri="http://b", rule="path_patterns"),
)


@pytest.mark.parametrize("width", [20, 60, 78, 118])
def test_rows_fit_and_what_is_left_out_is_struck(width: int) -> None:
    plan = PlanList(id="plan")
    plan.entries = ENTRIES
    rows = [plan.cells(n, width) for n in range(3)]
    if width >= 60:
        assert all(sum(len(text) for text, _ in cells) <= width for cells in rows)
    struck = [[text.strip() for text, tone in cells if tone == "struck"] for cells in rows]
    assert struck[0] == []
    assert struck[1] == ["pdb"]
    assert struck[2][0] == "pe"
    words = ["".join(text for text, _ in cells) for cells in rows]
    assert ["not asked" in row for row in words] == [False, True, True]
    assert plan.asked == 1


def test_no_plan() -> None:
    plan = PlanList(id="plan")
    assert plan.entry is None
    assert ModulePlan(index=0, name="x").entries == ()


async def test_p_shows_the_plan_and_y_copies_a_curl_line(tmp_path: Path) -> None:
    web = {"id": "web", "type": "http", "url": "http://127.0.0.1:9/"}
    body = crash(local(filters={"filetypes": ["pdb"]}), web)
    async with running(tmp_path, body) as (app, pilot):
        await press(pilot, "2", "p")
        await until(pilot, lambda: shows(app, "Plan for "))
        await press(pilot, "y")
        assert shows(app, "No command line asks this")
        screen = app.screen
        assert isinstance(screen, ModulesScreen)
        listed = screen.query_one(PlanList)
        at = next(n for n, e in enumerate(listed.entries) if e.curl and not e.rule)
        listed.move_to(at)
        await settle(pilot)
        await press(pilot, "y")
        await until(pilot, lambda: app.clipboard.startswith("curl "))
        assert "127.0.0.1:9" in app.clipboard
        await press(pilot, "escape")
        assert shows(app, "Candidates for ")
        assert isinstance(app.screen, ModulesScreen)
