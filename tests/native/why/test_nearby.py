"""What local folders have that is nearly what was looked for."""

from pathlib import Path

import pytest

from tests.fetch.server import Server
from tests.harbor_builds import CLANG5
from tests.native.why.situations import (
    BY_NAME,
    CODE,
    FILE,
    GCC,
    Situation,
    checked,
    crash,
    local,
    made,
    put,
)

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
    "a-broken-file-in-its-place": Situation(
        make=lambda f, _: made(
            put(f, (CODE, "README.md"), ("harbor.debug", "elf/gcc-dwarf5")), crash(local())
        ),
        stops="files",
        says=("cannot be read", CODE),
        next="exclude_candidate",
        arguments={"source": "local"},
    ),
    "a-broken-file-and-a-good-one": Situation(
        make=lambda f, _: made(put(f, (CODE, "README.md"), ("harbor", FILE)), crash(local())),
        stops="files",
        says=("has this build as harbor",),
        next="fix_layout",
        resolves=True,
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


@pytest.mark.parametrize("situation", [pytest.param(s, id=name) for name, s in NEAR.items()])
async def test_near(situation: Situation, tmp_path: Path, server: Server) -> None:
    await checked(situation, tmp_path, server)
