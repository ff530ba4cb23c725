import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.model.places.hosts import domain_to_ascii, parse_host


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("EXAMPLE.com", "example.com", id="lower-case"),
        pytest.param("a..b", "a..b", id="empty-label"),
        pytest.param("my_host", "my_host", id="underscore"),
        pytest.param("ex%41mple.com", "example.com", id="percent-encoded"),
        pytest.param("l%C3%B8calhost", "xn--lcalhost-54a", id="percent-encoded-utf-8"),
        pytest.param("løcalhost", "xn--lcalhost-54a", id="international"),
        pytest.param("日本。jp", "xn--wgv71a.jp", id="ideographic-full-stop"),
        pytest.param("faß.de", "xn--fa-hia.de", id="sharp-s-stays"),
        pytest.param("☃.net", "xn--n3h.net", id="symbol"),
        pytest.param("127.0.0.1", "127.0.0.1", id="ipv4"),
        pytest.param("127.1", "127.0.0.1", id="ipv4-two-numbers"),
        pytest.param("2130706433", "127.0.0.1", id="ipv4-one-number"),
        pytest.param("0x7f.0.0.1", "127.0.0.1", id="ipv4-hex"),
        pytest.param("0x7f.00.1", "127.0.0.1", id="ipv4-mixed"),
        pytest.param("017700000001", "127.0.0.1", id="ipv4-octal"),
        pytest.param("1.2.3.4.", "1.2.3.4", id="ipv4-final-dot"),
        pytest.param("0x", "0.0.0.0", id="ipv4-hex-without-digits"),
        pytest.param("1.2.3.com", "1.2.3.com", id="numbers-before-a-name"),
        pytest.param("[::1]", "[::1]", id="ipv6"),
        pytest.param("[1:0:0:2:0:0:0:3]", "[1:0:0:2::3]", id="ipv6-longest-run"),
        pytest.param("[1:0:0:2:3:0:0:4]", "[1::2:3:0:0:4]", id="ipv6-first-of-equal-runs"),
        pytest.param("[1:0:2:3:4:5:6:0]", "[1:0:2:3:4:5:6:0]", id="ipv6-single-zeros-stay"),
        pytest.param("[0:0:0:0:0:0:0:0]", "[::]", id="ipv6-all-zeros"),
        pytest.param("[2001:DB8::A]", "[2001:db8::a]", id="ipv6-lower-case"),
        pytest.param("[::ffff:1.2.3.4]", "[::ffff:102:304]", id="ipv6-with-ipv4"),
        pytest.param("", None, id="empty"),
        pytest.param("a b", None, id="space"),
        pytest.param("a%2fb", None, id="encoded-slash"),
        pytest.param("a%", None, id="percent"),
        pytest.param("256.1.1.1", None, id="ipv4-byte-too-large"),
        pytest.param("1.2.3.4.5", None, id="ipv4-five-numbers"),
        pytest.param("4294967296", None, id="ipv4-too-large"),
        pytest.param("-1.1", None, id="ipv4-signed"),
        pytest.param("1_0.1", None, id="ipv4-python-digits"),
        pytest.param("08", None, id="ipv4-octal-digit"),
        pytest.param("9" * 5000, None, id="ipv4-very-long"),
        pytest.param("[::1", None, id="ipv6-open-bracket"),
        pytest.param("[fe80::1%eth0]", None, id="ipv6-zone"),
        pytest.param("[1:2]", None, id="ipv6-short"),
        pytest.param("xn--a", None, id="punycode-of-nothing"),
        pytest.param("xn--é", None, id="punycode-not-ascii"),
        pytest.param("\ufffd", None, id="forbidden-code-point"),
    ],
)
def test_domain(text: str, expected: str | None) -> None:
    assert parse_host(text, special=True) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Custom-Thing", "Custom-Thing", id="case-kept"),
        pytest.param("é", "%C3%A9", id="percent-encoded"),
        pytest.param("127.1", "127.1", id="no-ipv4"),
        pytest.param("[::1]", "[::1]", id="ipv6"),
        pytest.param("a b", None, id="space"),
        pytest.param("a^b", None, id="forbidden"),
    ],
)
def test_host_of_an_unknown_scheme(text: str, expected: str | None) -> None:
    assert parse_host(text, special=False) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("*.Løcalhost", "*.xn--lcalhost-54a", id="pattern"),
        pytest.param("a b/[", "a b/[", id="any-ascii"),
        pytest.param("", "", id="empty"),
        pytest.param("*.\ufffd", None, id="forbidden-code-point"),
    ],
)
def test_domain_to_ascii(text: str, expected: str | None) -> None:
    assert domain_to_ascii(text) == expected


@settings(deadline=None)  # the first international host imports its tables
@given(st.text(), st.booleans())
def test_a_normalised_host_stays(text: str, special: bool) -> None:
    host = parse_host(text, special)
    if host is not None:
        assert host.isascii()
        assert parse_host(host, special) == host


@given(st.integers(0, 2**32 - 1))
def test_one_ipv4_address_whatever_the_base(value: int) -> None:
    dotted = ".".join(str(byte) for byte in value.to_bytes(4, "big"))
    spellings = {str(value), hex(value), f"0{value:o}", dotted}
    assert {parse_host(s, special=True) for s in spellings} == {dotted}
