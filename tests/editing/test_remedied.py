"""Next steps taken as edits: where an editor has a field for it, it is that field."""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from inspector.editing.configured import configured
from inspector.editing.desk import applied, state_of
from inspector.editing.drafts import Edits
from inspector.editing.remedied import remedied, with_steps
from inspector.engine import Opened
from inspector.model.why.explanation import Action, ActionKind
from inspector.settings import Settings
from tests.editing.opened import JS, NATIVE, opened

SETTINGS = Settings(offline=True)


def act(kind: ActionKind, **arguments: str) -> Action:
    return Action(kind=kind, text="Do it.", arguments=arguments)


def edits_of(request: Opened) -> Edits:
    return Edits(state_of(request, configured(SETTINGS, [], {})))


def taken(request: Opened, *actions: Action, **given: str) -> tuple[Edits, Any, Settings]:
    """The edits, the body and the settings once the steps were taken."""
    edits = edits_of(request)
    body, settings = request, SETTINGS
    for action in actions:
        state = remedied(edits.state, action, body, settings, given)
        assert state is not None
        edits.change(state)
        body = applied(request, edits.first, edits.state, {})
        body, settings = with_steps(body, SETTINGS, edits.state.steps)
    return edits, body.body, settings


def test_a_source_that_is_added_is_one_in_the_editor(tmp_path: Path) -> None:
    action = act("add_source", type="filesystem", path="", layout="scan", name="libc.so")
    edits, body, _ = taken(opened(tmp_path, NATIVE), action, path=str(tmp_path))
    draft = edits.state.drafts[-1]
    assert draft.origin == "added"
    assert draft.tree == {
        "id": "added",
        "type": "filesystem",
        "path": str(tmp_path),
        "layout": {"type": "scan"},
    }
    assert body.sources[-1].path == str(tmp_path)
    assert edits.undo()
    assert edits.state == edits.first


def test_a_preset_twice_gets_a_name_of_its_own(tmp_path: Path) -> None:
    action = act("add_preset", preset="microsoft")
    edits, body, _ = taken(opened(tmp_path, NATIVE), action, action)
    assert [draft.id for draft in edits.state.drafts[-2:]] == ["microsoft", "microsoft-2"]
    assert body.sources[-1].url == body.sources[-2].url


def test_only_the_field_in_question_changes(tmp_path: Path) -> None:
    request = opened(tmp_path, NATIVE)
    first = edits_of(request).state.drafts[0]
    edits, body, _ = taken(request, act("fix_layout", source=first.id, layout="symstore"))
    assert {**edits.state.drafts[0].tree, "layout": None} == {**first.tree, "layout": None}
    assert body.sources[0].layout.type == "symstore"
    assert edits.state.steps == ()


def test_a_reference_to_a_secret_stays_one(tmp_path: Path) -> None:
    request = opened(tmp_path, NATIVE)
    edits = edits_of(request)
    secret = {**edits.state.drafts[0].tree, "note": "${SECRET}"}
    drafts = (replace(edits.state.drafts[0], tree=secret), *edits.state.drafts[1:])
    action = act("fix_layout", source=drafts[0].id, layout="symstore")
    state = remedied(replace(edits.state, drafts=drafts), action, request, SETTINGS)
    assert state is not None
    assert state.drafts[0].tree["note"] == "${SECRET}"


def test_what_no_field_shows_is_a_step(tmp_path: Path) -> None:
    edits, _, settings = taken(opened(tmp_path, NATIVE), act("go_online"))
    assert [one.kind for one in edits.state.steps] == ["go_online"]
    assert not settings.offline
    edits.undo()
    assert with_steps(opened(tmp_path, NATIVE), SETTINGS, edits.state.steps)[1].offline


def test_origins_go_into_the_scraping_editor(tmp_path: Path) -> None:
    request = opened(tmp_path, JS)
    edits, body, _ = taken(request, act("allow_origin", origin="https://cdn.example"))
    assert edits.state.scraping.allowed_origins[-1] == "https://cdn.example"
    assert body.scraping.allowed_origins[-1] == "https://cdn.example"
    assert edits.state.steps == ()


@pytest.mark.parametrize("kind", ["retry", "find_file"])
def test_what_changes_nothing(kind: ActionKind, tmp_path: Path) -> None:
    request = opened(tmp_path, NATIVE)
    state = edits_of(request).state
    found = remedied(state, act(kind, source="x", location="y"), request, SETTINGS)
    assert found == (state if kind == "retry" else None)


def test_a_step_whose_source_is_gone_does_nothing(tmp_path: Path) -> None:
    request = opened(tmp_path, NATIVE)
    gone = act("fix_layout", source="nobody", layout="symstore")
    assert with_steps(request, SETTINGS, (gone,)) == (request, SETTINGS)
    with pytest.raises(ValueError, match="nobody"):
        remedied(edits_of(request).state, gone, request, SETTINGS)
