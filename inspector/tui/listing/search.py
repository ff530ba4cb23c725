"""Where a text is found among all frames, and where `:` leads."""

from collections.abc import Callable, Sequence

from msgspec import Struct

from inspector.model.report import Frame, Module, Thread
from inspector.tui.listing.matching import holds
from inspector.tui.listing.rows import Place, Spot
from inspector.tui.view import View


class Found(Struct, frozen=True):
    """A search and its hits, in thread order, callee first."""

    text: str = ""
    hits: tuple[Spot, ...] = ()


def find(threads: Sequence[Thread], text: str) -> Found:
    """Every frame whose function, file, path or module holds `text`, letter case aside."""
    wanted = text.casefold()
    hits = (
        Spot(at, Place(frame.index, frame.depth))
        for at, thread in enumerate(threads)
        for frame in thread.frames
        if holds(frame, wanted)
    )
    return Found(text, tuple(hits) if wanted else ())


def next_hit(found: Found, thread: int, place: Place, step: int) -> int:
    """Which hit comes after the cursor (or before, with -1), around the end if need be."""
    here = (thread, place.index, -place.depth)
    keys = [(hit.thread, hit.place.index, -hit.place.depth) for hit in found.hits]
    if step > 0:
        return next((at for at, key in enumerate(keys) if key > here), 0)
    return next((at for at in reversed(range(len(keys))) if keys[at] < here), len(keys) - 1)


def destination(view: View, text: str) -> Spot | None:
    """The frame a person named: "12", "0x55d0c41a02b1" or part of a module's name.

    An address that no frame has stands for the module it lies in.
    """
    text = text.strip()
    if text.isdecimal():
        return _first(view, lambda frame: frame.index == int(text), only_shown=True)
    if text.lower().startswith("0x"):
        try:
            address = int(text, 16)
        except ValueError:
            return None
        exact = _first(view, lambda frame: frame.address == address)
        return exact or _first(view, lambda frame: _covers(view.module_of(frame), address))
    wanted = text.casefold()
    return _first(view, lambda frame: wanted in frame.package.casefold()) if wanted else None


def _first(view: View, test: Callable[[Frame], bool], *, only_shown: bool = False) -> Spot | None:
    """The first frame that passes, the shown thread before the others."""
    order = sorted(range(len(view.report.threads)), key=lambda at: at != view.thread)
    for at in order[:1] if only_shown else order:
        for frame in view.report.threads[at].frames:
            if test(frame):
                return Spot(at, Place(frame.index, frame.depth))
    return None


def _covers(module: Module | None, address: int) -> bool:
    """An image at address 0 has no addresses of its own."""
    if module is None or not module.address:
        return False
    return 0 <= address - module.address < (module.size or 1)
