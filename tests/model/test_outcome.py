import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.model.outcome import NOT_FOUND, Miss, Why, duration_text


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, "0ns"),
        (0.2, "200ms"),
        (1, "1s"),
        (1.5, "1.5s"),
        (10, "10s"),
        (300, "300s"),
        (315.25, "315.25s"),
        (0.0005, "500µs"),
        (0.0015, "1.5ms"),
        (0.999, "999ms"),
        (0.999_999_999_9, "1s"),
        (2.5e-7, "250ns"),
        (1 / 3, "333.333333ms"),
    ],
)
def test_duration_text(seconds: float, expected: str) -> None:
    assert duration_text(seconds) == expected


DIGITS = {"s": 9, "ms": 6, "µs": 3, "ns": 0}


@given(st.integers(0, 10**13))
def test_duration_text_keeps_every_nanosecond(nanoseconds: int) -> None:
    text = duration_text(nanoseconds / 1e9)
    number = text.rstrip("smµn")
    whole, _, rest = number.partition(".")
    assert int(whole + rest.ljust(DIGITS[text.removeprefix(number)], "0")) == nanoseconds


def test_a_miss_is_a_value() -> None:
    assert Miss(Why.NOT_FOUND) == NOT_FOUND
    assert Miss(Why.TIMEOUT, "200ms") != Miss(Why.TIMEOUT, "1s")
    with pytest.raises(AttributeError):
        NOT_FOUND.details = "x"  # type: ignore[misc]
