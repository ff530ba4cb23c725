"""Allowed origins while they are edited."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.editing.origins import (
    address_note,
    groups_of,
    judge,
    origin_of,
    to_allow,
    urls_of,
    warnings_of,
)
from inspector.model.places.scraping import Scraping, is_allowed
from tests.editing.opened import JS, NATIVE, URLS, opened


def scraping(*patterns: str, enabled: bool = True) -> Scraping:
    return Scraping(enabled=enabled, allowed_origins=patterns, headers={})


@pytest.mark.parametrize(
    ("url", "patterns", "enabled", "headline"),
    [
        ("https://a.example/x", ("b.example", "*.example"), True, "ALLOWED by rule 2."),
        ("https://a.example/x", ("b.example",), True, "no pattern matches"),
        ("https://a.example/x", (), True, "the list is empty"),
        ("https://a.example/x", ("*",), False, "scraping is off"),
        ("app:///x", ("*",), True, "app: is not fetched"),
        ("x.js", ("*",), True, "not an absolute URL"),
    ],
)
def test_one_sentence_about_a_url(
    url: str, patterns: tuple[str, ...], enabled: bool, headline: str
) -> None:
    verdict = judge(url, scraping(*patterns, enabled=enabled), allow_scraping=True)
    assert headline in verdict.headline
    assert verdict.allowed is headline.startswith("ALLOWED")
    assert len(verdict.verdicts) == len(patterns)


def test_the_switch_of_the_request_counts() -> None:
    verdict = judge("https://a.example/x", scraping("*"), allow_scraping=False)
    assert not verdict.allowed
    assert "allow_scraping" in verdict.headline


@pytest.mark.parametrize(
    ("pattern", "warning"),
    [
        pytest.param("", "matches nothing", id="empty"),
        pytest.param("*", "", id="any"),
        pytest.param("host.example", "", id="host"),
        pytest.param("https://host.example", "", id="origin"),
        pytest.param("*.host.example", "", id="below"),
        pytest.param("host.example//js/*", "", id="path-that-works"),
        pytest.param("host.example/js/*", "write host.example//js/*", id="path"),
        pytest.param("https://h.example/a", "that one URL at most", id="exact"),
        pytest.param("*.host.example/js", "path is ignored", id="below-with-path"),
        pytest.param("*.host.example:80", "a colon spoils", id="below-with-port"),
        pytest.param("host.example:80/js", "part of the port", id="port-and-path"),
        pytest.param("HTTPS://host.example", "schemes are lower", id="upper-scheme"),
        pytest.param("app://host", "app: is not fetched", id="other-scheme"),
        pytest.param("ho*t.example", "a star stands for", id="star-inside"),
        pytest.param("\ufffd.example", "cannot be read", id="no-host"),
    ],
)
def test_what_to_know_about_a_pattern(pattern: str, warning: str) -> None:
    found = warnings_of(pattern)
    assert (warning in " ".join(found)) if warning else found == []


_HOSTS = st.sampled_from(["", "a.b", "b", "*", "*.b", "A.B", "ø", "a*b"])
_PARTS = st.tuples(
    st.sampled_from(["", "http://", "HTTP://", "https://", "app://", "*://"]),
    _HOSTS,
    st.sampled_from(["", ":80", ":81", ":443"]),
    st.sampled_from(["", "/", "/*", "/x", "//x", "/x*", "//*"]),
).map("".join)
_URLS = [
    f"{scheme}://{host}{port}{path}"
    for scheme in ("http", "https")
    for host in ("a.b", "b", "xn--8ca", "c")
    for port in ("", ":81")
    for path in ("/", "/x", "//x", "/x/y*")
]


@given(_PARTS)
def test_never_matches_is_true(pattern: str) -> None:
    """Of all web URLs there are, none is allowed by a pattern with such a warning."""
    if any(warning.startswith("never matches") for warning in warnings_of(pattern)):
        assert [url for url in _URLS if is_allowed(url, [pattern]) and url != pattern] == []


def test_urls_by_origin() -> None:
    groups = groups_of(URLS, scraping("*.shop.example"), allow_scraping=True)
    assert [(g.origin, g.frames, g.allowed) for g in groups] == [
        ("https://static.shop.example", 2, True),
        ("https://cdn.other.example", 1, False),
        ("app:", 1, False),
        ("no URL", 1, False),
    ]
    assert [bool(group.reason) for group in groups] == [False, True, True, True]


def test_a_rule_with_a_path_divides_an_origin() -> None:
    urls = ["https://h.example/js/a", "https://h.example/css/b", "https://h.example/css/b"]
    (group,) = groups_of(urls, scraping("h.example//js/*"), allow_scraping=True)
    assert (group.frames, group.blocked, group.allowed) == (3, 2, False)
    assert group.example == "https://h.example/css/b"
    assert group.reason == "no pattern matches."


@given(
    st.lists(
        st.sampled_from(
            [*URLS, "http://h:8080/x", "http://[::1]:9/y", "http://[::1]/y", "https://u:p@h/z"]
        )
    )
)
def test_what_is_proposed_allows_every_web_url(urls: list[str]) -> None:
    patterns = to_allow(urls, scraping("*.shop.example"))
    allowed = scraping("*.shop.example", *patterns).allowed_origins
    assert all(is_allowed(url, allowed) for url in urls if url.startswith("http"))
    assert to_allow(urls, scraping(*allowed)) == []


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://h/x", "https://h"),
        ("https://h:443/x", "https://h"),
        ("https://user:canary@h:8/x", "https://h:8"),
        ("app:///x", "app:"),
        ("native", "no URL"),
    ],
)
def test_origin_without_password(url: str, origin: str) -> None:
    assert origin_of(url) == origin


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("http://10.0.0.1/", "private"),
        ("http://[::1]/", "private"),
        ("http://localhost/", "this machine"),
        ("http://8.8.8.8/", "public"),
        ("http://h.example/", ""),
    ],
)
def test_addresses_are_told_apart(url: str, word: str) -> None:
    assert word in address_note(url)
    assert bool(address_note(url)) is bool(word)


def test_urls_of_a_request(tmp_path: Path) -> None:
    assert urls_of(opened(tmp_path, JS)) == URLS
    assert urls_of(opened(tmp_path, NATIVE)) == []
