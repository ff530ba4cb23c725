"""Answers of the artifact lookup API."""

import json
from typing import Any

import pytest

from inspector.model.places.artifacts import BundleArtifact, FileArtifact, decode_artifacts

BUNDLE: dict[str, Any] = {"type": "bundle", "id": "1", "url": "http://h/b"}
FILE: dict[str, Any] = {"type": "file", "id": "2", "url": "http://h/f", "abs_path": "~/a.js"}


def decoded(*entries: dict[str, Any]) -> Any:
    return decode_artifacts(json.dumps(entries).encode())


def test_bundles_and_files() -> None:
    bundle = BUNDLE | {"resolved_with": "debug-id", "more": 1}
    file = FILE | {"url": "HTTP://H:80", "headers": {"SourceMap": "x"}}
    assert decoded(bundle, file) == (
        BundleArtifact(id="1", url="http://h/b", resolved_with="debug-id"),
        FileArtifact(id="2", url="http://h/", abs_path="~/a.js", headers={"sourcemap": "x"}),
    )


def test_defaults() -> None:
    [bundle, file] = decoded(BUNDLE, FILE)
    assert bundle.resolved_with == file.resolved_with == "unknown"
    assert file.headers == {}


def test_an_empty_answer() -> None:
    assert decoded() == ()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"null",
        b"\xff",
        json.dumps([BUNDLE | {"type": "other"}]).encode(),
        json.dumps([{"id": "1", "url": "http://h/"}]).encode(),
        json.dumps([BUNDLE | {"id": 1}]).encode(),
        json.dumps([BUNDLE | {"url": "relative"}]).encode(),
        json.dumps([BUNDLE | {"resolved_with": "other"}]).encode(),
        json.dumps([BUNDLE | {"resolved_with": None}]).encode(),
        json.dumps([FILE | {"headers": None}]).encode(),
        json.dumps([BUNDLE, FILE | {"abs_path": None}]).encode(),
    ],
    ids=repr,
)
def test_one_bad_entry_spoils_all(content: bytes) -> None:
    assert decode_artifacts(content) is None
