"""Fixtures where `symbolic` alone has no name or no line, and a run has both: the table of the
README. A strict run answers with `symbolic` alone, so it shows what is missing.
"""

import asyncio
import json
import shutil
from pathlib import Path
from struct import pack
from typing import Any

import pytest
from msgspec import Struct

from inspector.engine import Engine, load
from inspector.model.events import FetchStarted, ParseStarted
from inspector.settings import Settings
from tests.harbor import CRASH_AT, ELF_BASE, HARBOR, PE_BASE
from tests.objects.windows.test_pe import dll

pytestmark = pytest.mark.symbolic

FIXTURES = HARBOR.parent
GCC4 = "50845a2036f0e166a7638ba2b38743b3a3682d87"
GCC5 = "4ee1135d827c600d03d24d2b00b150de1ab98d15"
SPLIT = "26a35a916c21da789685428689d3c24d83b277d2"
ALTERNATE = "e38c90b8eec370428fa6d9d969086d15c65befb8"
MINGW = "harbor.exe/0000000011000/harbor.exe"
BUILT = "build/harbor/obj/split5"  # where the compiler wrote the `.dwo` files
DWO = "harbor/elf/split5/clang-19"

Rows = tuple[tuple[str, str, int], ...]
"""Function, file and line of each answered frame; "" and 0 where they are not known."""

WHOLE: Rows = (
    ("read_scale", "crane.c", 9),
    ("tension", "crane.c", 15),
    ("crane_lift", "crane.c", 22),
    ("hoist", "harbor.cpp", 28),
    ("operator()", "harbor.cpp", 48),
    ("unload", "harbor.cpp", 14),
    ("arrive", "harbor.cpp", 51),
    ("harbor_run", "harbor.cpp", 62),
)


class Crash(Struct, frozen=True, kw_only=True):
    """A module, its files, and what is known of its frames without and with us."""

    code_id: str
    at: tuple[int, ...]
    files: dict[str, str]  # path in the source -> fixture
    alone: Rows
    more: Rows = WHOLE
    type: str = "elf"

    def save(self, folder: Path) -> str:
        for target, fixture in self.files.items():
            path = folder / "symbols" / target
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(FIXTURES / fixture, path)
        return saved(folder, self.type, self.code_id, self.at)


def saved(folder: Path, kind: str, code_id: str, at: tuple[int, ...]) -> str:
    base = PE_BASE if kind == "pe" else ELF_BASE
    module = {
        "type": kind,
        "code_id": code_id,
        "code_file": "/srv/bin/harbor" + (".exe" if kind == "pe" else ""),
        "image_addr": hex(base),
        "image_size": 0x20000,
    }
    body = {
        "sources": [{"id": "local", "type": "filesystem", "path": "symbols"}],
        "stacktraces": [{"frames": [{"instruction_addr": hex(base + rel)} for rel in at]}],
        "modules": [module],
        "options": {"dif_candidates": True},
    }
    path = folder / "crash.json"
    path.write_text(json.dumps(body), encoding="utf-8")
    return str(path)


def named(*names: str) -> Rows:
    """Functions without a line."""
    return tuple((name, "", 0) for name in names)


OUTER = ("tension", "crane_lift", "operator()", "unload", "arrive", "harbor_run")
PLACED: Rows = tuple(row for row in WHOLE if row[0] not in ("read_scale", "hoist"))
PLACED = (("tension", "crane.c", 9), PLACED[1], ("operator()", "harbor.cpp", 28), *PLACED[3:])
NOBODY = tuple(("", file, line) for _, file, line in (WHOLE[0], WHOLE[3]))
WITHOUT_NAMES = (NOBODY[0], *WHOLE[1:3], NOBODY[1], *WHOLE[4:])
GMLT = tuple(
    (name, "", 0) if name in ("crane_lift", "unload", "arrive") else (name, file, line)
    for name, file, line in WHOLE
)
CUT: Rows = (*WHOLE[:6], ("ZN6harbor4Dock6arriveEi", "harbor.cpp", 51), WHOLE[7])


def path_of(code_id: str, suffix: str = "") -> str:
    return f"{code_id[:2]}/{code_id[2:]}{suffix}"


