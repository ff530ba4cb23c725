"""Maps of generated sources, followed to the end: a bundler after TypeScript, terser after a
bundler. Ours and off by default; upstream stops at the first map.
"""

from collections.abc import Awaitable, Callable, Mapping

from msgspec import Struct

from inspector.js.finding.artifacts import Artifacts
from inspector.js.finding.entries import EmbeddedMap, Entry, RemoteMap, Sighting, describe
from inspector.js.finding.origins import FileKey
from inspector.js.modules import Resolved
from inspector.js.names import UNKNOWN
from inspector.js.tables import Position, Tables, Text
from inspector.js.urls import join
from inspector.model.outcome import Miss
from inspector.objects.scripts.sourcemap import Token

_MOST_STEPS = 8  # also what ends a map that leads back to itself

GetSource = Callable[[str], Awaitable[Entry]]
"""A source that the map does not carry, by path."""


class Hop(Struct, frozen=True):
    """Where a map says that a position of the script is from."""

    token: Token
    base: str  # names of sources count from here
    label: str  # of the map, as the response calls maps
    before: "Hop | None" = None  # what the map before said; None: it is the script's own

    def links(self) -> "tuple[Hop, ...]":
        """What every map of the chain said, the script's own first."""
        return (self,) if self.before is None else (*self.before.links(), self)


class _Step(Struct, frozen=True):
    """One map of the chain, and the tokens it gave to positions of the script."""

    source_map: Text
    base: str
    label: str
    places: Mapping[Position, Position]  # of the script -> of what this map is the map of
    tokens: Mapping[Position, Token]


async def follow(
    resolved: Resolved, artifacts: Artifacts, tables: Tables, scope: str, get_source: GetSource
) -> Mapping[Position, Hop]:
    """The positions of a script that a second map, or a later one, answers."""
    if resolved.map is None or resolved.map.text is None:
        return {}
    first = {position: token for position, token in resolved.tokens.items() if token is not None}
    places = {position: position for position in first}
    steps = [_Step(resolved.map.text, resolved.base, resolved.label, places, first)]
    hops = {at: Hop(token, resolved.base, resolved.label) for at, token in first.items()}
    for _ in range(_MOST_STEPS):
        steps = [
            further
            for step in steps
            for source in dict.fromkeys(token.source for token in step.tokens.values())
            if (further := await _next(step, source, artifacts, tables, scope, get_source))
        ]
        for step in steps:
            for position, token in step.tokens.items():
                hops[position] = Hop(token, step.base, step.label, hops[position])
    return {position: hop for position, hop in hops.items() if hop.before is not None}


async def _next(
    step: _Step,
    source: str,
    artifacts: Artifacts,
    tables: Tables,
    scope: str,
    get_source: GetSource,
) -> _Step | None:
    """The step through the map of one source; None if it is no generated one."""
    path = join(step.base, source)
    before = {at: token for at, token in step.tokens.items() if token.source == source}
    text = await _text(step, source, path, tables, get_source)
    if text is None:
        return None
    found = await _map_of(text, path, artifacts, tables)
    if found is None:
        return None
    label, source_map = found
    places = {at: (token.line, token.column) for at, token in before.items()}
    answer = await tables.tokens((text, source_map), scope, places.values(), path)
    if isinstance(answer, Miss):
        return None
    tokens = {at: _merged(before[at], answer.get(place)) for at, place in places.items()}
    known = {at: token for at, token in tokens.items() if token is not None}
    return _Step(source_map, label, label, places, known) if known else None


async def _text(
    step: _Step, source: str, path: str, tables: Tables, get_source: GetSource
) -> Text | None:
    position, token = next(
        (at, token) for at, token in step.tokens.items() if token.source == source
    )
    if not token.has_content:
        return (await get_source(path)).text
    text = await tables.original_source(step.source_map, step.places[position], source, path)
    return None if isinstance(text, Miss) else text


async def _map_of(
    text: Text, path: str, artifacts: Artifacts, tables: Tables
) -> tuple[str, Text] | None:
    """What the response calls the map of a source, and the map."""
    sighting = Sighting(resolved_with="unknown")
    entry = await describe(text, FileKey("minified_source", path), sighting, tables)
    if isinstance(entry.map, EmbeddedMap):
        return path, entry.map.text
    if isinstance(entry.map, RemoteMap):
        found = await artifacts.get(FileKey("source_map", entry.map.url))
        if found.text is not None:
            return entry.map.url, found.text
    return None


def _merged(near: Token, far: Token | None) -> Token | None:
    """`far`, with the names that only the map before it knows."""
    if far is None:
        return None
    return Token(
        far.source,
        far.line,
        far.column,
        far.name or near.name,
        near.function if far.function == UNKNOWN else far.function,
        far.has_content,
        far.context,
    )
