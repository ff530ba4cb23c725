"""Which item of one list belongs to which of another."""

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

T = TypeVar("T")


def partners(
    a: Sequence[T], b: Sequence[T], rules: Sequence[Callable[[T], Hashable]]
) -> dict[int, int]:
    """Place in `a` -> place in `b`. The first rule that gives both the same key decides.

    A rule that gives None has nothing to say about an item. Items alike go by their order.
    """
    partner: dict[int, int] = {}
    for rule in rules:
        taken = set(partner.values())
        waiting: dict[Hashable, list[int]] = {}
        for j in range(len(b) - 1, -1, -1):
            if j not in taken:
                waiting.setdefault(rule(b[j]), []).append(j)
        waiting.pop(None, None)
        for i, item in enumerate(a):
            if i not in partner and (same := waiting.get(rule(item))):
                partner[i] = same.pop()
    return partner
