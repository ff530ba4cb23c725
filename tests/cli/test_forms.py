"""`inspector symbolicate --format` and `--redact-users`: what is written, what is taken out."""

import json
from pathlib import Path

import pytest

from tests.cli.running import Inspector

CANARY = "canary-51dd0e"


@pytest.fixture
def secretive(crash: Path) -> Path:
    """The crash with a canary in the fields of sources, and somebody's home in its paths."""
    tree = json.loads(crash.read_text("utf-8"))
    tree["sources"] += [
        {
            "id": "web",
            "type": "http",
            "url": f"https://ann:{CANARY}@x.invalid/",
            "headers": {"authorization": f"Bearer {CANARY}"},
        },
        {"id": "sentry", "type": "sentry", "url": "https://x.invalid/", "token": CANARY},
    ]
    tree["options"] = {"dif_candidates": True}
    tree["modules"][0]["code_file"] = "/home/ann/bin/harbor"
    crash.write_text(json.dumps(tree), encoding="utf-8")
    return crash


@pytest.mark.parametrize(
    ("form", "begins"),
    [("text", b"elf-clang"), ("markdown", b"### `elf-clang"), ("html", b"<!DOCTYPE html>")],
)
def test_no_report_has_a_secret(
    inspector: Inspector, secretive: Path, form: str, begins: bytes
) -> None:
    written = inspector.answer(secretive, "--offline", "--format", form)
    assert written.startswith(begins)
    assert CANARY.encode() not in written


@pytest.mark.parametrize("form", ["json", "text", "markdown", "html"])
def test_user_names_on_request(inspector: Inspector, secretive: Path, form: str) -> None:
    hidden = inspector.answer(secretive, "--offline", "--format", form, "--redact-users")
    assert b"/home/ann" not in hidden
    assert CANARY.encode() not in hidden
    if form in ("json", "html"):
        assert b"/home/ann/bin/harbor" in inspector.answer(secretive, "--offline", "--format", form)
        assert b"/home/[user]/bin/harbor" in hidden


def test_the_json_is_the_service_s_unless_asked(inspector: Inspector, secretive: Path) -> None:
    """To the letter, passwords in locations and all: that is what the service answers."""
    assert CANARY.encode() in inspector.answer(secretive, "--offline")


def test_html_files_have_their_ending(inspector: Inspector, crash: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = inspector("symbolicate", crash, "--format", "html", "--out-dir", out)
    assert done.exit_code == 0
    assert [path.name for path in out.iterdir()] == ["elf-clang-dwarf5.response.html"]
