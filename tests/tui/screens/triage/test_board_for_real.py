"""The board with processes that really answer: sample requests in, rows and frames out."""

import json
import multiprocessing
import shutil
import time
from pathlib import Path

from inspector import engine
from inspector.settings import Settings
from inspector.tui.app import InspectorApp
from inspector.tui.opened.recent import Recent
from inspector.tui.program import desk_of
from inspector.tui.screens.crash.stack import StackScreen
from inspector.tui.screens.triage.board import BoardScreen
from inspector.tui.triage.board_rows import GroupRow
from tests.tui.real import SAMPLES
from tests.tui.scripted import press, seen, state, until


def app_on(folder: Path) -> InspectorApp:
    settings = Settings(cache_dir=str(folder.parent / "cache"), parser_processes=2)
    kept = folder.parent / "state"
    return InspectorApp(
        lambda other=None: engine.Engine(other or settings),
        load=engine.load,
        preview=engine.preview,
        recent=Recent(str(kept / "recent.json")),
        start=str(folder),
        settings=settings,
        desk=lambda: desk_of(settings, str(kept)),
    )


def quiet(app: InspectorApp) -> bool:
    return isinstance(app.screen, BoardScreen) and app.screen.is_quiet


async def test_samples_are_answered_kept_and_opened(tmp_path: Path) -> None:
    folder = tmp_path / "crashes"
    shutil.copytree(SAMPLES / "native", folder)
    (folder / "broken.json").write_text("{")
    before = sorted(folder.rglob("*"))
    app = app_on(folder)
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: quiet(app))
        screen = app.screen
        assert isinstance(screen, BoardScreen)
        await press(pilot, "r")
        await until(pilot, lambda: screen.board.run is not None)
        await until(pilot, lambda: not screen.board.running and screen.is_quiet)
        assert screen.board.run is not None
        assert screen.board.run.error is None
        assert screen.rows.laid.sums.stale == 0
        assert screen.rows.laid.sums.broken == 1
        first = screen.rows.laid.rows[0]
        assert isinstance(first, GroupRow)
        assert (first.key, first.sums.count) == ("=read_scale", 6)
        await press(pilot, "g", "l")
        await until(pilot, lambda: screen.is_quiet)
        await press(pilot, "j", "enter")
        await until(pilot, lambda: isinstance(app.screen, StackScreen) and state(app) == "done")
        assert any("read_scale" in line for line in seen(app))
    assert sorted(folder.rglob("*")) == before
    again = app_on(folder)
    async with again.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: quiet(again))
        assert any("read_scale" in line for line in seen(again))
        assert not any("to answer" in line for line in seen(again))


async def test_stopping_ends_the_processes(tmp_path: Path) -> None:
    folder = tmp_path / "crashes"
    folder.mkdir()
    for number in range(2000):
        body = {"stacktraces": [{"frames": [{"instruction_addr": hex(number)}] * 50}]}
        (folder / f"{number}.json").write_text(json.dumps(body))
    app = app_on(folder)
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: quiet(app))
        screen = app.screen
        assert isinstance(screen, BoardScreen)
        await press(pilot, "R")
        await until(pilot, lambda: screen.board.run is not None and screen.board.run.done > 0)
        assert screen.board.run is not None
        workers = {child.pid for child in multiprocessing.active_children()}
        started = time.monotonic()
        await press(pilot, "X")
        assert screen.board.run.state == "cancelled"
        await until(pilot, lambda: not workers & _alive(workers))
        assert time.monotonic() - started < 0.5
        assert 0 < screen.board.run.done < 2000
        await until(pilot, lambda: screen.is_quiet)
        assert screen.rows.laid.sums.new < 2000


def _alive(pids: set[int | None]) -> set[int | None]:
    found = set()
    for pid in pids:
        try:
            with open(f"/proc/{pid}/stat", encoding="ascii") as file:
                if file.read().rpartition(")")[2].split()[0] != "Z":
                    found.add(pid)
        except OSError:
            continue
    return found
