"""Joins, candidates and stems of JavaScript paths."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.js.urls import candidates, file_stem, join, strip_host

BUNDLE = "https://example.com/path/to/assets/bundle.min.js?foo=1&bar=baz#wat"


@pytest.mark.parametrize(
    ("base", "right", "expected"),
    [
        (BUNDLE, "../maps/b.js.map", "https://example.com/path/to/maps/b.js.map"),
        (BUNDLE, "/foo.js", "https://example.com/foo.js"),
        (BUNDLE, "~/foo.js", "https://example.com/foo.js"),
        (BUNDLE, "https://other/x.js", "https://other/x.js"),
        ("/home/foo/bar/baz.js", "../maps/x.map", "/home/foo/maps/x.map"),
        ("/home/foo/bar/baz.js", "~/foo.js", "/foo.js"),
        ("http://example.com", "path/./to/file.js", "http://example.com/path/to/file.js"),
        ("app:///chunks/_app.js.map", "./node_modules/x.js", "app:///chunks/node_modules/x.js"),
        ("app:///main.js.map", "webpack:/node_modules/c.js", "webpack:/node_modules/c.js"),
        ("https://h/static//js/a.js", "a.js.map", "https://h/static/js/a.js.map"),
        ("apsunknown://example.com/foo", "//aha/uhu", "apsunknown://aha/uhu"),
        ("http://h/a/b.js", "../../../x.js", "http://h/x.js"),
        ("app:///main.js.map", "../src/x.js", "app:///../src/x.js"),
        ("app:///a/b.js", "x/./y/../c.js", "app:///a/x/./c.js"),
        ("C:\\a\\b.js", "x.js", "/x.js"),
        ("http://h/a/b.js", "", "http://h/a"),
        ("http://h/a/b.js?x=1/2", "m.map", "http://h/a/b.js?x=1/m.map"),
        ("file:///srv/a.js", "b.js", "/srv/b.js"),
        ("a.js", "b.js", "/b.js"),
        ("dist/a.js", "b.js", "/dist/b.js"),
        ("", "", ""),
        ("/a.js", "x//../b.js", "/x/b.js"),
    ],
)
def test_join(base: str, right: str, expected: str) -> None:
    assert join(base, right) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://h/a.js", ["https://h/a.js", "~/a.js"]),
        (
            "https://h/a.js?x=1#f",
            ["https://h/a.js?x=1", "https://h/a.js", "~/a.js?x=1", "~/a.js"],
        ),
        ("app:///_next/x.js", ["app:///_next/x.js", "~/_next/x.js"]),
        ("/abs/x.js", ["/abs/x.js", "~/abs/x.js"]),
        ("x.js", ["x.js", "~x.js"]),
        ("http://h?q/x.js", ["http://h?q/x.js", "http://h", "~/x.js"]),
    ],
)
def test_candidates(url: str, expected: list[str]) -> None:
    assert list(candidates(url)) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.com/assets/bundle.min.js?foo#x", "/assets/bundle"),
        ("/a/foo.d.ts", "/a/foo"),
        ("app:///polyfills.e9f8.js", "/polyfills.e9f8"),
        ("https://h/x.js?q=b/c.js", "/x.js?q=b/c"),
        ("https://h/bundle.js.map", "/bundle"),
        ("https://h/x.min.min.js.jsx", "/x"),
        ("bundle.js", "bundle.js"),
        ("https://h/.js", "/"),
    ],
)
def test_file_stem(url: str, expected: str) -> None:
    assert file_stem(url) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("~/a.js", "/a.js"),
        ("https://h/a.js", "/a.js"),
        ("https://h", "h"),
        ("/abs/x", "/abs/x"),
        ("http//typo", "http//typo"),
        ("", ""),
    ],
)
def test_strip_host(path: str, expected: str) -> None:
    assert strip_host(path) == expected


def test_upstream_table(shared: Path) -> None:
    table = json.loads((shared / "conformance/cases/tables/url_joins.json").read_text("utf-8"))
    checks: dict[str, Any] = {
        "join": lambda row: join(row["base"], row["right"]),
        "strip_host": lambda row: strip_host(row["input"]),
        "file_stem": lambda row: file_stem(row["input"]),
        "candidates": lambda row: list(candidates(row["input"])),
    }
    rows = [row for row in table["rows"] if row["check"] in checks]
    assert len(rows) > 15
    wrong = {r["id"]: got for r in rows if (got := checks[r["check"]](r)) != r["expected"]}
    assert wrong == {}


PATHS = st.lists(
    st.sampled_from(
        ["/", "..", ".", "~", "://", "http", "app", "a", "?", "#", "webpack:", ".js", "é"]
    ),
    max_size=9,
).map("".join)


@given(PATHS, PATHS)
def test_joins_never_fail_and_never_leave_a_web_host(base: str, right: str) -> None:
    joined = join(base, right)
    if base.startswith("http://a/") and "//" not in right and not right.startswith("webpack:"):
        assert joined.startswith("http://a")


@given(PATHS)
def test_candidates_begin_with_the_url_and_lose_its_fragment(url: str) -> None:
    spellings = list(candidates(url))
    assert spellings[0] == url.split("#", maxsplit=1)[0]
    assert not any("#" in spelling for spelling in spellings)
    assert len(spellings) <= 4


@given(PATHS)
def test_a_stem_has_no_stem_of_its_own(url: str) -> None:
    stem = file_stem(url)
    if stem.startswith("/") and "://" not in stem:
        assert file_stem(stem) == stem or "?" in url or "#" in url
