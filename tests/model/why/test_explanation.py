"""Explanations: where they stopped, and how they are written out."""

from typing import get_args

import msgspec
import pytest

from inspector.model.why.explanation import Action, ActionKind, Explanation, Step

OK = Step(name="module", state="ok", text="The address is in libharbor.so.")
STOPPED = Step(name="symbol", state="stopped", text="No function is there.")
LATER = Step(name="line", state="not_reached", text="Not looked up.")


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        pytest.param((), None, id="no-steps"),
        pytest.param((OK,), None, id="went-well"),
        pytest.param((OK, STOPPED, LATER), STOPPED, id="in-the-middle"),
    ],
)
def test_stopped(steps: tuple[Step, ...], expected: Step | None) -> None:
    assert Explanation(subject="frame 0", verdict="So.", steps=steps).stopped == expected


def test_written_out_and_read_back() -> None:
    action = Action(kind="add_preset", text="Add it.", arguments={"preset": "microsoft"})
    whole = Explanation(subject="frame 0", verdict="So.", steps=(OK, STOPPED), next=action)
    assert msgspec.json.decode(msgspec.json.encode(whole), type=Explanation) == whole


def test_an_action_that_nobody_knows_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b'{"kind":"juggle","text":"x"}', type=Action)
    assert len(set(get_args(ActionKind))) == len(get_args(ActionKind))
