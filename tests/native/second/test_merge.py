"""Two answers for one address: what the first reader said stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.native.second.merge import lacks, merged
from inspector.objects.symcache import Location

NONE = 0xFFFFFFFF
MAIN = Location("main", 0x10, 7, "c", "/a.c")
INNER = Location("inner", NONE, 3, "c", "/a.c")
BARE = Location("main", 0x10, 0, "", "")
EMPTY = Location("", NONE, 3, "c", "/a.c")

Chain = tuple[Location, ...]


@pytest.mark.parametrize(
    ("chain", "windows", "expected"),
    [
        ((), False, True),
        ((MAIN,), False, False),
        ((INNER, MAIN), False, False),
        ((BARE,), False, True),
        ((EMPTY, MAIN), False, True),
        ((Location("main", 0x10, 7, "c", ""),), False, True),
        ((Location("ZN1a1bEv", 0x10, 7, "cpp", "/a.c"),), False, False),
        ((Location("ZN1a1bEv", 0x10, 7, "cpp", "/a.c"),), True, True),
    ],
    ids=["nothing", "all", "inlined", "no-line", "no-name", "no-path", "zn", "zn-windows"],
)
def test_what_lacks_something(chain: Chain, windows: bool, expected: bool) -> None:
    assert lacks(chain, windows=windows) is expected


CASES: dict[str, tuple[Chain, Chain, Chain]] = {
    "nothing": ((), (MAIN,), (MAIN,)),
    "nothing-more": ((BARE,), (), (BARE,)),
    "line": ((BARE,), (MAIN,), (MAIN,)),
    "name": ((EMPTY, MAIN), (INNER, MAIN), (INNER, MAIN)),
    "inlined": ((BARE,), (INNER, MAIN), (INNER, MAIN)),
    "entry": (
        (BARE,),
        (Location("main", 0x18, 7, "c", "/a.c"),),
        (MAIN,),
    ),
    "path": (
        (Location("main", 0x10, 7, "c", ""),),
        (MAIN,),
        (MAIN,),
    ),
    "language": (
        (Location("main", 0x10, 0, "rust", ""),),
        (MAIN,),
        (Location("main", 0x10, 7, "rust", "/a.c"),),
    ),
    "underscore": (
        (Location("ZN1a1bEv", 0x10, 7, "cpp", "/a.c"),),
        (Location("_ZN1a1bEv", 0x10, 7, "cpp", "/a.c"),),
        (Location("_ZN1a1bEv", 0x10, 7, "cpp", "/a.c"),),
    ),
    "other-function": ((BARE,), (Location("other", 0x14, 9, "c", "/b.c"),), (BARE,)),
    "other-function-inlined": ((BARE,), (INNER, Location("o", 1, 9, "c", "/b.c")), (BARE,)),
    "other-line": (
        (EMPTY, MAIN),
        (Location("elsewhere", NONE, 4, "c", "/a.c"), MAIN),
        (EMPTY, MAIN),
    ),
    "line-of-another-file": (
        (Location("main", 0x10, 0, "c", "/a.c"),),
        (Location("main", 0x10, 9, "c", "/b.c"),),
        (Location("main", 0x10, 0, "c", "/a.c"),),
    ),
    "other-depth": ((INNER, EMPTY, MAIN), (MAIN,), (INNER, EMPTY, MAIN)),
    "some-other-underscore": (
        (Location("start", 0x10, 7, "c", "/a.c"),),
        (Location("_start", 0x10, 7, "c", "/a.c"),),
        (Location("start", 0x10, 7, "c", "/a.c"),),
    ),
}


@pytest.mark.parametrize(("first", "second", "expected"), CASES.values(), ids=CASES)
def test_merged(first: Chain, second: Chain, expected: Chain) -> None:
    assert merged(first, second) == expected


locations = st.builds(
    Location,
    st.sampled_from(["", "main", "ZN1aEv", "_ZN1aEv"]),
    st.sampled_from([0x10, NONE]),
    st.integers(0, 2),
    st.sampled_from(["", "c", "cpp"]),
    st.sampled_from(["", "/a.c", "/b.c"]),
)
chains = st.lists(locations, max_size=3).map(tuple)


@given(chains, chains)
def test_nothing_the_first_said_is_replaced(first: Chain, second: Chain) -> None:
    found = merged(first, second)
    if not first:
        assert found == second
        return
    for one, both in zip(reversed(first), reversed(found), strict=False):
        assert one.symbol in (both.symbol, "", both.symbol.removeprefix("_"))
        assert one.line in (both.line, 0)
        assert one.path in (both.path, "")
        assert one.lang in (both.lang, "")
        assert one.sym_addr == both.sym_addr


@given(chains, chains)
def test_asking_twice_changes_nothing(first: Chain, second: Chain) -> None:
    assert merged(merged(first, second), second) == merged(first, second)
