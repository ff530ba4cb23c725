"""Builds on this machine: folders that hold what was deployed. Ours, upstream has none.

A file is found by its debug id wherever it lies, in the folder or in a bundle there, and by
its URL below the folder's `url_prefix`. Asked after the request's own source, before the web.
"""

import os
import stat
from collections.abc import Iterator, Sequence
from urllib.parse import unquote

from msgspec import Struct, structs

from inspector.fetch.caching.cache import SOURCEFILES
from inspector.fetch.guard import is_inside
from inspector.fetch.remote import RemoteFile
from inspector.js.access import Access
from inspector.js.evidence import KnownBundle, Looked
from inspector.js.finding.bundles import Bundles
from inspector.js.finding.entries import Entry, Near, Sighting, describe, missing
from inspector.js.finding.origins import FileKey, individual_file
from inspector.js.tables import Position
from inspector.js.urls import candidates
from inspector.model.outcome import Miss, Why
from inspector.model.places.artifacts import ResolvedWith
from inspector.model.places.sources import FilesystemSource

_ANY_HOST = "~/"
_MOST_FILES = 50_000
_SKIPPED = frozenset({".git", ".hg", ".svn"})


class LocalBuild(Struct, frozen=True, kw_only=True):
    """One folder, and what may be read of it."""

    source: FilesystemSource
    scope: str
    trusted: bool
    folder: str  # absolute; the source's path counts from here

    def file(self, location: str) -> RemoteFile:
        """A file below the folder."""
        return RemoteFile(
            source=self.source,
            location=location,
            scope=self.scope,
            trusted=self.trusted,
            folder=self.folder,
        )

    @property
    def root(self) -> str:
        """The folder itself, absolute."""
        return os.path.join(self.folder, self.source.path)

    @property
    def prefix(self) -> str:
        """Where the folder was served."""
        prefix = self.source.url_prefix or _ANY_HOST
        return prefix if prefix.endswith("/") else prefix + "/"


class LocalBuilds:
    """All folders of one request. Each is listed once, when an id or a bundle is looked for."""

    def __init__(
        self,
        builds: Sequence[LocalBuild],
        access: Access,
        release: str | None = None,
        dist: str | None = None,
    ) -> None:
        self._builds, self._access = builds, access
        self._release, self._dist = release, dist
        self._by_id: dict[tuple[str, str], RemoteFile] | None = None
        self._bundles = Bundles(access)
        self._lock = access.lock()

    async def find(self, looked: Looked, positions: Sequence[Position]) -> Entry | None:
        """The file in one of the builds, or beside what refers to it."""
        if not self._builds:
            return None
        key = looked.key
        if key.debug_id is not None and (entry := await self._find_id(looked, positions)):
            return entry
        for file in places(self._builds, key, looked.near):
            if entry := await self._read(file, looked, positions, "url"):
                return entry
        await self._list()
        return await self._bundles.find(looked, positions)

    def bundles(self) -> list[KnownBundle]:
        """The bundles of the builds, as far as they were listed."""
        return self._bundles.known(is_local=True)

    async def _find_id(self, looked: Looked, positions: Sequence[Position]) -> Entry | None:
        key, by_id = looked.key, await self._list()
        file = by_id.get((str(key.debug_id), key.role))
        if file is None:
            return None
        entry = await self._read(file, looked, positions, "debug-id")
        if entry is None or key.abs_path is None:
            return entry
        return structs.replace(entry, near=Near(key.abs_path, file))

    async def _read(
        self, file: RemoteFile, looked: Looked, positions: Sequence[Position], how: ResolvedWith
    ) -> Entry | None:
        found = await self._access.files.get(file, SOURCEFILES)
        looked.asked.append(("local_build", file, found))
        if isinstance(found, Miss):
            return None
        seen = Sighting(resolved_with=how, origin=individual_file(file.uri))
        text = await self._access.tables.text(found, file.uri, positions)
        if isinstance(text, Miss) and text.why is not Why.MALFORMED:
            return None
        looked.found_by = "local_build"
        if isinstance(text, Miss):
            return missing(seen, "malformed", text.details)
        return await describe(text, looked.key, seen, self._access.tables)

    async def _list(self) -> dict[tuple[str, str], RemoteFile]:
        """The files that name themselves, by debug id and role; opens the bundles on the way."""
        async with self._lock:
            if self._by_id is None:
                by_id: dict[tuple[str, str], RemoteFile] = {}
                for build in self._builds:
                    await self._list_one(build, by_id)
                self._by_id = by_id
            return self._by_id

    async def _list_one(self, build: LocalBuild, by_id: dict[tuple[str, str], RemoteFile]) -> None:
        if not build.trusted and not is_inside(build.root, build.folder):
            return
        listed = await self._access.tables.build_folder(build.root, list_files(build), build.scope)
        if isinstance(listed, Miss):
            return
        for named in listed.files:
            by_id.setdefault((named.debug_id, named.role), build.file(named.location))
        for location in listed.bundles:
            await self._add_bundle(build.file(location))

    async def _add_bundle(self, file: RemoteFile) -> None:
        bundle = await self._bundles.add(file, "url")
        if isinstance(bundle, Miss) or bundle.release is None:
            return
        same_dist = bundle.dist is None or bundle.dist == self._dist
        if bundle.release == self._release and same_dist:
            self._bundles.count_as(file.uri, "release")
        elif self._release is not None:
            self._bundles.count_as(file.uri, None)


def places(
    builds: Sequence[LocalBuild], key: FileKey, near: Near | None = None
) -> Iterator[RemoteFile]:
    """Where in the builds the file's URL may lead, or beside `near`, best first."""
    if key.abs_path is None:
        return
    for url in candidates(key.abs_path):
        for build in builds:
            for location in _below(build.prefix, url):
                yield build.file(location)
        if near is not None:
            folder = near.file.location.rpartition("/")[0]
            for location in _below(_url_folder(near.abs_path), url):
                yield near.file.at(f"{folder}/{location}" if folder else location)


def _below(prefix: str, url: str) -> Iterator[str]:
    """What is left of a URL below `prefix`: as it is, and decoded if that differs."""
    location = url.removeprefix(prefix)
    if location and location != url:
        yield from dict.fromkeys((location, unquote(location)))


def _url_folder(path: str) -> str:
    return path.partition("?")[0].rpartition("/")[0] + "/"


def list_files(build: LocalBuild) -> tuple[tuple[str, int, int], ...]:
    """(location, size, time of change) of the files in a build folder, sorted.

    Links are followed only where somebody vouches for the folder, and never to folders.
    """
    listed: list[tuple[str, int, int]] = []
    for folder, names, files in os.walk(build.root):
        names[:] = sorted(name for name in names if name not in _SKIPPED)
        below = os.path.relpath(folder, build.root).replace(os.sep, "/")
        for name in files:
            path = os.path.join(folder, name)
            if not build.trusted and os.path.islink(path):
                continue
            try:
                known = os.stat(path)
            except OSError:
                continue
            if not stat.S_ISREG(known.st_mode):
                continue
            location = name if below == "." else f"{below}/{name}"
            listed.append((location, known.st_size, known.st_mtime_ns))
        if len(listed) >= _MOST_FILES:
            break
    return tuple(sorted(listed[:_MOST_FILES]))
