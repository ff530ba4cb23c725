"""A command that is stopped half-way."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.cli.running import Inspector, environment
from tests.fetch.server import Asked, Reply, Server

CODE = "/17/6e2e9c3d6cd20b5d9a6dc37c0520d8e9ab4ee9"


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent in another way there")
def test_ctrl_c_ends_it_at_once_and_the_next_run_goes_well(crash: Path, tmp_path: Path) -> None:
    inspector = Inspector(tmp_path)
    body = json.loads(crash.read_text("utf-8"))
    found = (crash.parent / "symbols" / "elf-clang-dwarf5" / CODE[1:]).read_bytes()
    asked = threading.Event()

    def stalled(_asked: Asked) -> Reply:
        asked.set()
        return Reply(body=found, stall=True)

    with Server() as server:
        body["sources"] = [{"id": "web", "type": "http", "url": server.url}]
        crash.write_text(json.dumps(body))
        server.routes[CODE] = stalled
        command = [sys.executable, "-m", "inspector", "symbolicate", str(crash), "--trust"]
        with subprocess.Popen(
            command, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            assert asked.wait(20)
            os.kill(process.pid, signal.SIGINT)
            out, told = process.communicate(timeout=20)
        assert (process.returncode, out) == (1, b"")
        assert told.split() == [b"Aborted!"]
        server.routes[CODE] = Reply(body=found)
        assert b'"symbolicated"' in inspector.answer(crash, "--trust")
    assert not list((tmp_path / "cache").rglob("tmp/*"))
