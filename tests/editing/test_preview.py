"""The places that a source would be asked for, before anybody is."""

from pathlib import Path
from typing import Any

import pytest

from inspector.editing.configured import Configured
from inspector.editing.desk import places_of, state_of
from inspector.editing.drafts import Draft
from inspector.editing.preview import Asked, asked_for, rule_against
from inspector.fetch.caching.cache import Cache
from inspector.fetch.caching.cached import CachedFiles
from inspector.model.ids import ObjectId
from inspector.model.places.sources import Filters, HttpSource
from inspector.native.finding import filetypes, lookup
from inspector.opening import Opened
from tests.editing.opened import CANARY, NATIVE, SOURCES, opened

NOTHING = Configured(place="settings", folder="/nowhere", trees=())


def at(folder: Path, source: dict[str, Any]) -> tuple[Opened, Draft, ObjectId]:
    request = opened(folder, {**NATIVE, "sources": [source]})
    draft = state_of(request, NOTHING).drafts[0]
    return request, draft, request.body.modules[0].object_id  # type: ignore[union-attr]


@pytest.mark.parametrize("source", SOURCES[:3], ids=lambda source: source["type"])
async def test_what_is_shown_is_what_a_run_asks(tmp_path: Path, source: dict[str, Any]) -> None:
    request, draft, wanted = at(tmp_path, source)
    shown = [one.location for one in asked_for(request, draft, wanted, {}) if not one.skipped]
    files = CachedFiles(Cache(str(tmp_path / "cache")))
    types = filetypes.debug_types(wanted.object_type)
    listed = await lookup.locations(places_of(request, draft, {}), types, wanted, files)
    assert [uri.replace(f"user:{CANARY}", "***") for uri in (f.uri for f in listed)] == shown
    assert shown


def test_filtered_file_types_are_named_with_their_rule(tmp_path: Path) -> None:
    request, draft, wanted = at(tmp_path, SOURCES[1])
    found = asked_for(request, draft, wanted, {})
    assert {one.file_type for one in found if not one.skipped} == {"pe", "pdb"}
    assert {one.rule for one in found if one.skipped} == {"not among its file types"}
    assert CANARY not in repr(found)


def test_a_folder_that_is_searched_has_no_paths(tmp_path: Path) -> None:
    source = {**SOURCES[0], "layout": {"type": "scan"}}
    found = asked_for(*at(tmp_path, source), {})
    assert all("any file below" in one.location for one in found)


def test_sentry_is_asked_for_a_list(tmp_path: Path) -> None:
    (one,) = asked_for(*at(tmp_path, SOURCES[3]), {})
    assert "3249d99d-0c40-4931-8610-f4e4fb0b6936-1" in one.location
    assert CANARY not in one.location


@pytest.mark.parametrize(
    ("filters", "rule"),
    [
        pytest.param(Filters(), "", id="none"),
        pytest.param(Filters(filetypes=("pdb",)), "not among its file types", id="type"),
        pytest.param(Filters(path_patterns=("b*",)), "modules: no pattern matches", id="glob"),
        pytest.param(Filters(requires_checksum=True), "checksum: the module has none", id="sum"),
        pytest.param(Filters(path_patterns=("a*",), filetypes=("pe",)), "", id="allowed"),
    ],
)
def test_rules(filters: Filters, rule: str) -> None:
    source = HttpSource(id="h", url="https://h/", filters=filters)
    wanted = ObjectId("pe", code_file="app.exe")
    assert rule_against(source, "pe", wanted) == rule
    assert filetypes.allowed(filters, "pe", wanted) is (rule == "")


def test_a_type_without_a_path_says_so(tmp_path: Path) -> None:
    found = asked_for(*at(tmp_path, SOURCES[0]), {})
    without = [one for one in found if not one.location]
    assert without
    assert all(one == Asked(file_type=one.file_type, location="", rule=one.rule) for one in without)
    assert all("no path" in one.rule for one in without)
