import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.detail.dwarf.arithmetic import BINARY, signed
from inspector.objects.errors import BadObject

WORD = st.integers(0, (1 << 64) - 1)


@given(WORD)
def test_signed_is_the_same_bits(value: int) -> None:
    assert signed(value, 64) & (1 << 64) - 1 == value


@pytest.mark.parametrize(
    ("op", "left", "right", "result"),
    [
        pytest.param(0x1B, (1 << 64) - 7, 2, -3, id="division-toward-zero"),
        pytest.param(0x1D, 7, 4, 3, id="modulo"),
        pytest.param(0x26, (1 << 64) - 8, 1, -4, id="arithmetic-shift"),
        pytest.param(0x24, 1, 1 << 40, 0, id="absurd-shift"),
        pytest.param(0x2D, (1 << 64) - 1, 0, 1, id="comparisons-are-signed"),
        pytest.param(0x1C, 3, 5, -2, id="minus"),
    ],
)
def test_binary(op: int, left: int, right: int, result: int) -> None:
    assert BINARY[op][1](left, right, 64) == result


@pytest.mark.parametrize("op", [0x1B, 0x1D])
def test_division_by_zero_is_damage(op: int) -> None:
    with pytest.raises(BadObject):
        BINARY[op][1](1, 0, 64)


@given(st.sampled_from(sorted(BINARY)), WORD, WORD)
def test_results_are_bounded(op: int, left: int, right: int) -> None:
    try:
        result = BINARY[op][1](left, right, 64)
    except BadObject:
        return
    assert abs(result).bit_length() <= 128
