"""Who belongs to whom."""

from hypothesis import given
from hypothesis import strategies as st

from inspector.compare.partners import partners

RULES = (lambda n: n // 10 or None, lambda n: n % 10)


def test_the_first_rule_that_fits_decides() -> None:
    assert partners([11, 22, 5], [5, 21, 12], RULES) == {0: 2, 1: 1, 2: 0}


def test_alike_go_by_their_order() -> None:
    assert partners([10, 10, 10], [10, 10], RULES) == {0: 0, 1: 1}


@given(st.lists(st.integers(0, 40), max_size=8), st.lists(st.integers(0, 40), max_size=8))
def test_swapping_turns_it_round(a: list[int], b: list[int]) -> None:
    there = partners(a, b, RULES)
    assert partners(b, a, RULES) == {j: i for i, j in there.items()}
    assert len(set(there.values())) == len(there)
