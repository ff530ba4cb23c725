"""Threads that belong together, and two answers to one stack."""

from msgspec.structs import replace

from inspector.compare.threads import compare_threads
from inspector.model.report import Frame, Thread


def found(index: int, name: str, *, depth: int = 0, offset: int = 0) -> Frame:
    return Frame(
        status="symbolicated", index=index, depth=depth, function=name, package="app",
        offset=offset or 100 * index + 50,
    )  # fmt: skip


def raw(index: int) -> Frame:
    return Frame(status="missing", index=index, package="app", offset=100 * index + 50)


def thread(*frames: Frame, index: int = 0) -> Thread:
    return Thread(index=index, frames=frames)


def meanings(a: Thread, b: Thread) -> list[str]:
    (pair,) = compare_threads((a,), (b,))
    return [row.meaning for row in pair.pairs]


def test_partners_by_crash_id_name_and_place() -> None:
    a = (
        Thread(index=0, id=1),
        Thread(index=1, id=7, crashed=True),
        Thread(index=2, name="io"),
        Thread(index=3),
    )
    b = (
        Thread(index=0, id=9, crashed=True),
        Thread(index=1),
        Thread(index=2, name="io"),
        Thread(index=3, id=1),
        Thread(index=4),
    )
    pairs = [(p.a and p.a.index, p.b and p.b.index) for p in compare_threads(a, b)]
    assert pairs == [(1, 0), (0, 3), (2, 2), (3, 1), (None, 4)]


def test_recursion_does_not_mislead_two_answers_to_one_stack() -> None:
    """By names alone, the f of frame 0 in B would stand beside that of frame 1 in A."""
    a = thread(raw(0), found(1, "f"), found(2, "f"))
    b = thread(found(0, "f"), found(1, "f"), found(2, "f"))
    assert meanings(a, b) == ["better", "equal", "equal"]


def test_inlined_functions_gained_and_lost() -> None:
    a = thread(found(0, "f"))
    b = thread(found(0, "g", depth=1), found(0, "f"))
    assert meanings(a, b) == ["better", "equal"]
    assert meanings(b, a) == ["worse", "equal"]


def test_a_frame_that_was_dropped() -> None:
    a = thread(found(0, "f"), raw(1), found(2, "g"))
    assert meanings(a, thread(found(0, "f"), found(2, "g"))) == ["equal", "only_a", "equal"]


def test_an_answer_has_the_address_of_the_call() -> None:
    a, b = thread(raw(0), raw(1)), thread(found(0, "f", offset=49), found(1, "g", offset=146))
    assert meanings(a, b) == ["better", "better"]


def test_two_crashes_are_aligned_by_name() -> None:
    a = thread(found(0, "x", offset=9), found(1, "f", offset=500), found(2, "main", offset=600))
    b = thread(found(0, "f", offset=500), found(1, "y", offset=77), found(2, "main", offset=600))
    assert meanings(a, b) == ["only_a", "equal", "only_b", "equal"]
    (pair,) = compare_threads((a,), (b,))
    assert not pair.same_stack


def test_in_a_gap_the_place_decides() -> None:
    """The same address of another crash: resolved on one side only."""
    a = thread(found(0, "x", offset=9), found(1, "f"), replace(raw(2), offset=400))
    b = thread(found(0, "f"), found(1, "g", offset=400), found(2, "h", offset=11))
    assert meanings(a, b) == ["only_a", "equal", "better", "only_b"]
