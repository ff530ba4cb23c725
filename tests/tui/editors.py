"""The app on a real request with an engine that does as it is told, for the editors' tests."""

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from inspector import engine
from inspector.model.report import Report
from inspector.settings import Settings
from inspector.tui.app import InspectorApp
from inspector.tui.opened.recent import Recent
from inspector.tui.screens.editors.scraping import ScrapingScreen
from inspector.tui.screens.editors.sources import SourcesScreen
from tests.tui.scripted import Script, press, state, until


@asynccontextmanager
async def editing(
    folder: Path,
    tree: dict[str, Any],
    view: str = "3",
    *,
    size: tuple[int, int] = (120, 30),
    answer: Report | None = None,
    settings: Settings | None = None,
    made: type[InspectorApp] = InspectorApp,
) -> AsyncIterator[tuple[InspectorApp, Pilot[None]]]:
    """The app with the request open, its run done, one of the editors on screen."""
    path = folder / "crash.json"
    path.write_text(json.dumps(tree), encoding="utf-8")
    report = answer or engine.preview(engine.load(str(path)))
    app = made(
        Script(report, cached=True).engine,
        load=engine.load,
        preview=engine.preview,
        recent=Recent(str(folder / "state" / "recent.json")),
        start=str(path),
        settings=settings or Settings(cache_dir=str(folder / "cache")),
    )
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: state(app) == "done")
        await press(pilot, view)
        yield app, pilot


def sources(app: InspectorApp) -> SourcesScreen:
    """The screen on top, which is that of the sources."""
    assert isinstance(app.screen, SourcesScreen)
    return app.screen


def scraping(app: InspectorApp) -> ScrapingScreen:
    """The screen on top, which is that of scraping."""
    assert isinstance(app.screen, ScrapingScreen)
    return app.screen


@pytest.fixture
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with settings of nobody."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg-cache"))
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    for name in [name for name in os.environ if name.startswith("INSPECTOR_")]:
        monkeypatch.delenv(name)
    return work
