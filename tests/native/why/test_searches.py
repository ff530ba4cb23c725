"""What one question came to: which type each location was asked as, and what was left out."""

from typing import Any

import pytest

from inspector.fetch.waiting import step
from inspector.model.ids import ObjectId
from inspector.model.places.sources import FileType, Filters, HttpSource, Layout, S3Source, Source
from inspector.model.why.trace import Search, Transfer
from inspector.native.finding.lookup import Place
from inspector.native.prepare import look_up
from inspector.native.why.searches import searched
from tests.native.fakes import DEBUG, FakeTable, World

ELF = ObjectId(object_type="elf", code_id="abcdef", code_file="/bin/app")
TYPES: tuple[FileType, ...] = ("elf_code", "elf_debug", "breakpad")
HOW = Transfer(origin="cache", age=1.0)


def search(*sources: Source, excluded: frozenset[str] = frozenset(), **more: Any) -> Search:
    world = World(more.get("files"), {"good": DEBUG}, {"good": FakeTable()}, sources)
    places = [
        Place(source, trusted=True, folder="/r", scope="global", excluded=excluded)
        for source in sources
    ]
    lookup = step(look_up(places, TYPES, ELF, world.access))
    return searched(lookup, lookup.best, lambda *_: HOW)


def source(**more: Any) -> HttpSource:
    return HttpSource(id="web", url="https://h/", **more)


def test_each_location_has_the_type_it_was_asked_as() -> None:
    found = search(source(), files={"ab/cdef.debug": "good"})
    assert [(one.uri, one.file_type) for one in found.asked] == [
        ("https://h/ab/cdef", "elf_code"),
        ("https://h/ab/cdef.debug", "elf_debug"),
    ]
    assert found.best is not None
    assert (found.best.file_type, found.best.features) == ("elf_debug", ("debug", "symbols"))


@pytest.mark.parametrize(
    ("more", "rules"),
    [
        pytest.param({}, {"breakpad": "layout"}, id="no-debug-id-for-breakpad"),
        pytest.param(
            {"filters": Filters(filetypes=("elf_code",))},
            {"elf_debug": "filetypes", "breakpad": "filetypes"},
            id="file-types",
        ),
        pytest.param(
            {"filters": Filters(path_patterns=("/opt/**",))},
            dict.fromkeys(TYPES, "path_patterns"),
            id="path-patterns",
        ),
        pytest.param(
            {"filters": Filters(requires_checksum=True)},
            dict.fromkeys(TYPES, "requires_checksum"),
            id="checksum",
        ),
        pytest.param(
            {"layout": Layout(type="symstore"), "has_index": True},
            {"elf_code": "index", "elf_debug": "index", "breakpad": "layout"},
            id="index",
        ),
    ],
)
def test_what_was_left_out(more: dict[str, Any], rules: dict[str, str]) -> None:
    found = search(source(**more))
    assert {one.file_type: one.rule for one in found.filtered} == rules
    assert all(one.text for one in found.filtered)


def test_what_the_person_left_out() -> None:
    found = search(source(), excluded=frozenset({"https://h/ab/cdef"}))
    assert [one.uri for one in found.asked] == ["https://h/ab/cdef.debug"]
    assert {one.file_type: one.rule for one in found.filtered} == {
        "elf_code": "excluded",
        "breakpad": "layout",
    }


def test_sources_are_told_apart() -> None:
    bucket = S3Source(id="bucket", bucket="b", region="eu-1")
    found = search(source(), bucket, files={"ab/cdef": "good"})
    assert [one.source for one in found.asked] == ["web", "web", "bucket", "bucket"]
    assert [one.chosen for one in found.asked] == [True, False, False, False]
