"""Next steps of JavaScript requests, taken."""

from typing import Any

import pytest

from inspector.editing.remedy_scripts import mended, shifted
from inspector.js.wire import JsRequest, from_tree


def body(*frames: dict[str, Any]) -> JsRequest:
    return from_tree({"stacktraces": [{"frames": list(frames)}]})


def places(request: JsRequest) -> list[tuple[int, int | None]]:
    return [(frame.lineno, frame.colno) for frame in request.stacktraces[0].frames]


ASKED = body(
    {"abs_path": "a.js", "lineno": 1, "colno": 5},
    {"abs_path": "async a.js", "lineno": 2, "colno": 1},
    {"abs_path": "b.js", "lineno": 1, "colno": 5},
    {"abs_path": "a.js", "lineno": 0, "colno": 5},
    {"abs_path": "a.js", "lineno": 3},
)


@pytest.mark.parametrize(
    ("field", "by", "expected"),
    [
        ("colno", "1", [(1, 6), (2, 2), (1, 5), (0, 5), (3, None)]),
        ("colno", "-1", [(1, 4), (2, 1), (1, 5), (0, 5), (3, None)]),
        ("lineno", "1", [(2, 5), (3, 1), (1, 5), (0, 5), (4, None)]),
    ],
)
def test_shifted(field: str, by: str, expected: list[tuple[int, int | None]]) -> None:
    assert places(shifted(ASKED, {"abs_path": "a.js", "by": by}, field)) == expected


def test_the_path_of_an_action_has_no_password() -> None:
    asked = body({"abs_path": "https://me:pw@shop.example/a.js", "lineno": 1, "colno": 5})
    said = {"abs_path": "https://***@shop.example/a.js", "by": "1"}
    assert places(shifted(asked, said, "colno")) == [(1, 6)]


def test_only_a_dist_is_known_better() -> None:
    assert mended(ASKED, {"path": "dist", "value": "android"}) is not None
    assert mended(ASKED, {"path": "stacktraces[0].frames[0].colno"}) is None
    assert mended(ASKED, {"path": "dist"}) is None
