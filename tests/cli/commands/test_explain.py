"""`inspector explain`: text for people, JSON that stays as it is."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Inspector
from tests.js.why import situations as scripts
from tests.native.why.situations import BASE, CODE, FILE, at, crash, frame, local, put


@pytest.fixture
def request_file(tmp_path: Path) -> Path:
    """A frame that resolves, one outside of all modules, one module that nobody has."""
    put(tmp_path, (CODE, FILE))
    body = crash(local())
    gone = body["modules"][0] | {
        "code_id": "00" * 20,
        "debug_id": "00000000-0000-0000-0000-000000000001",
        "code_file": "/opt/lib/gone.so",
        "image_addr": hex(BASE + 0x100_0000),
    }
    body["modules"].append(gone)
    outside, missing = BASE + 0x20_0000, BASE + 0x100_0010
    body = at(body, frame(BASE + 0x1992), frame(missing), frame(outside), frame(missing + 1))
    path = tmp_path / "crash.json"
    path.write_text(json.dumps(body), encoding="utf-8")
    return path


@pytest.fixture
def inspector(tmp_path: Path) -> Inspector:
    return Inspector(tmp_path / "home")


def answer(inspector: Inspector, *arguments: object) -> Any:
    done = inspector("explain", *arguments, "--format", "json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_the_first_frame_that_was_not_resolved(inspector: Inspector, request_file: Path) -> None:
    tree = answer(inspector, request_file)
    assert list(tree) == ["request", "explanation", "summary"]
    found = tree["explanation"]
    assert found["subject"] == "frame 1 of thread 0"
    assert list(found) == ["subject", "verdict", "steps", "next"]
    assert {step["state"] for step in found["steps"]} == {"ok", "stopped", "not_reached"}
    assert list(found["steps"][0]) == ["name", "state", "text", "facts"]
    assert list(found["next"]) == ["kind", "text", "arguments"]
    rows = [(row["module"], row["name"], row["unresolved"]) for row in tree["summary"]]
    assert rows == [(1, "gone.so", 2), (None, "", 1)]


@pytest.mark.parametrize(
    ("arguments", "subject"),
    [
        pytest.param(("--frame", 2), "frame 2 of thread 0", id="frame"),
        pytest.param(("--thread", 0, "--frame", 0), "frame 0 of thread 0", id="thread-and-frame"),
        pytest.param(("--module", 1), "module 1: gone.so", id="module"),
    ],
)
def test_what_was_asked_about(
    arguments: tuple[object, ...], subject: str, inspector: Inspector, request_file: Path
) -> None:
    tree = answer(inspector, request_file, *arguments)
    assert tree["explanation"]["subject"] == subject
    assert "summary" not in tree


def test_text(inspector: Inspector, request_file: Path) -> None:
    done = inspector("explain", request_file)
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0].startswith("frame 1 of thread 0: None of 2 locations had gone.so")
    assert any(line.startswith("  STOP  files: ") for line in lines)
    assert any(line.startswith("Next: Add a folder") for line in lines)
    assert any(line.startswith("      2  module 1 gone.so (missing)") for line in lines)


def test_text_is_cleaned(inspector: Inspector, tmp_path: Path) -> None:
    path = tmp_path / "crash.json"
    path.write_text(json.dumps(crash(local(), code_file="/x/\x1b]52;c;canary\x07.so")))
    done = inspector("explain", path)
    assert done.exit_code == 0, done.output
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--thread", 5), 2),
        (("--frame", 9), 2),
        (("--module", 9), 2),
        (("--module", 0, "--frame", 0), 2),
    ],
)
def test_what_there_is_not(
    arguments: tuple[object, ...], code: int, inspector: Inspector, request_file: Path
) -> None:
    done = inspector("explain", request_file, *arguments)
    assert (done.exit_code, done.stdout) == (code, "")
    assert "Error: " in done.stderr


def test_no_frames(inspector: Inspector, tmp_path: Path) -> None:
    path = tmp_path / "crash.json"
    path.write_text(json.dumps({"stacktraces": [{"frames": []}], "modules": []}))
    done = inspector("explain", path, "--kind", "native")
    assert (done.exit_code, done.stdout) == (0, "The thread has no frames.\n")


@pytest.fixture
def script_file(tmp_path: Path) -> Path:
    """A script whose map is there, one whose folder has another prefix, one that nobody has."""
    scripts.put(tmp_path, scripts.FILES)
    scripts.put(tmp_path, {"lib/b.js": scripts.SCRIPT})
    body = scripts.crash(
        scripts.at(f"{scripts.SITE}/assets/app.js"),
        scripts.at("https://cdn.example/b.js"),
        scripts.at("https://cdn.example/gone.js"),
        scripts.at("https://cdn.example/gone.js", 2),
        **scripts.local(),
    )
    path = tmp_path / "crash.json"
    path.write_text(json.dumps(body), encoding="utf-8")
    return path


def test_a_script(inspector: Inspector, script_file: Path) -> None:
    tree = answer(inspector, script_file)
    found = tree["explanation"]
    assert found["subject"] == "frame 1 of thread 0"
    assert "'build' has lib/b.js" in found["verdict"]  # found in the folder, as it was looked for
    assert found["next"]["arguments"]["url_prefix"] == "https://cdn.example/"
    rows = [(row["module"], row["name"], row["unresolved"]) for row in tree["summary"]]
    assert rows == [(2, "gone.js", 2), (1, "b.js", 1)]
    assert answer(inspector, script_file, "--frame", 0)["explanation"]["next"]["kind"] == (
        "nothing_to_do"
    )
    module = answer(inspector, script_file, "--module", 2)["explanation"]
    assert module["subject"] == "script 2: gone.js"
    assert module["next"]["kind"] == "enable_scraping"


def test_a_script_as_text(inspector: Inspector, script_file: Path) -> None:
    text = inspector("explain", script_file).stdout
    assert "STOP  script: The script https://cdn.example/b.js was not found" in text
    assert (
        "Next: Set the URL prefix of 'build': dist/lib was served at https://cdn.example/." in text
    )
    assert "2  module 2 gone.js (scraping_disabled)" in text
