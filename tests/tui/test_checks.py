"""The acceptance checks of the terminal UI that no test of a single part makes.

2   a native request opens on the crashed thread and on our first frame    here, test_app
3   native, JS and broken JSON open from the path box                      here
4   a digit reaches each view; in a text field it is a digit               here
5   Escape goes back one level, and the focus to the opener                here
6   `?` lists every binding that is active                                 here, test_help
7   app-only keeps the frame that leads in, and gives the cursor back      test_choosing
8   inline rows, innermost first; recursion is not merged                  here, test_rows
9   identical threads in one row, the crashed one never                    here, test_threads
10  filter, search, and the order in which Escape ends them                test_stack
12  a run that ends moves neither cursor nor scroll                        here
13  cancel within half a second, late messages ignored                     here, test_app
14  hostile names, letter by letter                                        test_hostile, here
15  an exception with markup in it is a dialog                             test_app
19  modules by name, id and address                                        test_modules
20  candidates, and Enter to the first frame                               test_modules
24  100,000 frames                                                         here
26  other sizes                                                            here, test_panes
30  wrong keys; Ctrl+Q; quitting in the middle of a run                    test_keymap
                                                                           and test_program
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace
from textual.widgets import Input

from inspector import engine
from inspector.model.events import FetchStarted, ThreadReady
from inspector.model.report import Frame, Report, Thread
from inspector.tui.actions import action_of
from inspector.tui.app import InspectorApp
from inspector.tui.recent import Recent
from inspector.tui.rows import place_of
from inspector.tui.screens.dialogs import MessageDialog
from inspector.tui.screens.help import HelpScreen, key_word, sections
from inspector.tui.screens.request import RequestScreen
from inspector.tui.screens.stack import StackScreen
from inspector.tui.screens.start import StartScreen
from inspector.tui.widgets.panes import ORDER
from inspector.tui.widgets.view_tabs import VIEWS
from tests.tui.screens.test_stack import frames, index
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

if TYPE_CHECKING:
    from textual.pilot import Pilot
    from textual.screen import Screen

SAMPLES = Path(__file__).resolve().parents[2] / "sample_requests"
ASKED, ANSWER = crash()


def shows(app: InspectorApp, text: str) -> bool:
    return any(text in line for line in seen(app))


def real(folder: Path, path: str | None = None) -> InspectorApp:
    """The app over the real reader of requests; what the engine would find is scripted."""
    asked = engine.preview(engine.load(str(SAMPLES / "native/linux.json")))
    return InspectorApp(
        Script(replace(asked, done=True), cached=True).engine,
        load=engine.load,
        preview=engine.preview,
        recent=Recent(str(folder / "recent.json")),
        start=path,
    )


@asynccontextmanager
async def sample(folder: Path) -> AsyncIterator["tuple[InspectorApp, Pilot[None]]"]:
    """The native sample, its run done, on its stack."""
    app = real(folder, str(SAMPLES / "native/linux.json"))
    async with app.run_test(size=(120, 30), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: state(app) == "done")
        yield app, pilot


@pytest.mark.parametrize(
    ("body", "said"), [("native/linux.json", "crashed"), ("js/webpack.json", "Frames")]
)
async def test_check_3_requests_open_from_the_path_box(
    tmp_path: Path, body: str, said: str
) -> None:
    app = real(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, *str(SAMPLES / body), "enter")
        await until(pilot, lambda: isinstance(app.screen, StackScreen))
        await until(pilot, lambda: shows(app, said))


async def test_check_3_broken_json_is_told_with_its_place_and_the_app_stays(
    tmp_path: Path,
) -> None:
    (tmp_path / "bad.json").write_text('{"stacktraces": [,]}')
    app = real(tmp_path)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, *str(tmp_path / "bad.json"), "enter")
        await until(pilot, lambda: isinstance(app.screen, MessageDialog))
        assert shows(app, "line 1 column 18")
        await press(pilot, "escape")
        assert isinstance(app.screen, StartScreen)
        assert isinstance(app.focused, Input)


async def test_check_4_digits_reach_every_view_and_are_digits_in_a_text_field(
    tmp_path: Path,
) -> None:
    async with sample(tmp_path) as (app, pilot):
        for key, name, label in (*VIEWS, VIEWS[0]):
            await press(pilot, key)
            await settle(pilot)
            assert isinstance(app.screen, RequestScreen)
            assert name == app.screen.NAME
            assert shows(app, f"{key} {label}")
        await press(pilot, "slash", "2")
        assert isinstance(app.screen, StackScreen)
        assert isinstance(app.focused, Input)
        assert app.focused.value == "2"
        await press(pilot, "escape", "2", "slash", "1")
        assert isinstance(app.focused, Input)
        assert app.focused.value == "1"


OPENERS = [
    pytest.param(["question_mark"], id="help"),
    pytest.param(["y"], id="copy-menu"),
    pytest.param(["v"], id="view-menu"),
    pytest.param(["apostrophe"], id="marks"),
    pytest.param(["ctrl+o"], id="jump"),
    pytest.param(["E"], id="export"),
    pytest.param(["ctrl+p"], id="palette"),
    pytest.param(["slash", "x"], id="search-prompt"),
    pytest.param(["colon", "1"], id="goto-prompt"),
    pytest.param(["ampersand", "a"], id="filter-prompt"),
]


@pytest.mark.parametrize("keys", OPENERS)
@pytest.mark.parametrize("size", [(120, 30), (80, 24)], ids=["wide", "narrow"])
async def test_check_5_escape_closes_what_was_opened_and_gives_the_focus_back(
    tmp_path: Path, keys: list[str], size: tuple[int, int]
) -> None:
    async with shown(tmp_path, size=size) as (app, pilot):
        opener, focused = app.screen, app.focused
        await press(pilot, *keys)
        await until(pilot, lambda: app.screen is not opener or app.focused is not focused)
        await press(pilot, "escape")
        await until(pilot, lambda: app.screen is opener and app.focused is focused)


async def test_check_5_escape_leads_from_each_view_to_the_stack(tmp_path: Path) -> None:
    async with sample(tmp_path) as (app, pilot):
        for key, name, _ in VIEWS[1:]:
            await press(pilot, key)
            await settle(pilot)
            assert isinstance(app.screen, RequestScreen)
            assert name == app.screen.NAME
            await press(pilot, "escape")
            await until(pilot, lambda: isinstance(app.screen, StackScreen))
            await until(pilot, lambda: frames(app).has_focus)


def unlisted(screen: "Screen[Any]") -> list[str]:
    """The keys of our actions that are active on a screen and that help does not tell."""
    told = {line for _, section in sections(screen) for line in section}
    missing = []
    for key, active in screen.active_bindings.items():
        action = action_of(active.binding)
        keys = [keys.split() for keys, text in told if action and text == action.help]
        if action is not None and not any(key_word(key) in each for each in keys):
            missing.append(key)
    return missing


async def test_check_6_help_of_each_pane_lists_every_binding(tmp_path: Path) -> None:
    async with sample(tmp_path) as (app, pilot):
        stack = app.screen
        assert isinstance(stack, StackScreen)
        for pane in ORDER:
            stack.panes.to(pane)
            await until(pilot, partial(_has_focus, stack, pane))
            assert unlisted(stack) == []
            await press(pilot, "question_mark")
            assert isinstance(app.screen, HelpScreen)
            assert shows(app, f"Keys in the {pane} pane")
            await press(pilot, "escape")
        for key, *_ in VIEWS[1:]:
            await press(pilot, key)
            await settle(pilot)
            assert unlisted(app.screen) == []


def _has_focus(stack: StackScreen, pane: str) -> bool:
    return stack.panes.pane(pane).has_focus


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
