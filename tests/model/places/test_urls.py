import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.model.places.hosts import parse_host
from inspector.model.places.urls import Url, parse_url, percent_encode


@pytest.mark.parametrize(
    ("text", "href"),
    [
        pytest.param("http://example.com", "http://example.com/", id="path-of-a-host"),
        pytest.param("HTTP://EXAMPLE.com/A", "http://example.com/A", id="lower-case"),
        pytest.param("http://example.com:80/", "http://example.com/", id="default-port"),
        pytest.param("https://example.com:80/", "https://example.com:80/", id="other-port"),
        pytest.param("https://example.com:0443/", "https://example.com/", id="port-with-zeros"),
        pytest.param("http://example.com:/", "http://example.com/", id="port-without-digits"),
        pytest.param("http:\\\\h\\a\\b", "http://h/a/b", id="backslashes"),
        pytest.param("http:////h/a", "http://h/a", id="many-slashes"),
        pytest.param("http:h/a", "http://h/a", id="no-slashes"),
        pytest.param("http://h/a/./b/../c", "http://h/a/c", id="dot-segments"),
        pytest.param("http://h/a/%2e%2E/c", "http://h/c", id="encoded-dot-segments"),
        pytest.param("http://h/../..", "http://h/", id="above-the-root"),
        pytest.param("http://h/a/..", "http://h/", id="dots-at-the-end"),
        pytest.param("http://h//a//", "http://h//a//", id="empty-segments-stay"),
        pytest.param("http://h/a b\u00f8", "http://h/a%20b%C3%B8", id="encoded-path"),
        pytest.param("http://h/%20%zz|^", "http://h/%20%zz|^", id="percent-signs-stay"),
        pytest.param("http://h/?a b'\"#", "http://h/?a%20b%27%22#", id="encoded-query"),
        pytest.param("app://h/?'", "app://h/?'", id="quote-in-the-query-of-an-unknown-scheme"),
        pytest.param("http://h?q\\x#f `", "http://h/?q\\x#f%20%60", id="encoded-fragment"),
        pytest.param("http://h#a?b#c", "http://h/#a?b#c", id="question-mark-in-the-fragment"),
        pytest.param(" \x01http://h/\t a\n ", "http://h/%20a", id="stripped-controls"),
        pytest.param("http://u:p@h/", "http://u:p@h/", id="userinfo"),
        pytest.param("http://u@x:p@h/", "http://u%40x:p@h/", id="two-at-signs"),
        pytest.param("http://:@h/", "http://h/", id="empty-userinfo"),
        pytest.param("http://[::1]:8080/", "http://[::1]:8080/", id="ipv6"),
        pytest.param("http://127.1/", "http://127.0.0.1/", id="ipv4"),
        pytest.param("http://løcalhost", "http://xn--lcalhost-54a/", id="international"),
        pytest.param("foo://", "foo://", id="unknown-scheme-without-anything"),
        pytest.param("foo://A/b", "foo://A/b", id="unknown-scheme-keeps-case"),
        pytest.param("foo://a:80", "foo://a:80", id="unknown-scheme-has-no-default-port"),
        pytest.param("app:///a/../b.js", "app:///b.js", id="empty-host"),
        pytest.param("app:///\\a", "app:///\\a", id="backslash-in-an-unknown-scheme"),
        pytest.param("webpack:///./src/x.js", "webpack:///src/x.js", id="webpack"),
        pytest.param("foo:/a/b", "foo:/a/b", id="path-without-host"),
        pytest.param("foo:/a/..//b", "foo:/.//b", id="path-that-would-look-like-a-host"),
        pytest.param("data:text/plain,a é", "data:text/plain,a %C3%A9", id="opaque"),
        pytest.param("file:///C|/a/../..", "file:///C:/", id="drive"),
        pytest.param("file:c:\\a\\b", "file:///c:/a/b", id="drive-with-backslashes"),
        pytest.param("file://localhost/a", "file:///a", id="local-file"),
        pytest.param("file://Server/a", "file://server/a", id="file-on-a-server"),
        pytest.param("file://c:/a", "file:///c:/a", id="drive-in-the-place-of-the-host"),
        pytest.param("file://", "file:///", id="file-without-anything"),
    ],
)
def test_href(text: str, href: str) -> None:
    url = parse_url(text)
    assert url is not None
    assert url.href == href


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("example.com", id="no-scheme"),
        pytest.param("http//example.com", id="no-colon"),
        pytest.param("1a://x", id="scheme-begins-with-a-digit"),
        pytest.param("http://", id="no-host"),
        pytest.param("http://:80", id="port-without-host"),
        pytest.param("foo://u@", id="userinfo-without-host"),
        pytest.param("http://h:65536/", id="port-too-large"),
        pytest.param("http://h:" + "1" * 5000, id="port-very-long"),
        pytest.param("http://h:8x/", id="port-not-a-number"),
        pytest.param("http://h:٣/", id="port-in-other-digits"),
        pytest.param("http://a b/", id="space-in-host"),
        pytest.param("http://[::1/", id="open-bracket"),
        pytest.param("http://[::1]x/", id="text-after-the-bracket"),
        pytest.param("http://1.2.3.256/", id="no-such-ipv4"),
        pytest.param("file://a b/", id="file-host"),
    ],
)
def test_no_absolute_url(text: str) -> None:
    assert parse_url(text) is None


