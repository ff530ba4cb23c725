import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.model.places.scraping import DEFAULT_SCRAPING, Scraping, explain_origins, is_allowed

ROWS = [
    ("http://example.com", "*", True),
    ("http://example.com", "*.example.com", True),
    ("http://a.b.example.com:8443/x", "*.example.com", True),
    ("http://notexample.com/", "*.example.com", False),
    ("http://a.example.com/public", "*.example.com/secret", True),
    ("http://a.example.com:8080/", "*.example.com:8080", False),
    ("https://a.example.com/", "http://*.example.com", False),
    ("http://example.com/foo/bar", "example.com", True),
    ("http://foo.example.com/", "example.com", False),
    ("http://EXAMPLE.com/x", "Example.COM", True),
    ("http://example.com:80/foo/bar", "http://example.com", True),
    ("https://example.com/", "http://example.com", False),
    ("https://example.com/", "HTTPS://example.com", False),
    ("http://example.com:80", "example.com:80", True),
    ("http://example.com:80", "example.com:443", False),
    ("https://example.com", "example.com:443", True),
    ("http://example.com:1234", "*:1234", True),
    ("http://example.com:1234", "*:80", False),
    ("http://example.com:8080/foo", "http://example.com:8080", True),
    ("http://example.com:8080/foo", "http://example.com:8080/", False),
    ("http://example.com:8080/foo", "http://example.com:8080/*", False),
    ("http://example.com/foo", "http://example.com/", True),
    ("http://example.com/foo", "http://example.com/*", True),
    ("http://example.com/foo/bar", "http://example.com/foo", False),
    ("http://example.com/foo/bar", "http://example.com/foo/*", False),
    ("http://example.com/foo/bar", "http://example.com//foo", True),
    ("http://example.com/bar", "http://example.com//foo", False),
    ("http://example.com/foo", "*/foo", False),
    ("http://example.com/foo", "*/*", True),
    ("http://example.com/foo", "http://example.com/foo", True),
    ("http://EXAMPLE.com:80/a b", "http://example.com/a%20b", True),
    ("http://example.com", ".", False),
    ("http://example.com", "", False),
    ("http://example.com", "\ufffd.com", False),
    ("sp://custom-thing/foo/bar", "sp://custom-thing", True),
    ("sp://custom-thing-two/foo/bar", "sp://custom-thing", False),
    ("sp://custom-thing/foo", "sp://*", True),
    ("dp://custom-thing/foo", "sp://", False),
    ("sp://thing.foobar/foo", "sp://*.foobar", True),
    ("sp://thing.bizbaz/foo", "sp://*.foobar", False),
    ("foo://", "foo://*", True),
    ("foo://", "foo://", True),
    ("foo://", "example.com", False),
    ("foo://a", "foo://", False),
    ("app:///main.js", "app://", True),
    ("http://løcalhost", "*.løcalhost", True),
    ("http://løcalhost", "*.xn--lcalhost-54a", True),
    ("http://xn--lcalhost-54a:80", "LØcalhost:80", True),
    ("http://[::1]:8080/x", "[::1]:8080", True),
    ("http://[::1]/x", "[::1]", True),
    ("no url", "*", False),
]


@pytest.mark.parametrize(
    ("url", "pattern", "expected"), [pytest.param(*r, id=f"{r[0]} {r[1]}") for r in ROWS]
)
def test_one_pattern(url: str, pattern: str, expected: bool) -> None:
    assert is_allowed(url, [pattern]) is expected


def test_no_pattern_allows_nothing() -> None:
    assert not is_allowed("http://example.com/", [])


def test_one_pattern_is_enough() -> None:
    assert is_allowed("http://example.com/", ["other.com", "example.com"])


def test_shared_table(shared: Path) -> None:
    table = json.loads((shared / "conformance/cases/tables/origins.json").read_text())
    wrong = [r for r in table["rows"] if is_allowed(r["url"], r["allowed"]) is not r["expected"]]
    assert table["rows"]
    assert wrong == []


