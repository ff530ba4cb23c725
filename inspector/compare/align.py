"""Two sequences side by side: as many equal items across from each other as order allows.

The longest common subsequence, exact for any length: a row of the classic table is one integer,
a bit for each item of `b`, so that 10,000 frames against 10,000 take a tenth of a second
(H. Hyyrö, "Bit-parallel LCS-length computation revisited", 2004). Where keeping all rows would
take much memory, the table is halved first (D. S. Hirschberg, 1975).
"""

from collections.abc import Hashable, Iterator, Sequence

Place = tuple[int | None, int | None]
"""Where an item stands in `a` and in `b`; None on the side that has no equal of it."""

_KEPT_BITS = 1 << 29
"""A table up to this size is kept whole: 64 MB."""


def align(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[Place]:
    """Every item of both sides once, in order. In a gap, those of `a` come first."""
    places: list[Place] = []
    at_a = at_b = 0
    for i, j in [*common(a, b), (len(a), len(b))]:
        places += [(k, None) for k in range(at_a, i)]
        places += [(None, k) for k in range(at_b, j)]
        if i < len(a) and j < len(b):
            places.append((i, j))
        at_a, at_b = i + 1, j + 1
    return places


def common(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Pairs of places with equal items, as many as possible, ascending on both sides."""
    shorter = min(len(a), len(b))
    head = next((i for i in range(shorter) if a[i] != b[i]), shorter)
    rest = shorter - head
    tail = next((i for i in range(rest) if a[-1 - i] != b[-1 - i]), rest)
    inner_a, inner_b = a[head : len(a) - tail], b[head : len(b) - tail]
    # Of several answers, both directions get the same one.
    if _goes_first(inner_b, inner_a):
        found = [(i, j) for j, i in _middle(inner_b, inner_a)]
    else:
        found = _middle(inner_a, inner_b)
    middle = [(i + head, j + head) for i, j in found]
    ends = [(len(a) - i, len(b) - i) for i in range(tail, 0, -1)]
    return [*((i, i) for i in range(head)), *middle, *ends]


def _goes_first(one: Sequence[Hashable], other: Sequence[Hashable]) -> bool:
    """Whether it is the shorter one; of two alike in length, the one with the first item."""
    if len(one) != len(other):
        return len(one) < len(other)
    named = ((repr(x), repr(y)) for x, y in zip(one, other, strict=True))
    return next((x < y for x, y in named if x != y), False)


def _middle(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[tuple[int, int]]:
    if not a or not b:
        return []
    if len(a) == 1 or len(a) * len(b) <= _KEPT_BITS:
        return _traced(list(_rows(a, b)), len(b))
    half = len(a) // 2
    above = _lengths(a[:half], b)
    below = _lengths(a[half:][::-1], b[::-1])[::-1]
    cut = max(range(len(b) + 1), key=lambda j: above[j] + below[j])
    rest = [(i + half, j + cut) for i, j in common(a[half:], b[cut:])]
    return common(a[:half], b[:cut]) + rest


def _rows(a: Sequence[Hashable], b: Sequence[Hashable]) -> Iterator[int]:
    """A row for each item of `a`. Bit j is 0 where b[j] makes the subsequence longer by one."""
    equal: dict[Hashable, int] = {}
    for j, item in enumerate(b):
        equal[item] = equal.get(item, 0) | 1 << j
    full = row = (1 << len(b)) - 1
    for item in a:
        matched = row & equal.get(item, 0)
        row = ((row + matched) | (row - matched)) & full
        yield row


def _traced(rows: list[int], width: int) -> list[tuple[int, int]]:
    """The pairs, found by walking the table backwards from its corner."""
    pairs = []
    i, j = len(rows), width
    while i and j:
        if rows[i - 1] >> (j - 1) & 1:
            j -= 1
            continue
        i -= 1
        if i and not rows[i - 1] >> (j - 1) & 1:
            continue
        j -= 1
        pairs.append((i, j))
    return pairs[::-1]


def _lengths(a: Sequence[Hashable], b: Sequence[Hashable]) -> list[int]:
    """How long the subsequence of `a` and b[:j] is, for every j."""
    last = 0
    for row in _rows(a, b):
        last = row
    lengths = [0]
    for bit in f"{last:0{len(b)}b}"[::-1]:
        lengths.append(lengths[-1] + (bit == "0"))
    return lengths
