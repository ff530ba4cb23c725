"""`inspector missing` over real samples."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from inspector.cli import main

SAMPLES = Path(__file__).resolve().parents[3] / "sample_requests" / "native"


@pytest.fixture
def crashes(tmp_path: Path) -> Path:
    """Two requests of one program in a folder, its symbols beside them, and a broken one."""
    folder = tmp_path / "crashes"
    folder.mkdir()
    for name in ("a.json", "b.json"):
        shutil.copyfile(SAMPLES / "problems.json", folder / name)
    shutil.copytree(SAMPLES / "symbols", folder / "symbols")
    return folder


def run(folder: Path, *arguments: str) -> Result:
    cache = str(folder.parent / "cache")
    return CliRunner().invoke(main, ["missing", *arguments, "--cache-dir", cache])


def test_a_folder(crashes: Path) -> None:
    done = run(crashes, str(crashes))
    assert done.exit_code == 0, done.output
    head, _, table = done.output.partition("\n\n")
    assert head == "2 requests"
    assert "libwinch.so (edbba157-c000-eeff-57a1-bbed00c0ffee): found, without debug" in table
    weights = [int(line.split()[0]) for line in table.splitlines()[1:] if line[:26].strip()]
    assert weights == sorted(weights, reverse=True)


def test_json_and_most(crashes: Path) -> None:
    done = run(crashes, str(crashes), "--format", "json", "--most", "1")
    tree = json.loads(done.output)
    assert tree["requests"] == 2
    assert [(one["name"], one["requests"]) for one in tree["missing"]] == [("libwinch.so", 2)]


def test_what_is_broken_is_told_and_the_rest_counts(crashes: Path) -> None:
    (crashes / "c.json").write_text("{")
    done = run(crashes, str(crashes))
    assert done.exit_code == 2
    assert "c.json" in done.stderr
    assert done.stdout.startswith("2 requests")


def test_nothing_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "crash.json"
    path.write_text('{"stacktraces": [{"frames": []}], "modules": []}')
    done = run(tmp_path / "x", str(path))
    assert done.output == "1 request: no missing file would resolve a frame.\n"


def test_no_such_folder(tmp_path: Path) -> None:
    done = run(tmp_path, str(tmp_path / "gone"))
    assert done.exit_code == 2
    assert "gone" in done.stderr
