"""The line of keys."""

from functools import partial
from pathlib import Path

import pytest

from inspector.tui.app import InspectorApp
from inspector.tui.opened.recent import Entry
from inspector.tui.screens.help import HelpScreen
from tests.editing.opened import NATIVE
from tests.tui.editors import at_home, editing
from tests.tui.scripted import Script, app_for, crash, press, seen, settle, shown, until

__all__ = ["at_home"]


async def test_it_follows_the_screen_and_a_click_is_a_key(tmp_path: Path) -> None:
    async with shown(tmp_path, size=(120, 30)) as (app, pilot):
        line = seen(app)[-1]
        assert line.startswith(" r Run  / Search  a App  x Why  y Copy  e Editor  E Export")
        assert "? Help" in line
        assert line.rstrip().endswith("^p palette")
        assert "Cancel" not in line  # nothing runs
        await press(pilot, "2")
        assert seen(app)[-1].startswith(" r Run  / Filter  u Unused  L Load map  x Why  y Copy id")
        await press(pilot, "1")
        await pilot.click("#keys", offset=(line.index("Help"), 0))
        await settle(pilot)
        assert isinstance(app.screen, HelpScreen)


async def test_what_does_not_fit_is_left_out_whole_and_help_goes_last(tmp_path: Path) -> None:
    async with shown(tmp_path, size=(62, 24)) as (app, _):
        line = seen(app)[-1]
        assert len(line) == 62
        keys = line.split("^p")[0].rstrip()
        assert keys.endswith("  ? Help")
        assert keys.removesuffix("  ? Help").endswith(("Search", "App", "Copy", "Run", "Why"))


FOOTERS = {
    "1": "r Run  / Search  a App  x Why  y Copy  e Editor  ? Help",
    "2": "r Run  / Filter  u Unused  L Load map  x Why  y Copy id  ? Help",
    "3": "r Run  a Add  D Duplicate  space On/off  T Test  ^s Save  ? Help",
    "4": "r Run  a Add  A Allow  del Remove  F Fetch  ^s Save  ? Help",
    "5": "r Run  l Errors only  y Copy log  E Export  R Retry  ? Help",
    "6": "r Run  b With  n Next  = Equal  tab Side  w Swap  y Copy  ? Help",
}


async def test_at_80_columns_each_view_names_the_keys_of_its_wireframe(at_home: Path) -> None:
    async with editing(at_home, NATIVE) as (app, pilot):
        await pilot.resize_terminal(80, 24)
        await press(pilot, "space")  # something to save
        for key, wanted in FOOTERS.items():
            await press(pilot, key)
            await until(pilot, partial(_says, app, wanted))


def _says(app: InspectorApp, wanted: str) -> bool:
    return seen(app)[-1].split("^p")[0].strip() == wanted


@pytest.mark.parametrize("width", [80, 120])
async def test_the_start_screen_names_its_keys(tmp_path: Path, width: int) -> None:
    asked, answer = crash()
    app = app_for(asked, Script(answer), tmp_path, start=None)
    app.recent.add(Entry(path=str(tmp_path / "crash.json"), kind="native"))
    async with app.run_test(size=(width, 24)) as pilot:
        wanted = "/ Path  space Mark  c Compare  del Forget  q Leave  ? Help"
        await until(pilot, partial(_says, app, wanted))
