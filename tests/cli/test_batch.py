"""Folders of requests on the command line: answers, summary, going on, what cannot be done."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Inspector, environment
from tests.cli.test_interrupt import CODE
from tests.fetch.server import Asked, Reply, Server


@pytest.fixture
def folder(crash: Path) -> Path:
    """Two crashes and a broken request below `crashes`, with the symbols beside them."""
    crashes = crash.parent / "crashes"
    (crashes / "sub").mkdir(parents=True)
    body = json.loads(crash.read_text())
    body["sources"][0]["path"] = str(crash.parent / body["sources"][0]["path"])
    for name in ("a.json", "sub/b.json"):
        (crashes / name).write_text(json.dumps(body))
    (crashes / "broken.json").write_text("{")
    return crashes


def test_a_folder(inspector: Inspector, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = inspector("symbolicate", folder, "--out-dir", out, "--trust")
    assert done.exit_code == 2  # one is broken
    lines = done.stdout.splitlines()
    assert lines[0] == "2 requests answered (0 of them earlier), 1 broken"
    assert lines[3].split() == ["2", "100%", "found", "read_scale"]
    assert "broken.json: line 1 column 2" in lines[-1]
    alone = inspector.answer(folder / "a.json", "--trust")
    assert (out / "a.response.json").read_bytes() == alone
    assert (out / "sub" / "b.response.json").read_bytes() == alone


def test_going_on(inspector: Inspector, folder: Path, tmp_path: Path) -> None:
    (folder / "broken.json").unlink()
    command = ("symbolicate", folder, "--out-dir", tmp_path / "out", "--trust")
    inspector(*command)
    (tmp_path / "out" / "a.response.json").unlink()
    done = inspector(*command)
    assert done.exit_code == 0
    assert done.stdout.startswith("2 requests answered (1 of them earlier), 0 broken")
    assert (tmp_path / "out" / "a.response.json").exists()
    again = inspector(*command, "--again")
    assert again.stdout.startswith("2 requests answered (0 of them earlier)")
    strict = inspector(*command, "--strict")
    assert strict.stdout.startswith("2 requests answered (0 of them earlier)")


def test_processes_give_the_same_answers(
    inspector: Inspector, folder: Path, tmp_path: Path
) -> None:
    for jobs in (1, 2):
        done = inspector.process(
            *("symbolicate", folder, "--out-dir", tmp_path / f"out{jobs}", "--trust"),
            *("--jobs", jobs),
        )
        assert done.returncode == 2, done.stderr
    for name in ("a.response.json", "sub/b.response.json"):
        one, two = (tmp_path / f"out{jobs}" / name for jobs in (1, 2))
        assert one.read_bytes() == two.read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="no such terminals there")
def test_a_bar_on_a_terminal(folder: Path, tmp_path: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "inspector",
        "symbolicate",
        str(folder),
        "--out-dir",
        str(tmp_path),
    ]
    with subprocess.Popen(
        command, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=theirs
    ) as process:
        os.close(theirs)
        told = b"".join(iter(partial(read_terminal, ours), b"")).decode()
    os.close(ours)
    assert process.returncode == 2
    assert "0 of 3  0/s" in told
    assert "100%" in told
    assert re.search(r"3 of 3  [0-9,]+/s  1 broken", told)


def read_terminal(number: int) -> bytes:
    """What is next; nothing when nobody has it open any more."""
    try:
        return os.read(number, 4096)
    except OSError:
        return b""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent in another way there")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_ends_it_at_once_and_the_next_run_goes_on(
    inspector: Inspector, folder: Path, tmp_path: Path, jobs: str
) -> None:
    (folder / "broken.json").unlink()
    (folder / "c.json").write_text('{"stacktraces": []}')
    asked, sound = threading.Event(), (folder / "a.json").read_text()

    def stalled(_: Asked) -> Reply:
        asked.set()
        return Reply(body=b"x" * 1_000, stall=True)

    command = ("symbolicate", folder, "--out-dir", tmp_path / "out", "--trust", "--jobs", jobs)
    with Server() as server:
        body = json.loads(sound)
        body["sources"] = [{"id": "web", "type": "http", "url": server.url}]
        (folder / "sub" / "b.json").write_text(json.dumps(body))
        server.routes[CODE] = stalled
        with subprocess.Popen(
            [sys.executable, "-m", "inspector", *map(str, command)],
            env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        ) as process:  # fmt: skip
            assert asked.wait(20)
            process.send_signal(signal.SIGINT)
            out, told = process.communicate(timeout=10)
    assert process.returncode == 130
    assert "requests answered" in out
    assert told.strip() == "interrupted; the same command goes on where this one stopped"
    (folder / "sub" / "b.json").write_text(sound)
    done = inspector(*command)
    assert done.stdout.startswith("3 requests answered")
    assert list((tmp_path / "out").rglob("*.part")) == []


def test_a_folder_below_that_cannot_be_listed_stops_nobody(
    inspector: Inspector, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = os.scandir

    def scandir(path: str) -> Any:  # as for somebody who is not root
        if path.endswith("sub"):
            raise PermissionError(13, "Permission denied", path)
        return listed(path)

    monkeypatch.setattr("os.scandir", scandir)
    (folder / "broken.json").unlink()
    done = inspector("symbolicate", folder, "--out-dir", tmp_path / "out", "--trust")
    assert done.exit_code == 2
    assert done.stdout.startswith("1 requests answered")
    assert done.stderr.splitlines()[0] == f"Error: {folder}/sub: Permission denied"


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        pytest.param(["{}"], "is a folder, so it needs --out-dir", id="no-out-dir"),
        pytest.param(["{}/a.json", "--jobs", "2"], "a batch needs --out-dir", id="nowhere-to-go"),
        pytest.param(["{}", "--out-dir", "{}/a.json"], "a.json", id="out-dir-is-a-file"),
        pytest.param(
            ["{}", "--out-dir", "{}/out", "--executor", "ray:x"], "unknown executor", id="executor"
        ),
        pytest.param(["{}", "--out-dir", "{}/bad"], "not an index of outcomes", id="index"),
        pytest.param(["{}", "--jobs", "0", "--out-dir", "x"], "0 is not in the range", id="jobs"),
    ],
)
def test_what_cannot_be_done(
    inspector: Inspector, folder: Path, arguments: list[str], reason: str
) -> None:
    (folder / "bad").mkdir()
    (folder / "bad" / "index.sqlite").write_text("no database" * 100)
    done = inspector("symbolicate", *(argument.format(folder) for argument in arguments))
    assert done.exit_code == 2
    assert reason in done.stderr
    assert "Traceback" not in done.stderr
    shutil.rmtree(folder)


def test_an_empty_folder(inspector: Inspector, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = inspector("symbolicate", tmp_path / "empty", "--out-dir", tmp_path / "out")
    assert done.exit_code == 0
    assert done.stdout == "0 requests answered (0 of them earlier), 0 broken\n"
