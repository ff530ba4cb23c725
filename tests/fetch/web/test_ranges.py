"""Big files in parts (spec/sources.md 4.5)."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.fetch.web.ranges import ContentRange, parse_content_range, split

MIB = 1 << 20


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bytes 0-9/100", ContentRange(0, 9, 100)),
        (" bytes 5-5/6 ", ContentRange(5, 5, 6)),
        ("bytes 0-0/0", ContentRange(0, 0, 0)),
        ("bytes 0-9/*", None),
        ("bytes */100", None),
        ("items 0-9/100", None),
        ("bytes 9-0/100", None),
        ("bytes a-9/100", None),
        ("bytes -9/100", None),
        ("bytes 0-9", None),
        ("bytes 0-9/" + "9" * 5000, None),
        ("bytes 0-٩/100", None),
        ("", None),
    ],
)
def test_parse(text: str, expected: ContentRange | None) -> None:
    assert parse_content_range(text) == expected


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        (110, ["10-109"]),
        (209, ["10-109", "109-208"]),
        (210, ["10-110", "110-209"]),
        (1410, ["10-360", "360-710", "710-1060", "1060-1409"]),
    ],
)
def test_split_as_upstream(total: int, expected: list[str]) -> None:
    parts = split(ContentRange(0, 9, total), 100, 4)
    assert [f"{first}-{last}" for first, last in parts] == expected


def test_split_of_300_mib() -> None:
    parts = split(ContentRange(0, 128 * MIB - 1, 300 * MIB), 128 * MIB, 4)
    assert parts == [(134217728, 224395264), (224395264, 314572799)]


@given(st.integers(0, 50), st.integers(1, 400), st.integers(1, 60), st.integers(1, 6))
def test_every_byte_is_asked_for(last: int, rest: int, size: int, most: int) -> None:
    known = ContentRange(0, last, last + 1 + rest)
    parts = split(known, size, most)
    assert len(parts) <= most
    assert parts[0][0] == last + 1
    assert parts[-1][1] == known.total - 1
    for (_, end), (start, _) in itertools.pairwise(parts):
        assert start == end
    assert all(first <= end for first, end in parts)


def test_whole() -> None:
    assert ContentRange(0, 9, 10).whole
    assert not ContentRange(0, 8, 10).whole
    assert not ContentRange(1, 9, 10).whole
