"""Names that are markup, escape sequences or worse: shown as they are, everywhere, and harmless."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from inspector.model import events
from inspector.model.report import Candidate, Frame, Module, Report, Thread
from inspector.tui.app import InspectorApp
from inspector.tui.clean import clean
from inspector.tui.screens.copy_menu import CopyMenu
from inspector.tui.screens.help import HelpScreen
from tests.tui.scripted import Script, app_for, press, seen, settle, state, until

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


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_clean_is_a_control_character(name: str) -> None:
    assert clean(name).isprintable() or " " in clean(name)
