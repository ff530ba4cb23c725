"""Durations and sizes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.settings.units import parse_seconds, parse_size, spell_seconds, spell_size


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        pytest.param("200ms", 0.2, id="milliseconds"),
        pytest.param("1h 30m", 5400, id="two-parts"),
        pytest.param("1h30m", 5400, id="without-space"),
        pytest.param("10m", 600, id="minutes"),
        pytest.param("2 days", 172800, id="plural"),
        pytest.param(1.5, 1.5, id="a-number"),
        pytest.param("0s", 0, id="zero"),
    ],
)
def test_durations(text: object, seconds: float) -> None:
    assert parse_seconds(text) == pytest.approx(seconds)


@pytest.mark.parametrize("text", ["", "5", "fast", "5 parsecs", "-3s", -1, True, None, "1h x"])
def test_what_is_no_duration(text: object) -> None:
    with pytest.raises(ValueError, match="expected a duration"):
        parse_seconds(text)


@pytest.mark.parametrize(("text", "size"), [("15GiB", 15 << 30), ("2 MB", 2 * 10**6), (7, 7)])
def test_sizes(text: object, size: int) -> None:
    assert parse_size(text) == size


@given(st.one_of(st.integers(0, 10**8), st.floats(0, 10**6).map(lambda x: round(x, 3))))
def test_durations_are_spelt_as_they_are_read(seconds: float) -> None:
    assert parse_seconds(spell_seconds(seconds)) == pytest.approx(seconds, abs=1e-6)


@given(st.integers(0, 1 << 50))
def test_sizes_are_spelt_as_they_are_read(size: int) -> None:
    assert parse_size(spell_size(size)) == size
