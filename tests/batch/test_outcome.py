"""The row of one request."""

from inspector.batch.outcome import MissingModule, badness, outcome_of
from inspector.model.report import Frame, Module, Report, Thread

MODULES = (
    Module(index=0, name="app", status="found"),
    Module(index=1, name="libc", debug_id="C1", status="missing"),
    Module(index=2, name="libgl", debug_id="C2", status="malformed"),
)


def report(*frames: Frame) -> Report:
    return Report(
        kind="native", threads=(Thread(index=0, frames=frames, crashed=True),), modules=MODULES
    )


def test_row() -> None:
    shown = report(
        Frame(index=0, depth=1, status="symbolicated", function="f", module=0),
        Frame(index=0, status="symbolicated", function="g", module=0),
        Frame(index=1, status="missing", module=1),
        Frame(index=2, status="malformed", module=2),
        Frame(index=3, status="malformed", module=2),
        Frame(index=4, status="missing_symbol", module=0),
    )
    row = outcome_of(shown, "sig", path="/a.json")
    assert (row.resolved, row.frames, row.worst) == (1, 5, "malformed")
    assert row.missing == (MissingModule("libgl", "C2", 2), MissingModule("libc", "C1", 1))
    assert (row.state, row.kind, row.signature) == ("answered", "native", "sig")


def test_badness_ranks_what_matters_last() -> None:
    assert badness("new-word") < badness("found") < badness("missing") < badness("malformed")
