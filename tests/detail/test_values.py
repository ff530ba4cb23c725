import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.detail.values import as_text, bits_of, fill_pattern, is_canonical, near_null


@pytest.mark.parametrize(
    ("value", "bits", "words"),
    [
        pytest.param(0xDDDDDDDD, 32, "freed", id="32-bit"),
        pytest.param(0xDDDDDDDD, 64, "", id="half-of-64-bit"),
        pytest.param(0xCDCD_CDCD_CDCD_CDE5, 64, "+ 0x18", id="with-an-offset"),
        pytest.param(0xFEEE_FEEE_FEEE_FEEE, 64, "Windows heap", id="words"),
        pytest.param(0xDEADBEEF, 64, "must not be used", id="deadbeef"),
        pytest.param(0x7FFF_1234_5678, 64, "", id="address"),
        pytest.param(0, 64, "", id="null"),
    ],
)
def test_fill_pattern(value: int, bits: int, words: str) -> None:
    found = fill_pattern(value, bits)
    assert words in found
    assert bool(found) == bool(words)


@pytest.mark.parametrize(
    ("value", "bits", "away"),
    [(0, 64, 0), (0x18, 32, 0x18), ((1 << 64) - 8, 64, -8), ((1 << 32) - 8, 32, -8),
     ((1 << 32) - 8, 64, None), (1 << 20, 64, None)],
)  # fmt: skip
def test_near_null(value: int, bits: int, away: int | None) -> None:
    assert near_null(value, bits) == away


@pytest.mark.parametrize(
    ("value", "arch", "can"),
    [
        pytest.param(0x7FFF_FFFF_FFFF, "x86_64", True, id="highest-of-programs"),
        pytest.param(0x8000_0000_0000, "x86_64", False, id="hole"),
        pytest.param(0xFFFF_8000_0000_0000, "x86_64", True, id="kernel"),
        pytest.param(0xB400_7FFF_FFFF_0000, "arm64", True, id="tagged"),
        pytest.param(0x0042_7FFF_FFFF_0000, "arm64", False, id="arm-hole"),
    ],
)
def test_is_canonical(value: int, arch: str, *, can: bool) -> None:
    assert is_canonical(value, arch) is can


@given(st.text(alphabet="abcXYZ 019", min_size=4, max_size=8))
def test_text_is_found(text: str) -> None:
    assert as_text(int.from_bytes(text.encode(), "little"), 64) == text


@pytest.mark.parametrize(
    ("arch", "bits"), [("x86_64", 64), ("x86", 32), ("arm64e", 64), ("armv7s", 32), ("", 64)]
)
def test_bits(arch: str, bits: int) -> None:
    assert bits_of(arch) == bits
