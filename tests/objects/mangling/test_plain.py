"""Plain Itanium names: what is, what is not, and that the crate is quick with all that are."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.objects.mangling import crates
from inspector.objects.mangling.plain import is_plain


@pytest.mark.parametrize(
    "symbol",
    [
        pytest.param("_ZN6harbor4Dock6arriveEi", id="method"),
        pytest.param("_ZN6harbor4DockC2ERKSs", id="constructor"),
        pytest.param("_ZN6harbor4DockaSERKS0_", id="assignment"),
        pytest.param("_ZL6unloadP5crate", id="static"),
        pytest.param("_ZTVN6harbor4DockE", id="vtable"),
        pytest.param("_ZThn16_N6harbor4Dock6arriveEi", id="thunk"),
        pytest.param("_ZGVZN6harbor4Dock6arriveEiE5count", id="guard"),
        pytest.param("_ZZN6harbor4Dock6arriveEiENKUlP5crateiE_clES2_i", id="lambda"),
        pytest.param("_ZZ4mainENKUlvE0_clEv", id="second-lambda"),
        pytest.param("_ZZ4mainE5count_0", id="second-local"),
        pytest.param("_ZN6harbor4pierILi5ELb1ELj7EEEvv", id="numbers"),
        pytest.param("_ZN6harbor4pierILNS_4SideE1EEEvv", id="enumeration"),
        pytest.param("_ZN6harbor5arrayEPA8_A4_Kd", id="arrays"),
        pytest.param("_ZNSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEE4sizeEv", id="string"),
        pytest.param("_Z16IIIIIIIIIIIIIIIIv", id="letters-in-identifiers"),
        pytest.param("_Z4loadv.constprop.0.isra.0", id="clones"),
        pytest.param("___Z4loadv_block_invoke_2", id="block"),
    ],
)
def test_plain(symbol: str) -> None:
    assert is_plain(symbol)
    assert crates.read(symbol, "cpp") is not None


@pytest.mark.parametrize(
    "symbol",
    [
        pytest.param("_Z4loadIiEDTcl6unloadT_EES0_", id="expression"),
        pytest.param("_Z4loadILi5EEvP1AIXT_EE", id="expression-as-argument"),
        pytest.param("_Z1f" + "SaI" * 5 + "i" + "E" * 5, id="deep"),
        pytest.param("_ZN" + "S0_N" * 12 + "1a" + "E" * 13, id="many-scopes"),
        pytest.param("_Z" + "Z1fvE" * 9 + "1g", id="many-locals"),
        pytest.param("_Z1fSaIi", id="unfinished"),
        pytest.param("_Z1fiE", id="too-finished"),
        pytest.param("_Z20load", id="identifier-cut-off"),
        pytest.param("_Z" + "9" * 5000, id="long-number"),
        pytest.param("_Z1fC5abcde", id="constructor-as-a-type"),
        pytest.param("_Z9\U0001f600\U0001f600SaISaIS", id="lengths-in-bytes"),
        pytest.param("_ZZ4mainENKUlvE", id="lambda-without-a-count"),
        pytest.param("_ZN4pierILN4SideE1", id="value-cut-off"),
        pytest.param("_Z4loadv$x", id="unknown-ending"),
        pytest.param("", id="empty"),
        pytest.param("?f@@YAXXZ", id="another-scheme"),
    ],
)
def test_not_plain(symbol: str) -> None:
    assert not is_plain(symbol)


PIECES = ["N", "S_", "St", "Sa", "S0_", "T_", "L1a", "1A", "C1", "D2", "P", "R", "K", "F", "A1_"]
PIECES += ["M", "Z", "Dp", "J", "I", "E", "i", "v", "Ut_", "Ul", "Li1E", "LN", "LS_", "9SaISaISaI"]
PIECES += ["5_SaIS", "cv", "cvZ", "gs", "_0", "S1A_", "aSE", "19SaISaISaIEEEEEEEEEE", "dlsp"]
pieces = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)


@given(
    st.sampled_from(["_Z", "_Z1f", "_ZN", "_Z1fI", "_ZZ1fvE", "_ZGVZ", "_Zcv", "_ZTV"]),
    pieces,
    st.integers(1, 30),
    pieces,
)
def test_the_crate_is_quick_with_plain_names(start: str, part: str, times: int, last: str) -> None:
    ends = (start + part * times + last + "E" * closing for closing in range(14))
    for symbol in filter(is_plain, ends):
        before = process_time()
        crates.read(symbol, "cpp")
        assert process_time() - before < 1  # seconds; what is not plain takes hours
