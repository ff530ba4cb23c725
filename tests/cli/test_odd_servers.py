"""Servers that are not there or answer what is no object (spec/sources.md 9)."""

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Inspector
from tests.cli.test_symbolicate import FRAMES, changed, statuses
from tests.fetch.server import Reply, Server
from tests.harbor import HARBOR
from tests.harbor_builds import BUILDS


def routes(**odd: Any) -> dict[str, Reply]:
    """The files of the crash; what is `odd` about the answers takes the place of the files."""
    (build,) = (one for one in BUILDS if one.name == "elf-clang-dwarf5")
    return {
        f"/{target}": Reply(**({"body": (HARBOR / fixture).read_bytes()} | odd))
        for target, fixture in build.files.items()
    }


def web(name: str, url: str) -> dict[str, str]:
    return {"type": "http", "id": name, "url": url}


def downloads(answer: bytes, source: str) -> set[str]:
    """How the files of one source did."""
    (module,) = json.loads(answer)["modules"]
    listed = module["candidates"]
    return {one["download"]["status"] for one in listed if one["source"] == source}


def test_an_unreachable_host_beside_a_good_one(tmp_path: Path, crash: Path) -> None:
    """Its candidates are errors; the answer comes from the other."""
    with socket.create_server(("127.0.0.1", 0)) as taken, Server(routes()) as server:
        gone = f"http://127.0.0.1:{taken.getsockname()[1]}/"
        taken.close()
        sources = [web("gone", gone), web("nowhere", "http://x.invalid"), web("good", server.url)]
        answer = Inspector(tmp_path).answer("--trust", changed(crash, sources=sources))
    assert statuses(answer) == ["symbolicated"] * FRAMES
    assert downloads(answer, "gone") == downloads(answer, "nowhere") == {"error"}
    assert "ok" in downloads(answer, "good")


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param({"body": b"<!doctype html><p>Welcome"}, id="a-page"),
        pytest.param({"body": b""}, id="nothing"),
        pytest.param({"body": b"", "status": 204}, id="no-content"),
        pytest.param({"body": b"\x7fELF"}, id="too-short"),
    ],
)
def test_what_is_no_object_is_malformed(tmp_path: Path, crash: Path, odd: Any) -> None:
    with Server(routes(**odd)) as server:
        request = changed(crash, sources=[web("web", server.url)])
        answer = Inspector(tmp_path).answer("--trust", request)
        asked = server.hits()
        assert Inspector(tmp_path).answer("--trust", request) == answer
        assert server.hits() == asked  # also that is remembered
    (module,) = json.loads(answer)["modules"]
    assert module["debug_status"] == "malformed"
    assert "malformed" in downloads(answer, "web")
