"""Every source asked for one module -> what each location has, and the best object.

Rules: spec/native.md 2.4.2 to 2.4.4, spec/sources.md 3. `locations` and `probe` wait; the rest
decides and never waits.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from inspector.fetch.remote import RemoteFile
from inspector.model.ids import DebugId, ObjectId
from inspector.model.outcome import NOT_FOUND, Miss, Why
from inspector.model.places.sources import (
    FileType,
    HttpSource,
    SentrySource,
    Source,
    is_scanned,
)
from inspector.native.finding import filetypes, layouts
from inspector.native.wire import Features

if TYPE_CHECKING:
    from inspector.fetch.remote import Files, Found
    from inspector.native.access import Access
    from inspector.native.finding.scan import Scans
    from inspector.objects.identify import ObjectInfo

Purpose = Literal["debug", "source"]


class Place(Struct, frozen=True):
    """A source, and what holds for all files asked there."""

    source: Source
    trusted: bool  # somebody vouches for it: it may reach private hosts and any folder
    folder: str  # absolute; relative paths count from here
    scope: str
    excluded: frozenset[str] = frozenset()  # locations that the person does not want

    def file(self, location: str, headers: tuple[tuple[str, str], ...] = ()) -> RemoteFile:
        """A file at a location of this source."""
        return RemoteFile(
            source=self.source,
            location=location,
            headers=headers,
            scope=self.scope,
            trusted=self.trusted,
            folder=self.folder,
        )


class Probe(Struct, frozen=True):
    """One location asked: an object that was found there, or the miss."""

    file: RemoteFile
    found: "Found | None" = None
    info: "ObjectInfo | None" = None
    miss: Miss = NOT_FOUND  # meaningful without `info` only

    @property
    def features(self) -> Features | None:
        """What the object offers; None for a miss."""
        return features_of(self.info) if self.info else None


class Question(Struct, frozen=True, gc=False):
    """What the sources were asked, for whoever wants to know where an answer comes from."""

    purpose: str = "debug"
    """"debug", "source", "embedded"; of maps "uuidmap", "bcsymbolmap", "il2cpp"; of files that an
    object refers to "alternate", "debug link", "package", "split"."""
    types: tuple[FileType, ...] = ()
    wanted: ObjectId = ObjectId()
    places: tuple[Place, ...] = ()


class Lookup(Struct, frozen=True):
    """All locations asked for one purpose, in listing order, and the one to use."""

    probes: tuple[Probe, ...]
    best: Probe | None  # an object, or the miss that stands for all; None: nothing listed
    question: Question = Question()


class Offer(Struct, frozen=True, gc=False):
    """What one source is asked for one file type."""

    place: Place
    file_type: FileType
    files: tuple[RemoteFile, ...] = ()  # the better one first; empty also: the layout has none
    refused: filetypes.Refusal | None = None  # the filter that forbids it


def offers(place: Place, types: Iterable[FileType], wanted: ObjectId) -> Iterator[Offer]:
    """What a source is asked for, in order, and what not. Pure: no index, no scan, no API."""
    source = place.source
    if isinstance(source, SentrySource):
        return
    headers = _headers(source, wanted)
    for file_type in types:
        refused = filetypes.refusal(source.filters, file_type, wanted)
        if refused is not None:
            yield Offer(place, file_type, (), refused)
            continue
        paths = layouts.paths(source.layout, file_type, wanted)
        yield Offer(place, file_type, tuple(place.file(path, headers) for path in paths))


async def locations(
    places: Sequence[Place],
    types: Sequence[FileType],
    wanted: ObjectId,
    files: "Files",
    scans: "Scans | None" = None,
) -> list[RemoteFile]:
    """The files worth asking for: by source, then file type, then path."""
    listed: list[RemoteFile] = []
    for place in places:
        source = place.source
        if isinstance(source, SentrySource):
            listed += await _sentry_files(place, types, wanted, files)
            continue
        if is_scanned(source):
            if scans is not None:
                listed += map(place.file, await scans.locations(place, types, wanted))
            continue
        index = None
        if source.has_index and source.layout.type == "symstore":
            index = await files.index(place.file(""))
        for offer in offers(place, types, wanted):
            listed += (file for file in offer.files if index is None or file.location in index)
    if any(place.excluded for place in places):
        listed = [file for file in listed if not is_excluded(file, places)]
    return listed


def is_excluded(file: RemoteFile, places: Sequence[Place]) -> bool:
    """Whether the person does not want a file to be asked for."""
    uri = file.shown
    return any(place.source == file.source and uri in place.excluded for place in places)


async def _sentry_files(
    place: Place, types: Iterable[FileType], wanted: ObjectId, files: "Files"
) -> list[RemoteFile]:
    known = await files.sentry_files(
        place.file(""), str(wanted.debug_id) if wanted.debug_id else None, wanted.code_id or None
    )
    asked = set(types)
    return [
        place.file(entry.id)
        for entry in known
        if asked.intersection(filetypes.SENTRY_TYPES.get(entry.symbol_type, ()))
    ]


def _headers(source: Source, wanted: ObjectId) -> tuple[tuple[str, str], ...]:
    """NuGet's server wants to know the checksum of the file it is asked for."""
    if isinstance(source, HttpSource) and wanted.debug_checksum:
        return (("SymbolChecksum", wanted.debug_checksum),)
    return ()


