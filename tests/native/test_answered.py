"""A native response alone, read into a report."""

import json
from pathlib import Path
from typing import Any

import pytest

from inspector.compare.comparison import compare
from inspector.model.body import BadBody
from inspector.native.answered import report_of_response

GOLDEN = Path(__file__).resolve().parent.parent / "golden"


def response() -> Any:
    return json.loads((GOLDEN / "native-linux.json").read_text("utf-8"))


def test_what_a_response_tells() -> None:
    report = report_of_response(response(), "linux.json")
    assert report.done
    crashed = next(thread for thread in report.threads if thread.crashed)
    first = crashed.frames[0]
    assert (first.status, first.depth) == ("symbolicated", 1)
    assert report.modules[first.module or 0].name == first.package.rpartition("/")[2]
    assert first.offset == (first.address or 0) - report.modules[first.module or 0].address


def test_falling_numbers_are_turned_round() -> None:
    backwards = response()
    for thread in backwards["stacktraces"]:
        thread["frames"].reverse()
    one, other = (report_of_response(tree, "x") for tree in (response(), backwards))
    assert one == other
    assert not compare(one, other).has("any")


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("native-*.json")), ids=lambda p: p.stem)
def test_all_kept_responses_can_be_read(path: Path) -> None:
    tree = json.loads(path.read_text("utf-8"))
    report = report_of_response(tree, path.name)
    assert [len(t.frames) for t in report.threads] == [
        len(t["frames"]) for t in tree["stacktraces"]
    ]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param({"stacktraces": None}, "stacktraces: ", id="no-stacks"),
        pytest.param({"status": "failed"}, "status: ", id="status"),
        pytest.param(
            {"modules": [{"debug_status": "found"}]}, "modules[0]: ", id="module-without-fields"
        ),
        pytest.param(
            {"stacktraces": [{"frames": [{"status": "missing", "original_index": 0,
                                          "instruction_addr": "x"}]}]},
            "stacktraces[0].frames[0].instruction_addr: ", id="address",
        ),
        pytest.param(
            {"stacktraces": [{"frames": [{"status": "missing", "original_index": 0,
                                          "instruction_addr": "0x1", "addr_mode": "y"}]}]},
            "stacktraces[0].frames[0].addr_mode: ", id="address-mode",
        ),
        pytest.param(
            {"stacktraces": [{"frames": [], "registers": {"rip": "z"}}]},
            "stacktraces[0].registers.rip: ", id="register",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(change: dict[str, Any], reason: str) -> None:
    with pytest.raises(BadBody) as caught:
        report_of_response(response() | change, "x")
    assert str(caught.value).startswith(reason)
