"""Maps that put back what a build moved out of a debug file, found and applied.

Only modules with a debug id can have them, failures are silent, and the maps never show as
candidates. Rules: spec/native.md 2.4.5, spec/sources.md 3.2.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from msgspec import structs

from inspector.fetch.caching.cache import AUXDIFS, IL2CPP, Kind
from inspector.model.ids import ObjectId
from inspector.model.outcome import Miss, Why
from inspector.model.places.sources import FileType
from inspector.native.access import Access
from inspector.native.finding import lookup
from inspector.native.finding.lookup import Lookup, Place, Probe, Question
from inspector.native.frames import Table
from inspector.objects.errors import BadObject

if TYPE_CHECKING:
    from inspector.objects.symcache import Location

Chain = tuple["Location", ...]
Map = TypeVar("Map")


class Remapped:
    """A table whose answers go through maps."""

    def __init__(self, table: Table, maps: Sequence[Callable[[Chain], Chain]]) -> None:
        self.arch = table.arch
        self._table, self._maps = table, maps

    def lookup(self, rel: int) -> Chain | None:
        """The inline chain at a relative address, innermost first. None: not asked yet."""
        chain = self._table.lookup(rel)
        if chain is None:
            return None
        for apply in self._maps:
            chain = apply(chain)
        return chain


async def remapped(
    table: Table,
    wanted: ObjectId,
    places: Sequence[Place],
    scope: str,
    access: Access,
    lookups: list[Lookup],
) -> Table:
    """The table itself, or one with the maps that the sources have for the module.

    scope    of the chosen object; the maps are kept in it unless their source is public
    lookups  gets what was asked
    """
    if wanted.debug_id is None:
        return table
    scoped = [structs.replace(place, scope=scope) for place in places]
    maps = [
        await _symbol_map(wanted, scoped, access, lookups),
        await _line_map(wanted, scoped, access, lookups),
    ]
    there = [apply for apply in maps if apply is not None]
    return Remapped(table, there) if there else table


async def _symbol_map(
    wanted: ObjectId, places: Sequence[Place], access: Access, lookups: list[Lookup]
) -> Callable[[Chain], Chain] | None:
    """The BCSymbolMap of the build that the UUID map says the module was made from."""

    def original(data: bytes) -> ObjectId:
        from inspector.objects.remaps import read_uuid_map

        return ObjectId(debug_id=read_uuid_map(data))

    def symbols(data: bytes) -> Callable[[Chain], Chain]:
        from inspector.objects.remaps import BcSymbolMap

        return BcSymbolMap.parse(data).apply

    bare = ObjectId(debug_id=wanted.debug_id)
    build = await _first(places, "uuidmap", bare, AUXDIFS, original, access, lookups)
    if build is None:
        return None
    return await _first(places, "bcsymbolmap", build, AUXDIFS, symbols, access, lookups)


async def _line_map(
    wanted: ObjectId, places: Sequence[Place], access: Access, lookups: list[Lookup]
) -> Callable[[Chain], Chain] | None:
    """The IL2CPP line map of the module."""

    def lines(data: bytes) -> Callable[[Chain], Chain]:
        from inspector.objects.remaps import LineMap

        return LineMap.parse(data).apply

    return await _first(places, "il2cpp", wanted, IL2CPP, lines, access, lookups)


async def _first(
    places: Sequence[Place],
    file_type: FileType,
    wanted: ObjectId,
    kind: Kind,
    parse: Callable[[bytes], Map],
    access: Access,
    lookups: list[Lookup],
) -> Map | None:
    """The first listed file that is there and can be read."""
    listed = await lookup.locations(places, (file_type,), wanted, access.files)

    async def get(number: int) -> tuple[Probe, Map | None]:
        asked = listed[number]
        found = await access.files.get(asked, kind)
        if isinstance(found, Miss):
            return Probe(asked, miss=found), None
        try:
            with open(found.path, "rb") as file:
                return Probe(asked, found), parse(file.read())
        except (BadObject, OSError) as error:
            return Probe(asked, found, miss=Miss(Why.MALFORMED, str(error))), None

    answers = await access.each(get, range(len(listed)))
    probe, chosen = next((one for one in answers if one[1]), (None, None))
    question = Question(file_type, (file_type,), wanted, tuple(places))
    lookups.append(Lookup(tuple(one for one, _ in answers), probe, question))
    return chosen
