"""From the ids of a module to its table."""

from pathlib import Path

import pytest

from inspector.fetch.caching.cache import Cache
from inspector.model.outcome import Miss, Why
from inspector.model.why.explanation import Explanation
from inspector.model.why.judged import Around
from inspector.native.why.frame import explain
from inspector.native.why.trace import NativeTrace
from inspector.settings import Settings
from tests.fetch.server import Reply, Server
from tests.native.fakes import WEB, World
from tests.native.one_module import AT, DEBUG_FILE, INFOS, request
from tests.native.one_module import CODE as CODE_FILE
from tests.native.why.situations import (
    ADDED,
    BY_NAME,
    CLANG,
    CODE,
    CODE_ID,
    FILE,
    GCC,
    Situation,
    checked,
    crash,
    local,
    made,
    put,
    routes,
    web,
    with_spare,
)

IDENTITY = {
    "no-ids": Situation(
        make=lambda f, _: made(put(f, (CODE, FILE)), crash(local(), code_id=None, debug_id=None)),
        stops="identity",
        says=("neither debug id nor code id",),
        next="mend_request",
        arguments={"path": "modules[0].debug_id"},
    ),
    "unreadable-id": Situation(
        make=lambda *_: crash(local(), code_id=None, debug_id="not-an-id"),
        stops="identity",
        says=("debug_id 'not-an-id' cannot be read",),
        next="mend_request",
        arguments={"path": "modules[0].debug_id"},
    ),
}


@pytest.mark.parametrize("situation", [pytest.param(s, id=name) for name, s in IDENTITY.items()])
async def test_identity(situation: Situation, tmp_path: Path, server: Server) -> None:
    await checked(situation, tmp_path, server)


SOURCES = {
    "request-without-sources": Situation(
        make=lambda f, _: with_spare(crash(), f),
        stops="sources",
        says=("nothing to look in: the request names no sources",),
        next="add_source",
        arguments={"type": "filesystem", "layout": "scan", "code_id": CODE_ID},
        given=ADDED,
        resolves=True,
    ),
    "no-sources-configured": Situation(
        make=lambda f, _: with_spare({k: v for k, v in crash().items() if k != "sources"}, f),
        stops="sources",
        says=("no sources are configured",),
        next="add_source",
        given=ADDED,
        resolves=True,
    ),
    "filter-file-types": Situation(
        make=lambda f, _: made(
            put(f, (f"{CODE}.debug", FILE)), crash(local(filters={"filetypes": ["pdb"]}))
        ),
        stops="sources",
        says=("'local'", "only asked for pdb"),
        next="widen_filters",
        arguments={"source": "local", "filter": "filetypes", "value": "elf_debug"},
        resolves=True,
    ),
    "filter-path-patterns": Situation(
        make=lambda f, _: made(
            put(f, (CODE, FILE)), crash(local(filters={"path_patterns": ["/opt/**"]}))
        ),
        stops="sources",
        says=("only asked for modules whose file matches /opt/**",),
        next="widen_filters",
        arguments={"filter": "path_patterns", "value": "/srv/bin/harbor"},
        resolves=True,
    ),
    "filter-checksum": Situation(
        make=lambda f, _: made(
            put(f, (CODE, FILE)), crash(local(filters={"requires_checksum": True}))
        ),
        stops="sources",
        says=("debug checksum",),
        next="widen_filters",
        arguments={"filter": "requires_checksum"},
        resolves=True,
    ),
    "layout-has-no-path": Situation(
        make=lambda f, _: with_spare(crash(local(layout={"type": "debuginfod"}), code_id=None), f),
        stops="sources",
        says=("the layout debuginfod has no path",),
        next="add_source",
        given=ADDED,
        resolves=True,
    ),
    "scanned-folder-without-the-build": Situation(
        make=lambda f, _: made(
            put(f, ("lib/unrelated", "elf/gcc-dwarf5")),
            with_spare(crash(local(layout={"type": "scan"})), f),
        ),
        stops="sources",
        says=("No file below symbols", CLANG.module["debug_id"]),
        next="add_source",
        given=ADDED,
        resolves=True,
    ),
    "scanned-folder-with-another-build": Situation(
        make=lambda f, _: made(
            put(f, ("lib/harbor", "elf/gcc-dwarf5")), crash(local(layout={"type": "scan"}))
        ),
        stops="sources",
        says=("lib/harbor", "another build", GCC.module["debug_id"]),
        next="find_file",
        arguments={"code_id": CODE_ID},
    ),
    "index-of-the-store": Situation(
        make=lambda f, s: made(
            routes(
                s,
                {
                    "/000Admin/lastid.txt": Reply(body=b"1"),
                    "/000Admin/0000000001": Reply(body=b'"other.pdb\\123","x"\n'),
                },
            ),
            crash(web(s, has_index=True, layout={"type": "symstore"}), build=BY_NAME["pe-x86_64"]),
        ),
        stops="sources",
        says=("index of the symbol store does not list",),
        next="add_source",
    ),
}


