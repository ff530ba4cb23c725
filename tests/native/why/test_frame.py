"""Frames: which module, which address, which function, which line."""

from pathlib import Path

import pytest

from tests.fetch.server import Server
from tests.native.why.situations import (
    BASE,
    BY_NAME,
    CLANG,
    CODE,
    FILE,
    GCC,
    GCC_CODE,
    Situation,
    at,
    checked,
    crash,
    frame,
    good,
    local,
    made,
    put,
    serve,
    standing,
    web,
)

MODULES = {
    "between-modules": Situation(
        make=lambda f, s: standing(f, s, frame(BASE + 0x20_0000)),
        stops="module",
        says=("lies in no module", "module 0: harbor", "1,966,080 bytes (0x1e0000) away below"),
        next="open_load_map",
        arguments={"address": hex(BASE + 0x20_0000)},
    ),
    "below-all-modules": Situation(
        make=lambda f, s: standing(f, s, frame(BASE - 0x1_0000)),
        stops="module",
        says=("65,536 bytes (0x10000) away above",),
        next="open_load_map",
    ),
    "null-pointer": Situation(
        make=lambda f, s: standing(f, s, frame(0x8)),
        stops="module",
        says=("0x8 lies in no module: a call through a null pointer",),
        next="open_load_map",
    ),
    "no-modules": Situation(
        make=lambda f, s: standing(f, s, frame(BASE), modules=[]),
        stops="module",
        says=("no modules to find",),
        next="mend_request",
        arguments={"path": "modules"},
    ),
    "relative-to-a-module-that-is-not-there": Situation(
        make=lambda f, s: standing(f, s, frame(0x1992, addr_mode="rel:7")),
        stops="module",
        says=("counts from module 7",),
        next="mend_request",
        arguments={"path": "stacktraces[0].frames[0].addr_mode"},
    ),
    "dropped-guess": Situation(
        make=lambda f, s: standing(f, s, frame(BASE + 0x20_0000, trust="scan")),
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


@pytest.mark.parametrize("situation", [pytest.param(s, id=name) for name, s in MODULES.items()])
async def test_modules(situation: Situation, tmp_path: Path, server: Server) -> None:
    await checked(situation, tmp_path, server)


SYMBOLS = {
    "no-function-there": Situation(
        make=lambda f, s: standing(f, s, frame(BASE + 0x10)),
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
        make=lambda f, s: standing(f, s, frame(BASE + 0x18B0, adjust_instruction_addr=True)),
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
        make=lambda f, s: standing(f, s, frame(BASE + 0x1992, trust="scan")),
        says=("tension", "guessed from stack memory (scan)"),
        next="hide_guessed",
    ),
    "guessed-by-frame-info": Situation(
        make=lambda f, s: standing(f, s, frame(BASE + 0x1992, trust="cfiscan")),
        says=("(cfiscan)",),
        next="hide_guessed",
    ),
    "all-is-well": Situation(
        make=good,
        says=("It was symbolicated: ", "crane.c:"),
        next="nothing_to_do",
    ),
}


@pytest.mark.parametrize("situation", [pytest.param(s, id=name) for name, s in SYMBOLS.items()])
async def test_symbols(situation: Situation, tmp_path: Path, server: Server) -> None:
    await checked(situation, tmp_path, server)
