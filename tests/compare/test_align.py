"""Alignment: as long as the plain table says, in order, nothing lost; quick on long stacks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.compare import align as module
from inspector.compare.align import align, common

ITEMS = st.lists(st.integers(0, 3), max_size=12)


def longest(a: list[int], b: list[int]) -> int:
    """The textbook's table."""
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            best = max(table[i][j + 1], table[i + 1][j])
            table[i + 1][j + 1] = table[i][j] + 1 if x == y else best
    return table[-1][-1]


@given(ITEMS, ITEMS)
def test_as_long_as_can_be(a: list[int], b: list[int]) -> None:
    assert len(common(a, b)) == longest(a, b)


@given(ITEMS, ITEMS)
def test_order_is_kept_and_each_item_appears_once(a: list[int], b: list[int]) -> None:
    places = align(a, b)
    assert [i for i, _ in places if i is not None] == list(range(len(a)))
    assert [j for _, j in places if j is not None] == list(range(len(b)))
    assert all(a[i] == b[j] for i, j in places if i is not None and j is not None)


@given(ITEMS, ITEMS)
def test_swapping_the_sides_swaps_the_pairs(a: list[int], b: list[int]) -> None:
    assert common(b, a) == [(j, i) for i, j in common(a, b)]


@given(ITEMS, ITEMS)
def test_a_halved_table_is_as_good(a: list[int], b: list[int]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_KEPT_BITS", 8)
        halved = common(a, b)
    assert len(halved) == longest(a, b)
    assert all(a[i] == b[j] for i, j in halved)
    assert halved == sorted(halved)


@pytest.mark.parametrize(
    ("a", "b", "pairs"),
    [
        ("", "", []),
        ("abc", "", []),
        ("abc", "abc", [(0, 0), (1, 1), (2, 2)]),
        ("abc", "xbz", [(1, 1)]),
        ("abcd", "bd", [(1, 0), (3, 1)]),
    ],
)
def test_by_hand(a: str, b: str, pairs: list[tuple[int, int]]) -> None:
    assert common(a, b) == pairs


def test_ten_thousand_frames_of_runaway_recursion() -> None:
    """No quadratic blow-up: 100,000,000 equal pairs are not looked at one by one."""
    a = ["f", "g"] * 5_000
    b = ["g", "f", "h"] * 3_333
    assert len(common(a, b)) == 6_666
