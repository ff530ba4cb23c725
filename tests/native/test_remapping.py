"""Maps of what a build moved out of a debug file: where they are asked for, and what they do."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from inspector.fetch.waiting import step
from inspector.model.outcome import Miss, Why
from inspector.model.places.sources import HttpSource, Layout, Source
from inspector.native.frames import Table
from inspector.native.remapping import remapped
from inspector.native.wire import RawModule
from inspector.objects.symcache import Location
from tests.native.fakes import DEBUG, OTHER, FakeTable, World, place

UUID, BUILD = "4c4c44b155553144a11f823700b6d623", "5d13e14e7c820d6003d24d2b00b150de"
UNIFIED = HttpSource(id="u", url="https://u/", layout=Layout(type="unified"))
DEBUG_PATH = f"{UUID[:2]}/{UUID[2:]}/debuginfo"
UUID_MAP = f"{UUID[:2]}/{UUID[2:]}/uuidmap"
SYMBOL_MAP = f"{BUILD[:2]}/{BUILD[2:]}/bcsymbolmap"
LINE_MAP = f"{UUID[:2]}/{UUID[2:]}/il2cpp"
MODULE = RawModule(type="macho", debug_id=UUID)

HIDDEN = place(107, "__hidden#0_", path="/build/__hidden#1_")
PLAIN_LIST = (
    '<?xml version="1.0" encoding="UTF-8"?><plist version="1.0"><dict>'
    f"<key>DBGOriginalUUID</key><string>{BUILD}</string></dict></plist>"
)
NAMES = "BCSymbolMap Version: 2.0\n-[Dock arrive:]\nDock.cpp\n"
LINES = json.dumps({"/build/Dock.cpp": {"/game/Dock.cs": {"100": 12}}})

GOOD: Mapping[str, str | Miss] = {UUID_MAP: PLAIN_LIST, SYMBOL_MAP: NAMES, LINE_MAP: LINES}


def world(
    folder: Path, maps: Mapping[str, str | Miss], sources: tuple[Source, ...] = (UNIFIED,)
) -> World:
    """Sources with a debug file and these maps: the content of each, or why it is not there."""
    files: dict[str, str | Miss] = {DEBUG_PATH: "debug"}
    for number, (path, content) in enumerate(maps.items()):
        if isinstance(content, Miss):
            files[path] = content
        else:
            files[path] = str(folder / str(number))
            (folder / str(number)).write_text(content)
    return World(files, {"debug": DEBUG}, {"debug": FakeTable({0x20: (HIDDEN,)})}, sources)


def looked_up(of: World, module: RawModule = MODULE) -> tuple[Table, Location]:
    symcache: Any = FakeTable({0x20: (HIDDEN,)}, arch="arm64")
    table = step(remapped(symcache, module.object_id, of.places(), "team", of.access, []))
    chain = table.lookup(0x20)
    assert chain is not None
    (found,) = chain
    return table, found


@pytest.mark.parametrize(
    ("maps", "expected"),
    [
        pytest.param({}, ("__hidden#0_", "/build/__hidden#1_", 107), id="none"),
        pytest.param(
            {UUID_MAP: PLAIN_LIST, SYMBOL_MAP: NAMES},
            ("-[Dock arrive:]", "/build/Dock.cpp", 107),
            id="names",
        ),
        pytest.param({LINE_MAP: LINES}, ("__hidden#0_", "/build/__hidden#1_", 107), id="lines"),
        pytest.param(GOOD, ("-[Dock arrive:]", "/game/Dock.cs", 12), id="names-then-lines"),
    ],
)
def test_answers_go_through_the_maps(
    tmp_path: Path, maps: Mapping[str, str | Miss], expected: tuple[str, str, int]
) -> None:
    table, found = looked_up(world(tmp_path, maps))
    assert (found.symbol, found.path, found.line) == expected
    assert table.arch == "arm64"


def test_a_line_map_alone(tmp_path: Path) -> None:
    """It knows the path of the debug file, which is only the wanted one when nothing is hidden."""
    maps = {LINE_MAP: LINES.replace("Dock.cpp", "__hidden#1_")}
    _, found = looked_up(world(tmp_path, maps))
    assert (found.symbol, found.path, found.line) == ("__hidden#0_", "/game/Dock.cs", 12)


FAILED = Miss(Why.DOWNLOAD_FAILED, "500")


@pytest.mark.parametrize(
    "maps",
    [
        pytest.param({**GOOD, UUID_MAP: "not a property list"}, id="uuid-map-malformed"),
        pytest.param({**GOOD, UUID_MAP: FAILED}, id="uuid-map-failed"),
        pytest.param({SYMBOL_MAP: NAMES}, id="no-uuid-map"),
        pytest.param({**GOOD, SYMBOL_MAP: "BCSymbolMap Version: 1.0\n"}, id="old-symbol-map"),
        pytest.param({**GOOD, SYMBOL_MAP: Miss(Why.MALFORMED, "x")}, id="symbol-map-malformed"),
        pytest.param({**GOOD, SYMBOL_MAP: Miss(Why.INTERNAL)}, id="symbol-map-internal"),
    ],
)
def test_failures_are_silent_and_leave_the_other_map(
    tmp_path: Path, maps: Mapping[str, str | Miss]
) -> None:
    maps = {path: content for path, content in maps.items() if path != LINE_MAP}
    _, found = looked_up(world(tmp_path, maps))
    assert found == HIDDEN


@pytest.mark.parametrize(
    "content",
    [pytest.param("[]", id="another-shape"), pytest.param(FAILED, id="failed")],
)
def test_a_bad_line_map_leaves_the_names(tmp_path: Path, content: str | Miss) -> None:
    _, found = looked_up(world(tmp_path, {**GOOD, LINE_MAP: content}))
    assert (found.symbol, found.path, found.line) == ("-[Dock arrive:]", "/build/Dock.cpp", 107)


def test_a_file_that_vanished_is_no_map(tmp_path: Path) -> None:
    of = world(tmp_path, GOOD)
    for file in tmp_path.iterdir():
        file.unlink()
    assert looked_up(of)[1] == HIDDEN


def test_the_first_map_that_can_be_read_wins(tmp_path: Path) -> None:
    second = HttpSource(id="v", url="https://v/", layout=Layout(type="unified", casing="uppercase"))
    maps = {**GOOD, LINE_MAP: "broken", LINE_MAP.upper(): LINES}
    _, found = looked_up(world(tmp_path, maps, (UNIFIED, second)))
    assert found.path == "/game/Dock.cs"


def test_without_a_debug_id_nothing_is_asked(tmp_path: Path) -> None:
    of = world(tmp_path, GOOD)
    table, found = looked_up(of, RawModule(type="macho", code_id=UUID))
    assert (found, of.files.asked) == (HIDDEN, [])
    assert isinstance(table, FakeTable)


def test_a_layout_that_has_no_place_for_maps_is_not_asked(tmp_path: Path) -> None:
    of = world(tmp_path, GOOD, (OTHER,))
    assert looked_up(of)[1] == HIDDEN
    assert of.files.asked == []


def test_maps_are_kept_in_the_scope_of_the_object(tmp_path: Path) -> None:
    of = world(tmp_path, GOOD)
    looked_up(of)
    assert {file.scope for file in of.files.sent} == {"team"}


@pytest.mark.parametrize("maps", [GOOD, {UUID_MAP: FAILED, LINE_MAP: FAILED}], ids=["ok", "failed"])
def test_maps_never_show_among_the_candidates(tmp_path: Path, maps: Mapping[str, Any]) -> None:
    of = world(tmp_path, maps)
    request = {
        "modules": [{"type": "macho", "debug_id": UUID, "image_addr": 0x1000}],
        "stacktraces": [{"frames": [{"instruction_addr": 0x1020}]}],
        "options": {"dif_candidates": True},
    }
    response = of.run(request).response
    (module,) = response.modules
    shown = {candidate.location.rpartition("/")[2] for candidate in module.candidates}
    assert {"executable", "debuginfo"} <= shown
    assert shown.isdisjoint({"uuidmap", "bcsymbolmap", "il2cpp"})
    assert module.debug_status == "found"
    expected = "/game/Dock.cs" if maps is GOOD else "/build/__hidden#1_"
    assert response.stacktraces[0].frames[0].abs_path == expected
