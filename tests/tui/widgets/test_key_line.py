"""The line of keys."""

from pathlib import Path

from inspector.tui.screens.help import HelpScreen
from tests.tui.scripted import press, seen, settle, shown


async def test_it_follows_the_screen_and_a_click_is_a_key(tmp_path: Path) -> None:
    async with shown(tmp_path, size=(120, 30)) as (app, pilot):
        line = seen(app)[-1]
        assert line.startswith(" r Run  E Export  / Search  a App  y Copy  e Editor")
        assert "? Help" in line
        assert line.rstrip().endswith("^p palette")
        assert "Cancel" not in line  # nothing runs
        await press(pilot, "2")
        assert seen(app)[-1].startswith(" r Run  E Export  / Filter  u Unused  L Load map")
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
        assert keys.removesuffix("  ? Help").endswith(("Search", "App", "Copy", "Run", "Export"))
