"""Requests and responses told apart; what a response says, or why it says nothing."""

import json
from pathlib import Path
from typing import Any

import pytest

from inspector.answered import Saved, is_response, read, report_of
from inspector.opening import BadRequest, Opened

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("tests/golden/native-linux.json", "native"),
        ("tests/golden/js-node.json", "js"),
    ],
)
def test_responses(path: str, kind: str) -> None:
    saved = read(str(ROOT / path))
    assert isinstance(saved, Saved)
    assert (saved.kind, saved.name) == (kind, Path(path).name)
    assert report_of(saved).kind == kind


@pytest.mark.parametrize("path", sorted((ROOT / "sample_requests").glob("*/*.json")), ids=str)
def test_requests(path: Path) -> None:
    opened = read(str(path), trusted=True)
    assert isinstance(opened, Opened)
    assert opened.trusted


def test_the_order_of_the_request_is_that_of_the_response() -> None:
    saved = read(str(ROOT / "tests/golden/js-node.json"))
    beside = read(str(ROOT / "sample_requests/js/node.json"))
    assert isinstance(saved, Saved)
    assert isinstance(beside, Opened)
    turned = saved.tree | {
        key: [{"frames": trace["frames"][::-1]} for trace in saved.tree[key]]
        for key in ("stacktraces", "raw_stacktraces")
    }
    one = report_of(saved, beside)
    assert one.threads != report_of(Saved(kind="js", name="x", tree=turned), beside).threads


@pytest.mark.parametrize(
    ("tree", "yes"), [({"status": "x"}, True), ({"status": 1}, False), ([], False)]
)
def test_is_response(tree: Any, *, yes: bool) -> None:
    assert is_response(tree) is yes


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('{"status": "failed", "message": "x"}', "the response says `failed`"),
        ('{"status": "completed", "raw_stacktraces": 1}', "no response: "),
        ('{"status": "completed", "stacktraces": []}', "no response: "),
    ],
)
def test_why_a_response_says_nothing(tmp_path: Path, body: str, reason: str) -> None:
    path = tmp_path / "answer.json"
    path.write_text(body, encoding="utf-8")
    saved = read(str(path))
    assert isinstance(saved, Saved)
    with pytest.raises(BadRequest, match=f"answer.json: {reason}"):
        report_of(saved)


@pytest.mark.parametrize("body", ["{", "3", json.dumps({"stacktraces": 3})])
def test_neither_of_both(tmp_path: Path, body: str) -> None:
    path = tmp_path / "broken.json"
    path.write_text(body, encoding="utf-8")
    with pytest.raises(BadRequest, match=r"broken\.json"):
        read(str(path))
