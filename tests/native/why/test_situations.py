"""Each situation: the step that stops, the values it names, and that the next step helps."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.fetch.server import Reply, Server
from tests.harbor_builds import CLANG5, GCC5
from tests.native.why.situations import (
    BY_NAME,
    CLANG,
    CODE,
    CODE_ID,
    FILE,
    Body,
    Run,
    Situation,
    at,
    crash,
    laid_out,
    local,
    made,
    put,
    routes,
    serve,
    web,
)

GCC = BY_NAME["elf-gcc-dwarf5"]
GCC_CODE = f"{GCC5[:2]}/{GCC5[2:]}"
BASE = 0x5581_0000_0000


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


def good(folder: Path, _server: Server) -> Body:
    put(folder, (CODE, FILE))
    return crash(local())


def scanned(folder: Path) -> Body:
    put(folder, ("some/where/harbor", FILE), below="added")
    return {"path": f"{folder}/added"}


def with_spare(body: Body, folder: Path) -> Body:
    """The right file is in a folder that the person can name."""
    scanned(folder)
    return body


ADDED = {"path": "{folder}/added"}


def frame(address: int, **more: Any) -> Body:
    return {"instruction_addr": hex(address), **more}


def both_addresses(folder: Path, server: Server, *frames: Body, **more: Any) -> Body:
    return at(good(folder, server) | more, *frames)


MODULES = {
    "between-modules": Situation(
        make=lambda f, s: both_addresses(f, s, frame(BASE + 0x20_0000)),
        stops="module",
        says=("lies in no module", "module 0: harbor", "1,966,080 bytes (0x1e0000) away below"),
        next="open_load_map",
        arguments={"address": hex(BASE + 0x20_0000)},
    ),
    "below-all-modules": Situation(
        make=lambda f, s: both_addresses(f, s, frame(BASE - 0x1_0000)),
        stops="module",
        says=("65,536 bytes (0x10000) away above",),
        next="open_load_map",
    ),
    "null-pointer": Situation(
        make=lambda f, s: both_addresses(f, s, frame(0x8)),
        stops="module",
        says=("0x8 lies in no module: a call through a null pointer",),
        next="open_load_map",
    ),
    "no-modules": Situation(
        make=lambda f, s: both_addresses(f, s, frame(BASE), modules=[]),
        stops="module",
        says=("no modules to find",),
        next="mend_request",
        arguments={"path": "modules"},
    ),
    "relative-to-a-module-that-is-not-there": Situation(
        make=lambda f, s: both_addresses(f, s, frame(0x1992, addr_mode="rel:7")),
        stops="module",
        says=("counts from module 7",),
        next="mend_request",
        arguments={"path": "stacktraces[0].frames[0].addr_mode"},
    ),
    "dropped-guess": Situation(
        make=lambda f, s: both_addresses(f, s, frame(BASE + 0x20_0000, trust="scan")),
        stops="module",
        says=("left out", "guessed by scanning"),
        next="show_dropped",
    ),
    "absolute-address-without-a-base": Situation(
        make=lambda f, _: made(
            put(f, (CODE, FILE)), at(crash(local(), image_addr="0x0"), frame(0x1992))
        ),
        stops="address",
        says=("no `image_addr`",),
        next="mend_request",
        arguments={"path": "modules[0].image_addr"},
    ),
}

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


def answers(status: int) -> Any:
    def make(_folder: Path, server: Server) -> Body:
        for path in (CODE, f"{CODE}.debug"):
            server.routes[f"/{path}"] = Reply(status=status)
        return crash(web(server))

    return make


def served(server: Server) -> None:
    serve(server, (CODE, FILE))


def waiting(_folder: Path, server: Server) -> Body:
    server.routes[f"/{CODE}"] = Reply(wait=60)
    return crash(web(server))


FILES = {
    "not-found": Situation(
        make=lambda f, s: with_spare(crash(web(s)), f),
        stops="files",
        says=("None of 2 locations had harbor", CLANG.module["debug_id"]),
        next="add_source",
        arguments={"type": "filesystem", "name": "harbor"},
        given=ADDED,
        resolves=True,
    ),
    "of-windows": Situation(
        make=lambda _, s: crash(
            web(s), build=BY_NAME["pe-x86_64"], code_file="C:\\Windows\\System32\\harbor.exe"
        ),
        stops="files",
        next="add_preset",
        arguments={"preset": "microsoft"},
    ),
    "of-ubuntu": Situation(
        make=lambda _, s: crash(web(s), code_file="/usr/lib/x86_64-linux-gnu/libc.so.6"),
        stops="files",
        says=("libc.so.6",),
        next="add_preset",
        arguments={"preset": "ubuntu"},
    ),
    "of-apple": Situation(
        make=lambda _, s: crash(
            web(s), build=BY_NAME["macho-arm64"], code_file="/usr/lib/system/libdyld.dylib"
        ),
        stops="files",
        next="add_source",
        arguments={"name": "libdyld.dylib"},
    ),
    "forbidden": Situation(
        make=answers(403),
        stops="files",
        says=("'web'", "no permission: 403 Forbidden", CODE),
        next="fix_credentials",
        arguments={"source": "web"},
    ),
    "server-error": Situation(
        make=answers(500),
        stops="files",
        says=("could not be asked: 500 Internal Server Error", "3 attempts"),
        next="retry",
        arguments={"source": "web"},
        meanwhile=served,
        resolves=True,
    ),
    "too-slow": Situation(
        make=waiting,
        settings={"head_timeout": 0.05},
        stops="files",
        says=("timed out after 50ms",),
        next="raise_timeout",
        arguments={"setting": "head_timeout", "seconds": "0.1"},
        meanwhile=served,
        resolves=True,
    ),
    "private-host": Situation(
        make=lambda _, s: made(serve(s, (CODE, FILE)), crash(web(s))),
        trusted=False,
        stops="files",
        says=("could not be asked: destination is restricted",),
        next="trust_request",
        resolves=True,
    ),
    "outside-its-folder": Situation(
        make=lambda f, _: made(put(f, (CODE, FILE)), crash(local("/../symbols"))),
        trusted=False,
        stops="files",
        says=("destination is restricted",),
        next="trust_request",
    ),
    "offline": Situation(
        make=lambda _, s: made(serve(s, (CODE, FILE)), crash(web(s))),
        settings={"offline": True},
        stops="files",
        says=("could not be asked: offline", "nobody was asked"),
        next="go_online",
        resolves=True,
    ),
    "not-an-object": Situation(
        make=lambda _, s: made(
            routes(s, {f"/{CODE}": Reply(body=b"<html>please log in</html>")}), crash(web(s))
        ),
        stops="files",
        says=("cannot be read", CODE),
        next="exclude_candidate",
        arguments={"source": "web"},
    ),
}

NEAR = {
    "casing": Situation(
        make=lambda f, _: made(put(f, (CODE.upper(), FILE)), crash(local())),
        stops="files",
        says=(f"has it as {CODE.upper()}", f"{CODE} was asked for"),
        next="fix_casing",
        arguments={"source": "local", "casing": "uppercase"},
        resolves=True,
    ),
    "casing-of-neither-kind": Situation(
        make=lambda f, _: made(put(f, (CODE.replace("e", "E", 1), FILE)), crash(local())),
        stops="files",
        next="fix_layout",
        arguments={"layout": "scan"},
        resolves=True,
    ),
    "layout": Situation(
        make=lambda f, _: made(put(f, (f"{CLANG5}/executable", FILE)), crash(local())),
        stops="files",
        says=("how the layout debuginfod has it",),
        next="fix_layout",
        arguments={"source": "local", "layout": "debuginfod"},
        resolves=True,
    ),
    "prefix": Situation(
        make=lambda f, _: made(put(f, (f"v1/native/{CODE}", FILE)), crash(local())),
        stops="files",
        says=("has it below v1/native",),
        next="fix_path",
        arguments={"path": "symbols/v1/native"},
        resolves=True,
    ),
    "folder-in-another-case": Situation(
        make=lambda f, _: made(put(f, (CODE, FILE)), crash(local("Symbols"))),
        stops="files",
        says=("spelt symbols, and not Symbols",),
        next="fix_path",
        arguments={"path": "symbols"},
        resolves=True,
    ),
    "flat-folder": Situation(
        make=lambda f, _: made(put(f, ("harbor", FILE)), crash(local())),
        stops="files",
        says=("has this build as harbor",),
        next="fix_layout",
        arguments={"layout": "scan"},
        resolves=True,
    ),
    "another-build-of-that-name": Situation(
        make=lambda f, _: made(put(f, ("harbor.debug", "elf/gcc-dwarf5")), crash(local())),
        stops="files",
        says=("harbor.debug, which is another build", GCC.module["debug_id"]),
        next="find_file",
    ),
    "older-age": Situation(
        make=lambda f, _: made(
            put(f, ("harbor.pdb", "pe/x86_64/harbor.pdb")),
            crash(
                local(),
                build=BY_NAME["pe-x86_64"],
                debug_id="2862e7c0-8594-0b40-4c4c-44205044422e-5",
            ),
        ),
        stops="files",
        says=("harbor.pdb with age 1, 5 is wanted",),
        next="find_file",
    ),
    "other-slices": Situation(
        make=lambda f, _: made(
            put(f, ("AAAA/AAAA/AAAA/AAAA/AAAA/AAAAAAAAAAAA", "macho/harbor.fat")),
            crash(
                local(),
                build=BY_NAME["macho-arm64"],
                debug_id="aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa",
            ),
        ),
        stops="files",
        says=("other slices only", "x86_64 4c4c445c", "arm64 4c4c44b1"),
        next="find_file",
    ),
}

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

SYMBOLS = {
    "no-function-there": Situation(
        make=lambda f, s: both_addresses(f, s, frame(BASE + 0x10)),
        stops="symbol",
        says=("no function of it covers 0x10;", "debug, symbols"),
        next="add_source",
    ),
    "another-build-answered": Situation(
        make=lambda f, s: made(
            put(f, (CODE, FILE)),
            serve(s, (CODE, "elf/gcc-dwarf5")),
            at(crash(web(s), local()), frame(BASE + 0x1992)),
        ),
        stops="object",
        says=("another build", GCC.module["debug_id"], CLANG.module["debug_id"]),
        next="exclude_candidate",
        arguments={"source": "web"},
        resolves=True,
    ),
    "marked-as-a-return-address": Situation(
        make=lambda f, s: both_addresses(f, s, frame(BASE + 0x18B0, adjust_instruction_addr=True)),
        stops="symbol",
        says=("begins at the frame's own address",),
        next="mend_request",
        arguments={"path": "stacktraces[0].frames[0].adjust_instruction_addr"},
        resolves=True,
    ),
    "symbol-table-only": Situation(
        make=lambda f, _: made(
            put(f, (GCC_CODE, "elf/symtab-only")), crash(local(), build=BY_NAME["elf-symbol-table"])
        ),
        stops="line",
        says=("symbolicated as", "a symbol table and no line tables"),
        next="add_source",
    ),
    "guessed": Situation(
        make=lambda f, s: both_addresses(f, s, frame(BASE + 0x1992, trust="scan")),
        says=("tension", "guessed from stack memory (scan)"),
        next="hide_guessed",
    ),
    "guessed-by-frame-info": Situation(
        make=lambda f, s: both_addresses(f, s, frame(BASE + 0x1992, trust="cfiscan")),
        says=("(cfiscan)",),
        next="hide_guessed",
    ),
    "all-is-well": Situation(
        make=good,
        says=("It was symbolicated: ", "crane.c:"),
        next="nothing_to_do",
    ),
}

TEXT = {
    "no-source-bundle": Situation(
        make=lambda f, _: made(
            put(f, (CODE, FILE)), crash(local(), options={"apply_source_context": True})
        ),
        stops="source text",
        says=("symbolicated as", "no source bundle of this build"),
        next="add_source",
    ),
    "method-is-not-named": Situation(
        make=lambda f, _: at(
            made(
                laid_out(f, BY_NAME["dotnet-portable"]),
                crash(
                    local(f"symbols/{BY_NAME['dotnet-portable'].name}"),
                    build=BY_NAME["dotnet-portable"],
                ),
            ),
            frame(0x10, addr_mode="rel:0"),
        ),
        stops="address",
        says=("does not name its method",),
        next="mend_request",
        arguments={"path": "stacktraces[0].frames[0].function_id"},
    ),
}

WHOLE_MODULES = {
    "unused": Situation(
        make=lambda f, s: both_addresses(f, s, frame(0x8)),
        module=0,
        stops="use",
        says=("No frame falls into it",),
        next="nothing_to_do",
    ),
    "found": Situation(
        make=good,
        module=0,
        says=("answered from file://symbols/17/",),
        next="nothing_to_do",
    ),
    "module-not-found": Situation(
        make=lambda _, s: crash(web(s)),
        module=0,
        stops="files",
        says=("None of 2 locations",),
        next="add_source",
    ),
}

ALL = {**MODULES, **IDENTITY, **SOURCES, **FILES, **NEAR, **OBJECTS, **SYMBOLS, **TEXT}
ALL |= WHOLE_MODULES


@pytest.mark.parametrize("situation", [pytest.param(s, id=name) for name, s in ALL.items()])
async def test_situation(situation: Situation, tmp_path: Path, server: Server) -> None:
    run = Run(situation, tmp_path, server)
    found = await run.explained()
    step = found.stopped
    assert (step.name if step else "") == situation.stops, found.verdict
    text = f"{found.verdict} {step.text if step else ''}"
    assert [said for said in situation.says if said not in text] == [], text
    assert found.next is not None
    assert found.next.kind == situation.next, found.next
    assert dict(situation.arguments).items() <= found.next.arguments.items(), found.next
    if situation.resolves:
        assert step is not None
        assert await run.after(found) == "symbolicated"
