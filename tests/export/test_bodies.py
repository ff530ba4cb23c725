"""Bodies: the same bytes where nothing is taken out, one stack, unknown keys kept."""

import json

import pytest

from inspector.export.bodies import one_thread, request, response
from inspector.export.redact import redaction
from inspector.model.report import Report, Thread

NOTHING = redaction()
BODY = (
    b'{"status":"completed","stacktraces":[{"frames":[{"v":1e-07,"f":"\xc3\xa9"}]},{"frames":[]}]}'
)


def test_byte_for_byte() -> None:
    assert response(BODY, NOTHING) == BODY


def test_white_space_changes_no_value() -> None:
    pretty = response(BODY, NOTHING, pretty=True)
    assert json.loads(pretty) == json.loads(BODY)
    assert pretty.startswith(b'{\n  "status"')


def test_one_stack() -> None:
    tree = {"stacktraces": [1, 2], "raw_stacktraces": [3, 4], "modules": [5]}
    body = json.dumps(tree).encode()
    cut = json.loads(response(body, NOTHING, thread=1))
    assert cut == {"stacktraces": [2], "raw_stacktraces": [4], "modules": [5]}


def test_redaction() -> None:
    body = b'{"a":"https://u:p@x.test/","b":"/home/ann/c"}'
    written = response(body, redaction(users=True))
    assert json.loads(written) == {"a": "https://[redacted]@x.test/", "b": "/home/[user]/c"}


def test_a_request_keeps_unknown_keys_in_their_order() -> None:
    tree = {"z": 1, "threads": [{"frames": []}, {"frames": [], "own": True}], "a": {"b": None}}
    assert request(tree, NOTHING) == json.dumps(tree, separators=(",", ":")).encode()
    cut = json.loads(request(tree, NOTHING, thread=1, pretty=True))
    assert cut == tree | {"threads": [{"frames": [], "own": True}]}


@pytest.mark.parametrize(("thread", "left"), [(None, [0, 1]), (1, [1]), (7, [])])
def test_one_thread_of_a_report(thread: int | None, left: list[int]) -> None:
    report = Report(kind="native", threads=(Thread(index=0), Thread(index=1)))
    assert [t.index for t in one_thread(report, thread).threads] == left
