"""Whole runs over made-up sources: the outcome table of spec/native.md 5, row by row."""

import asyncio
from typing import Any

import pytest

from inspector.fetch.cached import NotCached
from inspector.model.events import Event, ModuleReady, ModulesFound, ThreadReady
from inspector.model.outcome import RESTRICTED, Miss, Why
from inspector.model.sources import FilesystemSource
from inspector.native.access import Access, step
from inspector.native.symbolicate import Surroundings, symbolicate
from inspector.native.wire import Frame, Module, from_tree
from inspector.objects.identify import ObjectInfo
from tests.native.fakes import (
    DEBUG,
    NOTHING,
    OTHER,
    PORTABLE,
    SYMBOLS,
    WEB,
    WINDOWS,
    FakeFiles,
    FakeTable,
    World,
    place,
)

CODE_ID = "abcdef0123"
CODE, DEBUG_FILE = "ab/cdef0123", "ab/cdef0123.debug"
BASE = 0x1000
ELF = {"type": "elf", "code_id": CODE_ID, "image_addr": BASE, "image_size": 0x100}
OK = FakeTable({0x20: (place(),)})


def request(*addresses: int, **keys: Any) -> dict[str, Any]:
    frames = [{"instruction_addr": address} for address in addresses]
    return {
        "modules": [ELF],
        "stacktraces": [{"frames": frames}],
        "options": {"dif_candidates": True},
    } | keys


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


AT = BASE + 0x20
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
    "good": OK,
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
    assert answer.candidates[0]


def test_a_source_without_a_path_shows_as_a_placeholder() -> None:
    asked = request(AT, modules=[ELF | {"code_id": ""}])
    (module,) = World().run(asked).response.modules
    assert [(c.location, c.download.status) for c in module.candidates] == [
        ("No object files listed on this source", "notfound")
    ]


def answered(world: World, asked: dict[str, Any]) -> list[Frame]:
    return world.run(asked).response.stacktraces[0].frames


def frames(*given: dict[str, Any], **keys: Any) -> dict[str, Any]:
    return request(stacktraces=[{"frames": list(given)}], **keys)


INLINED = FakeTable(
    {
        0x20: (place(9, "inner"), place(15, "outer", 0x18)),
        0x1F: (place(1, "before"),),
    }
)


def test_an_inline_chain_is_innermost_first() -> None:
    world = World({CODE: "good"}, INFOS, {"good": INLINED})
    inner, outer = answered(world, request(AT))
    assert (inner.symbol, inner.sym_addr, inner.original_index) == ("inner", None, 0)
    assert (outer.symbol, outer.sym_addr, outer.original_index) == ("outer", "0x1018", 0)


def test_caller_first_is_callee_first_reversed() -> None:
    world = World({CODE: "good"}, INFOS, {"good": INLINED})
    callee = request(AT, AT, 0x9999)
    caller = request(
        0x9999, AT, AT, options={"dif_candidates": True, "frame_order": "caller_first"}
    )
    assert answered(world, caller) == answered(world, callee)[::-1]


def test_the_call_is_looked_up_and_echoed_not_the_return_address() -> None:
    world = World({CODE: "good"}, INFOS, {"good": INLINED})
    _, _, second = answered(world, request(AT, AT))
    assert (second.symbol, second.instruction_addr) == ("before", "0x101f")


def test_one_flag_in_a_thread_makes_its_other_frames_callers() -> None:
    world = World({CODE: "good"}, INFOS, {"good": INLINED})
    first_, second, _ = answered(
        world,
        frames(
            {"instruction_addr": AT},
            {"instruction_addr": AT, "adjust_instruction_addr": False},
        ),
    )
    assert (first_.symbol, second.symbol) == ("before", "inner")


def test_below_the_image_after_stepping_back() -> None:
    world = World({CODE: "good"}, INFOS, {"good": FakeTable({0: (place(),)})})
    _, second = answered(world, request(BASE, BASE))
    assert (second.status, second.instruction_addr) == ("missing_symbol", "0x1000")


