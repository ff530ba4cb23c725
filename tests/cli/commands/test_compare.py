"""`inspector compare`: what is printed, which exit code, what may be compared."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Inspector


@pytest.fixture
def response(inspector: Inspector, crash: Path, tmp_path: Path) -> Path:
    """The answer to the crash, saved as from a server."""
    path = tmp_path / "server.json"
    path.write_bytes(inspector.answer(crash))
    return path


def spoilt(response: Path) -> Path:
    """A server's response that is not as good: one frame without a line, one unresolved."""
    tree: Any = json.loads(response.read_text("utf-8"))
    frames = tree["stacktraces"][0]["frames"]
    del frames[1]["lineno"]
    frames[-1]["status"] = "missing"
    for key in ("function", "symbol", "filename", "abs_path", "lineno", "context_line"):
        frames[-1].pop(key, None)
    path = response.with_name("spoilt.json")
    path.write_text(json.dumps(tree), encoding="utf-8")
    return path


def test_a_request_and_its_own_answer(inspector: Inspector, crash: Path, response: Path) -> None:
    done = inspector("compare", crash, response, "--fail-on", "any")
    assert done.exit_code == 0, done.output
    assert "same crash: yes · frames 8 equal · modules that differ 0" in done.stdout


def test_a_worse_answer_fails(inspector: Inspector, crash: Path, response: Path) -> None:
    done = inspector("compare", crash, spoilt(response), "--fail-on", "worse")
    assert done.exit_code == 3
    assert "6 equal, 2 worse" in done.stdout
    assert "(line lost)" in done.stdout
    assert "(no longer resolved)" in done.stdout


def test_a_better_one_does_not(inspector: Inspector, crash: Path, response: Path) -> None:
    bad = spoilt(response)
    assert inspector("compare", bad, crash, "--fail-on", "worse").exit_code == 0
    assert inspector("compare", bad, crash, "--fail-on", "changed").exit_code == 3
    assert inspector("compare", bad, crash).exit_code == 0


def test_json_has_every_frame(inspector: Inspector, crash: Path, response: Path) -> None:
    tree = json.loads(inspector("compare", crash, spoilt(response), "--format", "json").stdout)
    assert tree["frames"] == {"equal": 6, "worse": 2}
    assert len(tree["threads"][0]["frames"]) == 8
    assert tree["same_crash"] is True


def test_markdown_is_a_fence(inspector: Inspector, crash: Path, response: Path) -> None:
    out = response.with_name("out.md")
    done = inspector("compare", crash, spoilt(response), "--format", "markdown", "-o", out)
    assert done.exit_code == 0
    assert out.read_text("utf-8").startswith("```diff\nA ")


def test_equal_frames_are_shown_on_request(
    inspector: Inspector, crash: Path, response: Path
) -> None:
    few = inspector("compare", crash, response).stdout.splitlines()
    all_ = inspector("compare", crash, response, "--all").stdout.splitlines()
    assert len(few) == 3
    assert len([line for line in all_ if line.startswith("= ")]) == 8 + 1  # and the module


@pytest.mark.parametrize(
    ("tree", "reason"),
    [
        pytest.param({"status": "pending", "request_id": "x"}, "says `pending`", id="pending"),
        pytest.param({"status": "completed"}, "no response:", id="empty"),
        pytest.param({"status": "completed", "stacktraces": 1}, "stacktraces", id="shape"),
    ],
)
def test_what_is_no_response_is_told(
    inspector: Inspector, crash: Path, tree: Any, reason: str
) -> None:
    other = crash.with_name("other.json")
    other.write_text(json.dumps(tree), encoding="utf-8")
    done = inspector("compare", crash, other)
    assert done.exit_code == 2
    assert reason in done.stderr


def test_native_and_javascript_have_nothing_in_common(inspector: Inspector, crash: Path) -> None:
    other = crash.with_name("other.json")
    other.write_text('{"allow_scraping": false, "stacktraces": []}', encoding="utf-8")
    done = inspector("compare", crash, other)
    assert done.exit_code == 2
    assert "nothing in common" in done.stderr


def test_a_cache_folder_that_cannot_be_used_is_told(inspector: Inspector, crash: Path) -> None:
    folder = crash.with_name("file")
    folder.write_text("")
    done = inspector("compare", crash, crash, "--cache-dir", folder)
    assert done.exit_code == 2
    assert "cannot keep files here" in done.stderr


def test_a_file_that_is_not_there(inspector: Inspector, crash: Path) -> None:
    done = inspector("compare", crash, "nowhere.json")
    assert done.exit_code == 2
    assert "nowhere.json: No such file" in done.stderr