def test_parts() -> None:
    assert parse_url("https://Me:pass@Example.com:8443/a/b?q=1#f") == Url(
        scheme="https",
        host="example.com",
        port=8443,
        path="/a/b",
        query="q=1",
        fragment="f",
        userinfo="Me:pass",
    )


def test_absent_and_empty_parts_differ() -> None:
    empty, absent = parse_url("http://h/?#"), parse_url("http://h/")
    assert empty is not None
    assert absent is not None
    assert (empty.query, empty.fragment, empty.href) == ("", "", "http://h/?#")
    assert (absent.query, absent.fragment) == (None, None)


@pytest.mark.parametrize(
    ("text", "port"),
    [
        pytest.param("http://h", 80, id="http"),
        pytest.param("https://h", 443, id="https"),
        pytest.param("wss://h", 443, id="wss"),
        pytest.param("http://h:8080", 8080, id="given"),
        pytest.param("http://h:0", 0, id="zero"),
        pytest.param("app://h", None, id="unknown-scheme"),
    ],
)
def test_effective_port(text: str, port: int | None) -> None:
    url = parse_url(text)
    assert url is not None
    assert url.effective_port == port


def test_repr_hides_the_password() -> None:
    shown = repr(parse_url("http://me:secret@h/x"))
    assert "secret" not in shown
    assert "h/x" in shown


def test_percent_encode() -> None:
    assert percent_encode('a"é\x7f%', '"') == "a%22%C3%A9%7F%"


_PIECES = st.sampled_from(
    [
        "http://",
        "app://",
        "foo:",
        "file:",
        "/",
        "//",
        "\\",
        "..",
        ".",
        "%2e",
        "a",
        "C:",
        "?",
        "#",
        "@",
        ":",
        ":80",
        "[::1]",
        "127.1",
        "é",
        "|",
        "%",
        "\t",
    ]
)


@settings(deadline=None)  # the first international host imports its tables
@given(st.lists(_PIECES, max_size=8).map("".join) | st.text())
def test_a_normalised_url_stays(text: str) -> None:
    url = parse_url(text)
    if url is not None:
        assert url.href.isascii()
        assert parse_url(url.href) == url


@given(st.text("ax0n-_.", max_size=12) | st.sampled_from(["xn--a", "a.xn--a", "0x7f", "a.0x7f"]))
@pytest.mark.parametrize("scheme", ["http", "app"])
def test_plain_hosts_are_read_as_all_others(scheme: str, host: str) -> None:
    url = parse_url(f"{scheme}://{host}/")
    expected = parse_host(host, special=scheme == "http") if host or scheme == "http" else ""
    assert (url and url.host) == expected
