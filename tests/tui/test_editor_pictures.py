"""Pictures of the editors, of exporting and of comparing, as `test_pictures` keeps them.

Every secret of the requests is a canary, which no picture shows.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from inspector.export.drawing import drawing
from inspector.tui.app import InspectorApp
from inspector.tui.screens.export import ExportScreen
from tests.editing.opened import CANARY, JS, NATIVE
from tests.tui.editors import at_home, editing
from tests.tui.screens.test_compare import compared, response
from tests.tui.scripted import Script, app_for, crash, press, settle, state, until
from tests.tui.test_pictures import KEPT, SIZES, Still, same

__all__ = ["at_home"]

PICTURES = KEPT.parent / "editors"


@asynccontextmanager
async def sources(
    folder: Path, size: tuple[int, int]
) -> AsyncIterator[tuple[InspectorApp, Pilot[None]]]:
    """W5: one source of each type, the bucket switched off, one more without its URL."""
    async with editing(folder, NATIVE, size=size, made=Still) as (app, pilot):
        await press(pilot, "j", "j", "space", "a", "down", "enter", "escape", *("up",) * 4)
        app.clear_notifications()  # of the key the request has for an export
        await settle(pilot)
        yield app, pilot


@asynccontextmanager
async def scraping(
    folder: Path, size: tuple[int, int]
) -> AsyncIterator[tuple[InspectorApp, Pilot[None]]]:
    """W6: a rule that matches, one that never can, a URL that the second was meant for."""
    async with editing(folder, JS, "4", size=size, made=Still) as (app, pilot):
        await press(pilot, "a", *"https://cdn.other.example/a/*", "enter", "escape")
        app.screen.query_one("#tester", Input).value = "https://cdn.other.example/a/lib.js"
        await settle(pilot)
        app.screen.judge()  # type: ignore[attr-defined]  # what the timer would do
        yield app, pilot


@asynccontextmanager
async def export(
    folder: Path, size: tuple[int, int]
) -> AsyncIterator[tuple[InspectorApp, Pilot[None]]]:
    """W8 over the stack, with a file of that name there already."""
    (folder / "linux_req.response.json").write_text("{}")
    async with open_crash(size, folder) as (app, pilot):
        await press(pilot, "E")
        await until(pilot, lambda: isinstance(app.screen, ExportScreen) and bool(app.screen.note))
        yield app, pilot


@asynccontextmanager
async def compare(
    folder: Path, size: tuple[int, int]
) -> AsyncIterator[tuple[InspectorApp, Pilot[None]]]:
    """W10: beside the response of a server, one frame lost and one elsewhere."""
    async with open_crash(size, folder) as (app, pilot):
        await compared(app, pilot, response(folder))
        yield app, pilot


@asynccontextmanager
async def open_crash(
    size: tuple[int, int], folder: Path
) -> AsyncIterator[tuple[InspectorApp, Pilot[None]]]:
    asked, answer = crash()
    app = app_for(asked, Script(answer, cached=True), folder, start="linux_req.json", made=Still)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: state(app) == "done")
        yield app, pilot


SCREENS: dict[str, Any] = {
    "w5-sources": sources,
    "w6-scraping": scraping,
    "w8-export": export,
    "w10-compare": compare,
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", SCREENS)
async def test_an_editor_looks_as_it_did_when_it_was_looked_at(
    name: str, size: tuple[int, int], at_home: Path, request: pytest.FixtureRequest
) -> None:
    async with SCREENS[name](at_home, size) as (app, pilot):
        for box in app.screen.query(Input):
            box.cursor_blink = False
        await settle(pilot)
        picture = drawing(app.export_screenshot(title="inspector"), lambda text: text)
    assert CANARY not in picture
    assert str(at_home) not in picture
    regen = request.config.getoption("--regen")
    same(f"{name}-{size[0]}x{size[1]}", picture, regen=regen, folder=PICTURES)


def test_every_kept_picture_is_compared() -> None:
    names = {f"{name}-{width}x{height}.svg" for name in SCREENS for width, height in SIZES}
    assert {path.name for path in PICTURES.glob("*.svg")} == names
