"""The acceptance checks of the terminal UI: which test makes which of them.

"here" is this file; "frames", "leaving" and "copying" are the test_checks_of_ files beside it,
"pty" is test_terminal_checks, where the real program runs in a terminal.

1   no textual for a word; time to the first paint     test_open, test_symbolicate, benchmarks
2   opens on the crashed thread, on our first frame    test_app
3   native, JS and broken JSON from the path box       here
4   a digit reaches a view; in a box it is a digit     here, test_scraping
5   Escape: one level back, focus to the opener        here, leaving
6   `?` lists every binding that is active             here, test_help
7   app-only keeps the frame that leads in             test_choosing
8   inline rows, innermost first, no merged recursion  frames, test_rows
9   threads alike in one row, the crashed one never    frames, test_threads
10  filter, search, and which of them Escape ends      test_stack
11  each status and error explains itself              test_why
12  a run that ends moves neither cursor nor scroll    frames
13  cancel in half a second, late messages ignored     frames, test_app
14  hostile names, letter by letter                    test_hostile, frames, test_compare
15  an exception with markup in it is a dialog         test_app
16  no byte of a name acts; exports have the names     test_terminal, pty
17  what each letter of the copy menu copies           copying
18  a copied row is in the buffer of tmux              pty
19  modules by name, id and address                    test_modules
20  candidates, and Enter to the first frame           test_modules
21  the sources' mistakes; their order is kept         test_sources
22  no secret anywhere                                 test_crashed, test_exporting, test_canary
23  the tester agrees with the engine                  test_scraping
24  100,000 frames                                     frames
25  a megabyte on one line                             test_source_pane
26  other sizes                                        frames, test_panes
27  colours, themes and ASCII                          pty
28  the editor's arguments, and the terminal it gets   test_editor, test_source_errands, pty
29  exports ask, are whole, and equal the response     test_export
30  wrong keys; Ctrl+Q; quitting in a run              test_keymap, test_terminal, test_leaving, pty

Of check 1 a test makes the first half; the times are measured by `python -m tests.benchmarks tui`,
as ratios, because a test that fails on a busy machine says nothing.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace
from textual.widgets import Input

from inspector import engine
from inspector.tui.actions import action_of
from inspector.tui.app import InspectorApp
from inspector.tui.opened.recent import Recent
from inspector.tui.screens.crash.stack import StackScreen
from inspector.tui.screens.dialogs import MessageDialog
from inspector.tui.screens.help import HelpScreen, key_word, sections
from inspector.tui.screens.request import RequestScreen
from inspector.tui.screens.start import StartScreen
from inspector.tui.widgets.crash.panes import ORDER
from inspector.tui.widgets.view_tabs import VIEWS
from tests.tui.screens.crash.test_stack import frames
from tests.tui.scripted import (
    Script,
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


FILES = {
    "here": "test_checks",
    "frames": "test_checks_of_frames",
    "leaving": "test_checks_of_leaving",
    "copying": "test_checks_of_copying",
    "pty": "test_terminal_checks",
    "benchmarks": "tui",
}


def test_the_table_above_names_files_that_are_there() -> None:
    assert __doc__ is not None
    rows = re.findall(r"^(\d+)  +\S.*?  +(\S+(?:, \S+)*)$", __doc__, re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, 31))
    there = {path.stem for path in Path(__file__).parents[1].rglob("*.py")}
    named = {name for _, names in rows for name in names.split(", ")}
    assert {FILES.get(name, name) for name in named} <= there


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
        await press(pilot, "escape", "4", "t", "1")
        assert isinstance(app.screen, RequestScreen)
        assert app.screen.NAME == "scraping"
        assert isinstance(app.focused, Input)
        assert app.focused.value.endswith("1")


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
