"""One script: its file, its map, and what they say about all positions of a request.

Rules: spec/js.md 3.4 steps 1 to 7 and 4.1.
"""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from inspector.js.finding.artifacts import Artifacts
from inspector.js.finding.entries import EmbeddedMap, Entry, RemoteMap
from inspector.js.finding.origins import EMBEDDED, FileKey
from inspector.js.tables import Position, Tables
from inspector.js.wire import FrameData, JsRequest, Trace
from inspector.model.ids import DebugId, read_debug_id
from inspector.model.outcome import Miss, Why
from inspector.objects.scripts.sourcemap import Token


class Script(Struct, frozen=True):
    """A module of a request, before anything is looked up."""

    index: int  # in order of appearance
    abs_path: str
    debug_id: DebugId | None
    positions: tuple[Position, ...]  # that frames ask for, column 0 where they have none


class Resolved(Struct, frozen=True, kw_only=True):
    """A script with all that was found for it."""

    script: Script
    minified: Entry
    map: Entry | None  # None: neither a reference nor a debug id leads to one
    base: str  # names of sources count from here
    label: str  # what the response calls the map
    data: FrameData = FrameData()  # of the frames that the map resolves
    tokens: Mapping[Position, Token | None] = {}


def scripts_of(request: JsRequest, traces: Iterable[Trace]) -> dict[str, Script]:
    """The scripts that frames are in, by path. Frames without a line ask nothing."""
    ids = {module.code_file: read_debug_id(module.debug_id) for module in request.modules}
    positions: dict[str, dict[Position, None]] = {}
    for trace in traces:
        for frame in trace.frames:
            asked = positions.setdefault(frame.abs_path, {})
            if frame.lineno:
                asked[frame.lineno, frame.colno or 0] = None
    return {
        path: Script(index, path, ids.get(path), tuple(asked))
        for index, (path, asked) in enumerate(positions.items())
    }


async def resolve(
    script: Script, artifacts: Artifacts, tables: Tables, scope: str, *, context: bool
) -> Resolved:
    """Find the script and its map, and ask them everything at once."""
    path = script.abs_path
    wanted = FileKey("minified_source", path, script.debug_id)
    minified = await artifacts.get(wanted, script.positions if context else ())
    referred = minified.map
    remote = referred.url if isinstance(referred, RemoteMap) else None
    debug_id = script.debug_id or minified.debug_id
    base = label = path if remote is None else remote
    source_map: Entry | None = None
    if isinstance(referred, EmbeddedMap):
        source_map = Entry(
            text=referred.text, resolved_with=minified.resolved_with, origin=EMBEDDED
        )
    elif remote is not None or debug_id is not None:
        source_map = await artifacts.get(
            FileKey("source_map", remote, debug_id), near=minified.near
        )
    tokens: Mapping[Position, Token | None] = {}
    if minified.text is not None and source_map is not None and source_map.text is not None:
        asked = tuple((line, column or 1) for line, column in script.positions)
        answer = await tables.tokens((minified.text, source_map.text), scope, asked, path)
        if isinstance(answer, Miss):
            source_map = _unusable(source_map, answer)
        else:
            tokens = answer
    return Resolved(
        script=script,
        minified=minified,
        map=source_map,
        base=base,
        label=label,
        data=_data(source_map, label),
        tokens=tokens,
    )


def _data(source_map: Entry | None, label: str) -> FrameData:
    """The `data` of the frames that a map resolves."""
    if source_map is None:
        return FrameData()
    return FrameData(
        sourcemap=label,
        sourcemap_origin=source_map.origin,
        resolved_with=source_map.resolved_with,
        symbolicated=True,
    )


def _unusable(source_map: Entry, miss: Miss) -> Entry:
    """A map that was found, but cannot be read."""
    return Entry(
        fault="malformed" if miss.why is Why.MALFORMED else "missing",
        details=miss.details,
        resolved_with=source_map.resolved_with,
        origin=source_map.origin,
    )


def positions_in(resolved: Resolved, source: str) -> Sequence[Position]:
    """Where in the original file `source` the frames of this script are."""
    asked = ((line, column or 1) for line, column in resolved.script.positions)
    tokens = (resolved.tokens.get(position) for position in asked)
    return [(token.line, token.column) for token in tokens if token and token.source == source]
