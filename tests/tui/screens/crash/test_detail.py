"""The `D` panel, over the real engine."""

from pathlib import Path

from inspector import engine
from inspector.settings import Settings
from inspector.tui.app import InspectorApp
from inspector.tui.opened.recent import Recent
from inspector.tui.screens.crash.detail import DetailScreen
from tests.tui.scripted import press, seen, state, until

SAMPLE = Path(__file__).resolve().parents[4] / "sample_requests" / "native" / "linux.json"


def app_on(folder: Path) -> InspectorApp:
    settings = Settings(cache_dir=str(folder / "cache"), offline=True)
    return InspectorApp(
        lambda other=None: engine.Engine(other or settings),
        load=engine.load,
        preview=engine.preview,
        recent=Recent(str(folder / "state" / "recent.json")),
        start=str(SAMPLE),
        settings=settings,
    )


async def test_the_panel_reads_the_frame_and_closes(tmp_path: Path) -> None:
    app = app_on(tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: state(app) == "done")
        await press(pilot, "D")
        await until(pilot, lambda: isinstance(app.screen, DetailScreen))
        screen = app.screen
        assert isinstance(screen, DetailScreen)
        await until(pilot, lambda: "mov eax, dword ptr [rdi + 4]" in screen.text)
        assert any("Frame 0 in detail" in line for line in seen(app))
        assert "arg int hooks = 6  [rsi]" in screen.text
        await press(pilot, "escape")
        assert not isinstance(app.screen, DetailScreen)


async def test_closing_at_once_ends_the_reading(tmp_path: Path) -> None:
    app = app_on(tmp_path)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(pilot, lambda: state(app) == "done")
        await press(pilot, "D", "escape", "j", "D")
        screen = app.screen
        assert isinstance(screen, DetailScreen)
        await until(pilot, lambda: "frame" in screen.text)
