"""Which thread of A belongs to which of B, and their frames side by side."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import groupby

from msgspec import Struct

from inspector.compare.align import Place, align
from inspector.compare.frames import Meaning, judge, key, site
from inspector.compare.partners import partners
from inspector.model.report import Frame, Thread

# Crashed with crashed, then by id, then by name, and what is left by position.
_RULES: tuple[Callable[[Thread], Hashable], ...] = (
    lambda thread: thread.crashed or None,
    lambda thread: thread.id,
    lambda thread: thread.name or None,
    lambda _thread: True,
)
_LONGEST_CALL = 8  # bytes that a return address is lowered by, at most


class Pair(Struct, frozen=True, gc=False):
    """One row: a frame of A, a frame of B, or both."""

    meaning: Meaning
    a: Frame | None
    b: Frame | None
    note: str = ""


class ThreadPair(Struct, frozen=True):
    """Two threads that belong together, or one without a counterpart; frames callee first."""

    a: Thread | None
    b: Thread | None
    pairs: tuple[Pair, ...]
    same_stack: bool = False  # True: two answers to one thread


def compare_threads(a: Sequence[Thread], b: Sequence[Thread]) -> tuple[ThreadPair, ...]:
    """Every thread of both: the crashed one, then in the order of A, then those only B has."""
    partner = partners(a, b, _RULES)
    taken = set(partner.values())
    rows = [
        _compared(thread, b[partner[i]] if i in partner else None) for i, thread in enumerate(a)
    ]
    rows += [_compared(None, thread) for j, thread in enumerate(b) if j not in taken]
    return tuple(sorted(rows, key=lambda row: not any(t and t.crashed for t in (row.a, row.b))))


def _compared(a: Thread | None, b: Thread | None) -> ThreadPair:
    if a is None or b is None:
        alone = (_alone(f, None) for f in a.frames) if a else ()
        others = (_alone(None, f) for f in b.frames) if b else ()
        return ThreadPair(a, b, (*alone, *others))
    same = _same_stack(a, b)
    rows = _answers(a, b) if same else _aligned(a.frames, b.frames, site)
    return ThreadPair(a, b, tuple(rows), same)


def _same_stack(a: Thread, b: Thread) -> bool:
    """Whether both are answers to one thread: the same raw frames at the same numbers.

    A few may be missing, as guessed frames that proved wrong are dropped.
    """
    sites_a, sites_b = _sites(a), _sites(b)
    shared = sites_a.keys() & sites_b.keys()
    if 2 * len(shared) < max(len(sites_a), len(sites_b)):
        return False
    return all(_is_one_place(sites_a[index], sites_b[index]) for index in shared)


def _is_one_place(a: Hashable, b: Hashable) -> bool:
    """A response has the address of the call where the request has that of the return."""
    if isinstance(a, int) and isinstance(b, int):
        return abs(a - b) <= _LONGEST_CALL
    return a == b


def _sites(thread: Thread) -> dict[int, Hashable]:
    """The address of each raw frame. What its module is called may come with the answer."""
    return {
        frame.index: site(frame) if frame.offset is None else frame.offset
        for frame in thread.frames
    }


def _answers(a: Thread, b: Thread) -> Iterator[Pair]:
    """One stack answered twice: raw frame by raw frame, so that no recursion misleads."""
    groups_a, groups_b = _by_index(a.frames), _by_index(b.frames)
    for index in sorted(groups_a.keys() | groups_b.keys()):
        mine, theirs = groups_a.get(index, []), groups_b.get(index, [])
        if len(mine) == len(theirs) == 1 and mine[0].depth == theirs[0].depth:
            yield _pair(mine, theirs, (0, 0))
            continue
        both = bool(mine and theirs)
        for pair in _aligned(mine, theirs, lambda frame: frame.depth):
            yield _inlined(pair) if both else pair


def _by_index(frames: Sequence[Frame]) -> dict[int, list[Frame]]:
    ordered = sorted(frames, key=lambda frame: frame.index)
    return {index: list(group) for index, group in groupby(ordered, lambda frame: frame.index)}


def _inlined(pair: Pair) -> Pair:
    """A function more or less in the inline chain of one raw frame is gain or loss."""
    if pair.a is None and pair.b is not None:
        return Pair("better", None, pair.b, "inlined function gained")
    if pair.b is None and pair.a is not None:
        return Pair("worse", pair.a, None, "inlined function lost")
    return pair


def _aligned(
    a: Sequence[Frame], b: Sequence[Frame], second: Callable[[Frame], Hashable]
) -> Iterator[Pair]:
    """Frames by module and function; what that leaves between them, by a `second` key."""
    places = align([key(frame) for frame in a], [key(frame) for frame in b])
    for matched, gap in groupby(places, lambda place: None not in place):
        if matched:
            yield from (_pair(a, b, place) for place in gap)
            continue
        left, right = _frames(a, b, gap)
        sites = align([second(frame) for frame in left], [second(frame) for frame in right])
        yield from (_pair(left, right, place) for place in sites)


def _frames(
    a: Sequence[Frame], b: Sequence[Frame], gap: Iterator[Place]
) -> tuple[list[Frame], list[Frame]]:
    places = list(gap)
    return [a[i] for i, _ in places if i is not None], [b[j] for _, j in places if j is not None]


def _pair(a: Sequence[Frame], b: Sequence[Frame], place: Place) -> Pair:
    i, j = place
    if i is None or j is None:
        return _alone(None if i is None else a[i], None if j is None else b[j])
    meaning, note = judge(a[i], b[j])
    return Pair(meaning, a[i], b[j], note)


def _alone(a: Frame | None, b: Frame | None) -> Pair:
    return Pair("only_b" if a is None else "only_a", a, b)
