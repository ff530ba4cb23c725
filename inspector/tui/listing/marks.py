"""Frames a person marked: put on, taken off, gone through in the order of the report."""

from msgspec.structs import replace

from inspector.model.report import Frame
from inspector.tui.listing.rows import Place, Spot
from inspector.tui.view import View

GLYPH = "◆"


def toggled(view: View, place: Place) -> View:
    """The view with a frame of the shown thread marked, or no longer."""
    return replace(view, marks=view.marks ^ {Spot(view.thread, place)})


def next_mark(view: View, place: Place, step: int) -> Spot | None:
    """The mark after `place` of the shown thread, or before it with -1, around the end.

    None when nothing is marked.
    """
    order = sorted(view.marks, key=_order)
    here = _order(Spot(view.thread, place))
    if step > 0:
        return next((spot for spot in order if _order(spot) > here), order[0] if order else None)
    before = [spot for spot in order if _order(spot) < here]
    return before[-1] if before else order[-1] if order else None


def marked(view: View) -> list[tuple[Spot, Frame]]:
    """All marks whose frame is known, in the order of the report."""
    found = ((spot, _frame(view, spot)) for spot in sorted(view.marks, key=_order))
    return [(spot, frame) for spot, frame in found if frame is not None]


def _order(spot: Spot) -> tuple[int, int, int]:
    """Thread by thread, callee first: the innermost inlined function before its callers."""
    return spot.thread, spot.place.index, -spot.place.depth


def _frame(view: View, spot: Spot) -> Frame | None:
    threads = view.report.threads
    frames = threads[spot.thread].frames if spot.thread < len(threads) else ()
    alike = [frame for frame in frames if frame.index == spot.place.index]
    exact = (frame for frame in alike if frame.depth == spot.place.depth)
    return next(exact, alike[-1] if alike else None)
