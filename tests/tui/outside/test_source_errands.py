"""D5 check 28: `e` runs the editor with an argument list, and asks where a file is once."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from inspector.model.report import Report
from inspector.tui.app import InspectorApp
from inspector.tui.outside.local_files import Places, places_of
from inspector.tui.outside.own_sources import OwnSources
from inspector.tui.screens.crash.stack import StackScreen
from inspector.tui.screens.mapping_dialog import MappingDialog
from tests.tui.scripted import Script, app_for, crash, press, seen, state, until

HOSTILE = "-x; touch pwned $(id).cpp"


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that writes its arguments down, as the person's editor."""
    program = tmp_path / "my editor" / "vim"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\nfor each in "$@"; do echo "$each"; done > "$0.said"\n')
    program.chmod(0o755)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"'{program}' --clean")
    return program


def said(editor: Path) -> list[str]:
    return Path(f"{editor}.said").read_text().splitlines()


class Lent(InspectorApp):
    """The terminal is lent by name only: a test has none."""

    lent = 0

    @contextmanager
    def suspend(self) -> Iterator[None]:
        self.lent += 1
        yield


def named(name: str) -> tuple[Report, Report]:
    """The crash, the file of its third frame called `name`."""
    asked, answer = crash()
    thread = answer.threads[1]
    frames = tuple(
        replace(frame, file=name, path=f"/build/src/{name}", context_line=None)
        if frame.file == "renderer.cpp" and frame.line == 214
        else frame
        for frame in thread.frames
    )
    threads = (answer.threads[0], replace(thread, frames=frames), *answer.threads[2:])
    return asked, replace(answer, threads=threads)


def app_of(folder: Path, name: str, places: Places | None = None) -> Lent:
    asked, answer = named(name)
    app = app_for(asked, Script(answer, cached=True), folder)
    app.__class__ = Lent
    app.own = OwnSources(places)
    assert isinstance(app, Lent)
    return app


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "checkout"
    folder.mkdir()
    for name in (HOSTILE, "renderer.cpp"):
        (folder / name).write_text("\n" * 213 + "the line\n")
    return folder


async def to_the_frame(app: Lent, pilot: object) -> None:
    await until(pilot, lambda: state(app) == "done")  # type: ignore[arg-type]
    await press(pilot, "g", "j", "j", "j")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["renderer.cpp", HOSTILE])
async def test_the_editor_gets_file_and_line_as_arguments(
    tmp_path: Path, editor: Path, checkout: Path, name: str
) -> None:
    app = app_of(tmp_path, name, places_of({"/build/src": str(checkout)}, None))
    async with app.run_test(size=(120, 30), notifications=True) as pilot:
        await to_the_frame(app, pilot)
        await press(pilot, "e")
        await until(pilot, lambda: app.lent == 1)
    assert said(editor) == ["--clean", "+214", str(checkout / name)]
    assert not (tmp_path / "pwned").exists()


async def test_a_file_that_is_not_mapped_is_asked_for_once(
    tmp_path: Path, editor: Path, checkout: Path
) -> None:
    app = app_of(tmp_path, "renderer.cpp")
    async with app.run_test(size=(120, 30), notifications=True) as pilot:
        await to_the_frame(app, pilot)
        await press(pilot, "e")
        await until(pilot, lambda: isinstance(app.screen, MappingDialog))
        assert any("/build/src/renderer.cpp" in line for line in seen(app))
        await press(pilot, *str(checkout), "enter")
        await until(pilot, lambda: app.lent == 1)
        assert isinstance(app.screen, StackScreen)
        await until(pilot, lambda: any("»214 the line" in line for line in seen(app)))
        await press(pilot, "e")
        await until(pilot, lambda: app.lent == 2)
    assert app.own.places.pairs == (("/build/src", str(checkout)),)
    assert said(editor) == ["--clean", "+214", str(checkout / "renderer.cpp")]


async def test_whoever_does_not_say_opens_nothing(
    tmp_path: Path, editor: Path, checkout: Path
) -> None:
    app = app_of(tmp_path, "renderer.cpp")
    async with app.run_test(size=(120, 30)) as pilot:
        await to_the_frame(app, pilot)
        await press(pilot, "e")
        await until(pilot, lambda: isinstance(app.screen, MappingDialog))
        await press(pilot, "escape")
        await until(pilot, lambda: isinstance(app.screen, StackScreen))
    assert (app.lent, app.own.places.pairs) == (0, ())


async def test_no_editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    app = app_of(tmp_path, "renderer.cpp")
    async with app.run_test(size=(120, 30), notifications=True) as pilot:
        await to_the_frame(app, pilot)
        await press(pilot, "e")
        await until(pilot, lambda: any("no editor is chosen" in line for line in seen(app)))


async def test_an_editor_that_is_not_there(
    tmp_path: Path, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "/nowhere/[vim]")
    app = app_of(tmp_path, "renderer.cpp", places_of({"/build/src": str(checkout)}, None))
    async with app.run_test(size=(120, 30), notifications=True) as pilot:
        await to_the_frame(app, pilot)
        await press(pilot, "e")
        await until(pilot, lambda: any("cannot be started" in line for line in seen(app)))


async def test_a_terminal_that_cannot_be_lent(tmp_path: Path, editor: Path, checkout: Path) -> None:
    asked, answer = named("renderer.cpp")
    app = app_for(asked, Script(answer, cached=True), tmp_path)
    app.own = OwnSources(places_of({"/build/src": str(checkout)}, None))
    async with app.run_test(size=(120, 30), notifications=True) as pilot:
        await until(pilot, lambda: state(app) == "done")
        await press(pilot, "g", "j", "j", "j", "e")
        await until(pilot, lambda: any("cannot be lent" in line for line in seen(app)))


async def test_an_editor_with_its_own_window_leaves_the_terminal(
    tmp_path: Path, editor: Path, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = editor.with_name("code")
    editor.rename(window)
    monkeypatch.setenv("EDITOR", f"'{window}'")
    started: list[subprocess.Popen[bytes]] = []

    class Watched(subprocess.Popen[bytes]):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            started.append(self)

    monkeypatch.setattr("inspector.tui.outside.source_errands.subprocess.Popen", Watched)
    app = app_of(tmp_path, "renderer.cpp", places_of({"/build/src": str(checkout)}, None))
    async with app.run_test(size=(120, 30)) as pilot:
        await to_the_frame(app, pilot)
        await press(pilot, "e")
        await until(pilot, lambda: bool(started))
    started[0].wait(10)
    assert said(window) == ["--goto", f"{checkout / 'renderer.cpp'}:214"]
    assert app.lent == 0