@pytest.mark.parametrize(
    ("pattern", "parts", "reason"),
    [
        pytest.param("*", ("*", "*", "", "*"), "everything", id="any"),
        pytest.param("http://h.com/x", ("*", "*", "", "*"), "exactly", id="exact"),
        pytest.param("h.com", ("*", "h.com", "", "*"), "agree", id="agrees"),
        pytest.param("*.COM", ("*", "*.com", "", "*"), "not compared", id="below"),
        pytest.param("HTTP://h.com", ("HTTP", "h.com", "", "*"), "lower case", id="case"),
        pytest.param("ftp://h.com", ("ftp", "h.com", "", "*"), "not ftp", id="scheme"),
        pytest.param("ø.com/x", ("*", "xn--pda.com", "", "x"), "not xn--pda.com", id="host"),
        pytest.param("\ufffd", ("*", "\ufffd", "", "*"), "cannot be read", id="no-host"),
        pytest.param("*.org", ("*", "*.org", "", "*"), "nor below", id="not-below"),
        pytest.param("*.com:80", ("*", "*.com", "80", "*"), "colon", id="wildcard-and-port"),
        pytest.param("h.com:81", ("*", "h.com", "81", "*"), "is 80, not 81", id="port"),
        pytest.param("h.com:80/x", ("*", "h.com", "80/x", "x"), "as the port", id="swallowed"),
        pytest.param("h.com/x", ("*", "h.com", "", "x"), "first slash", id="path"),
        pytest.param("h.com//y*", ("*", "h.com", "", "/y*"), "begin with /y", id="other-path"),
    ],
)
def test_explanation(pattern: str, parts: tuple[str, str, str, str], reason: str) -> None:
    (verdict,) = explain_origins("http://h.com/x", [pattern])
    assert (verdict.scheme, verdict.host, verdict.port, verdict.path) == parts
    assert reason in verdict.reason
    assert verdict.matched is is_allowed("http://h.com/x", [pattern])


def test_explanation_of_text_that_is_no_url() -> None:
    first, second = explain_origins("x.js", ["*", "x.js"])
    assert (first.matched, second.matched) == (False, False)
    assert "absolute URL" in first.reason


_HOSTS = st.sampled_from(["", "a.b", "b", "*", "*.b", "*.a.b", "A.B", "ø", "[::1]"])
_PATHS = st.sampled_from(["", "/", "/*", "/x", "//x", "/x*"])
_PORTS = st.sampled_from(["", ":80", ":81"])
_SCHEMES = st.sampled_from(["", "http://", "HTTP://", "https://", "app://"])
_PATTERNS = st.tuples(_SCHEMES, _HOSTS, _PORTS, _PATHS).map("".join)


@settings(deadline=None)  # the first international host imports its tables
@given(st.lists(_PATTERNS, max_size=4), _PATTERNS)
def test_allowed_means_that_one_verdict_matched(patterns: list[str], url: str) -> None:
    verdicts = explain_origins(url, patterns)
    assert is_allowed(url, patterns) == any(v.matched for v in verdicts)
    assert all(v.reason for v in verdicts)


def test_an_object_must_name_all_but_verify_ssl() -> None:
    body = b'{"enabled": true, "allowed_origins": ["*"], "headers": {}, "other": 1}'
    assert msgspec.json.decode(body, type=Scraping) == DEFAULT_SCRAPING


@pytest.mark.parametrize("missing", ["enabled", "allowed_origins", "headers"])
def test_missing_field(missing: str) -> None:
    body = {"enabled": True, "allowed_origins": [], "headers": {}}
    del body[missing]
    with pytest.raises(msgspec.ValidationError, match=missing):
        msgspec.convert(body, Scraping)


def test_repr_hides_header_values() -> None:
    scraping = Scraping(enabled=True, allowed_origins=(), headers={"X-Token": "secret"})
    assert "secret" not in repr(scraping)
    assert "X-Token" in repr(scraping)