async def probe(file: RemoteFile, wanted: ObjectId, access: "Access") -> Probe:
    """Ask for one location and look at what it holds."""
    found = await access.files.get(file)
    if found == NOT_FOUND and access.scans is not None:
        found = await access.scans.member(file, access.files)
    if isinstance(found, Miss):
        return Probe(file, miss=found)
    objects = await access.tables.identify(found, file.uri)
    if isinstance(objects, Miss):
        return Probe(file, found, miss=objects)
    chosen = choose_slice(objects, wanted)
    if isinstance(chosen, Miss):
        return Probe(file, found, miss=chosen)
    return Probe(file, found, chosen)


def choose_slice(objects: "Sequence[ObjectInfo]", wanted: ObjectId) -> "ObjectInfo | Miss":
    """The object to use of a file. Only a file of several is compared with what is wanted."""
    if len(objects) == 1 and objects[0].offset == 0:
        return objects[0]
    for info in objects:
        if info.error is None and _is_wanted(info, wanted):
            return info
    error = next((info.error for info in objects if info.error is not None), None)
    return NOT_FOUND if error is None else Miss(Why.MALFORMED, error)


def _is_wanted(info: "ObjectInfo", wanted: ObjectId) -> bool:
    if wanted.debug_id is not None:
        try:
            own = DebugId.parse(info.debug_id)
        except ValueError:
            return False
        return own.uuid == wanted.debug_id.uuid and own.age >= wanted.debug_id.age
    return not wanted.code_id or not info.code_id or info.code_id == wanted.code_id


def choose(probes: Sequence[Probe], purpose: Purpose) -> Probe | None:
    """The object with the best quality; of equals, and of misses, the first."""
    best: Probe | None = None
    best_quality = 4
    for candidate in probes:
        quality = _quality(candidate, purpose)
        if quality is not None and quality < best_quality:
            best, best_quality = candidate, quality
    return best


def _quality(probe: Probe, purpose: Purpose) -> int | None:
    """Lower is better; None: an object that cannot serve the purpose."""
    info = probe.info
    if info is None:
        return 3
    if purpose == "source":
        return 0 if info.has_sources else None
    if info.has_debug_info:
        return 0
    return 1 if info.has_symbols else None


def features_of(info: "ObjectInfo") -> Features:
    """An object's features as the response has them."""
    return Features(
        has_debug_info=info.has_debug_info,
        has_unwind_info=info.has_unwind_info,
        has_symbols=info.has_symbols,
        has_sources=info.has_sources,
        srcsrv_vcs=info.srcsrv_vcs,
    )
