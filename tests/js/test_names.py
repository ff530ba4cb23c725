"""Names of functions, files and modules."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.js.names import (
    ANONYMOUS,
    UNKNOWN,
    Place,
    fold,
    function_name,
    module_name,
    place,
    turbopack_name,
    webpack_name,
)

REQUIRE = "__webpack_require__"


@pytest.mark.parametrize(
    ("scope", "token", "raw", "callsite", "expected"),
    [
        pytest.param("lookedup", None, "original", None, "lookedup", id="scope"),
        pytest.param("lookedup", None, "original", "called", "lookedup", id="scope-beats-caller"),
        pytest.param(REQUIRE, None, None, "called", "called", id="caller-names-useless"),
        pytest.param(REQUIRE, None, "original", "called", "called", id="caller-beats-raw"),
        pytest.param(REQUIRE, None, None, None, REQUIRE, id="useless-but-all-there-is"),
        pytest.param(REQUIRE, None, "original", "", "original", id="empty-caller-is-none"),
        pytest.param(ANONYMOUS, "token", None, None, ANONYMOUS, id="own-token-is-no-name"),
        pytest.param(UNKNOWN, None, "original", "called", "original", id="global-keeps-raw"),
        pytest.param(UNKNOWN, None, None, "called", UNKNOWN, id="global-without-raw"),
        pytest.param(UNKNOWN, None, ANONYMOUS, "foo", "foo", id="global-raw-anonymous"),
        pytest.param(UNKNOWN, None, "", "foo", "", id="raw-empty-is-a-name"),
        pytest.param(
            "Object.<anonymous>", None, None, "foo", "Object.<anonymous>", id="not-useless"
        ),
        pytest.param("$async$be", "main", None, None, "main", id="dart-async"),
        pytest.param("$async$be", None, None, None, "$async$be", id="dart-async-unnamed"),
        pytest.param("a.a.a.b", None, None, None, "{a#3}.b", id="folded"),
    ],
)
def test_function_name(
    scope: str, token: str | None, raw: str | None, callsite: str | None, expected: str
) -> None:
    assert function_name(scope, token, raw, callsite) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("foo", "foo"),
        ("foo.foo", "foo.foo"),
        ("foo.foo.foo", "{foo#2}.foo"),
        ("bar.foo.foo", "bar.foo.foo"),
        ("bar.foo.foo.foo", "bar.{foo#2}.foo"),
        ("bar.bar.bar.foo.foo.onError", "{bar#3}.{foo#2}.onError"),
        ("bar.foo.foo.bar.bar.onError", "bar.{foo#2}.{bar#2}.onError"),
        ("", ""),
        ("...", "{#3}."),
    ],
)
def test_fold(name: str, expected: str) -> None:
    assert fold(name) == expected


HASH = "92cd589eca8235e7b373bf5ae94ebf898e3b949c"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("http://example.com/foo.js", "foo"),
        ("http://h/js/foo/bar.js", "foo/bar"),
        ("http://h/javascript/foo/bar.js", "foo/bar"),
        ("http://h/1/2/3/foo/bar.js", "foo/bar"),
        ("http://h/v1.0.0/foo/bar.js", "foo/bar"),
        ("http://h/_baz/foo/bar.js", "foo/bar"),
        ("http://h/abcdef0/foo/bar.js", "foo/bar"),
        (f"http://h/{HASH}/foo/bar.js", "foo/bar"),
        ("http://h/foo/bar.coffee", "foo/bar"),
        ("http://h/foo/bar.js?v=1234", "foo/bar"),
        ("../../foo/bar", "foo/bar"),
        ("app:///_next/server/pages/test.js", "server/pages/test"),
        ("http://example.com/", ""),
        ("http://example.com", "example"),
        ("/foo/bar-7d6d00eae0ceccdc7ee689659585d95f.js", "foo/bar"),
        ("/bower_components/foo/bar.js", "foo/bar"),
        (f"http://h/vendor.{HASH}.js", "vendor"),
        ("/a/javascripts/app-149360d3414c26adac3febdf6832e25c.min.js", "a/javascripts/app"),
        ("https://h/libs/libs-20150417171659.min.js", "libs/libs"),
        (f"webpack:///{HASH}/vendor.js", "vendor"),
        ("~/app/header/selector.jsx", "app/header/selector"),
        (f"/x/{'z' * 32}/y.js", "y"),
        (f"/x/{'ü' * 16}/y.js", "y"),
        (f"/x/{'z' * 40}/y.js", f"x/{'z' * 40}/y"),
        ("/a.b/c", "a.b/c"),
    ],
)
def test_module_name(path: str, expected: str) -> None:
    assert module_name(path) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("webpack:///./src/a.tsx", "./src/a.tsx"),
        ("webpack://my-app/./src/a.js", "./src/a.js"),
        ("webpack-internal:///./src/App.jsx", "./src/App.jsx"),
        ("webpack-internal://x/./src/App.jsx", "./src/App.jsx"),
        ("webpack://@scope/pkg/./a.js", "webpack://@scope/pkg/./a.js"),
        ("webpack:///./~/react/index.js", "~/react/index.js"),
        ("webpack:/x.js", "webpack:/x.js"),
    ],
)
def test_webpack_name(source: str, expected: str) -> None:
    assert webpack_name(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("turbopack:///[project]/app/x/page.tsx", "app/x/page.tsx"),
        ("turbopack:///[project]/~/src/B.tsx", "~/src/B.tsx"),
        ("turbopack:///app.js", "app.js"),
        ("webpack:///./a.js", "webpack:///./a.js"),
    ],
)
def test_turbopack_name(source: str, expected: str) -> None:
    assert turbopack_name(source) == expected


@pytest.mark.parametrize(
    ("base", "source", "expected"),
    [
        pytest.param("http://h/m", "a.js", Place("http://h/a.js", "a.js", "a", False), id="web"),
        pytest.param("/srv/m", "a.js", Place("/srv/a.js", "a.js", None, False), id="plain-path"),
        pytest.param(
            "/srv/m",
            "webpack:///./src/a.js",
            Place("webpack:///./src/a.js", "./src/a.js", "src/a", True),
            id="webpack",
        ),
        pytest.param(
            "/srv/m",
            "turbopack:///[project]/a.js",
            Place("turbopack:///[project]/a.js", "a.js", "a", True),
            id="turbopack",
        ),
        pytest.param(
            "http://h/m",
            "webpack-internal:///./a.js",
            Place("webpack-internal:///./a.js", "webpack-internal:///./a.js", None, False),
            id="internal",
        ),
    ],
)
def test_place(base: str, source: str, expected: Place) -> None:
    assert place(base, source) == expected


def test_upstream_table(shared: Path) -> None:
    table = json.loads((shared / "conformance/cases/tables/module_names.json").read_text("utf-8"))
    checks: dict[str, Any] = {
        "module": lambda row: module_name(row["input"]),
        "webpack": lambda row: webpack_name(row["input"]),
        "turbopack": lambda row: turbopack_name(row["input"]),
        "fold": lambda row: fold(row["input"]),
        "function_name": lambda row: function_name(
            row["found"], None, row["frame_function"], row["callsite"]
        ),
    }
    assert len(table["rows"]) > 20
    wrong = {r["id"]: got for r in table["rows"] if (got := checks[r["check"]](r)) != r["expected"]}
    assert wrong == {}


@given(st.text("ab.", max_size=12))
def test_folding_keeps_what_was_there(name: str) -> None:
    """Unfolding the counts gives the name back."""
    *parts, last = fold(name).split(".") if "{" not in fold(name) else _split_folded(fold(name))
    assert ".".join([*parts, last]) == name


def _split_folded(name: str) -> list[str]:
    out: list[str] = []
    for part in name.split("."):
        if part.startswith("{"):
            text, _, count = part[1:-1].rpartition("#")
            out += [text] * int(count)
        else:
            out.append(part)
    return out


@given(st.text())
def test_module_names_never_fail(path: str) -> None:
    assert isinstance(module_name(path), str)
