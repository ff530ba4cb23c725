"""The stack screen: what keys do to the view."""

import threading
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace

from inspector.model.report import Report, Thread
from inspector.tui.app import InspectorApp
from inspector.tui.screens.crash.copy_menu import CopyMenu
from inspector.tui.screens.crash.stack import StackScreen
from inspector.tui.widgets.crash.frame_list import FrameList
from tests.tui.scripted import Script, app_for, crash, press, seen, settle, shown, state, until


def frames(app: InspectorApp) -> FrameList:
    assert isinstance(app.screen, StackScreen)
    return app.screen.panes.frames


def index(app: InspectorApp) -> int:
    frame = frames(app).frame
    assert frame is not None
    return frame.index


async def test_threads_by_bracket_and_merged(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        await press(pilot, "right_square_bracket")
        assert any("Frames · thread 1 main" in line for line in seen(app))
        await press(pilot, "left_square_bracket")
        assert any("Frames · thread 3 render loop" in line for line in seen(app))
        await press(pilot, "m")
        assert any("Threads 6 (3 shown)" in line for line in seen(app))


async def test_search_finds_frames_of_other_threads(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        await press(pilot, "slash", *"futex", "enter")
        await until(pilot, lambda: any("4 found: futex (n, N)" in line for line in seen(app)))
        assert any("thread 4 worker" in line for line in seen(app))
        await press(pilot, "n", "n")
        assert any("thread 6 worker" in line for line in seen(app))
        await press(pilot, "N")
        assert any("thread 5 worker" in line for line in seen(app))
        await press(pilot, "escape")
        assert not any("found:" in line for line in seen(app))


async def test_search_that_finds_nothing_and_letters_in_the_prompt(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        await press(pilot, "slash", "q", "2", "[", "enter")
        await until(pilot, lambda: any("Not found in any thread: q2[" in x for x in seen(app)))
        assert isinstance(app.screen, StackScreen)
        await press(pilot, "colon", *"10", "enter")
        assert index(app) == 10
        await press(pilot, "colon", "escape")
        assert frames(app).has_focus


async def test_own_frames_with_capital_j_and_k(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        visited = []
        for key in ("J", "J", "J", "J", "K"):
            await press(pilot, key)
            visited.append(index(app))
        assert visited == [1, 2, 10, 10, 2]


async def test_the_copy_menu_fills_the_clipboard(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        for letter, text in (("f", "Cache<int[4]>::get(Key)"), ("a", "0x55d0c41a1a02")):
            await press(pilot, "y")
            assert isinstance(app.screen, CopyMenu)
            await press(pilot, letter)
            await until(pilot, partial(_copied, app, text))
        assert frames(app).has_focus


def _copied(app: InspectorApp, text: str) -> bool:
    return app.clipboard == text


async def test_check_10_filter_and_search_and_which_of_them_escape_ends_first(
    tmp_path: Path,
) -> None:
    async with shown(tmp_path, size=(160, 40)) as (app, pilot):
        await press(pilot, "G", "ampersand", *"gtk", "enter")
        assert any("6 of 13 match 'gtk'" in line for line in seen(app))
        assert index(app) == 8  # the nearest above frame 11
        assert any("frame 11 hidden, nearest shown" in line for line in seen(app))
        await press(pilot, "slash", *"event_5", "enter")
        await until(pilot, lambda: any("1 found: event_5" in line for line in seen(app)))
        assert index(app) == 5
        await press(pilot, "escape")
        assert any("6 of 13 match 'gtk'" in line for line in seen(app))
        assert not any("found:" in line for line in seen(app))
        await press(pilot, "escape")
        assert not any("match" in line for line in seen(app))
        assert index(app) == 5


async def test_a_filter_that_hides_all_and_the_cursor_it_gives_back(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        await press(pilot, "j", "j", "ampersand", *"foo", "enter")
        assert sum("0 of 13 match 'foo' - Esc clears" in line for line in seen(app)) == 2
        assert frames(app).frame is None
        await press(pilot, "space", "y", "J", "enter", "h", "l", "full_stop")  # nothing to act on
        await press(pilot, "escape")
        assert index(app) == 2


async def test_a_search_goes_to_frames_that_the_filter_hides(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        await press(pilot, "ampersand", *"gtk", "enter", "slash", *"main.cpp", "enter")
        await until(pilot, lambda: index(app) == 10)
        assert not any("match" in line for line in seen(app))


async def test_an_address_without_a_frame_leads_to_its_module(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        await press(pilot, "colon", *"0x7f1c40000001", "enter")
        assert index(app) == 9


async def test_h_and_l_leave_the_pane_where_there_is_nothing_to_fold(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        assert isinstance(app.screen, StackScreen)
        panes, visited = app.screen.panes, []
        await press(pilot, "G")
        for key in ("h", "l", "l", "h", "left", "right"):
            await press(pilot, key)
            await settle(pilot)
            visited.append(panes.active)
        assert visited == ["threads", "frames", "source", "frames", "threads", "frames"]
        assert index(app) == 11


async def test_h_stays_where_the_threads_are_not_seen(tmp_path: Path) -> None:
    async with shown(tmp_path, size=(80, 24)) as (app, pilot):
        await press(pilot, "G", "h")
        assert frames(app).has_focus


@pytest.mark.parametrize("key", ["x", "d", "D", "y", "e", "B"])
async def test_a_key_that_needs_a_frame_says_that_there_is_none(tmp_path: Path, key: str) -> None:
    report = Report(kind="native", threads=(Thread(index=0),))
    async with shown(tmp_path, reports=(report, replace(report, done=True))) as (app, pilot):
        await press(pilot, key)
        assert [n.message for n in app._notifications] == ["There is no frame under the cursor"]
        assert isinstance(app.screen, StackScreen)


async def test_while_the_request_is_read_that_is_said(tmp_path: Path) -> None:
    asked, answer = crash()
    read = threading.Event()
    app = app_for(asked, Script(answer, cached=True), tmp_path, load=lambda _path: read.wait(10))
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: any("reading the request" in line for line in seen(app)))
        assert not any("no threads" in line for line in seen(app))
        read.set()
        await until(pilot, lambda: state(app) == "done")
        assert not any("reading the request" in line for line in seen(app))
