"""The artifact bundles that one request has opened. Rules: spec/js.md 4.2, 6.6."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from inspector.fetch.caching.cache import OBJECTS
from inspector.fetch.remote import Found, RemoteFile
from inspector.js.access import Access
from inspector.js.evidence import KnownBundle, Looked
from inspector.js.finding.entries import Entry, Sighting, describe, map_header
from inspector.js.finding.origins import FileKey, bundled
from inspector.js.tables import Position, Text
from inspector.js.urls import candidates
from inspector.model.outcome import Miss
from inspector.model.places.artifacts import ResolvedWith

if TYPE_CHECKING:
    from inspector.objects import bundle

_READ_FOR_COMMENTS = ("source", "minified_source", None)


class _Opened(Struct, frozen=True):
    bundle: "bundle.Bundle"
    found: Found
    by_url: ResolvedWith | None  # how a file found by its URL counts; None: it does not


class Bundles:
    """Bundles by URI. One that is broken is remembered too, and holds nothing."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._known: dict[str, _Opened | Miss] = {}

    def __contains__(self, uri: str) -> bool:
        return uri in self._known

    async def add(self, file: RemoteFile, by_url: ResolvedWith) -> "bundle.Bundle | Miss":
        """Fetch and open a bundle."""
        opened = await self._open(file, by_url)
        self._known[file.uri] = opened
        return opened if isinstance(opened, Miss) else opened.bundle

    def count_as(self, uri: str, by_url: ResolvedWith | None) -> None:
        """Change how files of a bundle that are found by URL count; None: not at all."""
        opened = self._known[uri]
        if isinstance(opened, _Opened):
            self._known[uri] = structs.replace(opened, by_url=by_url)

    async def _open(self, file: RemoteFile, by_url: ResolvedWith) -> _Opened | Miss:
        found = await self._access.files.get(file, OBJECTS)
        if isinstance(found, Miss):
            return found
        opened = await self._access.tables.bundle(found)
        return opened if isinstance(opened, Miss) else _Opened(opened, found, by_url)

    def known(self, *, is_local: bool) -> list[KnownBundle]:
        """What was added, without what an open bundle holds on to."""
        return [
            KnownBundle(uri=uri, found=None, miss=opened, is_local=is_local)
            if isinstance(opened, Miss)
            else KnownBundle(
                uri=uri,
                found=opened.found,
                release=opened.bundle.release,
                dist=opened.bundle.dist,
                by_url=opened.by_url is not None,
                is_local=is_local,
            )
            for uri, opened in self._known.items()
        ]

    async def find(self, looked: Looked, positions: Sequence[Position]) -> Entry | None:
        """The file in the bundles: by debug id in all of them, then by URL in all of them.

        Of several bundles the one with the greatest URI counts. Members that cannot be read
        are as if they were not there.
        """
        key = looked.key
        for uri, opened, member, how in self._places(key):
            text = await self._text(uri, opened, member, positions)
            if isinstance(text, Miss):
                looked.unreadable.append((uri, member.member, text))
            else:
                looked.found_by = "bundle"
                seen = Sighting(
                    resolved_with=how,
                    origin=bundled(uri, key),
                    header=map_header(member.headers),
                    comments=member.type in _READ_FOR_COMMENTS,
                    bundled=True,
                )
                return await describe(text, key, seen, self._access.tables)
        return None

    def _places(self, key: FileKey) -> "Iterator[tuple[str, _Opened, bundle.Entry, ResolvedWith]]":
        good = [
            (uri, opened)
            for uri, opened in sorted(self._known.items(), reverse=True)
            if isinstance(opened, _Opened)
        ]
        if key.debug_id is not None:
            for uri, opened in good:
                if member := opened.bundle.by_debug_id(key.debug_id, key.role):
                    yield uri, opened, member, "debug-id"
        for url in candidates(key.abs_path) if key.abs_path is not None else ():
            for uri, opened in good:
                if opened.by_url and (member := opened.bundle.by_url(url)):
                    yield uri, opened, member, opened.by_url

    async def _text(
        self, uri: str, opened: _Opened, member: "bundle.Entry", positions: Sequence[Position]
    ) -> Text | Miss:
        tables, label = self._access.tables, f"{uri} {member.member}"
        found = await tables.member(opened.found, member.member, label)
        if isinstance(found, Miss):
            return found
        return await tables.text(found, label, positions)
