"""What is wrong with a source, told by its fields."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.editing.checks import (
    Checking,
    expands_to_nothing,
    literal_secrets,
    problems_of,
    read_source,
)
from inspector.editing.fields import TYPES, fields_of, with_text
from inspector.settings.sources import BadSource

AROUND = Checking("/folder", {"KEY": "secret"})
HTTP = {"type": "http", "id": "a", "url": "https://h/"}


@pytest.mark.parametrize(
    ("source", "keys"),
    [
        pytest.param(HTTP, [], id="nothing"),
        pytest.param({**HTTP, "id": ""}, ["id"], id="empty-id"),
        pytest.param({**HTTP, "id": "b"}, ["id"], id="id-twice"),
        pytest.param({**HTTP, "url": ""}, ["url"], id="empty-url"),
        pytest.param({**HTTP, "url": "nonsense"}, ["url"], id="no-url"),
        pytest.param({**HTTP, "url": "ftp://h/"}, ["url"], id="not-of-the-web"),
        pytest.param({"type": "http"}, ["id", "url"], id="nothing-given"),
        pytest.param(
            {**HTTP, "filters": {"filetypes": ["pdbb"]}}, ["filters.filetypes"], id="word"
        ),
        pytest.param(
            {**HTTP, "filters": {"path_patterns": ["***"]}}, ["filters.path_patterns"], id="glob"
        ),
        pytest.param({**HTTP, "layout": {"type": "scan"}}, [""], id="scan-of-a-server"),
        pytest.param({**HTTP, "headers": {"x": {"env": "NO"}}}, ["headers.x"], id="no-variable"),
        pytest.param({**HTTP, "headers": {"x": {"env": "KEY"}}}, [], id="variable"),
        pytest.param({**HTTP, "headers": {"x": {"keyring": "k"}}}, [], id="keyring-is-not-asked"),
        pytest.param({"type": "gcs", "id": "g", "bucket": "b"}, [""], id="no-key"),
        pytest.param(
            {"type": "s3", "id": "s", "bucket": "b", "region": ["a"]}, ["region"], id="s3"
        ),
        pytest.param({"preset": "microsoft"}, [], id="preset"),
        pytest.param({"preset": "microsofd"}, ["preset"], id="no-preset"),
        pytest.param(
            {**HTTP, "id": "", "url": "x", "filters": {"filetypes": ["q"]}},
            ["filters.filetypes", "id", "url"],
            id="all-at-once",
        ),
    ],
)
def test_problems_by_field(source: dict[str, Any], keys: list[str]) -> None:
    found = problems_of(source, AROUND, taken=["b"])
    assert sorted(found) == sorted(keys)
    assert all(found.values())


@given(
    st.sampled_from(sorted(TYPES)),
    st.lists(st.tuples(st.integers(0, 30), st.sampled_from(["", "x", "https://h/", "pe", "$KEY"]))),
)
def test_no_problem_means_the_engine_takes_it(kind: str, typed: list[tuple[int, str]]) -> None:
    """And the other way round, but for what a reader takes and a person did not mean."""
    source: dict[str, Any] = {"type": kind}
    for number, text in typed:
        fields = fields_of(source)
        source = with_text(source, fields[number % len(fields)], text)
    if problems_of(source, AROUND):
        return
    assert [one.id for one in read_source(source, AROUND)] == [source["id"]]


def test_what_cannot_be_read_is_told() -> None:
    with pytest.raises(BadSource):
        read_source({"type": "http"}, AROUND)


def test_literal_secrets_are_named_not_told() -> None:
    source = {**HTTP, "headers": {"x": "canary", "y": {"env": "KEY"}}, "token": "canary"}
    assert literal_secrets(source) == ["headers.x", "token"]


def test_a_preset_may_stand_for_nothing() -> None:
    assert expands_to_nothing({"preset": "DEBUGINFOD_URLS"}, AROUND)
    assert not expands_to_nothing({"preset": "system-debug"}, AROUND)
    assert not expands_to_nothing(HTTP, AROUND)
