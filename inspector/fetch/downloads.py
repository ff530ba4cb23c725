"""Files from their sources: one download per file, however many ask.

`Downloads.get` tells the story: what the disk knows, else the flight that others wait for,
else a new one: slot, attempts, unpacking, cache (spec/sources.md 4.13).
"""

from collections.abc import Callable
from contextlib import AsyncExitStack
from copy import copy
from types import TracebackType
from typing import TypeVar

from inspector.fetch import filesystem, unpack
from inspector.fetch.caching.alone import alone
from inspector.fetch.caching.cache import LISTINGS, OBJECTS, Cache, Kind
from inspector.fetch.caching.cached import known
from inspector.fetch.guard import Refused
from inspector.fetch.policy import DownloadPolicy
from inspector.fetch.remote import Found, RemoteFile, SentryFile
from inspector.fetch.servers import http, sentry, symstore
from inspector.fetch.traffic.denylist import DenyList
from inspector.fetch.traffic.flights import Flights
from inspector.fetch.traffic.progress import Told
from inspector.fetch.traffic.slots import Slots
from inspector.fetch.transfer import Transfers
from inspector.fetch.web.ask import Ask
from inspector.fetch.web.client import Client, unpack_aside
from inspector.fetch.web.connections import Connections
from inspector.fetch.web.proxies import Proxies
from inspector.model.events import Tell, ignore
from inspector.model.outcome import Miss, Why
from inspector.model.places.sources import FilesystemSource, SentrySource
from inspector.model.places.urls import parse_url

T = TypeVar("T")

OFFLINE = Miss(Why.DOWNLOAD_FAILED, "offline")


