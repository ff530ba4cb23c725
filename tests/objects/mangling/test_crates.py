"""The door to the crates: what comes through, and what the caller has to know."""

import pytest

from inspector.objects.mangling import crates


@pytest.mark.parametrize(
    ("symbol", "name"),
    [
        pytest.param(
            "_ZN6harbor4dock6arrive17h0123456789abcdefE", "harbor::dock::arrive", id="legacy"
        ),
        pytest.param(
            "_ZN54_$LT$harbor..Dock$u20$as$u20$core..ops..drop..Drop$GT$4drop17h0123456789abcdefE",
            "<harbor::Dock as core::ops::drop::Drop>::drop",
            id="legacy-trait",
        ),
        pytest.param(
            "_ZN6harbor4dock28_$u7b$$u7b$closure$u7d$$u7d$17h0123456789abcdefE.llvm.123",
            "harbor::dock::{{closure}}",
            id="legacy-closure",
        ),
        pytest.param("_RNvNtCs1234_6harbor4dock6arrive", "harbor::dock::arrive", id="v0"),
        pytest.param(
            "_RNCNvNtCs1234_6harbor4dock6arrive0B5_",
            "harbor::dock::arrive::{closure#0}",
            id="v0-closure",
        ),
        pytest.param(
            "_RINvNtCs1234_6harbor4dock6unloadjE", "harbor::dock::unload::<usize>", id="v0-generic"
        ),
        pytest.param(
            "_RNvMCs1234_6harborNtB2_4Dock6arrive.llvm.123", "<harbor::Dock>::arrive", id="v0-impl"
        ),
        pytest.param("main", None, id="plain"),
        pytest.param("_RNv", None, id="cut-off"),
        pytest.param("", None, id="empty"),
        pytest.param("_RNvC6harbor\ud800", None, id="half-a-surrogate-pair"),
    ],
)
def test_rust(symbol: str, name: str | None) -> None:
    assert crates.read(symbol, "rust") == name


def test_parameters_but_no_result() -> None:
    assert crates.read("_Z4loadIiET_PKc", "cpp") == "load<int>(char const*)"


@pytest.mark.parametrize(
    "symbol",
    [
        pytest.param("_RNvC1a" + "R" * 9000 + "i", id="references"),
        pytest.param("_RIC3foo" + "T" * 9000 + "E" * 9000, id="tuples"),
        pytest.param("_R" + "Nv" * 8000 + "C3foo", id="paths"),
        pytest.param("_ZN" + "3foo" * 4000 + "17h0123456789abcdefE", id="legacy-path"),
        pytest.param("_RMC0TTThTTTpB8_EB7_EB6_EB5_EB4_EB3_E", id="doubled"),
    ],
)
def test_hostile_rust_names_end(symbol: str) -> None:
    name = crates.read(symbol, "rust")
    assert name is None or len(name) <= 1_100_000  # upstream's reader stops at a million
