"""Pictures of the screens in two sizes, compared with those that were looked at.

`pytest tests/tui/test_pictures.py --regen` draws them anew; then somebody looks at each of them.
Another Textual or Rich draws another way, so they are compared only where both are the same.
"""

import time
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from inspector.export.drawing import drawing
from inspector.model.events import (
    Event,
    FetchEnded,
    FetchProgress,
    FetchStarted,
    ModuleReady,
    ModulesFound,
    Note,
    ParseEnded,
    ParseStarted,
)
from inspector.tui import app as app_module
from inspector.tui.app import InspectorApp
from inspector.tui.opened.recent import Entry, Recent
from tests.tui.scripted import Script, app_for, crash, press, seen, settle, state, until

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from textual.pilot import Pilot

KEPT = Path(__file__).resolve().parents[1] / "golden" / "screens"
DRAWN_BY = f"textual {version('textual')}, rich {version('rich')}\n"
SIZES = ((80, 24), (120, 30))
ASKED, ANSWER = crash()
GPU = "libnvidia-gl.so/45E07FE7/libnvidia-gl.so"
TOLD: tuple[Event, ...] = (
    ModulesFound((0, 1, 2, 3)),
    FetchStarted("build-bucket", "app/C0FFEE00/app.debug"),
    FetchEnded("build-bucket", "app/C0FFEE00/app.debug", "ok", size=3_300_000, seconds=0.8),
    FetchStarted("vendor-http", "libgtk-3.so.0/9B1D2C3A/libgtk-3.so.0.debug"),
    FetchEnded("vendor-http", "libgtk-3.so.0/9B1D2C3A/libgtk-3.so.0.debug", "notfound",
               details="404", seconds=0.2),
    ParseStarted("app.debug", "symcache"),
    ParseEnded("app.debug", "symcache", "ok", seconds=1.1),
    ModuleReady(ANSWER.modules[0]),
    FetchStarted("vendor-http", GPU),
    FetchProgress(GPU, 3_100_000, 24_000_000),
    ParseStarted("libgtk-3.so.0", "symcache"),
    Note("vendor-http answered 503: asked again in 1 s"),
)  # fmt: skip


class Still(InspectorApp):
    """The app in a world where the clock goes only when it is told to."""

    CSS_PATH = [str(Path(app_module.__file__).with_name(str(n))) for n in InspectorApp.CSS_PATH]  # noqa: RUF012  textual declares it so
    clock = 0.0

    def now(self) -> float:
        return self.clock


@asynccontextmanager
async def drawn(
    folder: Path, size: tuple[int, int], *, start: str | None = "linux_req.json", running: bool
) -> "AsyncIterator[tuple[Still, Pilot[None]]]":
    """The app on a crash: at its end, or in the middle of the run."""
    script = Script(ANSWER, events=TOLD, cached=not running)
    app = app_for(ASKED, script, folder, start=start, made=Still)
    assert isinstance(app, Still)
    async with app.run_test(size=size) as pilot:
        wanted = "running" if running else "done"
        await until(pilot, lambda: start is None or state(app) == wanted)
        await until(pilot, lambda: not running or bool(script.told))
        app.clock = 7.3
        await settle(pilot)
        app._tick()
        yield app, pilot


def remember(folder: Path) -> None:
    """Four requests opened before, one of them gone."""
    recent, now = Recent(str(folder / "state" / "recent.json")), time.time()
    listed = (
        Entry(path="crashes/gone.json", kind="native", opened=now - 400_000),
        Entry(path="crashes/win_minimal.json", kind="native", threads=41, modules=120, frames=903,
              opened=now - 270_000),
        Entry(path="crashes/shop_checkout.json", kind="js", threads=1, modules=3, frames=14,
              resolved=11, opened=now - 90_000),
        Entry(path="crashes/linux_req.json", kind="native", threads=7, modules=31, frames=112,
              crash="SIGSEGV (11) · x86_64 linux", resolved=108, opened=now - 7_300),
    )  # fmt: skip
    for entry in listed:
        recent.add(entry)
        if "gone" not in entry.path:
            (folder / entry.path).parent.mkdir(exist_ok=True)
            (folder / entry.path).write_text("{}")


async def to_a_source(app: Still, pilot: "Pilot[None]") -> None:
    """Down to a frame that has lines; the panes beside the list follow a moment later."""
    await press(pilot, "j", "j")
    await until(pilot, lambda: any("it->second" in line for line in seen(app)))


def keys(*pressed: str) -> Callable[[Still, "Pilot[None]"], Awaitable[None]]:
    async def go(_app: Still, pilot: "Pilot[None]") -> None:
        await press(pilot, *pressed)

    return go


SCREENS = {
    "w1-start": keys("j", "k"),
    "w2-stack": to_a_source,
    "w3-stack-app-only": keys("a"),
    "w4-modules": keys("2", "j", "j"),
    "w7-activity": keys("5"),
    "w11-help": keys("question_mark"),
}


def same(name: str, picture: str, *, regen: bool, folder: Path = KEPT) -> None:
    """Compare with the kept picture, or keep this one."""
    kept, by = folder / f"{name}.svg", folder / "drawn-by.txt"
    if regen:
        folder.mkdir(exist_ok=True)
        kept.write_text(picture, encoding="utf-8")
        by.write_text(DRAWN_BY, encoding="utf-8")
    elif by.read_text(encoding="utf-8") != DRAWN_BY:
        pytest.skip(f"kept pictures are of {by.read_text().strip()}; this is {DRAWN_BY.strip()}")
    assert picture == kept.read_text(encoding="utf-8")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", SCREENS)
async def test_a_screen_looks_as_it_did_when_it_was_looked_at(
    name: str,
    size: tuple[int, int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    monkeypatch.chdir(tmp_path)
    remember(tmp_path)
    start = None if name == "w1-start" else "linux_req.json"
    async with drawn(tmp_path, size, start=start, running=name == "w7-activity") as (app, pilot):
        await SCREENS[name](app, pilot)
        for box in app.screen.query(Input):
            box.cursor_blink = False
        await settle(pilot)
        picture = drawing(app.export_screenshot(title="inspector"), lambda text: text)
    same(f"{name}-{size[0]}x{size[1]}", picture, regen=request.config.getoption("--regen"))


def test_every_kept_picture_is_compared() -> None:
    names = {f"{name}-{width}x{height}.svg" for name in SCREENS for width, height in SIZES}
    assert {path.name for path in KEPT.glob("*.svg")} == names
