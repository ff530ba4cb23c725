"""One frame in detail, over the real engine and its child processes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from shutil import copyfile

import pytest

from inspector.engine import Engine, Result, load
from inspector.model.signature import SignatureRules
from inspector.questions.details import detail_lines, frame_detail
from inspector.settings import Settings
from tests.harbor import HARBOR
from tests.harbor_builds import BUILDS

BUILD = {build.name: build for build in BUILDS}
SAMPLES = Path(__file__).resolve().parent.parent.parent / "sample_requests"


@asynccontextmanager
async def answered(path: str, folder: Path) -> AsyncIterator[tuple[Engine, Result]]:
    opened = load(path)
    async with Engine(Settings(cache_dir=str(folder / "cache"), offline=True)) as engine:
        yield engine, engine.cached(opened) or await engine.symbolicate(opened)


async def test_the_crash_of_the_sample(tmp_path: Path) -> None:
    path = str(SAMPLES / "native" / "linux.json")
    async with answered(path, tmp_path) as (engine, result):
        found = await frame_detail(engine, result, 0, 0)
    assert (found.function, found.module, found.address) == ("read_scale", "harbor", 0x1290)
    (current,) = (one for one in found.listing.instructions if one.current)
    assert (current.mnemonic, current.path, current.line) == ("mov", "/build/harbor/crane.c", 9)
    assert [(one.name, one.value) for one in found.variables.variables if one.value] == [
        ("c", "0x0"),
        ("hooks", "6"),
    ]
    notes = {one.name: one.note for one in found.registers}
    assert notes["rip"] == "harbor +0x1290 tension"
    assert notes["rdi"] == "null"
    assert {"section", "compiler", "flags", "compile dir", "unwind info"} <= {*dict(found.facts)}
    assert found.hints[0].kind == "null pointer"
    assert "crate::weight" in found.hints[0].text
    assert [(step.name, step.use) for step in found.signature] == [
        ("read_scale", "used"),
        ("tension", "below"),
    ]


async def test_a_caller_has_its_call_and_no_registers(tmp_path: Path) -> None:
    path = str(SAMPLES / "native" / "linux.json")
    async with answered(path, tmp_path) as (engine, result):
        found = await frame_detail(engine, result, 0, 1)
    (current,) = (one for one in found.listing.instructions if one.current)
    assert (current.calls, current.name) == (True, "tension")
    assert (found.registers, found.hints, found.signature) == ((), (), ())
    assert {one.state for one in found.variables.variables} == {"at entry", "optimised out"}


EACH_FORMAT = [
    "elf-separate", "elf-split-dwarf", "elf-dwz-alternate", "elf-armv7", "pe-x86_64",
    "pe-mingw-x86_64", "macho-arm64", "wasm-harbor5", "breakpad-aarch64", "dotnet-portable",
]  # fmt: skip


@pytest.mark.parametrize("name", EACH_FORMAT)
async def test_every_format_has_details_or_says_why_not(name: str, tmp_path: Path) -> None:
    async with answered(BUILD[name].save(tmp_path), tmp_path) as (engine, result):
        for frame in (0, 1):
            found = await frame_detail(engine, result, 0, frame)
            assert found.listing.instructions or found.listing.note
            assert found.variables.variables or found.variables.note
            assert list(detail_lines(found))


async def test_files_that_the_debug_file_refers_to_are_found(tmp_path: Path) -> None:
    build = BUILD["elf-split-dwarf"]
    path = build.save(tmp_path)
    (target,) = build.files
    beside = tmp_path / "symbols" / build.name / f"{target}.dwp"
    copyfile(HARBOR / "elf" / "split5" / "clang-19.bin.dwp", beside)
    async with answered(path, tmp_path) as (engine, result):
        found = await frame_detail(engine, result, 0, 0)
    assert {one.function for one in found.variables.variables} == {"read_scale", "tension"}


async def test_scripts_say_that_they_have_no_code(tmp_path: Path) -> None:
    async with answered(str(SAMPLES / "js" / "webpack.json"), tmp_path) as (engine, result):
        found = await frame_detail(engine, result, 0, 0)
    assert found.listing.note == found.variables.note == "scripts have no machine code"


async def test_frames_that_are_not_there(tmp_path: Path) -> None:
    path = str(SAMPLES / "native" / "linux.json")
    async with answered(path, tmp_path) as (engine, result):
        for thread, frame in ((0, 999), (99, 0)):
            with pytest.raises(LookupError):
                await frame_detail(engine, result, thread, frame)


async def test_a_persons_rules_show_in_the_frame(tmp_path: Path) -> None:
    rules = SignatureRules(skip=("read_scale",))
    path = str(SAMPLES / "native" / "linux.json")
    async with answered(path, tmp_path) as (engine, result):
        found = await frame_detail(engine, result, 0, 0, rules)
    assert (found.signature[0].use, found.signature[0].rule) == ("skip", "skip read_scale")
