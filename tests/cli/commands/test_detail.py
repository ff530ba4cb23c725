"""`inspector detail`: text for people, JSON for programs, mistakes on one line."""

import json
from pathlib import Path

import pytest

from tests.cli.running import Inspector

SAMPLES = Path(__file__).resolve().parents[3] / "sample_requests"
REQUEST = SAMPLES / "native" / "linux.json"


@pytest.fixture
def inspector(tmp_path: Path) -> Inspector:
    return Inspector(tmp_path / "home")


def test_text(inspector: Inspector) -> None:
    done = inspector("detail", REQUEST, "--offline")
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0] == "thread 0 frame 0 · read_scale · harbor +0x1290"
    assert lines[1].startswith("cause: null pointer:")
    assert "(heuristic:" in lines[1]
    assert any(line.startswith(">     1290") for line in lines)
    assert [line for line in lines if line in ("Code", "Variables", "Registers", "Facts")] == [
        "Code",
        "Variables",
        "Registers",
        "Facts",
    ]


def test_json(inspector: Inspector) -> None:
    done = inspector("detail", REQUEST, "--offline", "--frame", 1, "--format", "json")
    assert done.exit_code == 0, done.output
    tree = json.loads(done.stdout)
    assert (tree["thread"], tree["frame"], tree["function"]) == (0, 1, "crane_lift")
    assert tree["listing"]["instructions"]
    assert tree["variables"]["variables"][0]["state"] == "at entry"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(("--frame", 99), "thread 0 has no frame 99; it has 10", id="frame"),
        pytest.param(("--thread", 9), "there is no thread 9; the request has 4", id="thread"),
    ],
)
def test_mistakes(inspector: Inspector, arguments: tuple[object, ...], words: str) -> None:
    done = inspector("detail", REQUEST, "--offline", *arguments)
    assert done.exit_code == 2
    assert words in done.output
