"""Whole reports: nothing is lost, the same is equal, and swapping swaps gain and loss."""

from hypothesis import given
from msgspec.structs import replace

from inspector.compare.comparison import compare
from inspector.model.report import Frame, Report, Thread
from tests.compare.reports import reports

MIRRORED = {"better": "worse", "worse": "better", "only_a": "only_b", "only_b": "only_a"}


@given(reports())
def test_a_report_equals_itself(report: Report) -> None:
    same = compare(report, report)
    assert same.frame_counts().keys() <= {"equal"}
    assert same.module_counts().keys() <= {"equal"}
    assert same.same_crash
    assert not same.has("any")


@given(reports(), reports())
def test_swapping_swaps_better_and_worse(a: Report, b: Report) -> None:
    there, back = compare(a, b), compare(b, a)
    for counts, others in (
        (there.frame_counts(), back.frame_counts()),
        (there.module_counts(), back.module_counts()),
    ):
        assert {MIRRORED.get(m, m): n for m, n in counts.items()} == others
    assert there.same_crash == back.same_crash


@given(reports(), reports())
def test_every_frame_of_both_appears_once_and_in_its_order(a: Report, b: Report) -> None:
    comparison = compare(a, b)
    for thread in comparison.threads:
        for side, rows in (
            (thread.a, [pair.a for pair in thread.pairs if pair.a is not None]),
            (thread.b, [pair.b for pair in thread.pairs if pair.b is not None]),
        ):
            frames = side.frames if side else ()
            if thread.same_stack:
                frames = tuple(sorted(frames, key=lambda frame: frame.index))
            assert len(rows) == len(frames)
            assert all(row is frame for row, frame in zip(rows, frames, strict=True))
    for name, report in (("a", a), ("b", b)):
        threads = [getattr(thread, name) for thread in comparison.threads]
        modules = [getattr(pair, name) for pair in comparison.modules]
        assert {id(t) for t in threads if t} == {id(t) for t in report.threads}
        assert {id(m) for m in modules if m} == {id(m) for m in report.modules}


def crash(*names: str) -> Report:
    frames = tuple(
        Frame(
            status="symbolicated",
            index=i,
            function=name,
            package="app",
            offset=100 * sum(map(ord, name)),
        )
        for i, name in enumerate(names)
    )
    return Report(kind="native", threads=(Thread(index=0, crashed=True, frames=frames),))


def test_the_same_crash() -> None:
    assert compare(crash("f", "main"), crash("f", "main")).same_crash
    assert not compare(crash("f", "main"), crash("g", "f", "main")).same_crash
    other = replace(crash("f"), threads=(*crash("f").threads, Thread(index=1)))
    assert compare(crash("f"), other).same_crash


def test_grades() -> None:
    worse = replace(crash("f").threads[0].frames[0], status="missing", function="")
    thread = replace(crash("f").threads[0], frames=(worse,))
    lost = compare(crash("f"), replace(crash("f"), threads=(thread,)))
    assert [lost.has(grade) for grade in ("worse", "changed", "any")] == [True, True, True]
    spelt = compare(crash("f<int >"), crash("f<int>"))
    assert [spelt.has(grade) for grade in ("worse", "changed", "any")] == [False, False, True]


def test_ten_thousand_frames() -> None:
    """Runaway recursion that ended in two ways."""
    a = crash("x", *["f", "g", "g"] * 3_333, "main")
    b = crash("y", "y", *["g", "f"] * 5_000, "main")
    assert sum(compare(a, b).frame_counts().values()) >= 10_003
