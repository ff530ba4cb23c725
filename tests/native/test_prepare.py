"""One module: everything asked, the best object taken, its table opened, and how it went.

The statuses of failures are rows of the outcome table in test_symbolicate.
"""

from typing import Any

import pytest

from inspector.fetch.waiting import step
from inspector.model.ids import ObjectId
from inspector.model.outcome import Miss, Why
from inspector.model.places.sources import FilesystemSource, FileType
from inspector.native.address import cpu
from inspector.native.finding.lookup import Purpose
from inspector.native.prepare import Prepared, look_up, prepare, unused
from inspector.native.wire import NO_FEATURES, RawModule, Status
from inspector.objects.identify import ObjectInfo
from tests.native.fakes import (
    BUNDLE,
    DEBUG,
    NOTHING,
    OTHER,
    PORTABLE,
    SYMBOLS,
    WEB,
    WINDOWS,
    FakeTable,
    World,
)
from tests.native.one_module import CODE, CODE_ID, DEBUG_FILE, answered, frames

MODULE = RawModule(type="elf", code_id=CODE_ID)


def prepared(world: World, module: RawModule = MODULE) -> Prepared:
    return step(prepare(module, world.places(), world.access, strict=False))


def test_the_tables_architecture_is_the_modules() -> None:
    found = prepared(World({CODE: "f"}, {"f": DEBUG}, {"f": FakeTable(arch="arm64")}))
    assert (found.debug_status, found.arch) == ("found", "arm64")
    assert found.answers.cpu == cpu("arm64")


def test_features_are_those_of_the_chosen_object_alone() -> None:
    found = prepared(World({CODE: "a", DEBUG_FILE: "b"}, {"a": SYMBOLS, "b": DEBUG}))
    assert (found.features.has_debug_info, found.features.has_unwind_info) == (True, False)


@pytest.mark.parametrize(
    ("why", "status", "frames", "debug"),
    [
        pytest.param(Why.MALFORMED, "malformed", "malformed", Status(status="malformed"), id="bad"),
        pytest.param(
            Why.INTERNAL,
            "other",
            "missing",
            Status(status="error", details="internal error"),
            id="internal",
        ),
        pytest.param(
            Why.NOT_FOUND,
            "missing",
            "missing",
            Status(status="error", details="Object file no longer available"),
            id="gone",
        ),
    ],
)
def test_an_object_that_cannot_be_used(why: Why, status: str, frames: str, debug: Status) -> None:
    """What it offers is told all the same."""
    found = prepared(World({CODE: "f"}, {"f": SYMBOLS}, {"f": Miss(why)}))
    assert (found.debug_status, found.answers.failed, found.arch) == (status, frames, "unknown")
    assert found.features.has_symbols
    (used,) = [one for one in found.candidates.sorted() if one.debug]
    assert used.debug == debug


def test_an_object_without_debug_info_and_symbols_is_no_object() -> None:
    found = prepared(World({CODE: "f"}, {"f": NOTHING}))
    assert (found.debug_status, found.features) == ("missing", NO_FEATURES)
    assert not [one for one in found.candidates.sorted() if one.debug]


def test_a_fat_file_without_the_wanted_slice_is_not_found() -> None:
    slices = (ObjectInfo(format="macho", debug_id="0" * 31 + "1", offset=64, size=1),) * 2
    module = RawModule(type="macho", debug_id="5d13e14e7c820d6003d24d2b00b150de")
    path = "5D13/E14E/7C82/0D60/03D2/4D2B00B150DE"
    found = prepared(World({path: "f"}, {"f": slices}), module)
    assert found.debug_status == "missing"
    assert {one.download.status for one in found.candidates.sorted()} == {"notfound"}


def test_every_location_is_asked_though_the_first_has_it() -> None:
    world = World({CODE: "f"}, {"f": DEBUG}, sources=(WEB, OTHER))
    prepared(world)
    assert world.files.asked == [
        f"https://{host}/{path}" for host in "ho" for path in (CODE, DEBUG_FILE)
    ]


def test_an_unused_module_was_never_asked_for() -> None:
    nothing = unused()
    assert (nothing.debug_status, nothing.arch, nothing.features) == (
        "unused",
        "unknown",
        NO_FEATURES,
    )
    assert nothing.candidates.sorted() == ()
    nothing.found_sources()
    assert nothing.features.has_sources
    assert not NO_FEATURES.has_sources


@pytest.mark.parametrize(
    ("purpose", "number"), [("debug", 0), ("source", 1)], ids=["debug", "source"]
)
def test_the_purpose_decides_which_object_is_best(purpose: Purpose, number: int) -> None:
    world = World({CODE: "a", DEBUG_FILE: "b"}, {"a": DEBUG, "b": BUNDLE})
    wanted = ObjectId(object_type="elf", code_id=CODE_ID)
    types: tuple[FileType, ...] = ("elf_code", "elf_debug")
    asked = step(look_up(world.places(), types, wanted, world.access, purpose))
    assert asked.best == asked.probes[number]


DOTNET = {
    "type": "pe_dotnet",
    "debug_id": "47d92e5b-ea38-49e9-870c-72d193aeee96",
    "debug_file": "Quay.pdb",
}
PDB = "Quay.pdb/47D92E5BEA3849E9870C72D193AEEE96ffffffff/Quay.pdb"
METHODS = FakeTable(methods={(5, 47): ("C:\\q\\Quay.cs", 13, "csharp")})


def managed(modules: Any = (DOTNET,), **keys: Any) -> dict[str, Any]:
    """A frame in a .NET method."""
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


def test_an_unknown_language_of_a_managed_frame_is_told() -> None:
    table = FakeTable(methods={(5, 47): ("/q/a.il", 1, "unknown")})
    (frame,) = answered(
        World({PDB: "pdb"}, {"pdb": PORTABLE}, {"pdb": table}), managed(function_id=5)
    )
    assert (frame.lang, frame.filename) == ("unknown", "a.il")


def test_a_method_number_is_cut_to_32_bits() -> None:
    world = World({PDB: "pdb"}, {"pdb": PORTABLE}, {"pdb": METHODS})
    sent = {"function_id": (7 << 32) + 5, "instruction_addr": (1 << 40) + 47}
    (frame,) = answered(world, managed(**sent))
    assert (frame.lineno, frame.function_id) == (13, "0x700000005")


@pytest.mark.parametrize("keys", [{}, {"function_id": 6}], ids=["no-method", "unknown-method"])
def test_a_managed_frame_without_an_answer(keys: dict[str, Any]) -> None:
    world = World({PDB: "pdb"}, {"pdb": PORTABLE}, {"pdb": METHODS})
    response = world.run(managed(**keys)).response
    assert response.stacktraces[0].frames[0].status == "missing_symbol"
    assert response.modules[0].debug_status == "found"


def test_a_windows_pdb_cannot_serve_a_managed_module() -> None:
    world = World({PDB: "pdb"}, {"pdb": WINDOWS})
    module = world.run(managed(function_id=5)).response.modules[0]
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
