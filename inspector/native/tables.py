"""A found file -> what it holds and what it answers, made once and kept on disk.

Heavy parsing happens in child processes; what they make is opened here, mapped from disk.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from copy import copy
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakValueDictionary

import msgspec

from inspector.fetch.caching.cache import OBJECT_META, PPDB_CACHES, SECOND_ANSWERS, SYMCACHES, Kind
from inspector.fetch.caching.cached import NotCached
from inspector.model.outcome import NOT_FOUND, Miss, Why
from inspector.objects.errors import BadObject
from inspector.objects.identify import ObjectInfo
from inspector.objects.readers import is_portable

if TYPE_CHECKING:
    from inspector.fetch.caching.cache import Cache
    from inspector.fetch.remote import Found
    from inspector.model.events import Tell
    from inspector.native.second.kept import Beside, Chain
    from inspector.native.source_lines import SourceFile
    from inspector.objects.children.worker import Workers
    from inspector.objects.dotnet.portable_pdb import PortablePdb
    from inspector.objects.references import References
    from inspector.objects.symcache import SymCache

Table = TypeVar("Table")
Make = Callable[["Workers", str], Awaitable[Miss | None]]

_INFOS = msgspec.json.Decoder(tuple[ObjectInfo, ...])
_NUMBER = msgspec.json.Decoder(int)


class _Making:
    """What is being made: by one at a time, heard by all who wait for it."""

    def __init__(self) -> None:
        import asyncio

        from inspector.fetch.traffic.audience import Audience

        self.lock, self.audience = asyncio.Lock(), Audience()


class Tables:
    """Tables of one engine. Without `workers`, only those that are on disk: else NotCached."""

    def __init__(self, cache: "Cache", workers: "Workers | None") -> None:
        self._cache, self.workers = cache, workers
        # One goes when nobody makes or awaits it: a service sees new files all the time.
        self._making: WeakValueDictionary[tuple[str, str], _Making] = WeakValueDictionary()
        self.portable = is_portable()
        """Whether the second readers answer instead of `symbolic`."""

    def heard_by(self, tell: "Tell") -> "Tables":
        """The same tables, for one who wants to hear of the work that he waits for only."""
        mine = copy(self)
        mine.workers = self.workers and self.workers.heard_by(tell)
        return mine

    async def identify(self, found: "Found", file: str) -> tuple[ObjectInfo, ...] | Miss:
        """The objects in a file, one unless it is fat. `file` is its name for people."""
        key = f"{found.key}reader: second\n" if self.portable else found.key
        return await self._fact(key, "identify", {"path": found.path}, file, _INFOS)

    async def references(self, found: "Found", info: ObjectInfo, file: str) -> "References | Miss":
        """What a second reader can be asked about an object."""
        from inspector.objects.references import References

        where = {"path": found.path, "offset": info.offset, "size": info.size}
        key = f"{_object_key(found, info)}references\n"
        return await self._fact(key, "references", where, file, msgspec.json.Decoder(References))

    async def checksum(self, found: "Found", file: str) -> int | Miss:
        """The CRC-32 of a file."""
        key = f"{found.key}checksum\n"
        return await self._fact(key, "checksum", {"path": found.path}, file, _NUMBER)

    def second_kept(
        self, found: "Found", info: ObjectInfo, beside: "Beside"
    ) -> "Mapping[int, Chain] | Miss":
        """What the second reader was asked before, by relative address."""
        from inspector.native.second import kept

        return kept.load(self._cache, _object_key(found, info) + beside.key)

    async def second(
        self,
        found: "Found",
        info: ObjectInfo,
        beside: "Beside",
        addresses: Collection[int],
        file: str,
    ) -> "Mapping[int, Chain] | Miss":
        """What the second reader says at relative addresses; those it was asked before, too."""
        from inspector.native.second import kept

        key = _object_key(found, info) + beside.key
        async with self._maker(SECOND_ANSWERS, key) as workers:
            known = kept.load(self._cache, key)
            if isinstance(known, Miss) or known.keys() >= set(addresses):
                return known
            missing = [rel for rel in addresses if rel not in known]
            arguments = {
                "path": found.path,
                "offset": info.offset,
                "size": info.size,
                "addresses": missing,
                "companions": beside.companions(),
            }
            said = await workers.run("second", arguments, file, list[kept.Chain])
            if isinstance(said, Miss) and (not known or said.why is not Why.MALFORMED):
                self._cache.store_miss(SECOND_ANSWERS, key, said)
                return said
            # What was answered before is not lost because of an address that ends the reader.
            answers = [()] * len(missing) if isinstance(said, Miss) else said
            known |= zip(missing, answers, strict=True)
            kept.store(self._cache, key, known, addresses)
            return known

    async def symcache(self, found: "Found", info: ObjectInfo, file: str) -> "SymCache | Miss":
        """The table of a native object."""
        from inspector.objects.symcache import SymCache

        return await self._table(SYMCACHES, "symcache", SymCache.open, found, info, file)

    async def portable_pdb(
        self, found: "Found", info: ObjectInfo, file: str
    ) -> "PortablePdb | Miss":
        """The table of a Portable PDB."""
        from inspector.objects.dotnet.portable_pdb import PortablePdb

        return await self._table(PPDB_CACHES, "portable_pdb", PortablePdb.open, found, info, file)

    async def source(self, found: "Found", info: ObjectInfo, file: str) -> "SourceFile | Miss":
        """What gives source text: a bundle or a Portable PDB; no other object has any."""
        if info.format == "portablepdb":
            return await self.portable_pdb(found, info, file)
        if info.format != "sourcebundle":
            return NOT_FOUND
        from inspector.objects.bundle import Bundle

        try:
            return Bundle.open(found.path)
        except BadObject as error:
            return Miss(Why.MALFORMED, str(error))

    async def _table(
        self,
        kind: Kind,
        task: str,
        open_: Callable[[str], Table],
        found: "Found",
        info: ObjectInfo,
        file: str,
    ) -> Table | Miss:
        async def convert(workers: "Workers", out: str) -> Miss | None:
            where = {"path": found.path, "offset": info.offset, "size": info.size, "out_path": out}
            answer = await workers.run(task, where, file)
            return answer if isinstance(answer, Miss) else None

        return await self._made(kind, _object_key(found, info), convert, open_)

    async def _fact(
        self,
        key: str,
        task: str,
        where: Mapping[str, Any],
        file: str,
        decoder: "msgspec.json.Decoder[Table]",
    ) -> Table | Miss:
        """What a child says of a file, as JSON."""

        async def ask(workers: "Workers", out: str) -> Miss | None:
            said = await workers.run(task, where, file, decoder.type)
            if isinstance(said, Miss):
                return said
            with open(out, "wb") as fact:
                fact.write(msgspec.json.encode(said))
            return None

        def read(path: str) -> Table:
            with open(path, "rb") as fact:
                data = fact.read()
            try:
                return decoder.decode(data)
            except msgspec.DecodeError as error:
                raise BadObject(str(error)) from None

        return await self._made(OBJECT_META, key, ask, read)

    async def _made(
        self, kind: Kind, key: str, make: Make, open_: Callable[[str], Table]
    ) -> Table | Miss:
        """The kept file opened, or the kept miss; made now if there is neither."""
        kept = self._kept(kind, key, open_)
        if kept is not None:
            return kept
        async with self._maker(kind, key) as workers:
            kept = self._kept(kind, key, open_)
            if kept is not None:
                return kept
            with self._cache.temporary() as out:
                miss = await make(workers, out)
                if miss is None:
                    return _opened(self._cache.store(kind, key, out), open_)
            self._cache.store_miss(kind, key, miss)
            return miss

    def _kept(self, kind: Kind, key: str, open_: Callable[[str], Table]) -> Table | Miss | None:
        """None also for a file that was damaged or cleaned away: it is made again."""
        kept = self._cache.find(kind, key)
        if not isinstance(kept, str):
            return kept
        opened = _opened(kept, open_)
        return None if isinstance(opened, Miss) else opened

    @asynccontextmanager
    async def _maker(self, kind: Kind, key: str) -> "AsyncIterator[Workers]":
        """Children that make a file, one maker at a time, however many modules want it."""
        if self.workers is None:
            raise NotCached
        from inspector.fetch.caching.alone import alone

        making = self._making.setdefault((kind.folder, key), _Making())
        with making.audience.joined(self.workers.tell):
            async with making.lock, alone(self._cache, kind, key):
                yield self.workers.heard_by(making.audience.tell)


def _opened(path: str, open_: Callable[[str], Table]) -> Table | Miss:
    try:
        return open_(path)
    except (BadObject, OSError) as error:
        return Miss(Why.INTERNAL, str(error))


def _object_key(found: "Found", info: ObjectInfo) -> str:
    """Names one object of a file."""
    return f"{found.key}\nslice: {info.offset}\n" if info.offset else found.key
