"""Which locations are asked, which object of a file is meant, and which file is best."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.fetch.remote import RemoteFile, SentryFile
from inspector.fetch.waiting import step
from inspector.model.ids import DebugId, ObjectId
from inspector.model.outcome import NOT_FOUND, Miss, Why
from inspector.model.places.sources import Filters, HttpSource, Layout, SentrySource
from inspector.native.finding.lookup import (
    Place,
    Probe,
    choose,
    choose_slice,
    locations,
)
from inspector.objects.identify import ObjectInfo
from tests.native.fakes import BUNDLE, DEBUG, NOTHING, OTHER, SYMBOLS, WEB, FakeFiles

UUID = "5d13e14e7c820d6003d24d2b00b150de"
WANTED = ObjectId(object_type="elf", code_id="abcdef0123", debug_id=DebugId(UUID))


def at(source: Any) -> Place:
    return Place(source, trusted=False, folder="/r", scope="team")


def listed(*sources: Any, wanted: ObjectId = WANTED, **files: Any) -> list[str]:
    asked: Any = files.get("files", FakeFiles({}))
    types: Any = files.get("types", ("elf_code", "elf_debug"))
    found = step(locations([at(source) for source in sources], types, wanted, asked))
    return [file.uri for file in found]


def test_sources_come_first_then_file_types() -> None:
    assert listed(WEB, OTHER) == [
        "https://h/ab/cdef0123",
        "https://h/ab/cdef0123.debug",
        "https://o/ab/cdef0123",
        "https://o/ab/cdef0123.debug",
    ]


def test_filters_leave_locations_out() -> None:
    only = HttpSource(id="a", url="https://a/", filters=Filters(filetypes=("elf_debug",)))
    assert listed(only) == ["https://a/ab/cdef0123.debug"]


def test_an_index_leaves_out_what_it_does_not_list() -> None:
    store = HttpSource(id="s", url="https://s/", layout=Layout(type="symstore"), has_index=True)
    path = "_.debug/elf-buildid-sym-abcdef0123/_.debug"
    assert listed(store, files=FakeFiles({path: "x"})) == [f"https://s/{path}"]
    assert listed(store, files=FakeFiles({path.upper(): "x"})) == []
    assert listed(store, files=FakeFiles({})) == []


def test_an_index_counts_with_its_layout_only() -> None:
    other = HttpSource(id="s", url="https://s/", has_index=True)
    assert len(listed(other, files=FakeFiles({}))) == 2


def test_the_checksum_is_sent_to_http_sources() -> None:
    wanted = ObjectId(object_type="elf", code_id="abcdef0123", debug_checksum="SHA256:1f")
    files: Any = FakeFiles({})
    found = step(locations([at(WEB)], ("elf_code",), wanted, files))
    assert found[0].headers == (("SymbolChecksum", "SHA256:1f"),)


class Listing(FakeFiles):
    """A Sentry project with files of three kinds."""

    async def sentry_files(
        self, file: RemoteFile, debug_id: str | None, code_id: str | None
    ) -> tuple[SentryFile, ...]:
        assert (debug_id, code_id) == ("5d13e14e-7c82-0d60-03d2-4d2b00b150de", "abcdef0123")
        return (SentryFile("1", "macho"), SentryFile("3", "elf"), SentryFile("2", "elf"))


def test_a_sentry_source_gives_what_it_lists_of_the_wanted_kinds_in_its_order() -> None:
    sentry = SentrySource(id="s", url="https://s/", token="t")
    assert listed(sentry, files=Listing({})) == [
        "sentry://project_debug_file/3",
        "sentry://project_debug_file/2",
    ]


def fat(uuid: str, age: int = 0, **keys: Any) -> ObjectInfo:
    fields: dict[str, Any] = {"size": 10, "offset": 64, "format": "macho", "has_symbols": True}
    return ObjectInfo(debug_id=str(DebugId(uuid, age)), **(fields | keys))


OTHER_UUID = "0" * 31 + "1"
BROKEN = ObjectInfo(offset=128, size=10, error="truncated")


@pytest.mark.parametrize(
    ("objects", "wanted", "expected"),
    [
        pytest.param((SYMBOLS,), WANTED, SYMBOLS, id="one-object-is-never-compared"),
        pytest.param((fat(OTHER_UUID), fat(UUID)), WANTED, fat(UUID), id="the-slice-of-the-id"),
        pytest.param((fat(UUID, 3),), WANTED, fat(UUID, 3), id="a-higher-age-is-fine"),
        pytest.param(
            (fat(UUID, 1),), ObjectId(debug_id=DebugId(UUID, 2)), NOT_FOUND, id="a-lower-age-is-not"
        ),
        pytest.param((fat(OTHER_UUID),), WANTED, NOT_FOUND, id="none"),
        pytest.param(
            (fat(OTHER_UUID), BROKEN),
            WANTED,
            Miss(Why.MALFORMED, "truncated"),
            id="none-and-broken",
        ),
        pytest.param((BROKEN, fat(UUID)), WANTED, fat(UUID), id="broken-beside-the-right-one"),
        pytest.param(
            (fat(UUID, code_id="aa"), fat(OTHER_UUID, code_id="bb")),
            ObjectId(code_id="bb"),
            fat(OTHER_UUID, code_id="bb"),
            id="by-code-id-without-debug-id",
        ),
        pytest.param((fat(UUID),), ObjectId(code_id="bb"), fat(UUID), id="a-slice-without-code-id"),
    ],
)
def test_choose_slice(objects: Any, wanted: ObjectId, expected: object) -> None:
    assert choose_slice(objects, wanted) == expected


def probe(number: int, outcome: ObjectInfo | Miss) -> Probe:
    file = RemoteFile(source=WEB, location=str(number))
    if isinstance(outcome, Miss):
        return Probe(file, miss=outcome)
    return Probe(file, info=outcome)


FAILED = Miss(Why.DOWNLOAD_FAILED, "x")


@pytest.mark.parametrize(
    ("outcomes", "purpose", "expected"),
    [
        pytest.param([SYMBOLS, DEBUG], "debug", 1, id="debug-info-beats-symbols"),
        pytest.param([DEBUG, DEBUG], "debug", 0, id="of-equals-the-first"),
        pytest.param([FAILED, SYMBOLS], "debug", 1, id="anything-beats-a-failure"),
        pytest.param([FAILED, NOT_FOUND], "debug", 0, id="the-first-failure"),
        pytest.param([NOT_FOUND, FAILED], "debug", 0, id="also-if-it-is-not-found"),
        pytest.param([NOTHING, NOT_FOUND], "debug", 1, id="unusable-objects-do-not-count"),
        pytest.param([NOTHING], "debug", None, id="nothing-usable"),
        pytest.param([], "debug", None, id="nothing-listed"),
        pytest.param([DEBUG, BUNDLE], "source", 1, id="sources"),
    ],
)
def test_choose(outcomes: list[Any], purpose: Any, expected: int | None) -> None:
    probes = [probe(i, outcome) for i, outcome in enumerate(outcomes)]
    best = choose(probes, purpose)
    assert (None if best is None else probes.index(best)) == expected


@given(st.lists(st.sampled_from([DEBUG, SYMBOLS, NOTHING, FAILED, NOT_FOUND]), max_size=8))
def test_a_failure_only_represents_what_has_no_object(outcomes: list[Any]) -> None:
    best = choose([probe(i, outcome) for i, outcome in enumerate(outcomes)], "debug")
    usable = any(outcome in (DEBUG, SYMBOLS) for outcome in outcomes)
    assert (best is not None and best.info is not None) == usable
