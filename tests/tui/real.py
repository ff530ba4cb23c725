"""The app on a saved request with the real engine, for what explanations and plans show."""

import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from inspector import engine
from inspector.settings import Settings
from inspector.tui.app import InspectorApp
from inspector.tui.opened.recent import Recent
from tests.tui.scripted import state, until

SAMPLES = Path(__file__).resolve().parents[2] / "sample_requests"


def sample(folder: Path, name: str, files: str) -> dict[str, Any]:
    """The body of a sample; the files beside it are copied into `folder`."""
    path = SAMPLES / name
    shutil.copytree(path.parent / files, folder / files, dirs_exist_ok=True)
    body: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return body


@asynccontextmanager
async def running(
    folder: Path, body: dict[str, Any], *, size: tuple[int, int] = (120, 30)
) -> AsyncIterator[tuple[InspectorApp, Pilot[None]]]:
    """The app with the request open and its run done. Caches are of this test."""
    path = folder / "crash.json"
    path.write_text(json.dumps(body), encoding="utf-8")
    settings = Settings(cache_dir=str(folder / "cache"))
    app = InspectorApp(
        lambda other=None: engine.Engine(other or settings),
        load=engine.load,
        preview=engine.preview,
        recent=Recent(str(folder / "state" / "recent.json")),
        start=str(path),
        settings=settings,
    )
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: state(app) == "done")
        yield app, pilot
