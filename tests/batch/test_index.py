"""Outcomes kept in a file: rows, groups, runs, and files that are no index."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from inspector.batch.index import BadIndex, Group, Index
from inspector.batch.outcome import MissingModule, Outcome, badness

GL, C = MissingModule("libgl", "G", 3), MissingModule("libc", "C", 1)
ROWS = [
    Outcome(path="/a", signature="f", resolved=1, frames=4, worst="missing", missing=(GL, C)),
    Outcome(path="/b", signature="f", resolved=4, frames=4, worst="found"),
    Outcome(path="/c", signature="g", resolved=0, frames=2, worst="malformed", missing=(C,)),
    Outcome(path="/d", state="broken", reason="/d: not JSON"),
]


def test_groups_totals_and_missing_modules(tmp_path: Path) -> None:
    with Index(str(tmp_path / "i")) as index:
        index.add(ROWS)
        assert index.groups(9) == [
            Group("f", 2, 5, 8, badness("missing"), "libgl"),
            Group("g", 1, 0, 2, badness("malformed"), "libc"),
        ]
        assert index.groups(1)[0].signature == "f"
        assert index.totals() == {"answered": 3, "broken": 1}
        assert index.missing(9) == [GL, MissingModule("libc", "C", 2)]
        assert index.broken(9) == [ROWS[3]]
        assert sorted(index.rows(), key=lambda row: row.path) == ROWS


def test_a_request_that_comes_twice_counts_once(tmp_path: Path) -> None:
    with Index(str(tmp_path / "i")) as index:
        index.add([ROWS[0], ROWS[2], ROWS[0]])
        assert index.totals() == {"answered": 2}
        assert index.missing(9) == [GL, MissingModule("libc", "C", 2)]


def test_rows_survive_a_killed_process(tmp_path: Path) -> None:
    path = str(tmp_path / "i")
    code = (
        "import os, signal\n"
        "from inspector.batch.index import Index\n"
        "from inspector.batch.outcome import Outcome\n"
        f"Index({path!r}).add([Outcome(path='/a')])\n"
        "os.kill(os.getpid(), signal.SIGTERM)\n"
    )
    killed = subprocess.run([sys.executable, "-c", code], timeout=60)
    assert killed.returncode
    with Index(path) as index:
        assert [row.path for row in index.remembered()] == ["/a"]


def test_rows_survive_and_another_run_counts_its_own(tmp_path: Path) -> None:
    path = str(tmp_path / "i")
    with Index(path) as index:
        index.add(ROWS)
    with Index(path) as index:
        assert index.get("/a") == ROWS[0]
        assert index.get("/z") is None
        assert index.totals() == {}
        index.add([Outcome(path="/a", signature="h", frames=1)])
        assert index.totals() == {"answered": 1}
        assert index.missing(9) == []


@pytest.mark.parametrize("content", [b"not a database" * 99, b"SQLite format 3\0" + b"x" * 999])
def test_a_file_that_is_no_index_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "i"
    path.write_bytes(content)
    with pytest.raises(BadIndex, match="not an index"):
        Index(str(path))
    assert path.read_bytes() == content


def test_an_index_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = str(tmp_path / "i")
    with sqlite3.connect(path) as rows:
        rows.execute("pragma user_version=99")
    rows.close()
    with pytest.raises(BadIndex, match="newer version"):
        Index(path)


def test_rows_of_all_runs_can_be_counted_together_and_forgotten(tmp_path: Path) -> None:
    path = str(tmp_path / "i")
    with Index(path) as index:
        index.add(ROWS)
    with Index(path) as index:
        index.add([Outcome(path="/e", signature="f", frames=1)])
        assert [row.path for row in index.remembered()] == ["/a", "/b", "/c", "/d", "/e"]
        assert index.totals() == {"answered": 1}
        index.adopt()
        assert index.totals() == {"answered": 4, "broken": 1}
        index.forget(["/a", "/d"])
        assert [row.path for row in index.remembered()] == ["/b", "/c", "/e"]
        assert index.missing(9) == [MissingModule("libc", "C", 1)]


def test_a_file_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadIndex, match="unable to open"):
        Index(str(tmp_path / "nowhere" / "i"))
