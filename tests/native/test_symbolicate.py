"""Whole runs over made-up sources: the outcome table of spec/native.md 5, row by row."""

import asyncio
from typing import Any

import pytest

from inspector.fetch.caching.cached import NotCached
from inspector.fetch.waiting import step
from inspector.model.events import Event, ModuleReady, ModulesFound, ThreadReady
from inspector.model.outcome import RESTRICTED, Miss, Why
from inspector.model.places.sources import Filters, HttpSource
from inspector.native.access import Access
from inspector.native.finding.candidates import NOTHING_LISTED
from inspector.native.symbolicate import Surroundings, symbolicate
from inspector.native.wire import from_tree
from tests.native.fakes import (
    DEBUG,
    NOTHING,
    OTHER,
    SYMBOLS,
    WEB,
    FakeFiles,
    FakeTable,
    World,
    place,
)
from tests.native.one_module import AT, BASE, CODE, DEBUG_FILE, ELF, request


def first(world: World, asked: dict[str, Any]) -> tuple[str, str, list[Any]]:
    """Frame status ("" when dropped), module status, and (download, debug) per candidate."""
    response = world.run(asked).response
    frames = response.stacktraces[0].frames
    module = response.modules[0] if response.modules else None
    candidates = module.candidates if module else ()
    return (
        frames[0].status if frames else "",
        module.debug_status if module else "",
        [
            (c.download.status, c.download.details, c.debug.status if c.debug else None)
            for c in candidates
            if c.location.endswith(CODE)
        ],
    )


OUTCOMES = [
    pytest.param({}, ("missing", "missing", [("notfound", None, None)]), id="404"),
    pytest.param(
        {CODE: Miss(Why.NO_PERMISSION, "403 Forbidden")},
        ("missing", "fetching_failed", [("noperm", "403 Forbidden", None)]),
        id="403",
    ),
    pytest.param(
        {CODE: Miss(Why.DOWNLOAD_FAILED, "500 Internal Server Error")},
        (
            "missing",
            "fetching_failed",
            [("error", "download failed: 500 Internal Server Error", None)],
        ),
        id="500",
    ),
    pytest.param(
        {CODE: Miss(Why.DOWNLOAD_FAILED, RESTRICTED)},
        ("missing", "fetching_failed", [("error", f"download failed: {RESTRICTED}", None)]),
        id="restricted",
    ),
    pytest.param(
        {CODE: Miss(Why.TIMEOUT, "200ms")},
        ("missing", "timeout", [("error", "download timed out after 200ms", None)]),
        id="time-limit",
    ),
    pytest.param(
        {CODE: Miss(Why.MALFORMED, "cab file is empty")},
        ("malformed", "malformed", [("malformed", None, "malformed")]),
        id="unpacking-fails",
    ),
    pytest.param(
        {CODE: Miss(Why.INTERNAL)},
        ("missing", "other", [("error", "internal error", "malformed")]),
        id="internal",
    ),
    pytest.param(
        {CODE: "garbage"},
        ("malformed", "malformed", [("malformed", None, "malformed")]),
        id="unparsable",
    ),
    pytest.param(
        {CODE: "unusable"},
        ("missing", "missing", [("ok", None, None)]),
        id="neither-debug-info-nor-symbols",
    ),
    pytest.param(
        {CODE: "unconvertible"},
        ("malformed", "malformed", [("ok", None, "malformed")]),
        id="conversion-fails",
    ),
    pytest.param(
        {CODE: "vanished"}, ("missing", "missing", [("ok", None, "error")]), id="object-gone"
    ),
    pytest.param(
        {CODE: "broken"}, ("missing", "other", [("ok", None, "error")]), id="building-fails"
    ),
    pytest.param({CODE: "good"}, ("symbolicated", "found", [("ok", None, "ok")]), id="success"),
    pytest.param(
        {CODE: "uncovered"}, ("missing_symbol", "found", [("ok", None, "ok")]), id="not-covered"
    ),
    pytest.param(
        {CODE: Miss(Why.DOWNLOAD_FAILED, "x"), DEBUG_FILE: "good"},
        ("symbolicated", "found", [("error", "download failed: x", None)]),
        id="a-failure-beside-a-good-file",
    ),
]
INFOS = {
    "garbage": Miss(Why.MALFORMED, "unknown format"),
    "unusable": NOTHING,
    "unconvertible": DEBUG,
    "vanished": DEBUG,
    "broken": DEBUG,
    "good": DEBUG,
    "uncovered": DEBUG,
    "symbols": SYMBOLS,
}
TABLES = {
    "unconvertible": Miss(Why.MALFORMED, "bad DWARF"),
    "vanished": Miss(Why.NOT_FOUND),
    "broken": Miss(Why.INTERNAL),
    "good": FakeTable({0x20: (place(),)}),
    "uncovered": FakeTable(),
    "symbols": FakeTable({0x20: (place(0, "only_symbol"),)}),
}


@pytest.mark.parametrize(("files", "expected"), OUTCOMES)
def test_outcomes(files: dict[str, Any], expected: Any) -> None:
    assert first(World(files, INFOS, TABLES), request(AT)) == expected


def test_no_sources_leave_no_candidates() -> None:
    world = World(sources=())
    assert first(world, request(AT)) == ("missing", "missing", [])
    assert world.run(request(AT)).response.modules[0].candidates == ()


