"""Names that are markup, escape sequences or worse: shown as they are, everywhere, and harmless."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace
from textual.events import Paste
from textual.widget import Widget
from textual.widgets import Input
from textual.widgets._toast import Toast

from inspector.model import events
from inspector.model.clean import clean
from inspector.model.report import Candidate, Frame, Module, Report, Thread
from inspector.tui.action_table import ACTIONS
from inspector.tui.app import InspectorApp
from inspector.tui.glyphs import harmless
from inspector.tui.palette import commands
from inspector.tui.screens.crash.copy_menu import CopyMenu
from inspector.tui.screens.help import HelpScreen
from tests.tui.editors import at_home, editing
from tests.tui.scripted import Script, app_for, press, seen, settle, shown, state, until

if TYPE_CHECKING:
    from textual.pilot import Pilot

__all__ = ["at_home"]

HOSTILE = (
    "-[NSObject release]",
    "&mut [T]",
    "[$error]q",
    "[ 12%]",
    "<Vec<T> as Index<[u8]>>::index",
    "x [/foo] y",
    "[type=x, v={'a[0]'}]",
    "C:\\src\\",
    "[@click=app.quit]click[/]",
    "[b]bold[/b]",
    "[red]",
    "[/]",
    "$name ${x} {0}",
    "\x1b[31mred",
    "\x1b]52;c;Zm9v\x07",
    "\x1b]0;title\x07",
    "a\x00b",
    "\x9b31m",
    "\x90q\x9c",
    "a\u202egnp.exe",
    "a\u200bb",
    "a\nb\tc",
    "\x7f\x08\x08",
    "漢字 [x]",
)


def hostile() -> tuple[Report, Report]:
    """Every string of a report is one of the list, each at least once in every place."""
    modules = tuple(
        Module(index=n, name=name, code_file=name, debug_id=name, address=0x1000 * n + 1,
               size=0x1000, status="missing", candidates=_places(name))
        for n, name in enumerate(HOSTILE)
    )  # fmt: skip
    frames = tuple(
        Frame(index=n, status="symbolicated", function=name, file=name, path=name, line=n + 1,
              package=name, module=n, address=0x1000 * n + 2, trust=name, symbol=name, lang=name,
              facts=((name, name),), problems=(name,), source_link=name,
              pre_context=HOSTILE, context_line=name, post_context=HOSTILE)
        for n, name in enumerate(HOSTILE)
    )  # fmt: skip
    threads = tuple(
        Thread(index=n, name=name, frames=frames, crashed=n == 0, registers=((name, n),))
        for n, name in enumerate(HOSTILE)
    )
    report = Report(
        kind="native", name=HOSTILE[5], platform=HOSTILE[5], threads=threads, modules=modules
    )
    return report, replace(report, done=True, notes=HOSTILE)


def _places(name: str) -> tuple[Candidate, ...]:
    return (Candidate(source=name, location=name, download=name, details=name, debug=name),)


def told() -> list[events.Event]:
    """Fetches, parses and notes with the same names."""
    happened: list[events.Event] = []
    for name in HOSTILE:
        happened += [
            events.FetchStarted(name, name),
            events.FetchEnded(name, name, name, details=name),
            events.ParseStarted(name, name),
            events.Note(name),
        ]
    return happened


def missing(app: InspectorApp) -> list[str]:
    """Which of the names are not on the screen, letter by letter."""
    text = "\n".join(seen(app))
    return [name for name in HOSTILE if clean(name) not in text]


@pytest.fixture
def app(tmp_path: Path) -> InspectorApp:
    asked, answer = hostile()
    script = Script(answer, events=told())
    script.gate.set()
    return app_for(asked, script, tmp_path)


async def test_every_screen_shows_every_name(app: InspectorApp) -> None:
    async with app.run_test(size=(200, 90), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: state(app) == "done")
        assert missing(app) == []  # threads, frames, details
        await press(pilot, "G")
        await until(pilot, lambda: any("»24" in line for line in seen(app)))
        await press(pilot, "z")  # the frames alone
        assert missing(app) == []
        await press(pilot, "z", "2")
        assert missing(app) == []
        await press(pilot, "5")
        assert missing(app) == []


async def test_dialogs_toasts_and_titles_show_them(app: InspectorApp) -> None:
    async with app.run_test(size=(200, 90), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: state(app) == "done")
        for name in HOSTILE:
            app.say(name)
        await until(pilot, lambda: missing(app) == [])
        app.clear_notifications()
        await press(pilot, "y")
        assert isinstance(app.screen, CopyMenu)
        await press(pilot, "f")
        await until(pilot, lambda: app.clipboard == HOSTILE[0])
        await press(pilot, "question_mark")
        assert isinstance(app.screen, HelpScreen)
        await press(pilot, "escape", "ctrl+p")
        await settle(pilot)
        await press(pilot, "escape")
        app.tell_person("Names", "\n".join(HOSTILE))
        await settle(pilot)
        shown = "\n".join(seen(app))
        assert all(clean(line) in shown for line in HOSTILE if "\n" not in line)


TYPED = tuple(name for name in HOSTILE if "\n" not in name)
WORST = (
    "x [/foo] y",
    "[@click=app.quit]click[/]",
    "\x1b]52;c;Zm9v\x07",
    "a\x00b",
    "\x9b31m",
    "[ 12%]",
)


async def paste(app: InspectorApp, pilot: "Pilot[None]", text: str) -> None:
    """Into the box that has the focus, as a terminal does it; what it held before goes."""
    box = app.focused
    assert isinstance(box, Input)
    box.value = ""
    box.post_message(Paste(text))
    await until(pilot, lambda: box.value == text)


def acting(app: InspectorApp) -> list[str]:
    """Characters of the screen that a terminal would obey, or not show."""
    return [c for line in seen(app) for c in line if harmless(c) != c]


BOXES = {"ctrl+p": "No matches found", "question_mark": "nothing matches"}


@pytest.mark.parametrize("key", BOXES)
async def test_palette_and_help_take_a_name_as_it_is(app: InspectorApp, key: str) -> None:
    """What is typed there is looked for, never read as markup, and nothing of it acts."""
    async with app.run_test(size=(120, 30), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: state(app) == "done")
        await press(pilot, key)
        for name in WORST:
            await paste(app, pilot, name)
            await until(pilot, lambda: any(BOXES[key] in line for line in seen(app)))
            assert any(harmless(name) in line for line in seen(app))
            assert acting(app) == []


@pytest.fixture
def named_so(tmp_path: Path) -> dict[str, Any]:
    """A request for the real reader: every name of it is one of the list."""
    frames = [{"instruction_addr": hex(0x1000 * n + 0x1001), "function": name, "package": name}
              for n, name in enumerate(HOSTILE)]  # fmt: skip
    modules = [{"type": "elf", "code_file": name, "debug_file": name, "image_size": 0x1000,
                "image_addr": hex(0x1000 * n + 0x1000)}
               for n, name in enumerate(HOSTILE)]  # fmt: skip
    threads = [{"thread_name": name, "frames": frames} for name in HOSTILE]
    sources = [{"type": "http", "id": name, "url": "https://sym.example/", "layout":
                {"type": "native"}, "headers": {"x-key": name}} for name in HOSTILE]  # fmt: skip
    origins = {"enabled": True, "allowed_origins": list(HOSTILE), "headers": {}}
    return {"stacktraces": threads, "modules": modules, "sources": sources, "scraping": origins}


async def test_palette_offers_nothing_of_a_request(at_home: Path, named_so: dict[str, Any]) -> None:
    """Its titles and help lines are parsed as markup: all of them are our own words."""
    known = {(a.palette, a.help) for group in ACTIONS.values() for a in group}
    known.add(("change: theme", "Light, dark, the terminal's own"))
    async with editing(at_home, named_so, "1") as (app, pilot):
        for key in "123456":
            await press(pilot, key)
            offered = {(c.title, c.help) for c in commands(app, app.screen)}
            assert len(offered) > 10
            assert offered <= known


async def test_no_tooltip_is_a_text_that_would_be_parsed(
    at_home: Path, named_so: dict[str, Any]
) -> None:
    """In no view; and with the pointer on any part of it nothing breaks, nothing acts."""
    async with editing(at_home, named_so, "1") as (app, pilot):
        for key in "123456":
            await press(pilot, key)
            widgets = list(app.screen.walk_children(Widget))
            assert [w for w in widgets if isinstance(w.tooltip, str)] == []
            room = app.screen.region
            seen_here = [w for w in widgets if w.region.area and room.contains_region(w.region)]
            assert len(seen_here) > 5
            for widget in seen_here:
                await pilot.hover(widget)
            assert acting(app) == []


PROMPTS = [
    pytest.param("slash", "Not found in any thread", WORST, id="search"),
    pytest.param("colon", "No frame for", TYPED, id="goto"),
]


@pytest.mark.parametrize(("key", "said", "names"), PROMPTS)
async def test_a_toast_shows_what_was_not_found(
    tmp_path: Path, key: str, said: str, names: tuple[str, ...]
) -> None:
    """The text goes from a prompt into a toast, letter by letter."""
    async with shown(tmp_path) as (app, pilot):
        for name in names:
            await press(pilot, key)
            await paste(app, pilot, name)
            await press(pilot, "enter")
            wanted = "".join(f"{said}: {clean(name)}".split())
            await until(pilot, partial(_toasted, app, wanted))
            app.clear_notifications()


def _toasted(app: InspectorApp, wanted: str) -> bool:
    """Whether a toast says it; spaces do not count, as wrapping moves them."""
    return any(wanted in "".join(str(t.render()).split()) for t in app.screen.query(Toast))


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_clean_is_a_control_character(name: str) -> None:
    assert clean(name).isprintable() or " " in clean(name)
