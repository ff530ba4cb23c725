"""Next steps: every kind has a button, and each does what it says."""

from pathlib import Path
from typing import get_args

import pytest

from inspector.model.why.explanation import Action, ActionKind
from inspector.tui.next_steps import label_of, take
from inspector.tui.screens.ask_dialog import AskDialog
from inspector.tui.screens.editors.sources import SourcesScreen
from inspector.tui.screens.files.activity import ActivityScreen
from inspector.tui.screens.request import RequestScreen
from tests.native.why.situations import CODE, FILE, crash, local, put
from tests.tui.real import running
from tests.tui.scripted import press, settle, until
from tests.tui.test_checks import shows


@pytest.mark.parametrize("kind", get_args(ActionKind))
def test_every_kind_has_a_button(kind: ActionKind) -> None:
    assert label_of(Action(kind=kind, text="x")) != "Do it"


@pytest.mark.parametrize(
    ("action", "screen"),
    [
        (Action(kind="open_activity", text="x"), ActivityScreen),
        (Action(kind="open_sources", text="x"), SourcesScreen),
        (
            Action(kind="fix_credentials", text="x", arguments={"source": "second"}),
            SourcesScreen,
        ),
    ],
    ids=lambda value: getattr(value, "kind", ""),
)
async def test_screens(action: Action, screen: type[RequestScreen], tmp_path: Path) -> None:
    body = crash(local(), {**local(), "id": "second"})
    async with running(tmp_path, body) as (app, pilot):
        await take(app, action, None)
        await settle(pilot)
        assert isinstance(app.screen, screen)
        if action.kind == "fix_credentials":
            assert shows(app, "Edit second")


async def test_guesses_and_dropped_frames(tmp_path: Path) -> None:
    async with running(tmp_path, crash(local())) as (app, pilot):
        await take(app, Action(kind="hide_guessed", text="x"), None)
        assert app.view is not None
        assert app.view.choice.no_guesses
        await take(app, Action(kind="show_dropped", text="x"), None)
        await settle(pilot)
        assert app.view.looks.raw


async def test_a_folder_is_asked_for_then_added_and_run(tmp_path: Path) -> None:
    put(tmp_path, (CODE, FILE), below="elsewhere")
    async with running(tmp_path, crash(local())) as (app, pilot):
        tree = {"type": "filesystem", "path": "", "layout": "native"}
        action = Action(kind="add_source", text="Add it.", arguments=tree)
        app.run_worker(take(app, action, 0))
        await until(pilot, lambda: isinstance(app.screen, AskDialog))
        await press(pilot, *str(tmp_path / "elsewhere"), "enter")
        await until(pilot, lambda: shows(app, "Against the run before"))
        assert app.view is not None
        assert app.view.frames[0].status == "symbolicated"
        assert app.session is not None
        assert app.session.edits is not None
        assert [d.origin for d in app.session.edits.state.drafts] == ["request", "added"]


async def test_what_was_missed_is_asked_for_again(tmp_path: Path) -> None:
    async with running(tmp_path, crash(local())) as (app, pilot):
        put(tmp_path, (CODE, FILE))
        app.run_worker(take(app, Action(kind="retry", text="Again."), 0))
        await until(pilot, lambda: shows(app, "Against the run before"))
        assert app.view is not None
        assert app.view.frames[0].status == "symbolicated"


async def test_what_only_a_person_can_do_is_copied(tmp_path: Path) -> None:
    async with running(tmp_path, crash(local())) as (app, pilot):
        await take(app, Action(kind="rebuild", text="Build it with -g."), 0)
        await until(pilot, lambda: app.clipboard == "Build it with -g.")
        wanted = {"name": "libc.so", "debug_id": "abc"}
        await take(app, Action(kind="find_file", text="Find it.", arguments=wanted), 0)
        await until(pilot, lambda: app.clipboard == "libc.so, abc")


async def test_a_source_that_is_gone_is_told(tmp_path: Path) -> None:
    async with running(tmp_path, crash(local())) as (app, pilot):
        action = Action(kind="fix_layout", text="x", arguments={"source": "gone", "layout": "ssqp"})
        await take(app, action, 0)
        await settle(pilot)
        assert shows(app, "there is no source 'gone'")
