"""Which panes are seen, at which size."""

from pathlib import Path

from inspector.tui.screens.crash.stack import StackScreen
from inspector.tui.widgets.crash.panes import ORDER, Panes
from tests.tui.scripted import press, settle, shown


def visible(panes: Panes) -> set[str]:
    return {
        name for name in ORDER if panes.pane(name).region.area > 0 and panes.pane(name).is_on_screen
    }


async def test_panes_follow_the_size_and_the_focus_stays_on_one_that_is_seen(
    tmp_path: Path,
) -> None:
    async with shown(tmp_path, size=(160, 40)) as (app, pilot):
        assert isinstance(app.screen, StackScreen)
        panes = app.screen.panes
        await press(pilot, "tab", "tab")
        assert panes.active == "details"
        frame = panes.frames.frame
        for size, expected in (
            ((160, 40), set(ORDER)),
            ((110, 30), set(ORDER)),
            ((80, 24), {"frames", "details"}),
            ((80, 17), {"details"}),
            ((50, 24), set()),
            ((160, 40), set(ORDER)),
        ):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            await settle(pilot)
            assert visible(panes) == expected, size
            assert not expected or panes.active in expected, size
            assert panes.frames.frame == frame


async def test_tab_goes_round_and_brings_panes_to_the_front(tmp_path: Path) -> None:
    async with shown(tmp_path, size=(80, 24)) as (app, pilot):
        assert isinstance(app.screen, StackScreen)
        panes = app.screen.panes
        seen = []
        for _ in range(3):
            await press(pilot, "tab")
            await settle(pilot)
            seen.append((panes.active, visible(panes)))
        assert seen == [
            ("source", {"frames", "source"}),
            ("details", {"frames", "details"}),
            ("frames", {"frames", "details"}),
        ]
        await press(pilot, "t")
        await settle(pilot)
        assert (panes.active, visible(panes)) == ("threads", {"threads"})
        await press(pilot, "down", "enter")
        await settle(pilot)
        assert visible(panes) == {"frames", "details"}
        assert panes.frames.has_focus


async def test_zoom_and_back(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        assert isinstance(app.screen, StackScreen)
        panes = app.screen.panes
        for name in ("frames", "source", "details", "threads"):
            panes.to(name)
            await press(pilot, "z")
            await settle(pilot)
            assert visible(panes) == {name}
            await press(pilot, "escape")
            await settle(pilot)
            assert visible(panes) == set(ORDER)
