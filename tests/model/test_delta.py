"""What a change bought, between two reports of one request."""

import pytest

from inspector.model.delta import Delta, delta, summary
from inspector.model.report import Candidate, Frame, Module, Report, Thread


def report(*statuses: str, line: int = 1, module: Module | None = None) -> Report:
    frames = tuple(Frame(status=s, index=i, line=line) for i, s in enumerate(statuses))
    return Report(
        kind="native",
        threads=(Thread(index=0, frames=frames),),
        modules=() if module is None else (module,),
    )


MISSING = Module(index=0, status="missing")
FOUND = Module(index=0, status="found", features=("debug",))
ASKED = Module(
    index=0,
    status="missing",
    candidates=(Candidate(source="a", location="l", download="notfound"),),
)


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        (report("missing"), report("missing"), "nothing changed"),
        (report("missing", "missing"), report("symbolicated", "missing"), "1 frame gained"),
        (report("raw"), report("symbolicated"), "1 frame gained"),
        (report("symbolicated"), report("missing"), "1 frame lost"),
        (report("missing"), report("malformed"), "1 frame changed"),
        (report("symbolicated"), report("symbolicated", line=2), "1 frame changed"),
        (
            report("missing", "symbolicated", "symbolicated"),
            report("symbolicated", "missing", "missing"),
            "1 frame gained, 2 lost",
        ),
        (
            report("missing", module=MISSING),
            report("symbolicated", module=FOUND),
            "1 frame gained; 1 module changed",
        ),
        (report(module=MISSING), report(module=ASKED), "nothing changed"),
    ],
)
def test_summary(before: Report, after: Report, line: str) -> None:
    assert summary(delta(before, after)) == line


def test_equal_reports_have_none() -> None:
    assert not delta(report("missing", module=MISSING), report("missing", module=MISSING))
    assert delta(report("a"), report("a")) == Delta()


def test_the_other_way_round_swaps_gained_and_lost() -> None:
    before, after = report("missing", "symbolicated"), report("symbolicated", "missing")
    there, back = delta(before, after), delta(after, before)
    assert [c.index for c in there.gained] == [c.index for c in back.lost] == [0]
    assert [c.index for c in there.lost] == [c.index for c in back.gained] == [1]


def test_an_inline_chain_is_one_frame() -> None:
    before = report("symbolicated")
    chain = (Frame(status="symbolicated", depth=1), Frame(status="symbolicated", line=1))
    after = Report(kind="native", threads=(Thread(index=0, frames=chain),))
    (change,) = delta(before, after).changed
    assert (len(change.before), len(change.after)) == (1, 2)


def test_another_candidate_is_a_change_that_needs_no_line() -> None:
    (change,) = delta(report(module=MISSING), report(module=ASKED)).modules
    assert not change.is_visible
