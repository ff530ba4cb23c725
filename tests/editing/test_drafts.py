"""The list of sources while it is changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from inspector.editing.checks import Checking, problems_of
from inspector.editing.drafts import (
    Draft,
    Edits,
    State,
    added,
    duplicated,
    moved,
    new_source,
    removed,
    toggled,
    written,
)
from inspector.editing.fields import ABOUT, fields_of
from inspector.model.places.presets import FROM_MACHINE, SERVERS


def state(*ids: str) -> State:
    return State(
        drafts=tuple(
            Draft(
                key=n,
                tree={"type": "http", "id": name, "url": "https://h/"},
                origin="request",
                folder="/f",
            )
            for n, name in enumerate(ids)
        )
    )


def ids(of: State) -> list[str]:
    return [draft.id for draft in of.drafts]


ABC = state("a", "b", "c")


@pytest.mark.parametrize(
    ("at", "by", "order"),
    [(0, 1, "bac"), (2, -1, "acb"), (0, -1, "abc"), (2, 1, "abc"), (0, 9, "bca")],
)
def test_the_order_changes_inside_the_list(at: int, by: int, order: str) -> None:
    assert "".join(ids(moved(ABC, at, by))) == order


def test_a_copy_stands_behind_its_original_and_is_trusted_no_more() -> None:
    grown = duplicated(ABC, 1)
    assert ids(grown) == ["a", "b", "b-2", "c"]
    assert grown.drafts[2].origin == "request"
    assert len({draft.key for draft in grown.drafts}) == 4


def test_off_and_out() -> None:
    assert [d.enabled for d in toggled(ABC, 1).drafts] == [True, False, True]
    assert ids(removed(ABC, 1)) == ["a", "c"]


def test_one_field_of_one_source_is_written() -> None:
    url = next(f for f in fields_of({"type": "http"}) if f.key == "url")
    changed = written(ABC, 1, url, "https://other/")
    assert [d.tree["url"] for d in changed.drafts] == ["https://h/", "https://other/", "https://h/"]
    assert written(ABC, 99, url, "x") == ABC


@pytest.mark.parametrize("kind", [*ABOUT, *SERVERS, *FROM_MACHINE])
def test_every_kind_can_be_added(kind: str) -> None:
    """And of public servers nothing is left to fill in."""
    draft = added(added(ABC, new_source(kind), "/f"), new_source(kind), "/f").drafts[-1]
    assert draft.origin == "added"
    assert draft.id.endswith("-2")
    assert fields_of(draft.tree)
    if kind in SERVERS or kind in FROM_MACHINE:
        assert problems_of(draft.tree, Checking("/f", {})) == {}


def test_typing_is_one_step_to_undo() -> None:
    edits = Edits(ABC)
    url = next(f for f in fields_of({"type": "http"}) if f.key == "url")
    for text in ("https://n", "https://ne", "https://new"):
        edits.change(written(edits.state, 0, url, text), "url of a")
    edits.change(removed(edits.state, 2))
    assert (edits.changed, edits.unsaved) == (True, True)
    assert edits.undo()
    assert ids(edits.state) == ["a", "b", "c"]
    assert edits.undo()
    assert edits.state == ABC
    assert not edits.undo()
    assert not edits.changed


def test_saved_is_not_unsaved() -> None:
    edits = Edits(ABC)
    edits.change(removed(ABC, 0))
    edits.is_saved()
    assert (edits.changed, edits.unsaved) == (True, False)


@given(st.lists(st.tuples(st.sampled_from("mrtda"), st.integers(0, 9)), max_size=12))
def test_undo_leads_back_through_every_step(steps: list[tuple[str, int]]) -> None:
    edits = Edits(ABC)
    seen = [edits.state]
    for what, number in steps:
        now, count = edits.state, len(edits.state.drafts)
        at = number % count if count else 0
        if what == "a" or not count:
            now = added(now, new_source("http"), "/f")
        elif what == "m":
            now = moved(now, at, 1 if number % 2 else -1)
        elif what == "r":
            now = removed(now, at)
        else:
            now = toggled(now, at) if what == "t" else duplicated(now, at)
        if now != edits.state:
            seen.append(now)
        edits.change(now)
        assert len(set(ids(now))) == len(now.drafts)
    for before in reversed(seen[:-1]):
        assert edits.undo()
        assert edits.state == before


def test_no_secret_in_what_is_printed() -> None:
    draft = replace(ABC.drafts[0], tree={"type": "sentry", "id": "s", "token": "canary"})
    text = repr(State(drafts=(draft,), headers={"x": "canary"}))
    assert "canary" not in text
    assert "'s'" in text
    assert State(drafts=(draft,)).find(draft.key) is draft
