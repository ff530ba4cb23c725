"""A JavaScript response alone, read into a report."""

import json
from pathlib import Path
from typing import Any

import pytest

from inspector.js.answered import report_of_response
from inspector.model.body import BadBody

GOLDEN = Path(__file__).resolve().parent.parent / "golden"


def response() -> Any:
    return json.loads((GOLDEN / "js-webpack.json").read_text("utf-8"))


def test_what_a_response_tells() -> None:
    tree = response()
    report = report_of_response(tree, "webpack.json")
    assert (report.kind, report.done) == ("js", True)
    callee = tree["stacktraces"][0]["frames"][-1]
    assert report.threads[0].frames[0].path == callee["abs_path"]
    other = report_of_response(tree, "webpack.json", "callee_first")
    assert other.threads[0].frames[-1].path == callee["abs_path"]


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("js-*.json")), ids=lambda p: p.stem)
def test_all_kept_responses_can_be_read(path: Path) -> None:
    tree = json.loads(path.read_text("utf-8"))
    report = report_of_response(tree, path.name)
    assert [len(t.frames) for t in report.threads] == [
        len(t["frames"]) for t in tree["stacktraces"]
    ]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param({"stacktraces": 3}, "stacktraces: ", id="shape"),
        pytest.param({"raw_stacktraces": []}, "raw_stacktraces: not as many", id="fewer-stacks"),
        pytest.param(
            {"raw_stacktraces": [{"frames": []}]}, "raw_stacktraces[0].frames: not as many",
            id="fewer-frames",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(BadBody) as caught:
        report_of_response(response() | change, "x")
    assert str(caught.value).startswith(reason)