@pytest.mark.parametrize("situation", [pytest.param(s, id=name) for name, s in SOURCES.items()])
async def test_sources(situation: Situation, tmp_path: Path, server: Server) -> None:
    await checked(situation, tmp_path, server)


STRIPPED = "stripped.exe/00000000a000/stripped.exe"
MINGW = BY_NAME["pe-mingw-x86_64"]
OBJECTS = {
    "stripped": Situation(
        make=lambda f, _: made(
            put(f, (STRIPPED, "pe/mingw-x86_64/stripped.exe")),
            crash(
                local(),
                build=MINGW,
                code_file="C:\\stripped.exe",
                code_id="00000000a000",
                debug_file=None,
            ),
        ),
        stops="object",
        says=(STRIPPED, "of the right build", "stripped: it has neither debug information"),
        next="add_source",
    ),
    "stripped-and-debug-files-filtered": Situation(
        make=lambda f, _: made(
            put(f, (STRIPPED, "pe/mingw-x86_64/stripped.exe")),
            crash(
                local(filters={"filetypes": ["pe"]}),
                build=MINGW,
                code_file="C:\\stripped.exe",
                code_id="00000000a000",
            ),
        ),
        stops="object",
        next="widen_filters",
        arguments={"value": "pdb"},
    ),
    "not-a-portable-pdb": Situation(
        make=lambda f, _: made(
            put(
                f,
                (
                    "harbor.pdb/2862E7C085940B404C4C44205044422Effffffff/harbor.pdb",
                    "pe/x86_64/harbor.pdb",
                ),
            ),
            crash(local(), build=BY_NAME["pe-x86_64"], type="pe_dotnet"),
        ),
        stops="table",
        says=("Only portable PDB files",),
        next="add_source",
    ),
}


@pytest.mark.parametrize("situation", [pytest.param(s, id=name) for name, s in OBJECTS.items()])
async def test_objects(situation: Situation, tmp_path: Path, server: Server) -> None:
    await checked(situation, tmp_path, server)


SLOW = {"max_download_timeout": 300.0, "head_timeout": 10.0}
MISSES = {
    "file-timeout": (Miss(Why.TIMEOUT, "300s"), "timed out after 300s", "raise_timeout"),
    "file-head-timeout": (Miss(Why.TIMEOUT, "10s"), "timed out after 10s", "raise_timeout"),
    "file-malformed": (
        Miss(Why.MALFORMED, "bad zip"),
        "cannot be read: bad zip",
        "exclude_candidate",
    ),
    "file-unsupported": (Miss(Why.UNSUPPORTED, "odd"), "not supported: odd", "exclude_candidate"),
    "file-internal": (Miss(Why.INTERNAL), "internal error", "open_activity"),
    "file-failed": (Miss(Why.DOWNLOAD_FAILED, "Connection refused"), "refused", "retry"),
    "file-forbidden": (Miss(Why.NO_PERMISSION, "401"), "no permission: 401", "fix_credentials"),
}


def explained(world: World, folder: Path) -> Explanation:
    trace = NativeTrace(world.run(request(AT)), [], Cache(str(folder)), Settings())
    around = Around(sources=(WEB,), seconds=SLOW)
    return explain(trace.frame(0, 0), trace.module(0), around)


@pytest.mark.parametrize(("miss", "says", "kind"), MISSES.values(), ids=MISSES)
def test_a_source_that_fails(miss: Miss, says: str, kind: str, tmp_path: Path) -> None:
    """One that fails is told, although another one says that it has no such file."""
    found = explained(World({DEBUG_FILE: miss}), tmp_path)
    step = found.stopped
    assert step is not None
    assert (step.name, found.next and found.next.kind) == ("files", kind)
    assert says in step.text
    assert dict(step.facts).keys() == {"web"}
    if kind == "raise_timeout" and found.next is not None:
        seconds = {"300s": "600", "10s": "20"}[miss.details]
        assert found.next.arguments["seconds"] == seconds


TABLES = {
    "malformed": (Miss(Why.MALFORMED, "bad DWARF"), "bad DWARF", "exclude_candidate"),
    "internal": (Miss(Why.INTERNAL), "internal error", "open_activity"),
    "gone": (Miss(Why.NOT_FOUND), "went away", "retry"),
    "timeout": (Miss(Why.TIMEOUT, "300s"), "timed out after 300s", "raise_timeout"),
    "unsupported": (
        Miss(Why.UNSUPPORTED, "odd"),
        "cannot be used for this purpose: odd",
        "add_source",
    ),
}


@pytest.mark.parametrize(("miss", "says", "kind"), TABLES.values(), ids=TABLES)
def test_a_table_that_fails(miss: Miss, says: str, kind: str, tmp_path: Path) -> None:
    found = explained(World({CODE_FILE: "good"}, INFOS, {"good": miss}), tmp_path)
    step = found.stopped
    assert step is not None
    assert (step.name, found.next and found.next.kind) == ("table", kind)
    assert says in step.text
    later = [one.name for one in found.steps if one.state == "not_reached"]
    assert later == ["address", "symbol", "line", "source text"]
