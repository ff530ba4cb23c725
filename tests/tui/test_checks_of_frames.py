"""Acceptance checks 8, 9, 12, 13, 14, 24 and 26: what happens to a list of frames.

test_checks.py says where the others are made.
"""

import asyncio
import time
from pathlib import Path

from msgspec.structs import replace
from textual.widgets import Input

from inspector.model.events import FetchStarted, ThreadReady
from inspector.model.report import Frame, Report, Thread
from inspector.tui.listing.rows import place_of
from tests.tui.screens.crash.test_stack import frames, index
from tests.tui.scripted import (
    Script,
    app_for,
    crash,
    press,
    seen,
    settle,
    shown,
    state,
    until,
)
from tests.tui.test_checks import shows

ASKED, ANSWER = crash()


async def test_check_8_three_rows_for_a_frame_with_two_inlined_functions(tmp_path: Path) -> None:
    chain = [Frame(index=0, depth=depth, status="symbolicated", function=name, address=16)
             for depth, name in ((2, "innermost"), (1, "middle"), (0, "outer"))]  # fmt: skip
    again = [replace(frame, index=1) for frame in chain]  # recursion: the same addresses
    report = Report(kind="native", threads=(Thread(index=0, frames=(*chain, *again)),))
    async with shown(tmp_path, reports=(report, replace(report, done=True))) as (app, pilot):
        rows = [line for line in seen(app) if "innermost" in line or "middle" in line]
        assert [number for row in rows for number in row.split() if number[1:2] == "."] == [
            "0.1",
            "0.2",
            "1.1",
            "1.2",
        ]
        assert frames(app).count == 6
        await press(pilot, "i")
        assert frames(app).count == 2
        assert not any(" 0.1" in line for line in seen(app))


async def test_check_9_four_threads_alike_are_one_row(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        await press(pilot, "m")
        assert shows(app, "Threads 6 (3 shown)")
        assert shows(app, "x4  2")
        assert shows(app, "✗ 3 render loop")


async def test_check_12_a_run_that_ends_moves_neither_cursor_nor_scroll(tmp_path: Path) -> None:
    script = Script(ANSWER, events=[FetchStarted("web", "a.debug")])
    app = app_for(ASKED, script, tmp_path)
    async with app.run_test(size=(80, 15)) as pilot:
        await until(pilot, lambda: bool(script.told))
        await until(pilot, lambda: frames(app).has_focus)
        await press(pilot, "G", "k")
        at, top = index(app), frames(app).cursor - round(frames(app).scroll_y)
        focused = app.focused
        script.told[0](ThreadReady(ANSWER.threads[1]))  # an inlined function comes in above
        await until(pilot, lambda: shows(app, "main.cpp"))
        script.gate.set()
        await until(pilot, lambda: state(app) == "done")
        assert index(app) == at
        assert frames(app).cursor - round(frames(app).scroll_y) == top
        assert app.focused is focused


async def test_check_13_cancelling_takes_less_than_half_a_second(tmp_path: Path) -> None:
    script = Script(ANSWER)
    app = app_for(ASKED, script, tmp_path)
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: bool(script.told))
        began = time.monotonic()
        await press(pilot, "X")
        await until(pilot, lambda: script.cancelled == 1 and shows(app, "cancelled"))
        assert time.monotonic() - began < 0.5
        before = app.view
        for thread in ANSWER.threads:
            script.told[0](ThreadReady(thread))
        await settle(pilot)
        app._tick()
        assert app.view is before


def many(count: int) -> tuple[Report, Report]:
    """One thread of `count` frames."""
    raw = tuple(Frame(index=n, address=0x1000 + n, package="/opt/app/app") for n in range(count))
    asked = Report(kind="native", threads=(Thread(index=0, crashed=True, frames=raw),))
    answered = tuple(replace(f, status="symbolicated", function=f"f::g{f.index}(int)") for f in raw)
    thread = Thread(index=0, crashed=True, frames=answered)
    return asked, replace(asked, threads=(thread,), done=True)


async def test_check_24_a_hundred_thousand_frames(tmp_path: Path) -> None:
    asked, answer = many(100_000)
    stalls: list[float] = []

    async def tick() -> None:
        last = time.perf_counter()
        while True:
            await asyncio.sleep(0.01)
            now = time.perf_counter()
            stalls.append(now - last)
            last = now

    app = app_for(asked, Script(answer, cached=True), tmp_path)
    async with app.run_test(size=(120, 30)) as pilot:
        ticker = asyncio.create_task(tick())
        began = time.perf_counter()
        await until(pilot, lambda: state(app) == "done")
        await until(pilot, lambda: shows(app, "f::g0"))
        assert time.perf_counter() - began < 2
        used = time.process_time()
        await press(pilot, *["pagedown"] * 20)
        assert (time.process_time() - used) / 20 < 0.03 * 2  # Pilot's own share, and other work
        ticker.cancel()
        assert index(app) > 300
    assert max(stalls) < 0.25 * 2  # a machine shared with others


async def test_check_26_sizes_from_wide_to_tiny_and_back(tmp_path: Path) -> None:
    async with shown(tmp_path, size=(160, 40)) as (app, pilot):
        await press(pilot, "G", "k")
        at = index(app)
        for size in ((160, 40), (110, 30), (80, 24), (80, 16), (50, 20), (160, 12), (160, 40)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            await settle(pilot)
            assert index(app) == at
            if size[0] < 60 or size[1] < 15:
                assert shows(app, "terminal too small (60x15 needed)")
                await press(pilot, "j", "k")  # keys still work
            else:
                assert app.focused is not None
                assert app.focused.region.area > 0
                row = frames(app).row
                assert row is not None
                assert place_of(row, frames(app).shown.frames).index == at


async def test_check_14_the_search_the_filter_and_the_marks_show_hostile_names(
    tmp_path: Path,
) -> None:
    from tests.tui.test_hostile import HOSTILE, hostile

    async with shown(tmp_path, size=(200, 60), reports=hostile()) as (app, pilot):
        for name in ("x [/foo] y", "[@click=app.quit]click[/]", "[red]"):
            await press(pilot, "ampersand")
            box = app.focused
            assert isinstance(box, Input)
            box.value = name
            await press(pilot, "enter")
            assert shows(app, f"1 of {len(HOSTILE)} match '{name}'")
            await press(pilot, "space", "escape")
        await press(pilot, "apostrophe")
        assert shows(app, "Marks 3")
        assert shows(app, "  x [/foo] y (")
        await press(pilot, "escape", "ctrl+o")
        await settle(pilot)
        await press(pilot, "escape", "v", "escape")
        assert app.return_code is None
