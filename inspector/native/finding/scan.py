"""Folders with the layout `scan`: a module's files found by what the files of a folder hold.

Ours, upstream has none. The first run looks into every file, in batches on all parsers; later
ones only into files that are new or changed. A plain run of files that are known waits for
nothing.
"""

import os
import time
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import structs

from inspector.fetch import scan
from inspector.fetch.caching.cache import OBJECTS
from inspector.fetch.caching.cached import NotCached
from inspector.fetch.guard import is_inside
from inspector.fetch.remote import Found, RemoteFile
from inspector.fetch.scan import MEMBER, SCANS, Entry, Ids
from inspector.model.events import Note, Tell, ignore
from inspector.model.ids import ObjectId, read_debug_id
from inspector.model.outcome import NOT_FOUND, Miss, Why
from inspector.model.places.sources import FilesystemSource, FileType, is_scanned
from inspector.native.finding import filetypes

if TYPE_CHECKING:
    import asyncio

    from inspector.fetch.caching.cache import Cache
    from inspector.fetch.remote import Files
    from inspector.native.finding.lookup import Place
    from inspector.objects.children.worker import Workers

_BATCH_FILES = 128
_BATCH_SIZE = 64 << 20  # bytes; what is larger is a batch of its own
_NOTE_PAUSE = 1.0  # seconds between two sentences about progress

_BUILD_IDS = frozenset({"elf", "macho", "wasm"})
"""Formats whose code id is an identity; that of a PE file is a time stamp and a size."""


class Index:
    """Ids -> locations, for one folder."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._by_uuid: dict[str, list[tuple[Ids, str, int]]] = {}
        self._by_code: dict[str, list[tuple[Ids, str, int]]] = {}
        self.objects = 0
        for entry in entries:
            for ids in entry.objects:
                self.objects += 1
                self._add(
                    ids, f"{entry.location}{MEMBER}{ids.member}" if ids.member else entry.location
                )

    def _add(self, ids: Ids, location: str) -> None:
        debug_id = read_debug_id(ids.debug_id)
        if debug_id is not None and debug_id.uuid.strip("0"):
            self._by_uuid.setdefault(debug_id.uuid, []).append((ids, location, debug_id.age))
        if ids.code_id:
            self._by_code.setdefault(ids.code_id.lower(), []).append((ids, location, -1))

    def find(self, types: Iterable[FileType], wanted: ObjectId) -> list[str]:
        """The locations of a module's files by file type, then by location; each once."""
        found: dict[str, str] = {}  # location -> format
        if wanted.debug_id is not None:
            for ids, location, age in self._by_uuid.get(wanted.debug_id.uuid, ()):
                # The age in a Portable PDB is a part of its checksum.
                if ids.format == "portablepdb" or age >= wanted.debug_id.age:
                    found[location] = ids.format
        for ids, location, _ in self._by_code.get(wanted.code_id or "", ()):
            if ids.format in _BUILD_IDS or wanted.debug_id is None:
                found[location] = ids.format
        listed: dict[str, None] = {}
        for file_type in types:
            for location in sorted(found):
                if file_type in filetypes.SENTRY_TYPES.get(found[location], ()):
                    listed.setdefault(location)
        return list(listed)