CRASHES: dict[str, Crash] = {
    "dwz-by-build-id": Crash(
        code_id=GCC4,
        at=CRASH_AT["elf/gcc"],
        files={
            path_of(GCC4, ".debug"): "harbor/elf/dwz1.debug",
            path_of(ALTERNATE, ".debug"): "harbor/elf/harbor.alt",
        },
        alone=WITHOUT_NAMES,
    ),
    "dwz-beside": Crash(
        code_id=GCC4,
        at=CRASH_AT["elf/gcc"],
        files={
            path_of(GCC4, ".debug"): "harbor/elf/dwz1.debug",
            "50/harbor.alt": "harbor/elf/harbor.alt",
        },
        alone=WITHOUT_NAMES,
    ),
    "dwo-beside": Crash(
        code_id=SPLIT,
        at=CRASH_AT["elf/split5"],
        files={path_of(SPLIT): f"{DWO}.bin"}
        | {f"{SPLIT[:2]}/clang-19.{unit}.dwo": f"{DWO}.{unit}.dwo" for unit in ("crane", "harbor")},
        alone=named(*OUTER),
    ),
    "dwo-where-it-was-built": Crash(
        code_id=SPLIT,
        at=CRASH_AT["elf/split5"],
        files={path_of(SPLIT): f"{DWO}.bin"}
        | {f"{BUILT}/clang-19.{unit}.dwo": f"{DWO}.{unit}.dwo" for unit in ("crane", "harbor")},
        alone=named(*OUTER),
    ),
    "dwo-by-id": Crash(
        code_id=SPLIT,
        at=CRASH_AT["elf/split5"],
        files={
            path_of(SPLIT): f"{DWO}.bin",
            "36f1fdee83afacc1.dwo": f"{DWO}.crane.dwo",
            "1e416d8b2d8c5fdb.dwo": f"{DWO}.harbor.dwo",
        },
        alone=named(*OUTER),
    ),
    "dwp": Crash(
        code_id=SPLIT,
        at=CRASH_AT["elf/split5"],
        files={path_of(SPLIT): f"{DWO}.bin", path_of(SPLIT, ".dwp"): f"{DWO}.bin.dwp"},
        alone=named(*OUTER),
    ),
    "skeleton-only": Crash(
        code_id=SPLIT,
        at=CRASH_AT["elf/split5"],
        files={path_of(SPLIT): f"{DWO}.bin"},
        alone=named(*OUTER),
        more=PLACED,
    ),
    "debug-link": Crash(
        code_id=GCC5,
        at=CRASH_AT["elf/gcc"],
        files={
            path_of(GCC5): "harbor/elf/sep",
            f"{GCC5[:2]}/.debug/sep.debug": "harbor/elf/sep.debug",
        },
        alone=(),
    ),
    "debugdata": Crash(
        code_id=GCC5,
        at=CRASH_AT["elf/gcc"],
        files={path_of(GCC5): "harbor/elf/minidebuginfo"},
        alone=(),
        more=named(*OUTER),
    ),
    "gmlt": Crash(
        code_id="5aca655528ba23bbb5a69cf9ec13c530a0e68a36",
        at=CRASH_AT["elf/clang"],
        files={path_of("5aca655528ba23bbb5a69cf9ec13c530a0e68a36"): "harbor/elf/clang-gmlt"},
        alone=GMLT,
    ),
    "mingw": Crash(
        code_id="0000000011000",
        at=CRASH_AT["pe/mingw-x86_64"],
        files={MINGW: "harbor/pe/mingw-x86_64/harbor.exe"},
        alone=CUT,
        type="pe",
    ),
    "mingw-debug-link": Crash(
        code_id="0000000011000",
        at=CRASH_AT["pe/mingw-x86_64"],
        files={
            MINGW: "harbor/pe/mingw-x86_64/stripped.exe",
            "harbor.exe/0000000011000/harbor.exe.debug": "harbor/pe/mingw-x86_64/harbor.exe.debug",
        },
        alone=(),
        type="pe",
    ),
}  # fmt: skip