class Downloads:
    """`Files` that asks the sources. `async with` it: the block owns tasks and connections.

    tell         hears of every file that is asked for; see also `heard_by`
    connections  None: its own, through the proxies of the environment
    """

    def __init__(
        self,
        cache: Cache,
        policy: DownloadPolicy | None = None,
        tell: Tell = ignore,
        connections: Connections | None = None,
    ) -> None:
        policy = policy or DownloadPolicy()
        self._cache, self._policy, self.tell = cache, policy, tell
        if connections is None:
            connections = Connections(policy.connect_timeout, Proxies.from_environment())
        self._connections = connections
        self._transfers = Transfers(Client(self._connections, policy), policy)
        self._deny_list = DenyList(policy.deny_list)
        self._slots = Slots(policy.downloads, policy.downloads_per_host)
        self._flights = Flights()
        self._indexes: dict[str, frozenset[str]] = {}
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> "Downloads":
        await self._stack.enter_async_context(self._connections)
        await self._stack.enter_async_context(self._flights)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._stack.aclose()

    def heard_by(self, tell: Tell) -> "Downloads":
        """The same downloads, for one who wants to hear of those that he waits for only."""
        mine = copy(self)
        mine.tell = tell
        return mine

    async def get(self, file: RemoteFile, kind: Kind = OBJECTS) -> Found | Miss:
        """The file itself, unpacked, or why it is not to be had."""
        answer = known(self._cache, file, kind)
        if answer is not None:
            return answer
        # What one request is refused may be open to a trusted one: they share no flight.
        key = (kind, file.key, file.trusted)
        source = file.source
        if isinstance(source, FilesystemSource):
            return await self._flights.share(
                key, lambda _tell: self._unpacked(file, source, kind), self.tell
            )
        return await self._flights.share(
            key, lambda tell: self._downloaded(file, kind, tell), self.tell
        )

    async def index(self, file: RemoteFile) -> frozenset[str]:
        """The paths that the symbol store of `file.source` lists; empty if that failed."""
        file = file.at("")
        return await self._flights.share(
            ("index", file.key, file.trusted),
            lambda tell: symstore.index(file, self.heard_by(tell).get, self._cache, self._indexes),
            self.tell,
        )

    async def sentry_files(
        self, file: RemoteFile, debug_id: str | None, code_id: str | None
    ) -> tuple[SentryFile, ...]:
        """What the Sentry project of `file.source` lists for the ids; empty if that failed."""
        ids = sentry.id_parameters(debug_id, code_id)
        answer = await self.lookup(file, ids, sentry.decode_listing) if ids else ()
        return () if isinstance(answer, Miss) else answer

    async def lookup(
        self,
        file: RemoteFile,
        parameters: tuple[tuple[str, str], ...],
        decode: Callable[[bytes], T | None],
    ) -> T | Miss:
        """What the Sentry API of `file.source` answers to a query; kept for an hour.

        decode  None: that is no answer, and it is not kept
        """
        source = file.source
        if not isinstance(source, SentrySource):
            raise ValueError(f"not a Sentry source: {source.id}")
        answer = sentry.cached_answer(self._cache, file, parameters, decode)
        if answer is not None:
            return answer
        return await self._flights.share(
            ("lookup", sentry.answer_key(file, source, parameters), file.trusted, decode),
            lambda tell: self._looked_up(file, source, parameters, decode, tell),
            self.tell,
        )

    async def _downloaded(self, file: RemoteFile, kind: Kind, tell: Tell) -> Found | Miss:
        if self._policy.offline:
            return OFFLINE
        # Like flights: what a stranger is refused does not wait for what a trusted one fetches.
        lock = alone(self._cache, kind, f"{file.key}trusted: {file.trusted}\n")
        async with self._slots.one(_slot(file)), lock:
            if (quicker := known(self._cache, file, kind)) is not None:
                return quicker  # another process has it meanwhile
            with Told(tell, file.source.id, file.shown) as told:
                answer = await self._fetched(file, kind, told)
                told.ended(answer if isinstance(answer, Miss) else None)
                return answer

    async def _fetched(self, file: RemoteFile, kind: Kind, told: Told) -> Found | Miss:
        """The file, or the miss, remembered unless nobody was asked."""
        host, keys = http.counted_host(file), (file.key, file.miss_key)
        try:
            with self._cache.temporary() as temp:
                miss = self._deny_list.blocked(host) if host else None
                if miss is None:
                    miss = await self._transfers.file(file, temp, self._limit(kind), told)
                    if host and miss:
                        self._deny_list.count(host, miss)
                packed = unpack.packing_of(temp) if miss is None and kind.unpack else None
                if packed is not None:
                    told.packing = packed
                    return await self._unpacked_from(temp, packed, kind, keys)
                return self._kept(kind, keys, temp, miss)
        except Refused as refused:
            return refused.miss
        except OSError:  # the disk is full, or the cache folder cannot be written
            return Miss(Why.INTERNAL)

    def _limit(self, kind: Kind) -> int | None:
        policy = self._policy
        return policy.max_list_size if kind.group == "index" else policy.max_download_size

    async def _unpacked(
        self, file: RemoteFile, source: FilesystemSource, kind: Kind
    ) -> Found | Miss:
        """A compressed file of this machine."""
        here = filesystem.look(file, source)
        if isinstance(here, Miss):
            return here
        packed = unpack.packing(here.head)
        if packed is None:  # it was replaced a moment ago
            return Found(here.path, here.key, cached=True)
        try:
            return await self._unpacked_from(here.path, packed, kind, (here.key, here.key))
        except OSError:
            return Miss(Why.INTERNAL)

    async def _unpacked_from(
        self, path: str, packed: unpack.Packing, kind: Kind, keys: tuple[str, str]
    ) -> Found | Miss:
        with self._cache.temporary() as plain:
            limit = self._policy.max_download_size
            miss = await unpack_aside(path, packed, plain, limit)
            return self._kept(kind, keys, plain, miss)

    def _kept(
        self, kind: Kind, keys: tuple[str, str], path: str, miss: Miss | None
    ) -> Found | Miss:
        """What was found out, once the cache knows it too. `keys`: of the file, of a miss."""
        key, miss_key = keys
        if miss is None:
            return Found(self._cache.store(kind, key, path), key, cached=False)
        if kind.group == "index":
            # A list that cannot be had again is good for another while.
            old = self._cache.find(kind, key, stale=True)
            if isinstance(old, str):
                self._cache.renew(kind, key)
                return Found(old, key, cached=True)
        self._cache.store_miss(kind, miss_key, miss)
        return miss

    async def _looked_up(
        self,
        file: RemoteFile,
        source: SentrySource,
        parameters: tuple[tuple[str, str], ...],
        decode: Callable[[bytes], T | None],
        tell: Tell,
    ) -> T | Miss:
        ask = sentry.ask_api(source, parameters, self._transfers.guarded(file))
        if isinstance(ask, Miss) or self._policy.offline:
            return ask if isinstance(ask, Miss) else OFFLINE
        key = sentry.answer_key(file, source, parameters)
        async with self._slots.one(_slot(file)):
            with Told(tell, source.id, sentry.shown_query(source, parameters)) as told:
                answer = await self._answered(ask, key, decode, told)
                told.ended(answer if isinstance(answer, Miss) else None)
                return answer

    async def _answered(
        self, ask: Ask, key: str, decode: Callable[[bytes], T | None], told: Told
    ) -> T | Miss:
        try:
            with self._cache.temporary() as temp:
                miss = await self._transfers.answer(ask, temp, told)
                if miss is not None:
                    return miss
                answer = sentry.read_answer(temp, decode)
                if answer is None:
                    return Miss(Why.DOWNLOAD_FAILED, "unexpected answer")
                self._cache.store(LISTINGS, key, temp)
                return answer
        except Refused as refused:
            return refused.miss
        except OSError:
            return Miss(Why.INTERNAL)


def _slot(file: RemoteFile) -> str:
    """Whom a download keeps busy: a host, or a bucket."""
    source = file.source
    url = parse_url(source.url if isinstance(source, SentrySource) else file.uri)
    return (url.host if url else None) or ""
