"""What only a run that waits needs: connections, child processes, and the limits of both."""

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager

from inspector.fetch.cache import Cache
from inspector.fetch.downloads import Downloads
from inspector.fetch.policy import DenyListPolicy, DownloadPolicy
from inspector.model.events import Event, Tell
from inspector.native.tables import Tables
from inspector.objects.worker import Workers
from inspector.settings import Settings


class Live:
    """Downloads and parsers of one engine, and whoever listens to them."""

    def __init__(self, settings: Settings, cache: Cache) -> None:
        self._listening: list[Tell] = []
        self._cache, self._max_cache_size = cache, settings.max_cache_size
        self.downloads = Downloads(cache, download_policy(settings), self._tell)
        self.workers = Workers(
            settings.parser_processes or min(os.cpu_count() or 1, 4),
            int(settings.parser_memory),
            float(settings.parser_timeout),
            self._tell,
        )
        # One for all requests, so that what two of them need is made once.
        self.tables = Tables(cache, self.workers)

    @classmethod
    async def start(cls, settings: Settings, cache: Cache) -> "Live":
        """Ready to be used; nothing is connected or started before it is needed."""
        live = cls(settings, cache)
        await live.downloads.__aenter__()
        await live.workers.__aenter__()
        return live

    async def close(self) -> None:
        """End what was started; then the cache may be too large."""
        await self.workers.__aexit__(None, None, None)
        await self.downloads.__aexit__(None, None, None)
        if self._max_cache_size is not None:
            await asyncio.to_thread(self._cache.clean, max_size=self._max_cache_size)

    @contextmanager
    def telling(self, tell: Tell) -> Iterator[None]:
        """Events go to `tell` inside the block."""
        self._listening.append(tell)
        try:
            yield
        finally:
            self._listening.remove(tell)

    def _tell(self, event: Event) -> None:
        for tell in self._listening:
            tell(event)


def download_policy(settings: Settings) -> DownloadPolicy:
    """The limits that the settings name, in the words of downloads."""
    return DownloadPolicy(
        connect_timeout=settings.connect_timeout,
        head_timeout=settings.head_timeout,
        max_download_timeout=settings.max_download_timeout,
        max_download_size=settings.max_download_size,
        downloads=settings.max_concurrent_downloads,
        connect_to_reserved_ips=settings.connect_to_reserved_ips,
        offline=settings.offline,
        deny_list=DenyListPolicy(
            enabled=settings.deny_list_enabled,
            time_window=settings.deny_list_time_window,
            bucket_size=settings.deny_list_bucket_size,
            threshold=settings.deny_list_threshold,
            block_time=settings.deny_list_block_time,
            never_block_hosts=frozenset(settings.deny_list_never_block_hosts),
        ),
    )
