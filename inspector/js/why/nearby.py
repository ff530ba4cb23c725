"""What is there instead of a file of a script: in folders, in bundles, beside a position.

This one reads folders and files of this machine, within bounds, through the doors that a run
uses. It is for scripts that are not all well, and nobody but the explainers asks for it.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from inspector.js.urls import join
from inspector.js.why.in_bundles import bundled_otherwise, bundled_reference
from inspector.js.why.in_folders import built_otherwise, built_reference
from inspector.js.why.wanted import Wanted
from inspector.model.outcome import Miss
from inspector.model.places.sources import hide_secrets
from inspector.model.why.explanation import Action
from inspector.model.why.judged import NearMiss

if TYPE_CHECKING:
    from inspector.js.access import Access
    from inspector.js.modules import Resolved
    from inspector.js.tables import Position
    from inspector.js.why.trace import JsTrace

_MOST_POSITIONS = 8
_MOST_SOURCES = 8
_BESIDE = ((0, 1), (0, -1), (1, 0), (-1, 0))
"""Lines and columns to look at instead, the likeliest mistake first: counting from 0."""


async def near_misses(trace: "JsTrace", script: int, access: "Access") -> tuple[NearMiss, ...]:
    """What is nearly what a script needs, the surest first."""
    resolved = trace.resolved(script)
    if resolved is None:
        return ()
    evidence, near = trace.evidence, list[NearMiss]()
    for wanted in _wanted(trace, resolved):
        for build in evidence.around.local:
            near += await built_otherwise(build, wanted, access)
        for bundle in evidence.bundles:
            near += await bundled_otherwise(bundle, wanted, evidence.request, access)
    if resolved.minified.text is not None and resolved.minified.map is None:
        looked = trace.searches.looked(
            "minified_source", resolved.script.abs_path, resolved.minified
        )
        if looked is not None:
            near += await built_reference(looked, access)
        for bundle in evidence.bundles:
            near += await bundled_reference(bundle, resolved.script.abs_path, access)
    near += await _beside(resolved, evidence.around.scope, access)
    return tuple(near)


def _wanted(trace: "JsTrace", resolved: "Resolved") -> Iterator[Wanted]:
    """The files of a script that were not found."""
    path, ids = resolved.script.abs_path, resolved.script.debug_id
    if resolved.minified.text is None:
        yield Wanted("minified_source", path, ids)
        return
    source_map = resolved.map
    if source_map is not None and source_map.text is None and source_map.fault != "malformed":
        referred = getattr(resolved.minified.map, "url", None)
        yield Wanted("source_map", referred or f"{path}.map", ids or resolved.minified.debug_id)
    missing = [
        source
        for token in resolved.tokens.values()
        if token is not None and not token.has_content
        if (source := join(resolved.base, token.source)) in trace.evidence.sources
        if trace.evidence.sources[source].text is None
    ]
    for source in list(dict.fromkeys(missing))[:_MOST_SOURCES]:
        yield Wanted("source", source, None)


async def _beside(resolved: "Resolved", scope: str, access: "Access") -> list[NearMiss]:
    """Positions that the map does not have, one of whose neighbours it has."""
    script = resolved.minified.text
    source_map = resolved.map.text if resolved.map else None
    if script is None or source_map is None:
        return []
    asked = [(line, column or 1) for line, column in resolved.script.positions]
    bad = [at for at in asked if resolved.tokens.get(at) is None][:_MOST_POSITIONS]
    beside = {at: _neighbours(at) for at in bad}
    places = [place for there in beside.values() for _, place in there]
    if not places:
        return []
    label = resolved.script.abs_path
    answer = await access.tables.tokens((script, source_map), scope, places, label)
    if isinstance(answer, Miss):
        return []
    near = []
    for at, there in beside.items():
        for (lines, columns), place in there:
            token = answer.get(place)
            if token is not None and token.source:
                where = f"{token.source}:{token.line}:{token.column}"
                near.append(_shift(resolved.script.abs_path, at, (lines, columns), where))
                break
    return near


def _neighbours(at: "Position") -> "list[tuple[tuple[int, int], Position]]":
    moved = [((lines, cols), (at[0] + lines, at[1] + cols)) for lines, cols in _BESIDE]
    return [(by, place) for by, place in moved if min(place) > 0]


def _shift(path: str, at: "Position", by: tuple[int, int], where: str) -> NearMiss:
    lines, columns = by
    path = hide_secrets(path)
    what, number = ("column", columns) if columns else ("line", lines)
    side = "behind" if number > 0 else "before"
    text = f"one {what} {side} it there is {where}: the positions are one {what} off."
    return NearMiss(
        kind="neighbour",
        about=f"{at[0]}:{at[1]}",
        text=text,
        facts=(("asked", f"{at[0]}:{at[1]}"), ("there", where)),
        action=Action(
            kind="shift_column" if columns else "shift_line",
            text=f"Count the {what}s of {path} {'from 0' if number > 0 else 'one less'}.",
            arguments={"abs_path": path, "by": str(number)},
        ),
    )
