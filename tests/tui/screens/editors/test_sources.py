"""W5: the editor of sources. Numbers in names are those of the acceptance checks."""

import json
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from inspector.editing.fields import Field
from inspector.fetch.reach import Reach
from inspector.questions.checkup import Checked
from inspector.settings import load_settings
from inspector.tui.screens.crash.stack import StackScreen
from inspector.tui.screens.editors.sources import checked_text
from inspector.tui.widgets.editors.form import FormRow
from tests.editing.opened import JS, NATIVE
from tests.fetch.server import Reply, Server
from tests.tui.editors import at_home, editing, sources
from tests.tui.scripted import press, seen, settle, until

__all__ = ["at_home"]

FOLDERS = {
    **NATIVE,
    "sources": [
        {"type": "filesystem", "id": name, "path": name, "layout": {"type": "symstore"}}
        for name in ("a", "b", "c")
    ],
}


def ids(app: Any) -> list[str]:
    return [draft.id for draft in sources(app).bench.state.drafts]


def box(app: Any, key: str) -> Input:
    row = sources(app)._form.row_of(key)
    assert row is not None
    assert isinstance(row.editor, Input)
    return row.editor


def text(app: Any) -> str:
    return "\n".join(seen(app))


async def write(app: Any, pilot: Any, key: str, value: str) -> None:
    """Type a value into a field, in place of what is there."""
    box(app, key).focus()
    await settle(pilot)
    box(app, key).value = ""
    await settle(pilot)
    await press(pilot, *value)


async def test_list_form_and_preview(at_home: Path) -> None:
    async with editing(at_home, NATIVE) as (app, pilot):
        await press(pilot, "j")
        shown = text(app)
    assert "Sources 5 · as in the request" in shown
    assert "» 2 ✓ on   vendor" in shown
    assert "Edit vendor · from the request" in shown
    assert "< symstore >" in shown
    assert "[x]pdb" in shown
    assert "Asked for app.exe (1/1" in shown
    assert (
        "https://***@sym.example/store/app.pdb/3249D99D0C4049318610F4E4FB0B69361/app.pdb" in shown
    )
    assert "elf_debug    not among its file types" in shown


MISTAKES = (
    ("id", "b", "another source is called 'b' already"),
    ("id", "", "must not be empty"),
    ("path", "", "must not be empty"),
)


async def test_21_mistakes_stand_at_their_field(at_home: Path) -> None:
    async with editing(at_home, FOLDERS) as (app, pilot):
        await press(pilot, "enter")
        right = dict(sources(app).bench.state.drafts[0].tree)
        for key, value, told in MISTAKES:
            await write(app, pilot, key, value)
            row = sources(app)._form.row_of(key)
            assert row is not None
            assert row.problem == told
            assert told in text(app)
            assert "✗ mend" in text(app)
            assert app.screen.check_action("save", ()) is None
            assert "Save is off" in text(app)
            await press(pilot, "ctrl+s")
            assert app.screen is sources(app)
            assert app.session is not None
            left = [source.id for source in app.session.request.body.sources]
            before = app.session.original.body.sources
            assert left == [s.id for s in before if s.id not in ("a", value)]
            await write(app, pilot, key, right[key])
            assert not row.problem


async def test_21_a_bad_url_is_told_while_it_is_typed(at_home: Path) -> None:
    async with editing(at_home, NATIVE) as (app, pilot):
        await press(pilot, "j", "enter")
        await write(app, pilot, "url", "nonsense")
        assert "✗ not an absolute URL: 'nonsense'" in text(app)
        await write(app, pilot, "url", "https://good.example/")
        assert "✗" not in text(app).replace("✗ 0/", "")
        assert app.screen.check_action("save", ()) is True


async def test_21_the_order_survives_saving_and_reading_again(at_home: Path) -> None:
    async with editing(at_home, FOLDERS) as (app, pilot):
        await press(pilot, "shift+down", "shift+down")
        assert ids(app) == ["b", "c", "a"]
        await press(pilot, "ctrl+s")
        assert "project settings" in text(app)
        await press(pilot, "tab", "enter")
        await until(pilot, lambda: app.screen is sources(app))
        assert not sources(app).bench.edits.unsaved
    assert [source.id for source in load_settings().sources] == ["b", "c", "a"]
    bare = {key: value for key, value in FOLDERS.items() if key != "sources"}
    async with editing(at_home, bare, settings=load_settings()) as (app, pilot):
        assert ids(app) == ["b", "c", "a"]
        assert f"from {at_home / 'inspector.toml'}"[:20] in text(app)


async def test_add_duplicate_switch_remove_and_undo(at_home: Path) -> None:
    async with editing(at_home, FOLDERS) as (app, pilot):
        await press(pilot, "D")
        assert ids(app) == ["a", "a-2", "b", "c"]
        await press(pilot, "space")
        assert [d.enabled for d in sources(app).bench.state.drafts] == [True, False, True, True]
        await press(pilot, "delete")
        assert ids(app) == ["a", "b", "c"]
        await press(pilot, "u", "u", "u")
        assert ids(app) == ["a", "b", "c"]
        assert not sources(app).bench.edits.changed
        await press(pilot, "a")
        await until(pilot, lambda: "Add a source" in text(app))
        await press(pilot, *"jjjjj", "enter")
        await until(pilot, lambda: app.screen is sources(app))
        assert ids(app) == ["a", "b", "c", "microsoft"]
        assert box(app, "id").has_focus


