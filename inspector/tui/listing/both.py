"""A thread as it was sent beside what became of it, frame by frame. Pure."""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from inspector.model.report import Frame
from inspector.tui.view import View

_MINIFIED = "minified"
"""The fact of an answered frame that holds the line of the script it came from."""


class Pair(Struct, frozen=True):
    """One line: what came of a raw frame, and the raw frame itself."""

    raw: Frame | None  # None: this function was inlined in the one below, or its frame is lost
    answered: Frame


def pairs(view: View) -> tuple[Pair, ...]:
    """The shown thread, callee first; an inline chain ends with the function that was called."""
    return tuple(_pairs(view))


def _pairs(view: View) -> Iterator[Pair]:
    threads, asked = view.report.threads, view.asked.threads
    sent = asked[view.thread].frames if view.thread < len(asked) else ()
    raw = {frame.index: frame for frame in sent}
    for frame in threads[view.thread].frames if view.thread < len(threads) else ():
        yield Pair(None if frame.depth else raw.get(frame.index), frame)


def with_script(raw: Frame, answered: Frame) -> Frame:
    """The raw frame with the line of the script, which is only known after a run."""
    line = next((value for label, value in answered.facts if label == _MINIFIED), None)
    if raw.context_line is not None or line is None:
        return raw
    return replace(raw, context_line=line)


def sent_frame(view: View, answered: Frame) -> Frame | None:
    """The raw frame that an answered one, inlined or not, is of."""
    asked = view.asked.threads
    frames = asked[view.thread].frames if view.thread < len(asked) else ()
    return next((frame for frame in frames if frame.index == answered.index), None)
