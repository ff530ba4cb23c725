"""Where edits go."""

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from inspector.opening import load
from inspector.settings import load_settings
from inspector.tui.screens.editors.save_dialog import SaveDialog, project_file
from tests.editing.opened import CANARY, NATIVE
from tests.tui.editors import at_home, editing, scraping, sources
from tests.tui.scripted import press, settle, until

__all__ = ["at_home"]


def dialog(app: Any) -> SaveDialog:
    assert isinstance(app.screen, SaveDialog)
    return app.screen


async def opened(app: Any, pilot: Any) -> SaveDialog:
    """The dialog, once something has changed."""
    await press(pilot, "shift+down", "ctrl+s")
    await until(pilot, lambda: isinstance(app.screen, SaveDialog))
    return dialog(app)


async def test_secrets_do_not_go_into_settings_unless_the_person_insists(at_home: Path) -> None:
    file = at_home / "inspector.toml"
    async with editing(at_home, NATIVE) as (app, pilot):
        box = await opened(app, pilot)
        assert "Written out, refer to them instead: vendor: headers.authorization" in box.note
        await press(pilot, "tab", "enter")
        assert box.note.startswith("Not saved:")
        assert not file.exists()
        await press(pilot, "tab", "space")
        box._path.focus()
        await press(pilot, "enter")
        await until(pilot, lambda: app.screen is not box)
    assert CANARY in file.read_text()
    assert file.stat().st_mode & 0o077 == 0
    assert [source.id for source in load_settings().sources][:2] == ["vendor", "local"]


async def test_a_request_of_its_own_is_never_written_over_unasked(at_home: Path) -> None:
    target = at_home / "crash_edited.json"
    target.write_text("mine")
    async with editing(at_home, NATIVE) as (app, pilot):
        box = await opened(app, pilot)
        await press(pilot, "right", "right")
        assert box._path.value == str(target)
        assert 'All secrets are replaced by "***".' in box.note
        box._path.focus()
        await press(pilot, "enter")
        assert "Press Enter or Save again" in box.note
        assert target.read_text() == "mine"
        await press(pilot, "enter")
        await until(pilot, lambda: app.screen is not box)
        assert not sources(app).bench.edits.unsaved
    assert CANARY not in target.read_text()
    assert next(source.id for source in load(str(target)).body.sources or ()) == "vendor"
    assert json.loads(target.read_text())["unknown_key"] == {"kept": True}


async def test_a_broken_settings_file_is_left_alone(at_home: Path) -> None:
    file = at_home / "inspector.toml"
    file.write_text("this is = = no TOML")
    async with editing(at_home, {**NATIVE, "sources": NATIVE["sources"][:1] * 1}) as (app, pilot):
        await press(pilot, "D", "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, SaveDialog))
        await press(pilot, "tab", "enter")
        assert "not TOML" in dialog(app).note
    assert file.read_text() == "this is = = no TOML"


async def test_a_folder_that_cannot_be_written_is_told(at_home: Path) -> None:
    async with editing(at_home, NATIVE) as (app, pilot):
        box = await opened(app, pilot)
        await press(pilot, "right", "right")
        box._path.value = str(at_home / "gone" / "x.json")
        await settle(pilot)
        box._path.focus()
        await press(pilot, "enter")
        assert box.note.startswith("Not saved:")
        await press(pilot, "escape")
        assert app.screen is not box
        assert sources(app).bench.edits.unsaved


async def test_somebody_else_saved_meanwhile(at_home: Path) -> None:
    """Their words stay, and their sources do not go without being named."""
    file = at_home / "inspector.toml"
    file.write_text("offline = false\n")
    tree = {**NATIVE, "sources": NATIVE["sources"][:1]}
    async with editing(at_home, tree) as (app, pilot):
        await press(pilot, "D", "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, SaveDialog))
        box = dialog(app)
        assert "go:" not in box.note
        theirs = 'offline = true\n[[sources]]\ntype = "filesystem"\nid = "theirs"\npath = "p"\n'
        file.write_text(theirs)
        await press(pilot, "tab", "enter")
        assert "somebody else" in box.note
        assert "These are in it now and go: theirs." in box.note
        assert file.read_text() == theirs
        await press(pilot, "enter")
        await until(pilot, lambda: app.screen is not box)
    assert load_settings(str(file)).offline
    assert [source.id for source in load_settings(str(file)).sources] == ["local", "local-2"]


def test_the_nearest_file_upward_is_the_projects(at_home: Path) -> None:
    assert project_file() == str(at_home / "inspector.toml")
    (at_home.parent / "inspector.toml").write_text("")
    assert project_file() == str(at_home.parent / "inspector.toml")


SILENT = {key: value for key, value in NATIVE.items() if key != "scraping"}


async def test_scraping_is_saved_to_the_settings_and_holds_for_the_next_request(
    at_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = at_home / "inspector.toml"
    file.write_text("# mine\noffline = true\n")
    monkeypatch.setenv("CDN_TOKEN", CANARY)
    async with editing(at_home, SILENT, "4") as (app, pilot):
        bench = scraping(app).bench
        only = replace(bench.state.scraping, allowed_origins=("cdn.example",))
        headers = {"Authorization": {"env": "CDN_TOKEN"}}
        scraping(app).change(replace(bench.state, scraping=only, headers=headers))
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, SaveDialog))
        box = dialog(app)
        assert "Replaces [scraping] of that file; the rest stays." in box.note
        assert "inspector config trust" in box.note
        await press(pilot, "tab", "enter")
        await until(pilot, lambda: app.screen is not box)
        assert not bench.edits.unsaved
    text = file.read_text()
    assert text.startswith("# mine\noffline = true\n")
    assert CANARY not in text
    assert "sources" not in text
    saved = load_settings(str(file)).scraping
    assert saved is not None
    assert (saved.allowed_origins, saved.headers) == (("cdn.example",), {"Authorization": CANARY})
    async with editing(at_home, SILENT, "4", settings=load_settings(str(file))) as (app, pilot):
        assert scraping(app).bench.state.headers == headers
        assert scraping(app).bench.state.scraping.allowed_origins == ("cdn.example",)


async def test_headers_for_every_host_do_not_go_into_settings(at_home: Path) -> None:
    async with editing(at_home, SILENT, "4") as (app, pilot):
        state = scraping(app).bench.state
        scraping(app).change(replace(state, headers={"X": {"file": "/dev/null"}}))
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, SaveDialog))
        await press(pilot, "tab", "enter")
        assert dialog(app).note.startswith("Not saved: scraping.headers.X:")
        await press(pilot, "escape")
        scraping(app).change(replace(state, headers={"X": {"env": "HOME"}}))
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, SaveDialog))
        await press(pilot, "tab", "enter")
        assert "would be sent to every host" in dialog(app).note
    assert not (at_home / "inspector.toml").exists()