async def test_what_runs_is_what_stands_here(at_home: Path) -> None:
    async with editing(at_home, FOLDERS) as (app, pilot):
        await press(pilot, "space", "r")
        assert app.session is not None
        assert [s.id for s in app.session.request.body.sources] == ["b", "c"]
        assert [s.id for s in app.session.original.body.sources] == ["a", "b", "c"]


async def test_escape_goes_back_one_level_at_a_time(at_home: Path) -> None:
    async with editing(at_home, FOLDERS) as (app, pilot):
        await press(pilot, "enter")
        assert box(app, "id").has_focus
        await press(pilot, "escape")
        assert sources(app)._list.has_focus
        await press(pilot, "escape")
        assert isinstance(app.screen, StackScreen)


async def test_leaving_the_app_asks_when_something_is_not_saved(at_home: Path) -> None:
    async with editing(at_home, FOLDERS) as (app, pilot):
        await press(pilot, "space", "q")
        await until(pilot, lambda: "not saved" in text(app) and "Quit?" in text(app))
        await press(pilot, "n")
        assert ids(app) == ["a", "b", "c"]


async def test_a_test_says_what_came_of_it(at_home: Path) -> None:
    path = "/app.pdb/3249D99D0C4049318610F4E4FB0B69361/app.pdb"
    with Server({path: Reply(body=b"x")}) as server:
        own = {"type": "http", "id": "w", "url": server.url, "layout": {"type": "symstore"}}
        async with editing(at_home, {**NATIVE, "sources": []}) as (app, pilot):
            from inspector.editing.drafts import added

            screen = sources(app)
            screen.change(added(screen.bench.state, own, str(at_home)))
            await press(pilot, "T")
            await until(pilot, lambda: not screen.is_trying())
            assert "1/1 modules found" in text(app)


async def test_a_source_that_has_to_be_mended_is_not_tested(at_home: Path) -> None:
    async with editing(at_home, {**FOLDERS, "sources": [FOLDERS["sources"][0]] * 2}) as (
        app,
        pilot,
    ):
        await press(pilot, "T")
        assert not sources(app).is_trying()
        assert "Mend the source first" in text(app)


async def test_other_modules_can_be_previewed(at_home: Path) -> None:
    tree = json.loads(json.dumps(NATIVE))
    second = {**tree["modules"][0], "code_file": "other.dll", "image_addr": "0x9000"}
    tree["modules"].append(second)
    tree["stacktraces"][0]["frames"].append({"instruction_addr": "0x9010"})
    async with editing(at_home, tree) as (app, pilot):
        assert "Asked for app.exe (1/2" in text(app)
        await press(pilot, "]")
        assert "Asked for other.dll (2/2" in text(app)
        await press(pilot, "]")
        assert "Asked for app.exe (1/2" in text(app)


async def test_hostile_texts_are_shown_and_change_nothing(at_home: Path) -> None:
    hostile = "x [/foo] \x1b]52;c;AAAA\x07 \u202e"
    source = {"type": "http", "id": hostile, "url": "https://h/", "headers": {hostile: "v"}}
    source["filters"] = {"path_patterns": [hostile.replace("[/foo]", "")]}
    tree = {**JS, "scraping": {**JS["scraping"], "allowed_origins": [hostile]}}
    tree["stacktraces"] = [{"frames": [{"abs_path": f"https://h/{hostile}", "lineno": 1}]}]
    for body, view in (({**NATIVE, "sources": [source]}, "3"), (tree, "4")):
        async with editing(at_home, body, view) as (app, pilot):
            await press(pilot, "enter", "down", "escape", "delete", "u")
            shown = text(app)
            assert "x [/foo] ␛]52" in shown
            assert not {"\x1b", "\x07", "\u202e"} & set(shown)
            assert not app.session or not app.session.is_stale


async def test_every_size_shows_list_and_form(at_home: Path) -> None:
    async with editing(at_home, NATIVE, size=(160, 50)) as (app, pilot):
        for size in ((120, 30), (80, 24), (60, 15), (160, 50)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            shown = text(app)
            assert "local" in shown
            assert "< native >" in shown
            assert sources(app)._list.has_focus


@pytest.mark.parametrize(
    ("checked", "said"),
    [
        (Reach(outcome="ok", details="200 OK", seconds=0.5), "it answers, 200 OK, 500 ms"),
        (Reach(outcome="timeout", details="5s"), "timeout: 5s"),
    ],
)
def test_how_a_test_is_told(checked: Reach, said: str) -> None:
    assert checked_text(Checked(source="s", type="http", where="w", reach=checked)) == said


def test_what_was_typed_is_not_in_the_message() -> None:
    message = FormRow.Written(Field(key="token", label="token", kind="secret"), "canary")
    assert "canary" not in repr(message)
