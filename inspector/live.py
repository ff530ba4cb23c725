"""What only a run that waits needs: connections, child processes, and the limits of both."""

import asyncio
import os
from copy import copy

from inspector.fetch.caching.cache import Cache
from inspector.fetch.downloads import Downloads
from inspector.fetch.policy import DenyListPolicy, DownloadPolicy
from inspector.model.events import Tell
from inspector.native.tables import Tables
from inspector.objects.children.worker import Workers
from inspector.settings import Settings


class Live:
    """Downloads and parsers of one engine. Nobody hears of their work but by `heard_by`."""

    def __init__(self, settings: Settings, cache: Cache) -> None:
        self._cache, self._max_cache_size = cache, settings.max_cache_size
        self.downloads = Downloads(cache, download_policy(settings))
        self.workers = Workers(
            settings.parser_processes or min(os.cpu_count() or 1, 4),
            int(settings.parser_memory),
            float(settings.parser_timeout),
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

    def heard_by(self, tell: Tell) -> "Live":
        """The same for one run: `tell` hears of the work that the run waits for, and no other."""
        mine = copy(self)
        mine.downloads = self.downloads.heard_by(tell)
        mine.workers = self.workers.heard_by(tell)
        mine.tables = self.tables.heard_by(tell)
        return mine


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
