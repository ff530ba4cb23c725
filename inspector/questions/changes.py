"""What if: the same request with other sources or origins, and what that bought.

    tried = History(Tried(opened, result))                   # model/history.py
    changed = with_sources(opened, sources)
    result = engine.cached(changed) or await engine.symbolicate(changed, tell)
    tried = tried.did(Tried(changed, result))
    delta(tried.past[-1].result.report, result.report)       # model/delta.py
    tried = tried.undo()                                     # the values of before, no run

Nothing has to be told to the engine: every answer of a source is kept under scope, source and
location, a miss also under the credentials it was given with, and tables under their file. So a
run after a change asks only those sources, and reads only those files, that are new to it.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from inspector.model.places.sources import Source

if TYPE_CHECKING:
    from inspector.engine import Result
    from inspector.opening import Opened


class Tried(Struct, frozen=True):
    """One state of a request: as it was asked, and its answer; None before the first run."""

    opened: "Opened"
    result: "Result | None" = None


class Changed(Struct, frozen=True, kw_only=True):
    """How the sources of two states differ, by id, in lookup order."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()  # same id, another place, filter or credential
    reordered: bool = False  # those in both are asked in another order


def with_sources(opened: "Opened", sources: Sequence[Source] | None) -> "Opened":
    """The request with other sources. None: the configured ones; empty: none at all."""
    listed = None if sources is None else tuple(sources)
    return structs.replace(opened, body=structs.replace(opened.body, sources=listed))


def changed_sources(before: Sequence[Source], after: Sequence[Source]) -> Changed:
    """What was done to a list of sources."""
    old = {source.id: source for source in before}
    new = {source.id: source for source in after}
    both = [name for name in old if name in new]
    return Changed(
        added=tuple(name for name in new if name not in old),
        removed=tuple(name for name in old if name not in new),
        edited=tuple(name for name in both if old[name] != new[name]),
        reordered=both != [name for name in new if name in old],
    )
