"""Misses as file content (spec/sources.md 5.4), and durations for people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.fetch.caching.markers import (
    DETAILS_LIMIT,
    decode,
    encode,
    humantime,
    is_marker,
    parse_humantime,
)
from inspector.model.outcome import NOT_FOUND, Miss, Why, duration_text


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(b"", NOT_FOUND, id="empty"),
        pytest.param(b"timeout4m33s", Miss(Why.TIMEOUT, "273s"), id="timeout"),
        pytest.param(b"timeout200ms", Miss(Why.TIMEOUT, "200ms"), id="timeout-short"),
        pytest.param(b"timeoutsoon", Miss(Why.INTERNAL), id="timeout-unreadable"),
        pytest.param(b"malformed", Miss(Why.MALFORMED), id="no-details"),
        pytest.param(
            b"malformeddownloaderror", Miss(Why.MALFORMED, "downloaderror"), id="first-word-counts"
        ),
        pytest.param(
            b"downloaderrormalformed",
            Miss(Why.DOWNLOAD_FAILED, "malformed"),
            id="first-word-counts-2",
        ),
        pytest.param(b"permissiondeniedno\0x", Miss(Why.NO_PERMISSION, "no"), id="up-to-nul"),
        pytest.param(b"unsupported\xff", Miss(Why.UNSUPPORTED, "\ufffd"), id="lossy"),
        pytest.param(b"malform", None, id="cut-off-word"),
        pytest.param(b"addictive", None, id="no-word"),
        pytest.param(b"MALFORMED", None, id="upper-case"),
    ],
)
def test_decode(content: bytes, expected: Miss | None) -> None:
    assert decode(content) == expected
    assert is_marker(content) is (expected is not None)


def test_internal_is_not_kept() -> None:
    assert encode(Miss(Why.INTERNAL)) is None


def test_details_are_limited() -> None:
    content = encode(Miss(Why.MALFORMED, "x" * DETAILS_LIMIT * 2))
    assert content is not None
    assert len(content) <= DETAILS_LIMIT + 16


TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))


@given(
    st.sampled_from([Why.NO_PERMISSION, Why.DOWNLOAD_FAILED, Why.MALFORMED, Why.UNSUPPORTED]), TEXTS
)
def test_round_trip(why: Why, details: str) -> None:
    content = encode(Miss(why, details))
    assert content is not None
    assert decode(content) == Miss(why, details)


@given(st.integers(1, 10**15))
def test_timeouts_keep_their_text(nanoseconds: int) -> None:
    miss = Miss(Why.TIMEOUT, duration_text(nanoseconds / 1e9))
    content = encode(miss)
    assert content is not None
    kept = decode(content)
    assert kept is not None
    assert float(kept.details.strip("mnµs")) == pytest.approx(
        float(miss.details.strip("mnµs")), rel=1e-6
    )
    assert kept.details.lstrip("0123456789.") == miss.details.lstrip("0123456789.")


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.2, "200ms"),
        (0.5, "500ms"),
        (600.0, "10m"),
        (3600.0, "1h"),
        (273.0, "4m 33s"),
        (90061.0, "1day 1h 1m 1s"),
        (172800.0, "2days"),
        (1.5, "1s 500ms"),
        (0.0, "0s"),
    ],
)
def test_humantime(seconds: float, text: str) -> None:
    assert humantime(seconds) == text
    assert parse_humantime(text) == pytest.approx(seconds)


@pytest.mark.parametrize("text", ["", "5", "m", "5 parsecs", "1h!", "-1s"])
def test_not_a_duration(text: str) -> None:
    assert parse_humantime(text) is None
