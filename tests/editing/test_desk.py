"""From a request to what can be edited of it, and back."""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from inspector.editing.configured import Configured
from inspector.editing.desk import (
    applied,
    places_of,
    problems,
    scraping_of,
    state_of,
    usable,
)
from inspector.editing.drafts import State, added, moved, new_source, toggled
from inspector.model.places.sources import FilesystemSource, SentrySource
from tests.editing.opened import JS, NATIVE, SOURCES, opened

NOTHING = Configured(place="settings", folder="/nowhere", trees=())


def ids(sources: Any) -> list[str]:
    return [source.id for source in sources]


def test_nothing_changed_is_nothing_changed(tmp_path: Path) -> None:
    request = opened(tmp_path, NATIVE)
    state = state_of(request, NOTHING)
    assert applied(request, state, state, {}) == request
    assert problems(state, {}) == {}


@pytest.mark.parametrize("tree", [NATIVE, JS], ids=["native", "js"])
def test_sources_come_back_as_they_were(tmp_path: Path, tree: dict[str, Any]) -> None:
    """Through their trees: another list of the same sources asks the same."""
    request = opened(tmp_path, tree)
    first = state_of(request, NOTHING)
    state = added(first, {"type": "filesystem", "id": "more", "path": "x"}, str(tmp_path))
    body = applied(request, first, state, {}).body
    if tree is NATIVE:
        assert body.sources is not None
        assert request.body.sources is not None
        assert body.sources[:-1] == request.body.sources
    else:
        assert body == replace(request.body, sources=body.sources)
    assert body.sources is not None
    assert isinstance(body.sources[-1], FilesystemSource)


def test_order_switches_and_mistakes_decide_who_is_asked(tmp_path: Path) -> None:
    request = opened(tmp_path, NATIVE)
    first = state_of(request, NOTHING)
    state = toggled(moved(first, 0, 2), 0)
    state = added(state, new_source("http"), str(tmp_path))
    assert ids(applied(request, first, state, {}).body.sources) == [
        "bucket",
        "local",
        "project",
        "cloud",
    ]
    assert [draft.id for draft, _ in usable(state, {})] == ["bucket", "local", "project", "cloud"]


def test_what_the_person_added_is_vouched_for(tmp_path: Path) -> None:
    request = opened(tmp_path, {**NATIVE, "sources": SOURCES[:1]})
    first = state_of(request, NOTHING)
    own = {"type": "filesystem", "id": "mine", "path": "/usr/lib/debug"}
    state = added(first, own, str(tmp_path))
    edited = applied(request, first, state, {})
    assert edited.vouched == {"mine"}
    assert [place.trusted for place in places_of(request, state.drafts[0], {})] == [False]
    assert [place.trusted for place in places_of(request, state.drafts[1], {})] == [True]


def test_a_name_that_the_request_uses_vouches_for_nobody(tmp_path: Path) -> None:
    """The sources of a preset get their names late."""
    foreign = {"type": "http", "id": "debuginfod-urls", "url": "http://10.0.0.1/"}
    request = opened(tmp_path, {**NATIVE, "sources": [foreign]})
    first = state_of(request, NOTHING)
    state = added(first, {"preset": "DEBUGINFOD_URLS", "id": "d"}, str(tmp_path))
    state = replace(
        state,
        drafts=(state.drafts[0], replace(state.drafts[1], tree={"preset": "DEBUGINFOD_URLS"})),
    )
    edited = applied(request, first, state, {"DEBUGINFOD_URLS": "https://d.example"})
    assert ids(edited.body.sources) == ["debuginfod-urls", "debuginfod-urls"]
    assert edited.vouched == frozenset()


def test_a_path_of_the_request_stays_inside_its_folder(tmp_path: Path) -> None:
    request = opened(tmp_path, {**NATIVE, "sources": [{**SOURCES[0], "path": "~/secrets"}]})
    first = state_of(request, NOTHING)
    state = added(first, {"type": "filesystem", "id": "x", "path": "~/mine"}, str(tmp_path))
    sources = applied(request, first, state, {}).body.sources
    assert sources is not None
    assert isinstance(sources[0], FilesystemSource)
    assert isinstance(sources[1], FilesystemSource)
    assert sources[0].path == "~/secrets"
    assert sources[1].path.endswith("/mine")
    assert sources[1].path.startswith("/")


def test_javascript_has_one_lookup_api(tmp_path: Path) -> None:
    request = opened(tmp_path, JS)
    first = state_of(request, NOTHING)
    assert [draft.id for draft in first.drafts] == ["api"]
    other = {"type": "sentry", "id": "other", "url": "https://o.example/", "token": {"env": "T"}}
    state = toggled(added(first, other, str(tmp_path)), 0)
    body: Any = applied(request, first, state, {"T": "t"}).body
    assert isinstance(body.source, SentrySource)
    assert (body.source.id, body.source.token, body.sources) == ("other", "t", ())


def test_headers_that_lead_nowhere_are_left_out() -> None:
    state = State(headers={"a": {"env": "A"}, "b": {"env": "B"}, "c": "$A"})
    assert scraping_of(state, {"A": "1"}).headers == {"a": "1", "c": "$A"}
