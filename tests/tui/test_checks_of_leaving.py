"""Check 5, where the dialogs are those of editors, compare, modules and frames.

Each is opened from a list; Escape closes it and nothing else, and the list has the focus again.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.screen import ModalScreen

from inspector.tui.app import InspectorApp
from tests.editing.opened import JS, NATIVE
from tests.tui.editors import at_home, editing
from tests.tui.real import running, sample
from tests.tui.screens.test_compare import asked_but_done
from tests.tui.scripted import Script, app_for, crash, press, shown, state, until

__all__ = ["at_home"]

Shown = tuple[InspectorApp, Pilot[None]]
SIZES = pytest.mark.parametrize("size", [(120, 30), (80, 24)], ids=["wide", "narrow"])


async def come_back(app: InspectorApp, pilot: Pilot[None], opened: Sequence[str]) -> None:
    """Each of `opened` opens something, by keys; Escape, and screen and focus are as before."""
    opener, focused = app.screen, app.focused
    assert focused is not None
    for keys in opened:
        try:
            await press(pilot, *keys.split())
            await until(pilot, lambda: app.screen is not opener or app.focused is not focused)
            await press(pilot, "escape")
            await until(pilot, lambda: app.screen is opener and app.focused is focused)
        except TimeoutError as error:
            error.add_note(f"{keys}: {app.screen}, focus on {app.focused}")
            raise


async def goes_one_level(app: InspectorApp, pilot: Pilot[None], keys: Sequence[str]) -> None:
    """With help over the dialog, the first Escape closes help, the second the dialog."""
    opener, focused = app.screen, app.focused
    await press(pilot, *keys)
    await until(pilot, lambda: isinstance(app.screen, ModalScreen))
    dialog = app.screen
    await press(pilot, "f1")
    await until(pilot, lambda: app.screen is not dialog)
    await press(pilot, "escape")
    await until(pilot, lambda: app.screen is dialog)
    await press(pilot, "escape")
    await until(pilot, lambda: app.screen is opener and app.focused is focused)


SOURCES = ("a", "w", "enter", "tab", "question_mark", "ctrl+p", "ctrl+o", "E", "O", "space ctrl+s")


@SIZES
async def test_check_5_from_the_editor_of_sources(at_home: Path, size: tuple[int, int]) -> None:
    async with editing(at_home, NATIVE, size=size) as (app, pilot):
        await come_back(app, pilot, SOURCES)


SCRAPING = ("a x", "t x", "w", "tab", "question_mark", "ctrl+p", "ctrl+o", "E", "A ctrl+s")


@SIZES
async def test_check_5_from_the_editor_of_scraping(at_home: Path, size: tuple[int, int]) -> None:
    async with editing(at_home, JS, "4", size=size) as (app, pilot):
        await come_back(app, pilot, SCRAPING)


@asynccontextmanager
async def comparing(folder: Path, size: tuple[int, int]) -> AsyncIterator[Shown]:
    """View 6 after a second run that found more, with something to walk over."""
    asked, answer = crash()
    script = Script(asked_but_done(asked), cached=True)
    app = app_for(asked, script, folder)
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: state(app) == "done")
        script.report = answer
        await press(pilot, "r")
        await until(pilot, lambda: app.session is not None and app.session.previous is not None)
        await press(pilot, "6", "p")
        await until(pilot, lambda: getattr(app.screen, "comparison", None) is not None)
        yield app, pilot


COMPARE = ("b", "b x tab", "question_mark", "ctrl+p", "ctrl+o", "E")


@SIZES
async def test_check_5_from_compare(tmp_path: Path, size: tuple[int, int]) -> None:
    async with comparing(tmp_path, size) as (app, pilot):
        await come_back(app, pilot, COMPARE)


FRAMES = ("B", "d", "space apostrophe", "tab", "question_mark")
MODULES = ("d", "L", "M", "slash x", "question_mark")


@SIZES
async def test_check_5_from_frames_and_modules(tmp_path: Path, size: tuple[int, int]) -> None:
    async with shown(tmp_path, size=size) as (app, pilot):
        await come_back(app, pilot, FRAMES)
        await press(pilot, "2")
        await come_back(app, pilot, MODULES)


async def test_check_5_from_what_the_run_found_out(tmp_path: Path) -> None:
    """Explanations, plans and code come from a real run."""
    async with running(tmp_path, sample(tmp_path, "native/problems.json", "symbols")) as opened:
        app, pilot = opened
        await come_back(app, pilot, ["x", "D"])
        await press(pilot, "2")
        await come_back(app, pilot, ["x", "p"])


def editor_of_sources(folder: Path) -> AbstractAsyncContextManager[Shown]:
    return editing(folder, NATIVE)


def compare_screen(folder: Path) -> AbstractAsyncContextManager[Shown]:
    return comparing(folder, (120, 30))


NESTED = [
    pytest.param(editor_of_sources, ["a"], id="add"),
    pytest.param(editor_of_sources, ["space", "ctrl+s"], id="save"),
    pytest.param(compare_screen, ["b"], id="compare-with"),
]


@pytest.mark.parametrize(("opened", "keys"), NESTED)
async def test_check_5_help_over_a_dialog_is_a_level_of_its_own(
    at_home: Path, opened: Callable[[Path], AbstractAsyncContextManager[Shown]], keys: list[str]
) -> None:
    async with opened(at_home) as (app, pilot):
        await goes_one_level(app, pilot, keys)