def test_success_drops_and_failure_keeps_what_the_reporter_sent() -> None:
    world = World({CODE: "good"}, INFOS, TABLES)
    sent = {"in_app": True, "vars": {"a": 1}, "source_link": "x", "lang": "go", "function": "f"}
    good, bad = answered(
        world,
        frames({"instruction_addr": AT} | sent, {"instruction_addr": 0x9999} | sent),
    )
    assert (good.in_app, good.vars, good.source_link, good.lang) == (None, None, None, "c")
    assert (bad.in_app, bad.vars, bad.source_link, bad.lang) == (True, {"a": 1}, "x", "go")


def test_the_package_is_the_modules_code_file_once_there_is_a_module() -> None:
    sent = {"instruction_addr": AT, "package": "sent"}
    with_file = frames(sent, modules=[ELF | {"code_file": "/lib/x"}])
    assert answered(World(), with_file)[0].package == "/lib/x"
    assert answered(World(), frames(sent))[0].package is None
    assert answered(World(), frames(sent | {"instruction_addr": 1}))[0].package == "sent"


SCAN = {"trust": "scan"}


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        pytest.param({"instruction_addr": 0x9999} | SCAN, [], id="scan-unknown-image"),
        pytest.param({"instruction_addr": BASE} | SCAN, [], id="scan-missing-symbol"),
        pytest.param({"instruction_addr": AT} | SCAN, ["symbolicated"], id="scan-symbolicated"),
        pytest.param(
            {"instruction_addr": 0x9999, "trust": "cfiscan"}, ["unknown_image"], id="cfiscan"
        ),
    ],
)
def test_scanned_frames(sent: dict[str, Any], kept: list[str]) -> None:
    world = World({CODE: "good"}, INFOS, TABLES)
    assert [frame.status for frame in answered(world, frames(sent))] == kept


def test_a_module_whose_frames_were_all_dropped_is_unused_again() -> None:
    world = World({CODE: "good"}, INFOS, TABLES)
    module = world.run(frames({"instruction_addr": BASE} | SCAN)).response.modules[0]
    assert (module.debug_status, module.arch, module.features.has_debug_info) == (
        "unused",
        "x86_64",
        True,
    )


START = FakeTable({0x20: (place(0, "_start"),)})


def test_garbage_below_the_entry_is_dropped() -> None:
    world = World({CODE: "good"}, INFOS, {"good": START})
    assert [f.status for f in answered(world, request(AT, 0x9999))] == ["symbolicated"]
    kept = [f.status for f in answered(world, request(AT, 0x9999, 0x9999))]
    assert kept == ["symbolicated", "unknown_image", "unknown_image"]


@pytest.mark.parametrize(
    ("sent", "function", "symbol"),
    [
        pytest.param({"function": "_Z1fv"}, "f()", "_Z1fv", id="function-only"),
        pytest.param({"symbol": "_Z1fv"}, "f()", "_Z1fv", id="symbol-only"),
        pytest.param({"symbol": "_Z1fv", "function": "g"}, "g", "_Z1fv", id="both"),
        pytest.param({"function": "main"}, "main", None, id="plain"),
        pytest.param({"function": "-[A b]"}, "-[A b]", "-[A b]", id="objective-c"),
        pytest.param({}, None, None, id="neither"),
    ],
)
def test_a_failed_frame_gets_a_readable_name(
    sent: dict[str, Any], function: str | None, symbol: str | None
) -> None:
    (frame,) = answered(World(), frames({"instruction_addr": 1} | sent))
    assert (frame.function, frame.symbol) == (function, symbol)


DOTNET = {
    "type": "pe_dotnet",
    "debug_id": "47d92e5b-ea38-49e9-870c-72d193aeee96",
    "debug_file": "Quay.pdb",
}
PDB = "Quay.pdb/47D92E5BEA3849E9870C72D193AEEE96ffffffff/Quay.pdb"
METHODS = FakeTable(methods={(5, 47): ("C:\\q\\Quay.cs", 13, "csharp")})


