"""`M`: what is missing most, on a real answer."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from inspector.tui.screens.files.missing import MissingScreen
from inspector.tui.screens.files.modules import ModulesScreen
from inspector.tui.widgets.module_list import ModuleList
from tests.tui.real import running, sample
from tests.tui.scripted import crash, press, seen, shown
from tests.tui.test_checks import shows


@pytest.mark.parametrize("size", [(80, 24), (120, 30)], ids=str)
async def test_the_best_file_first_and_enter_goes_to_its_module(
    size: tuple[int, int], tmp_path: Path
) -> None:
    body = sample(tmp_path, "native/problems.json", "symbols")
    async with running(tmp_path, body, size=size) as (app, pilot):
        await press(pilot, "2", "M")
        assert isinstance(app.screen, MissingScreen)
        rows = [line for line in seen(app) if " fr  " in line and "lib" in line]
        best = ["libwinch.so", "libdredge.so", "libgantry.so", "libtide.so"]
        assert [name for row in rows for name in best if name in row][:4] == best
        assert "no debug info" in rows[0]
        assert shows(app, "Look for libwinch.so (edbba157-c000-eeff-57a1-bbed00c0ffee or")
        await press(pilot, "down", "enter")
        module = app.screen.query_one(ModuleList).module
        assert module is not None
        assert module.name == "libdredge.so"


async def test_nothing_is_missing(tmp_path: Path) -> None:
    asked, answer = crash()
    good = replace(answer, threads=())
    async with shown(tmp_path, reports=(asked, good)) as (app, pilot):
        await press(pilot, "2", "M")
        assert shows(app, "no missing file would resolve a frame")
        await press(pilot, "enter", "escape")
        assert isinstance(app.screen, ModulesScreen)
