"""Edits as a request body, and in a settings file."""

import json
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from inspector.editing.configured import Configured
from inspector.editing.desk import applied, state_of
from inspector.editing.drafts import State, added, new_source, toggled
from inspector.editing.requests import (
    left_out,
    request_body,
    settings_scraping,
    settings_sources,
    written_out,
)
from inspector.opening import load
from inspector.settings import load_settings
from inspector.settings.write import SettingsFile
from tests.editing.opened import CANARY, JS, NATIVE, opened

NOTHING = Configured(place="settings", folder="/nowhere", trees=())


def written(
    folder: Path, tree: dict[str, Any], state: State | None = None, *, secrets: bool = False
) -> tuple[dict[str, Any], bytes]:
    request = opened(folder, tree)
    before = (folder / "crash.json").read_bytes()
    state = state or state_of(request, NOTHING)
    body = request_body(request, before, state, {"T": "t"}, folder=str(folder), secrets=secrets)
    return json.loads(body), body


@pytest.mark.parametrize("tree", [NATIVE, JS], ids=["native", "js"])
def test_nothing_edited_says_the_same(tmp_path: Path, tree: dict[str, Any]) -> None:
    _, body = written(tmp_path, tree, secrets=True)
    again = tmp_path / "again.json"
    again.write_bytes(body)
    first, second = load(str(tmp_path / "crash.json")), load(str(again))
    if tree is NATIVE:
        assert second.body == first.body
    else:
        assert second.body == replace(first.body, sources=second.body.sources)


def test_keys_we_do_not_know_are_kept(tmp_path: Path) -> None:
    assert written(tmp_path, NATIVE)[0]["unknown_key"] == {"kept": True}


@pytest.mark.parametrize("tree", [NATIVE, JS], ids=["native", "js"])
def test_22_no_secret_unless_asked_for(tmp_path: Path, tree: dict[str, Any]) -> None:
    plain, body = written(tmp_path, tree)
    assert CANARY.encode() not in body
    assert b"***" in body
    (tmp_path / "redacted.json").write_text(json.dumps(plain))
    load(str(tmp_path / "redacted.json"))  # it still is a request
    assert CANARY.encode() in written(tmp_path, tree, secrets=True)[1]


def test_the_query_of_a_source_is_a_secret(tmp_path: Path) -> None:
    source = {"type": "http", "id": "h", "url": f"https://u:{CANARY}@h.example/x?opaque={CANARY}"}
    plain, _ = written(tmp_path, {**NATIVE, "sources": [source]})
    assert plain["sources"][0]["url"] == "https://***@h.example/x?***"


def test_references_become_secrets_only_if_asked_for(tmp_path: Path) -> None:
    source = {"type": "sentry", "id": "s", "url": "https://s.example/", "token": {"env": "T"}}
    request = opened(tmp_path, {**NATIVE, "sources": []})
    state = added(state_of(request, NOTHING), source, str(tmp_path))
    tree = {**NATIVE, "sources": []}
    assert written(tmp_path, tree, state)[0]["sources"][0]["token"] == "***"
    assert written(tmp_path, tree, state, secrets=True)[0]["sources"][0]["token"] == "t"


def test_what_is_off_is_left_out(tmp_path: Path) -> None:
    state = toggled(state_of(opened(tmp_path, NATIVE), NOTHING), 0)
    assert left_out(state) == ["local"]
    assert "local" not in [one["id"] for one in written(tmp_path, NATIVE, state)[0]["sources"]]
    assert "local" not in [one["id"] for one in settings_sources(state, str(tmp_path))]


def test_relative_paths_are_spelt_out_elsewhere(tmp_path: Path) -> None:
    request = opened(tmp_path, NATIVE)
    state = state_of(request, NOTHING)
    other = tmp_path / "other"
    other.mkdir()
    before = (tmp_path / "crash.json").read_bytes()
    body = request_body(request, before, state, {}, folder=str(other), secrets=False)
    assert json.loads(body)["sources"][0]["path"] == str(tmp_path / "symbols")
    assert settings_sources(state, str(other))[0]["path"] == str(tmp_path / "symbols")
    assert settings_sources(state, str(tmp_path))[0]["path"] == "symbols"
    assert settings_sources(state, str(tmp_path.parent))[0]["path"] == f"{tmp_path.name}/symbols"


def test_a_request_without_sources_gets_none_by_itself(tmp_path: Path) -> None:
    tree = {key: value for key, value in NATIVE.items() if key != "sources"}
    assert "sources" not in written(tmp_path, tree)[0]


def test_settings_file_reads_as_it_was_meant(tmp_path: Path) -> None:
    """Round trip: what is saved is what a request without sources asks afterwards."""
    request = opened(tmp_path, {**NATIVE, "sources": []})
    state = state_of(request, NOTHING)
    for kind in ("mozilla", "http", "filesystem"):
        state = added(state, new_source(kind), str(tmp_path))
    secret = {"type": "sentry", "id": "s", "url": "https://s.example/", "token": {"env": "T"}}
    state = added(state, secret, str(tmp_path))
    state = toggled(toggled(state, 1), 2)  # these two still have to be filled in
    file = SettingsFile.open(str(tmp_path / "inspector.toml"))
    file.set_sources(settings_sources(state, str(tmp_path)))
    file.save()
    settings = load_settings(file.path, environ={"T": "t"})
    first = state_of(request, NOTHING)
    assert settings.sources == applied(request, first, state, {"T": "t"}).body.sources


def test_secrets_that_stand_there_are_named(tmp_path: Path) -> None:
    state = state_of(opened(tmp_path, NATIVE), NOTHING)
    names = written_out([*settings_sources(state, str(tmp_path)), settings_scraping(state)])
    assert names == [
        "vendor: headers.authorization",
        "bucket: secret_key",
        "project: token",
        "cloud: bearer_token",
        "scraping: headers.x-k",
    ]


def test_what_nobody_wrote_is_not_written(tmp_path: Path) -> None:
    body, _ = written(tmp_path, NATIVE, secrets=True)
    first = {key: value for key, value in NATIVE["sources"][0].items() if key != "layout"}
    assert body["sources"] == [first, *NATIVE["sources"][1:]]  # the usual layout goes as well
    assert body["scraping"] == {**NATIVE["scraping"], "verify_ssl": True}
    assert "type" not in written(tmp_path, JS)[0]["source"]