def managed(modules: Any = (DOTNET,), **keys: Any) -> dict[str, Any]:
    frame = {"instruction_addr": 47, "addr_mode": "rel:0"} | keys
    return frames(frame, modules=list(modules))


def test_a_managed_frame_keeps_what_was_sent() -> None:
    world = World({PDB: "pdb"}, {"pdb": PORTABLE}, {"pdb": METHODS})
    (frame,) = answered(world, managed(function_id=5, in_app=True, function="Run"))
    assert (frame.status, frame.filename, frame.lineno, frame.lang) == (
        "symbolicated",
        "Quay.cs",
        13,
        "csharp",
    )
    assert (frame.function, frame.in_app, frame.instruction_addr) == ("Run", True, "0x2f")


@pytest.mark.parametrize("keys", [{}, {"function_id": 6}], ids=["no-method", "unknown-method"])
def test_a_managed_frame_without_an_answer(keys: dict[str, Any]) -> None:
    world = World({PDB: "pdb"}, {"pdb": PORTABLE}, {"pdb": METHODS})
    asked = managed(**keys)
    assert first(world, asked)[:2] == ("missing_symbol", "found")


def test_a_windows_pdb_cannot_serve_a_managed_module() -> None:
    world = World({PDB: "pdb"}, {"pdb": WINDOWS})
    module: Module = world.run(managed(function_id=5)).response.modules[0]
    assert (module.debug_status, module.features.has_symbols) == ("unsupported", True)
    (used,) = [c for c in module.candidates if c.debug]
    assert used.debug is not None
    assert used.debug.details == (
        "unsupported: Only portable PDB files can be used for .NET symbolication"
    )


CARRIER = ObjectInfo(format="pe", embeds_pdb=True, size=100)
FOLDER = FilesystemSource(id="here", path="symbols")
EXECUTABLE = "Quay.exe/ABCDEF01234/Quay.exe"
CARRIED = DOTNET | {"code_file": "Quay.exe", "code_id": "abcdef01234"}


@pytest.mark.parametrize(
    ("files", "sources", "strict", "status"),
    [
        pytest.param({PDB: "exe"}, (WEB,), False, "found", id="served-for-the-pdb"),
        pytest.param({PDB: "exe"}, (WEB,), True, "missing", id="not-when-strict"),
        pytest.param({EXECUTABLE: "exe"}, (FOLDER,), False, "found", id="in-a-local-folder"),
        pytest.param({EXECUTABLE: "exe"}, (WEB,), False, "missing", id="no-server-is-asked"),
        pytest.param({PDB: "pdb", EXECUTABLE: "exe"}, (FOLDER,), False, "found", id="pdb-first"),
    ],
)
def test_an_executable_that_carries_its_portable_pdb(
    files: dict[str, Any], sources: Any, strict: bool, status: str
) -> None:
    infos = {"exe": CARRIER, "pdb": PORTABLE}
    world = World(files, infos, {"exe": METHODS, "pdb": METHODS}, sources=sources)
    asked = managed(function_id=5, modules=[CARRIED])
    answer = world.run(asked, strict=strict)
    (module,) = answer.response.modules
    assert module.debug_status == status
    assert answer.response.stacktraces[0].frames[0].lineno == (13 if status == "found" else None)
    shown = [c for c in module.candidates if c.location.endswith("Quay.exe")]
    assert len(shown) == (EXECUTABLE in files and PDB not in files and status == "found")


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
    waiting = Access(world.access.files, world.access.tables, waits=True)
    around = Surroundings(
        places=world.places(),
        trusted=False,
        strict=False,
        cached=Access(unknown, world.access.tables, waits=False),
        live=waiting if live else None,
        tell=lambda _event: None,
    )
    return symbolicate(from_tree(request(AT)), around)
