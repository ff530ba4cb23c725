"""Answers from disk alone: the whole of a warm run. Imports nothing that waits."""

from collections.abc import Callable
from typing import TypeVar

from inspector.fetch import filesystem, unpack
from inspector.fetch.caching.cache import OBJECTS, Cache, Kind
from inspector.fetch.remote import Found, RemoteFile, SentryFile
from inspector.model.outcome import Miss
from inspector.model.places.sources import FilesystemSource

T = TypeVar("T")


class NotCached(Exception):
    """Somebody would have to be asked. The text is the location."""


def known(cache: Cache, file: RemoteFile, kind: Kind) -> Found | Miss | None:
    """What the disk says about a file; None if its source has to be asked, or a file unpacked."""
    key, miss_key = file.key, file.miss_key
    if isinstance(file.source, FilesystemSource):
        here = filesystem.look(file, file.source)
        if isinstance(here, Miss):
            return here
        if not kind.unpack or unpack.packing(here.head) is None:
            return Found(here.path, here.key, cached=True)
        key = miss_key = here.key
    answer = cache.find(kind, key)
    if miss_key != key and not isinstance(answer, str):
        answer = cache.find(kind, miss_key)
    return Found(answer, key, cached=True) if isinstance(answer, str) else answer


class CachedFiles:
    """`Files` that asks nobody. Its coroutines never wait: NotCached is raised instead."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._indexes: dict[str, frozenset[str]] = {}

    async def get(self, file: RemoteFile, kind: Kind = OBJECTS) -> Found | Miss:
        """The file on disk or the miss remembered. Raises NotCached."""
        answer = known(self._cache, file, kind)
        if answer is None:
            raise NotCached(file.shown)
        return answer

    async def index(self, file: RemoteFile) -> frozenset[str]:
        """The paths a symbol store lists. Raises NotCached."""
        from inspector.fetch.servers import symstore

        return await symstore.index(file, self.get, self._cache, self._indexes)

    async def sentry_files(
        self, file: RemoteFile, debug_id: str | None, code_id: str | None
    ) -> tuple[SentryFile, ...]:
        """What Sentry listed within the last hour. Raises NotCached."""
        from inspector.fetch.servers import sentry

        ids = sentry.id_parameters(debug_id, code_id)
        return await self.lookup(file, ids, sentry.decode_listing) if ids else ()

    async def lookup(
        self,
        file: RemoteFile,
        parameters: tuple[tuple[str, str], ...],
        decode: Callable[[bytes], T | None],
    ) -> T:
        """What the Sentry API answered to a query within the last hour. Raises NotCached."""
        from inspector.fetch.servers import sentry

        answer = sentry.cached_answer(self._cache, file, parameters, decode)
        if answer is None:
            raise NotCached(file.shown)
        return answer
