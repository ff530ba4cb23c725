"""A row of steps ends where one stops."""

from hypothesis import given
from hypothesis import strategies as st

from inspector.model.why.explanation import Action
from inspector.model.why.judged import (
    NOTHING_TO_DO,
    Judged,
    in_a_row,
    passed,
    skipped,
    stopped,
    symbolicated_but,
)

STEPS = {
    "ok": lambda name: passed(name, f"{name} went well"),
    "skipped": lambda name: skipped(name, f"{name} was not taken"),
    "stopped": lambda name: stopped(name, f"{name} failed", Action(kind="retry", text="again")),
}


@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=6))
def test_nothing_is_looked_at_behind_the_step_that_stops(kinds: list[str]) -> None:
    looked: list[str] = []

    def look(number: int, kind: str) -> Judged:
        looked.append(kind)
        return STEPS[kind](str(number))

    stages = [(str(i), lambda i=i, kind=kind: look(i, kind)) for i, kind in enumerate(kinds)]
    found = in_a_row("x", stages, ("good", NOTHING_TO_DO))
    end = kinds.index("stopped") if "stopped" in kinds else None
    assert [step.name for step in found.steps] == [str(i) for i in range(len(kinds))]
    assert looked == (kinds if end is None else kinds[: end + 1])
    if end is None:
        assert (found.verdict, found.next) == ("good", NOTHING_TO_DO)
        assert found.stopped is None
    else:
        assert found.verdict == f"{end} failed"
        assert found.stopped == found.steps[end]
        assert {step.state for step in found.steps[end + 1 :]} <= {"not_reached"}


def test_what_a_symbolicated_frame_lacks() -> None:
    told = in_a_row("x", [("line", lambda: STEPS["stopped"]("No line"))], ("", NOTHING_TO_DO))
    found = symbolicated_but(told, "main")
    assert found.verdict == "It was symbolicated as main, but no line failed"
    assert (found.subject, found.steps, found.next) == ("x", told.steps, told.next)
