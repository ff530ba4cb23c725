"""What came of one request of many: the row that summaries and boards show."""

from msgspec import Struct

from inspector.model.report import Report, resolved

WORST = ("found", "unused", "raw", "other", "unsupported", "timeout", "fetching_failed",
         "missing", "malformed")  # fmt: skip
"""Module statuses, the one that a person cares most about last."""


class MissingModule(Struct, frozen=True, array_like=True):
    """A module that could not be used, and how many frames that cost."""

    name: str
    debug_id: str
    frames: int


class Outcome(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One request. `state`: "answered", "kept" (an older answer still holds) or "broken"."""

    path: str
    state: str = "answered"
    reason: str = ""  # why it is broken
    out: str = ""  # where the answer is
    kind: str = ""  # "native" or "js"
    signature: str = ""  # what the crash is known by
    resolved: int = 0  # raw frames that were symbolicated ...
    frames: int = 0  # ... of so many
    worst: str = ""  # the worst module status
    missing: tuple[MissingModule, ...] = ()  # most frames first, a few at most
    modified: int = 0  # of the request, in ns since 1970: an answer is stale if it changed
    token: str = ""  # of the settings it was made with


_MOST_MISSING = 5


def outcome_of(report: Report, signature: str, *, path: str) -> Outcome:
    """The row of an answered request."""
    good, all_ = resolved(report)
    statuses = {module.status for module in report.modules}
    return Outcome(
        path=path,
        kind=report.kind,
        signature=signature,
        resolved=good,
        frames=all_,
        worst=max(statuses, key=badness, default=""),
        missing=_missing(report),
    )


def badness(status: str) -> int:
    """Where a module status ranks; one that nobody knows ranks first."""
    return WORST.index(status) if status in WORST else -1


def _missing(report: Report) -> tuple[MissingModule, ...]:
    lost: dict[int, int] = {}
    for thread in report.threads:
        for frame in thread.frames:
            if frame.module is not None and frame.status != "symbolicated":
                lost[frame.module] = lost.get(frame.module, 0) + 1
    by_index = {module.index: module for module in report.modules}
    ranked = sorted(lost, key=lambda index: (-lost[index], index))
    return tuple(
        MissingModule(by_index[index].name, by_index[index].debug_id, lost[index])
        for index in ranked[:_MOST_MISSING]
        if index in by_index and by_index[index].status not in ("found", "unused")
    )
