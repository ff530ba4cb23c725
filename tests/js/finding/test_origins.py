"""Origins of source maps, out of and into JSON."""

from typing import Any

import pytest

from inspector.js.finding.origins import (
    EMBEDDED,
    FileKey,
    Origin,
    bundled,
    individual_file,
    read_origin,
    scraped_file,
)
from inspector.model.ids import DebugId

ID = DebugId.parse("2f259f80-58b7-44cb-d7cd-de1505e7e718")
URI = "sentry://project_debug_file/1"


@pytest.mark.parametrize(
    ("origin", "tree"),
    [
        pytest.param(EMBEDDED, "embedded", id="embedded"),
        pytest.param(individual_file(URI), {"individual_file": URI}, id="individual"),
        pytest.param(scraped_file("http://h/#1"), {"scraped_file": "http://h/#1"}, id="scraped"),
        pytest.param(
            bundled(URI, FileKey("source_map", "/a.js.map", ID)),
            {"bundled": [URI, {"source_map": {"abs_path": "/a.js.map", "debug_id": str(ID)}}]},
            id="bundled",
        ),
        pytest.param(
            bundled(URI, FileKey("source_map", None, ID)),
            {"bundled": [URI, {"source_map": {"debug_id": str(ID)}}]},
            id="bundled-by-id",
        ),
        pytest.param(
            bundled(URI, FileKey("source", "/a.js")),
            {"bundled": [URI, {"source": {"abs_path": "/a.js"}}]},
            id="bundled-source",
        ),
    ],
)
def test_round_trip(origin: Origin, tree: Any) -> None:
    assert origin.tree == tree
    assert read_origin(tree) == origin


def test_ids_are_written_in_one_spelling() -> None:
    tree = {"bundled": [URI, {"source_map": {"abs_path": None, "debug_id": "2F25" + ID.uuid[4:]}}]}
    assert read_origin(tree) == bundled(URI, FileKey("source_map", None, ID))


@pytest.mark.parametrize(
    "tree",
    [
        None,
        1,
        "scraped_file",
        {},
        {"individual_file": 1},
        {"unknown": "x"},
        {"individual_file": "x", "scraped_file": "y"},
        {"bundled": [URI]},
        {"bundled": [1, {"source_map": {}}]},
        {"bundled": [URI, {"other": {}}]},
        {"bundled": [URI, {"source": {}}]},
        {"bundled": [URI, {"source_map": {"debug_id": "x"}}]},
        {"bundled": [URI, {"source_map": {"abs_path": 1}}]},
        {"bundled": [URI, []]},
    ],
    ids=repr,
)
def test_what_is_no_origin(tree: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  the reason is for people
        read_origin(tree)
