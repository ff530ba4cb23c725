"""Why a frame has no source text."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from inspector.model.outcome import NOT_FOUND, RESTRICTED, Miss, Why
from inspector.model.why.judged import Around
from inspector.model.why.trace import FrameTrace, ModuleTrace
from inspector.native.why.source_text import source_text
from tests.fetch.server import Server
from tests.native.why.situations import (
    BY_NAME,
    CODE,
    FILE,
    Body,
    Situation,
    at,
    checked,
    crash,
    frame,
    laid_out,
    local,
    made,
    put,
)

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


@pytest.mark.parametrize("situation", [pytest.param(s, id=name) for name, s in TEXT.items()])
async def test_text(situation: Situation, tmp_path: Path, server: Server) -> None:
    await checked(situation, tmp_path, server)


def bundle(folder: Path, **members: str) -> None:
    """A source bundle of the build, where the layout looks for it."""
    entries = {}
    path = folder / "symbols" / f"{CODE}.src.zip"
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for number, (name, text) in enumerate(members.items()):
            entries[f"files/{number}"] = {"path": name, "type": "source"}
            archive.writestr(f"files/{number}", text)
        archive.writestr("manifest.json", json.dumps({"files": entries}))
    path.write_bytes(b"SYSB\x02\0\0\0" + path.read_bytes())


CRANE = "/build/harbor/crane.c"


def with_bundle(**members: str) -> Any:
    def make(folder: Path, _server: Server) -> Body:
        put(folder, (CODE, FILE))
        bundle(folder, **members)
        return crash(local(), options={"apply_source_context": True})

    return make


BUNDLES = {
    "text": Situation(
        make=with_bundle(**{CRANE: "x\n" * 99}), says=("crane.c:",), next="nothing_to_do"
    ),
    "file-is-not-in-the-bundle": Situation(
        make=with_bundle(other="x"),
        stops="source text",
        says=("does not know /build/harbor/crane.c",),
        next="add_source",
    ),
    "line-is-not-in-the-file": Situation(
        make=with_bundle(**{CRANE: "x\n"}),
        stops="source text",
        says=("but no line",),
        next="rebuild",
    ),
    "bundles-are-filtered": Situation(
        make=lambda f, _: made(
            put(f, (CODE, FILE)),
            bundle_beside(f),
            crash(
                local(filters={"filetypes": ["elf_code"]}), options={"apply_source_context": True}
            ),
        ),
        stops="source text",
        says=("no source bundle of this build",),
        next="widen_filters",
        arguments={"filter": "filetypes", "value": "sourcebundle"},
    ),
}


def bundle_beside(folder: Path) -> Path:
    bundle(folder, **{CRANE: "x\n" * 99})
    return folder


@pytest.mark.parametrize("situation", [pytest.param(s, id=name) for name, s in BUNDLES.items()])
async def test_bundles(situation: Situation, tmp_path: Path, server: Server) -> None:
    await checked(situation, tmp_path, server)


LINK = "https://h/a.c"
LINKS = {
    "link-not-found": (NOT_FOUND, "nothing is at", "add_source"),
    "link-forbidden": (Miss(Why.NO_PERMISSION, "403"), "no permission: 403", "fix_credentials"),
    "link-private": (Miss(Why.DOWNLOAD_FAILED, RESTRICTED), "restricted", "trust_request"),
    "link-timeout": (Miss(Why.TIMEOUT, "10s"), "timed out after 10s", "raise_timeout"),
}
FRAME = FrameTrace(
    thread=0, index=0, place="x", status="symbolicated", address=1, path="/a.c", line=3, text="link"
)
MODULE = ModuleTrace(index=0, name="a", type="elf", status="found", debug_id="abcd")


@pytest.mark.parametrize(("miss", "says", "kind"), LINKS.values(), ids=LINKS)
def test_links_that_fail(miss: Miss, says: str, kind: str) -> None:
    frame = structs.replace(FRAME, text_link=LINK, text_miss=miss)
    found = source_text(frame, MODULE, Around(seconds={"head_timeout": 10.0}))
    assert found.next is not None
    assert (found.step.state, found.next.kind) == ("stopped", kind)
    assert LINK in found.step.text
    assert says in found.step.text


@pytest.mark.parametrize(
    ("more", "state", "says"),
    [
        pytest.param({"has_text": True}, "ok", "was fetched from", id="fetched"),
        pytest.param({}, "stopped", "has no line 3", id="line-is-not-there"),
        pytest.param({"text": "no text"}, "stopped", "without text or link", id="named-only"),
        pytest.param({"text": "no path"}, "not_reached", "Without a path", id="no-path"),
        pytest.param({"text": "no module"}, "not_reached", "no module", id="no-module"),
        pytest.param({"text": ""}, "not_reached", "does not ask", id="not-wanted"),
    ],
)
def test_each_state(more: dict[str, Any], state: str, says: str) -> None:
    found = source_text(structs.replace(FRAME, text_link=LINK, **more), MODULE, Around())
    assert found.step.state == state
    assert says in found.step.text
