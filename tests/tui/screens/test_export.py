"""W8: what is written where, and what is asked before (check 29)."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from inspector import engine
from inspector.settings import Settings
from inspector.tui.app import InspectorApp
from inspector.tui.opened.recent import Recent
from inspector.tui.screens.crash.stack import StackScreen
from inspector.tui.screens.export import ExportScreen
from tests.tui.scripted import Script, app_for, crash, press, seen, shown, state, until

LINUX = Path(__file__).resolve().parents[3] / "sample_requests" / "native" / "linux.json"


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@asynccontextmanager
async def dialog(
    folder: Path, size: tuple[int, int] = (120, 30)
) -> AsyncIterator[tuple[InspectorApp, Pilot[None], ExportScreen]]:
    async with shown(folder, size=size) as (app, pilot):
        await press(pilot, "E")
        await until(pilot, lambda: isinstance(app.screen, ExportScreen) and noted(app) != "")
        assert isinstance(app.screen, ExportScreen)
        yield app, pilot, app.screen


def noted(app: InspectorApp) -> str:
    return app.screen.note if isinstance(app.screen, ExportScreen) else ""


async def typed(pilot: Pilot[None], screen: ExportScreen, path: str) -> None:
    """Another path in the box."""
    screen._path.value = path
    await until(pilot, lambda: screen.note != "")


async def test_the_response_is_that_of_the_engine_byte_for_byte(tmp_path: Path) -> None:
    """Check 29, with the engine itself on a sample."""
    settings = Settings(cache_dir=str(tmp_path / "cache"))
    app = InspectorApp(
        lambda _other=None: engine.Engine(settings),
        load=engine.load,
        preview=engine.preview,
        recent=Recent(str(tmp_path / "recent.json")),
        start=str(LINUX),
    )
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: state(app) == "done")
        await press(pilot, "E")
        await until(pilot, lambda: isinstance(app.screen, ExportScreen))
        await press(pilot, "enter")
        await until(pilot, (tmp_path / "linux.response.json").exists)
    answer = engine.Engine(settings).cached(engine.load(str(LINUX)))
    assert answer is not None
    assert (tmp_path / "linux.response.json").read_bytes() == answer.response_json()


async def test_an_existing_file_is_asked_about(tmp_path: Path) -> None:
    target = tmp_path / "crash.response.json"
    target.write_text("precious")
    async with dialog(tmp_path) as (app, pilot, screen):
        assert "this file exists" in screen.note
        await press(pilot, "enter")
        assert "Press Enter or Write again" in screen.note
        assert target.read_text() == "precious"
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, StackScreen))
        assert target.read_bytes() == b'{"status":"completed"}'


async def test_another_name_has_to_be_agreed_to_by_itself(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text("precious")
    async with dialog(tmp_path) as (_app, pilot, screen):
        await typed(pilot, screen, "a.json")
        await press(pilot, "enter")
        await typed(pilot, screen, "b.json")
        await press(pilot, "enter")
        assert (tmp_path / "b.json").read_text() == "precious"


async def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rename is the last step, so a full disk costs nothing."""
    target = tmp_path / "crash.response.json"
    target.write_text("precious")

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    async with dialog(tmp_path) as (_app, pilot, screen):
        monkeypatch.setattr(os, "replace", fails)
        await press(pilot, "enter", "enter")
        await until(pilot, lambda: "No space left" in screen.note)
    assert target.read_text() == "precious"
    assert not list(tmp_path.glob(".*crash*"))


@pytest.mark.parametrize("path", ["nowhere/out.json", "/proc/out.json", "a\0b.json"])
async def test_a_place_that_cannot_be_written_is_told_in_the_dialog(
    tmp_path: Path, path: str
) -> None:
    async with dialog(tmp_path) as (app, pilot, screen):
        await typed(pilot, screen, path)
        await press(pilot, "enter")
        await until(pilot, lambda: screen.note.startswith("Not written"))
        assert app.screen is screen
        await press(pilot, "escape")
        assert isinstance(app.screen, StackScreen)


async def test_a_device_is_written_to(tmp_path: Path) -> None:
    async with dialog(tmp_path) as (app, pilot, screen):
        await typed(pilot, screen, "/dev/null")
        await press(pilot, "enter", "enter")
        await until(pilot, lambda: isinstance(app.screen, StackScreen))
    assert Path("/dev/null").is_char_device()


async def test_the_form_follows_the_name_and_back(tmp_path: Path) -> None:
    async with dialog(tmp_path) as (_app, pilot, screen):
        await typed(pilot, screen, "report.html")
        assert screen.wanted.what == "HTML report"
        await press(pilot, "shift+tab", "shift+tab", "shift+tab", "right")
        assert (screen.wanted.what, screen._path.value) == ("SVG of the screen", "report.svg")
        await press(pilot, "right")
        assert screen.wanted.what == "response JSON"
        assert screen._path.value == "report.response.json"


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("x.md", b"### `linux_req.json`"),
        ("x.txt", b"linux_req.json \xc2\xb7 SIGSEGV"),
        ("x.html", b"<!DOCTYPE html>"),
        ("x.svg", b"<svg "),
    ],
)
async def test_every_form_is_written(tmp_path: Path, name: str, begins: bytes) -> None:
    async with dialog(tmp_path) as (app, pilot, screen):
        await typed(pilot, screen, name)
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, StackScreen))
    data = (tmp_path / name).read_bytes()
    assert data.startswith(begins)
    assert b"url(http" not in data.replace(b'"', b"")


async def test_only_the_thread_on_the_screen(tmp_path: Path) -> None:
    async with dialog(tmp_path) as (app, pilot, screen):
        await typed(pilot, screen, "x.txt")
        await press(pilot, "shift+tab", "shift+tab", "right", "tab", "tab", "enter")
        await until(pilot, lambda: isinstance(app.screen, StackScreen))
    text = (tmp_path / "x.txt").read_text("utf-8")
    assert 'Thread 3 "render loop" (crashed)' in text
    assert "worker" not in text


async def test_the_clipboard_instead_of_a_file(tmp_path: Path) -> None:
    async with dialog(tmp_path) as (app, pilot, screen):
        await typed(pilot, screen, "x.txt")
        await press(pilot, "tab", "tab", "enter")
        await until(pilot, lambda: isinstance(app.screen, StackScreen))
        await until(pilot, lambda: "Scene::render" in app.clipboard)
    assert not (tmp_path / "x.txt").exists()


async def test_before_there_is_an_answer(tmp_path: Path) -> None:
    """Reports of what was asked, and the request; no response."""
    asked, answer = crash()
    app = app_for(asked, Script(answer), tmp_path)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: state(app) == "running")
        await press(pilot, "E")
        await until(pilot, lambda: noted(app) != "")
        assert isinstance(app.screen, ExportScreen)
        assert "response JSON" not in app.screen._what.words
        assert noted(app).startswith("Not to be had: ")
        assert "crash.json: No such file" in noted(app)


async def test_at_80_by_24_all_of_it_is_seen(tmp_path: Path) -> None:
    async with dialog(tmp_path, size=(80, 24)) as (app, _pilot, _screen):
        lines = "\n".join(seen(app))
    for word in ("what", "scope", "options", "crash.response.json", "Write", "Clipboard", "22 B"):
        assert word in lines
