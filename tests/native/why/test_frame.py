"""Frames: which module, which address, which function, which line."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.fetch.caching.cache import Cache
from inspector.model.outcome import Miss, Why
from inspector.model.why.judged import Around
from inspector.native.why.frame import explain
from inspector.native.why.trace import NativeTrace
from inspector.settings import Settings
from tests.fetch.server import Server
from tests.native.fakes import WEB, World
from tests.native.one_module import AT, ELF, INFOS, INLINED, frames
from tests.native.one_module import CODE as CODE_FILE
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


ADDRESSES = st.sampled_from([0, 8, 0xFFF, 0x1000, 0x101F, AT, AT + 1, 0x1100, 0x1101, 1 << 63])
RAW = st.fixed_dictionaries(
    {"instruction_addr": ADDRESSES},
    optional={
        "adjust_instruction_addr": st.booleans(),
        "trust": st.sampled_from(["scan", "cfiscan", "cfi", "context"]),
        "addr_mode": st.sampled_from(["abs", "rel:0", "rel:1", "rel:9"]),
    },
)
WORLDS = {
    "found": World({CODE_FILE: "good"}, INFOS, INLINED),
    "missing": World(),
    "malformed": World({CODE_FILE: Miss(Why.MALFORMED, "odd")}),
}


@given(st.lists(RAW, min_size=1, max_size=5), st.sampled_from(sorted(WORLDS)), st.booleans())
def test_an_explanation_agrees_with_the_response(
    raw: list[dict[str, Any]], name: str, backwards: bool
) -> None:
    """Whatever the frames: one that is in the response stops where its status says."""
    order = "caller_first" if backwards else "callee_first"
    body = frames(*raw, options={"frame_order": order, "apply_source_context": False})
    body["modules"] = [ELF, {"type": "elf", "image_addr": 0x8000_0000_0000_0000}]
    answer = WORLDS[name].run(body)
    trace = NativeTrace(answer, [], Cache("nowhere"), Settings())
    answered = {frame.original_index: frame for frame in answer.response.stacktraces[0].frames}
    for index in range(len(raw)):
        found = trace.frame(0, index)
        module = None if found.module is None else trace.module(found.module)
        explanation = explain(found, module, Around(sources=(WEB,)))
        assert (index in answered) == (not found.dropped)
        assert explanation.next is not None
        if index in answered:
            assert found.status == answered[index].status
        stopped = explanation.stopped
        assert (stopped is None) == (found.status == "symbolicated")
        if stopped is not None:
            assert stopped.name in STOPS[found.status], explanation


STOPS = {
    "unknown_image": {"module"},
    "missing": {"identity", "sources", "files"},
    "malformed": {"files"},
    "missing_symbol": {"address", "symbol"},
}