async def answered(path: str, cache: Path, *, strict: bool = False) -> Any:
    """The response, given again by the disk alone."""
    settings = Settings(cache_dir=str(cache))
    opened = load(path, strict=strict)
    async with Engine(settings) as engine:
        cold = await engine.symbolicate(opened)
    events: list[Any] = []
    async with Engine(settings) as engine:
        warm = engine.cached(opened)
        await engine.symbolicate(opened, events.append)
    assert warm is not None
    assert warm.response_json() == cold.response_json()
    assert not [one for one in events if isinstance(one, FetchStarted | ParseStarted)]
    return json.loads(cold.response_json())


def rows(response: Any) -> Rows:
    """What was answered; of a long name only what the table says of it."""
    found = [f for f in response["stacktraces"][0]["frames"] if f["status"] == "symbolicated"]
    return tuple(
        (_short(frame["function"]), frame.get("filename") or "", frame["lineno"]) for frame in found
    )


def _short(function: str) -> str:
    known = sorted({name for name, _, _ in WHOLE}, key=len, reverse=True)
    if "lambda" in function or "$_0" in function:
        known = ["unload", "operator()"]
    if function.startswith("Z"):
        return function
    return next((name for name in known if name in function), function)


@pytest.mark.parametrize("crash", CRASHES.values(), ids=CRASHES)
async def test_what_symbolic_alone_does_not_say(crash: Crash, tmp_path: Path) -> None:
    path = crash.save(tmp_path)
    strict = await answered(path, tmp_path / "cache", strict=True)
    assert rows(strict) == crash.alone
    response = await answered(path, tmp_path / "cache")
    assert rows(response) == crash.more
    assert response["modules"] == strict["modules"]  # nothing else is told of the module


async def test_names_that_windows_programs_export(tmp_path: Path) -> None:
    """`symbolic` reads exports, and cuts the underscore off."""
    program = dll(b"plain", b"_ZN6harbor4Dock6arriveEi", b"gone")
    await _named(program, tmp_path, "ZN6harbor4Dock6arriveEi", "harbor::Dock::arrive(int)")


async def test_the_symbol_table_of_a_linker(tmp_path: Path) -> None:
    """As mingw leaves it when debug information is stripped."""
    program = dll(b"gone")
    table = pack("<4xIIhHBB", 4, 0x10, 1, 0x20, 2, 0) + pack("<I", 29)
    header = bytearray(program)
    header[0x4C:0x54] = pack("<II", len(program), 1)
    program = bytes(header) + table + b"_ZN6harbor4Dock6arriveEi\0"
    await _named(program, tmp_path, None, "harbor::Dock::arrive(int)")


async def _named(program: bytes, folder: Path, alone: str | None, more: str) -> None:
    file = folder / "symbols/harbor.exe/00005EED2000/harbor.exe"
    file.parent.mkdir(parents=True)
    file.write_bytes(program)
    path = saved(folder, "pe", "00005eed2000", (0x1014,))
    (frame,) = (await answered(path, folder / "c", strict=True))["stacktraces"][0]["frames"]
    assert frame.get("function") == alone
    (frame,) = (await answered(path, folder / "c"))["stacktraces"][0]["frames"]
    assert (frame["function"], frame["status"]) == (more, "symbolicated")


async def test_a_part_that_was_moved_away(tmp_path: Path) -> None:
    """The `.cold` part of a function. `symbolic` knows this one; both say the same."""
    file = tmp_path / "symbols/ab/cdef"
    file.parent.mkdir(parents=True)
    shutil.copyfile(FIXTURES / "cold/cold", file)
    path = saved(tmp_path, "elf", "abcdef", (0x103A, 0x1052, 0x1087))
    response = await answered(path, tmp_path / "cache")
    lines = [frame["lineno"] for frame in response["stacktraces"][0]["frames"]]
    assert 0 not in lines


def test_companions_show_in_the_trace(tmp_path: Path) -> None:
    crash = CRASHES["dwz-beside"]

    async def run() -> Any:
        async with Engine(Settings(cache_dir=str(tmp_path / "cache"))) as engine:
            trace: Any = (await engine.symbolicate(load(crash.save(tmp_path)))).trace
            return trace.module(0)

    search = asyncio.run(run()).search("alternate")
    assert [one.uri.rpartition("/")[2] for one in search.asked if one.chosen] == ["harbor.alt"]
    assert any(one.miss is not None for one in search.asked)  # by its build id, before
