import json
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.model.address import MAX, format_address, parse_address


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(0, 0, id="zero"),
        pytest.param(4096, 4096, id="integer"),
        pytest.param(MAX, MAX, id="largest"),
        pytest.param(-1, MAX, id="negative"),
        pytest.param(-(1 << 63), 1 << 63, id="most-negative"),
        pytest.param("0x1F", 31, id="hex"),
        pytest.param("0X1f", 31, id="upper-case-prefix"),
        pytest.param("0x0000000001509530", 0x1509530, id="padded"),
        pytest.param("0x" + "0" * 100 + "1", 1, id="padded-beyond-64-bits"),
        pytest.param("10", 10, id="decimal"),
        pytest.param("010", 10, id="no-octal"),
        pytest.param("0" * 100 + "7", 7, id="padded-decimal"),
        pytest.param(str(MAX), MAX, id="largest-decimal"),
        pytest.param("+10", 10, id="plus"),
        pytest.param("0x+1f", 31, id="plus-after-the-prefix"),
    ],
)
def test_parse(value: object, expected: int) -> None:
    assert parse_address(value) == expected


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        pytest.param("", "empty string", id="empty"),
        pytest.param("0x", "invalid digit", id="prefix-alone"),
        pytest.param("+", "invalid digit", id="plus-alone"),
        pytest.param("1f", "invalid digit", id="hex-without-prefix"),
        pytest.param(" 1", "invalid digit", id="space-before"),
        pytest.param("1\n", "invalid digit", id="line-break"),
        pytest.param("-1", "invalid digit", id="negative-text"),
        pytest.param("1_0", "invalid digit", id="underscore"),
        pytest.param("0x1_0", "invalid digit", id="underscore-in-hex"),
        pytest.param("0x1g", "invalid digit in address", id="letter-in-hex"),
        pytest.param("0x0x1", "invalid digit in address", id="two-prefixes"),
        pytest.param("0x٣", "invalid digit in address", id="other-digits-in-hex"),
        pytest.param("٣", "invalid digit", id="other-digits"),
        pytest.param(MAX + 1, "64 bits", id="too-large"),
        pytest.param(-(1 << 63) - 1, "64 bits", id="too-negative"),
        pytest.param(str(MAX + 1), "64 bits", id="too-large-decimal"),
        pytest.param("0x1" + "0" * 16, "64 bits", id="too-large-hex"),
        pytest.param("9" * 10_000, "64 bits", id="very-long"),
        pytest.param(1.0, "expected an address, got float", id="float"),
        pytest.param(True, "expected an address, got bool", id="bool"),
        pytest.param(None, "expected an address, got null", id="null"),
        pytest.param([1], "expected an address, got list", id="list"),
    ],
)
def test_refused(value: object, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_address(value)


def test_a_reason_stays_short() -> None:
    with pytest.raises(ValueError, match="invalid digit") as refused:
        parse_address("x" * 10_000)
    assert len(str(refused.value)) < 100


@given(st.integers(0, MAX))
def test_round_trip(address: int) -> None:
    text = format_address(address)
    assert text == text.lower()
    assert parse_address(text) == parse_address(str(address)) == address


@given(st.text() | st.integers() | st.floats())
def test_an_address_or_a_value_error(value: object) -> None:
    with suppress(ValueError):
        assert 0 <= parse_address(value) <= MAX


def test_shared_table(shared: Path) -> None:
    table = json.loads((shared / "conformance/cases/tables/addresses.json").read_text())
    rows = [row for row in table["rows"] if row["check"] == "parse"]

    def answer(value: object) -> str | None:
        try:
            return format_address(parse_address(value))
        except ValueError:
            return None

    assert rows
    assert [row for row in rows if answer(row["input"]) != row["expected"]] == []