class Scans:
    """The scanned folders of one run. Without `workers`, only what is known already."""

    def __init__(self, cache: "Cache", workers: "Workers | None", tell: Tell = ignore) -> None:
        self._cache, self._workers, self._tell = cache, workers, tell
        self._indexes: dict[str, Index | None] = {}  # None: somebody would have to look
        self._locks: dict[str, asyncio.Lock] = {}

    async def locations(
        self, place: "Place", types: Sequence[FileType], wanted: ObjectId
    ) -> list[str]:
        """Where the files of a module are in the folder of `place`. Raises NotCached."""
        source = place.source
        if not isinstance(source, FilesystemSource):
            return []
        allowed = [one for one in types if filetypes.allowed(source.filters, one, wanted)]
        root = os.path.join(place.folder, source.path)
        return (await self._index(place, root)).find(allowed, wanted) if allowed else []

    async def member(self, file: RemoteFile, files: "Files") -> Found | Miss:
        """A member of a zip file that a scan found, as a file of its own. Raises NotCached."""
        archive, _, name = file.location.partition(MEMBER)
        if not name or not is_scanned(file.source):
            return NOT_FOUND
        found = await files.get(file.at(archive), SCANS)  # of a kind that is not unpacked
        if isinstance(found, Miss):
            return found
        key = f"{found.key}member: {name}\n"
        kept = self._cache.find(OBJECTS, key)
        if kept is not None:
            return Found(kept, key, cached=True) if isinstance(kept, str) else kept
        if self._workers is None:
            raise NotCached(file.uri)
        with self._cache.temporary() as out:
            where = {"path": found.path, "member": name, "out_path": out}
            miss = await self._workers.run("zip_member", where, file.uri)
            if miss is None:
                return Found(self._cache.store(OBJECTS, key, out), key, cached=False)
        self._cache.store_miss(OBJECTS, key, miss)
        return miss  # type: ignore[no-any-return]  # a Miss, as the task returns nothing

    async def _index(self, place: "Place", root: str) -> Index:
        if not place.trusted and not is_inside(root, place.folder):
            return Index(())
        key = scan.scan_key(root, place.scope, follow_links=place.trusted)
        if self._workers is None:
            if key not in self._indexes:
                self._indexes[key] = self._known(root, key, links=place.trusted)
        else:
            await self._look_once(root, key, links=place.trusted)
        index = self._indexes[key]
        if index is None:
            raise NotCached(root)
        return index

    def _known(self, root: str, key: str, *, links: bool) -> Index | None:
        """The index, if every file there is was looked at before."""
        listed = scan.list_files(root, follow_links=links)
        old, new = scan.compare(listed, scan.load(self._cache, key))
        return None if new else Index(old)

    async def _look_once(self, root: str, key: str, *, links: bool) -> None:
        """Modules come all at once: the first one looks, the others wait."""
        import asyncio

        async with self._locks.setdefault(key, asyncio.Lock()):
            if key not in self._indexes:
                listed = await asyncio.to_thread(scan.list_files, root, follow_links=links)
                known = scan.load(self._cache, key)
                old, new = scan.compare(listed, known)
                if new or len(old) < len(known):
                    old += await self._looked_at(root, key, old, new)
                self._indexes[key] = Index(old)

    async def _looked_at(
        self, root: str, key: str, old: list[Entry], new: list[Entry]
    ) -> list[Entry]:
        """The new files with what they hold; kept as far as it came, if that is cancelled."""
        import asyncio

        progress = _Progress(root, len(new), self._tell)
        done: list[Entry] = []

        async def look(batch: list[Entry], number: int) -> None:
            looked = await self._batch(root, batch, f"{root} (part {number})")
            done.extend(looked)
            progress.add(len(batch), sum(len(entry.objects) for entry in looked))

        try:
            async with asyncio.TaskGroup() as group:
                for number, batch in enumerate(batches(new), 1):
                    group.create_task(look(batch, number))
        finally:
            scan.store(self._cache, key, [*old, *done])
        progress.end()
        return done

    async def _batch(self, root: str, batch: list[Entry], name: str) -> list[Entry]:
        """A batch with what it holds. Of one that ends the parser each file is asked alone."""
        if self._workers is None:
            raise NotCached(root)
        with self._cache.temporary() as scratch:
            where = {
                "root": root,
                "locations": [entry.location for entry in batch],
                "scratch": scratch,
            }
            answer = await self._workers.run("scan", where, name, tuple[tuple[Ids, ...], ...])
        if not isinstance(answer, Miss):
            return [
                structs.replace(entry, objects=objects) if objects else entry
                for entry, objects in zip(batch, answer, strict=True)
            ]
        if len(batch) == 1:
            # A file that ends the parser holds nothing; if there is no parser, nobody knows.
            return batch if answer.why is Why.MALFORMED else []
        looked = []
        for entry in batch:
            looked += await self._batch(root, [entry], f"{root}/{entry.location}")
        return looked


def batches(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Neighbours together, so many at a time that no batch takes long."""
    cut: list[list[Entry]] = []
    size = 0
    for entry in entries:
        if not cut or len(cut[-1]) == _BATCH_FILES or size + entry.size > _BATCH_SIZE:
            cut.append([])
            size = 0
        cut[-1].append(entry)
        size += entry.size
    return cut


class _Progress:
    """Tells at the start, now and then, and at the end."""

    def __init__(self, root: str, total: int, tell: Tell) -> None:
        self._root, self._total, self._tell = root, total, tell
        self._files = self._objects = 0
        self._started = self._told = time.monotonic()
        if total:
            tell(Note(f"looking into {total:,} files in {root}"))

    def add(self, files: int, objects: int) -> None:
        self._files += files
        self._objects += objects
        now = time.monotonic()
        if now - self._told >= _NOTE_PAUSE and self._files < self._total:
            self._told = now
            self._tell(
                Note(f"looked into {self._files:,} of {self._total:,} files in {self._root}")
            )

    def end(self) -> None:
        if self._total:
            seconds = time.monotonic() - self._started
            found = f"{self._objects:,} objects in {self._total:,} files"
            self._tell(Note(f"found {found} in {self._root} ({seconds:.1f} s)"))
