"""What to do when a file of a script was not to be had."""

import pytest

from inspector.js.why.advice import add_build, folder_of, is_extension, is_no_file, origin_of
from inspector.model.places.scraping import is_allowed
from inspector.model.why.judged import Around
from inspector.model.why.script_trace import FileTrace


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("https://shop.example/js/app.js?v=1", "https://shop.example/js/"),
        ("https://shop.example/app.js", "https://shop.example/"),
        ("app:///app.js", "app:///"),
        ("~/js/app.js", "~/js/"),
        ("/srv/app.js", "/srv/"),
        ("webpack:///./src/a.js", "webpack:///./src/"),
    ],
)
def test_folder_of(path: str, expected: str) -> None:
    assert folder_of(path) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://shop.example/js/app.js", "https://shop.example"),
        ("http://shop.example:8080/app.js?q", "http://shop.example:8080"),
        ("https://SHOP.example:443/a", "https://shop.example"),
        ("http://[::1]:80/a", "http://[::1]"),
    ],
)
def test_an_origin_allows_its_urls(url: str, expected: str) -> None:
    assert origin_of(url) == expected
    assert "[" in url or is_allowed(url, [origin_of(url)])


@pytest.mark.parametrize(
    ("path", "no_file", "extension"),
    [
        ("<anonymous>", True, False),
        ("native", True, False),
        ("[native code]", True, False),
        ("node:fs", True, False),
        ("moz-extension://a/b.js", False, True),
        ("https://shop.example/app.js", False, False),
    ],
)
def test_paths_of_nobodys_files(path: str, *, no_file: bool, extension: bool) -> None:
    assert is_no_file(path) == no_file
    assert is_extension(path) == extension


def test_a_build_is_asked_for_by_what_it_must_hold() -> None:
    file = FileTrace(role="source_map", path="https://shop.example/js/app.js.map")
    action = add_build(file, Around())
    assert action.arguments == {
        "type": "filesystem",
        "path": "",
        "url_prefix": "https://shop.example/js/",
        "name": "app.js.map",
    }
    by_id = add_build(FileTrace(role="source_map", debug_id="abc"), Around())
    assert (by_id.kind, by_id.arguments["debug_id"]) == ("find_file", "abc")
