"""Swift: our own names, and names that are made to hurt."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.objects.mangling import swift


@pytest.mark.parametrize(
    ("symbol", "name"),
    [
        pytest.param("$s6harbor4DockC6arriveyyF", "Dock.arrive()", id="swift-5"),
        pytest.param("_$s6harbor4DockC6arriveyyF", "Dock.arrive()", id="mach-o"),
        pytest.param("$S6harbor4DockC6arriveyyF", "Dock.arrive()", id="swift-4.2"),
        pytest.param("_T06harbor4DockC6arriveyyF", "Dock.arrive()", id="swift-4"),
        pytest.param("$e6harbor4DockC6arriveyyF", "Dock.arrive()", id="embedded"),
        pytest.param(
            "$s6harbor4DockC6arrive5crateSiSaySSG_tKF",
            "Dock.arrive(crate: [String])",
            id="throws-with-a-result",
        ),
        pytest.param("$s6harbor4DockC6arriveyyYaKF", "Dock.arrive()", id="async"),
        pytest.param(
            "$s6harbor6unload_4intoySSSg_AA4DockCtF",
            "unload(_: String?, into: Dock)",
            id="labels",
        ),
        pytest.param(
            "$ss5print_9separator10terminatoryypd_S2StF",
            "print(_: Any..., separator: String, terminator: String)",
            id="variadic",
        ),
        pytest.param(
            "$s6harbor4DockC6arriveyyFSiSSXEfU_",
            "closure #1 (String) in Dock.arrive()",
            id="closure",
        ),
        pytest.param("$s6harbor4DockC5countSivg", "Dock.count.getter", id="getter"),
        pytest.param("$s6harbor4DockCACycfC", "Dock.__allocating_init()", id="init"),
        pytest.param("$s6harbor4DockCfD", "Dock.__deallocating_deinit", id="deinit"),
        pytest.param(
            "$sIeg_IeyB_TR",
            "thunk for @escaping @callee_guaranteed () -> ()",
            id="lowered-types-keep-results",
        ),
        pytest.param("$s6harbor3mapyxxXE_xtlF", "$s6harbor3mapyxxXE_xtlF", id="unreadable"),
        pytest.param("_TtC6harbor4Dock", "_TtC6harbor4Dock", id="swift-3-type"),
        pytest.param("_TFC6harbor4Dock6arrivefT_T_", "_TFC6harbor4Dock6arrivefT_T_", id="swift-3"),
        pytest.param("main", "main", id="plain"),
        pytest.param("$s" + "_" * 5000, None, id="unreadable-and-too-long"),
        pytest.param("$s4main4096" + "f" * 4096 + "yyF", None, id="name-too-long"),
        pytest.param("$s6harbor\0", None, id="zero-byte"),
        pytest.param("", None, id="empty"),
    ],
)
def test_read(symbol: str, name: str | None) -> None:
    assert swift.read(symbol) == name


def test_is_swift() -> None:
    assert swift.is_swift("$s6harbor4DockCfD")
    assert swift.is_swift("_TtC6harbor4Dock")
    assert not swift.is_swift("__$s6harbor4DockCfD")
    assert not swift.is_swift("$s6harbor\0")
    assert not swift.is_swift("main")


def doubling(levels: int) -> str:
    """`f` of dictionaries, each from the one before it to the one before it."""
    types = "".join(f"SDyA{chr(99 + i)}{chr(67 + i)}G" for i in range(levels))
    return f"$s1m1fyySDySiSiG_{types}tF"


def test_a_part_may_be_used_twice() -> None:
    once, twice = "[Int : Int]", "[[Int : Int] : [Int : Int]]"
    assert swift.read(doubling(1)) == f"f({once}, {twice})"


@pytest.mark.parametrize(
    "symbol",
    [
        pytest.param(doubling(22), id="doubled"),
        pytest.param("$s1m1fyy" + "7MyThingVyA2000aG" * 4 + "F", id="repeated"),
        pytest.param("$s1m1fyy" + "Si" * 7000 + "tF", id="long"),
        pytest.param("$s1m1fyy" + "Say" * 4000 + "Si" + "G" * 4000 + "F", id="nested"),
        pytest.param("$s1m1f" + "yyc" * 5000 + "F", id="functions"),
        pytest.param("$s" + "9" * 5000, id="number"),
    ],
)
def test_hostile_names_end(symbol: str) -> None:
    assert swift.read(symbol) in {symbol, None}


def test_a_profiler_stays_in_place() -> None:
    before = sys.getprofile()
    assert swift.read(doubling(22)) == doubling(22)
    assert sys.getprofile() is before


RESULTS = st.sampled_from(["y", "Si", "SS", "SaySiG", "SiSSXE", "ySS_SitKc"])
EFFECTS = st.sampled_from(["", "K", "Ya", "YaK"])


@given(st.integers(0, 4), st.lists(st.tuples(RESULTS, EFFECTS), min_size=10, max_size=10))
def test_results_and_effects_are_left_out_at_any_depth(
    depth: int, choices: list[tuple[str, str]]
) -> None:
    """Two functions of functions that differ in nothing else read the same."""

    def load(parts: list[tuple[str, str]]) -> str | None:
        parameter = "Si"
        for result, effects in parts[:depth]:
            parameter = f"{result}{parameter}{effects}XE"
        result, effects = parts[-1]
        return swift.read(f"$s4main4loady{result}{parameter}{effects}F")

    assert (
        load(choices[:5]) == load(choices[5:]) == "load(" + "(" * depth + "Int" + ")" * depth + ")"
    )