@pytest.mark.parametrize(
    ("asked", "modules"),
    [
        pytest.param(request(AT, modules=[]), [], id="no-modules"),
        pytest.param(request(BASE - 1), [ELF], id="below"),
        pytest.param(request(BASE + 0x101), [ELF], id="beyond"),
        pytest.param(
            request(AT, modules=[ELF | {"image_size": (1 << 64) - 1}]), [ELF], id="overflow"
        ),
        pytest.param(
            request(stacktraces=[{"frames": [{"instruction_addr": 5, "addr_mode": "rel:99"}]}]),
            [ELF],
            id="number-out-of-range",
        ),
    ],
)
def test_unknown_image(asked: dict[str, Any], modules: list[Any]) -> None:
    world = World({CODE: "good"}, INFOS, TABLES)
    status, debug_status, _ = first(world, asked)
    assert (status, debug_status) == ("unknown_image", "unused" if modules else "")
    assert world.files.asked == []


def test_an_absolute_address_in_a_module_without_one() -> None:
    asked = request(0x20, modules=[ELF | {"image_addr": 0}])
    world = World({CODE: "good"}, INFOS, TABLES)
    assert first(world, asked)[:2] == ("missing_symbol", "found")


@pytest.mark.parametrize(
    ("order", "status"),
    [
        pytest.param((Why.NOT_FOUND, Why.DOWNLOAD_FAILED), "missing", id="404-then-500"),
        pytest.param((Why.DOWNLOAD_FAILED, Why.NOT_FOUND), "fetching_failed", id="500-then-404"),
    ],
)
def test_the_first_failure_decides(order: tuple[Why, Why], status: str) -> None:
    files: dict[str, Any] = {CODE: Miss(order[0]), DEBUG_FILE: Miss(order[1])}
    assert first(World(files), request(AT))[1] == status


def test_debug_info_of_a_later_source_beats_symbols_of_an_earlier_one() -> None:
    world = World({CODE: "symbols", DEBUG_FILE: "good"}, INFOS, TABLES, sources=(WEB, OTHER))
    frame = world.run(request(AT)).response.stacktraces[0].frames[0]
    assert frame.symbol == "main"


def test_candidates_are_sorted_merged_and_tell_what_was_used() -> None:
    world = World({DEBUG_FILE: "good"}, INFOS, TABLES, sources=(WEB, OTHER))
    (module,) = world.run(request(AT)).response.modules
    keys = [(c.source, c.location) for c in module.candidates]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
    used = [c.location for c in module.candidates if c.debug]
    assert used == [f"https://h/{DEBUG_FILE}"]


def test_candidates_are_dropped_from_the_response_but_not_from_the_answer() -> None:
    answer = World({CODE: "good"}, INFOS, TABLES).run(request(AT, options={}))
    assert answer.response.modules[0].candidates == ()
    assert answer.candidates()[0]


def test_a_source_without_a_path_shows_as_a_placeholder() -> None:
    asked = request(AT, modules=[ELF | {"code_id": ""}])
    (module,) = World().run(asked).response.modules
    assert [(c.location, c.download.status) for c in module.candidates] == [
        ("No object files listed on this source", "notfound")
    ]


@pytest.mark.parametrize(
    ("file_types", "shown"),
    [
        pytest.param(["elf_code"], [NOTHING_LISTED, CODE], id="debug-lookup-only"),
        pytest.param(["sourcebundle"], [NOTHING_LISTED, f"{CODE}.src.zip"], id="source-only"),
        pytest.param(["elf_debug"], [DEBUG_FILE], id="both-lookups"),
        pytest.param(["pe"], [NOTHING_LISTED], id="neither"),
    ],
)
def test_each_lookup_without_a_location_shows_as_a_placeholder(
    file_types: Any, shown: list[str]
) -> None:
    source = HttpSource(id="a", url="https://h/", filters=Filters(filetypes=file_types))
    (module,) = World(sources=(source,)).run(request(AT)).response.modules
    assert [c.location.removeprefix("https://h/") for c in module.candidates] == shown


def test_an_unreadable_debug_id_is_none() -> None:
    plain = World().run(request(AT)).response.modules
    asked = request(AT, modules=[ELF | {"debug_id": "5d13e14e-7c820d6003d24d2b00b150de"}])
    assert World().run(asked).response.modules == plain


def test_threads_and_modules_are_told_as_they_land() -> None:
    events: list[Event] = []
    World({CODE: "good"}, INFOS, TABLES).run(request(AT), events.append)
    assert [type(event) for event in events] == [ModulesFound, ModuleReady, ThreadReady]
    assert isinstance(events[0], ModulesFound)
    assert events[0].used == (0,)


def test_without_live_access_nothing_is_waited_for() -> None:
    with pytest.raises(NotCached):
        step(_unknown(live=False))


def test_what_is_not_on_disk_is_waited_for() -> None:
    answer = asyncio.run(_unknown(live=True))
    assert answer.response.stacktraces[0].frames[0].status == "symbolicated"


def _unknown(*, live: bool) -> Any:
    world = World({CODE: "good"}, INFOS, TABLES)
    unknown: Any = FakeFiles({}, cached=False)
    waiting = Access(files=world.access.files, tables=world.access.tables, waits=True)
    around = Surroundings(
        places=world.places(),
        trusted=False,
        strict=False,
        cached=Access(files=unknown, tables=world.access.tables, waits=False),
        live=waiting if live else None,
        tell=lambda _event: None,
    )
    return symbolicate(from_tree(request(AT)), around)
