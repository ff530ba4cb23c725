"""From a file of a source to bytes on disk: the request, the attempts, the time limit."""

import asyncio
from collections.abc import Awaitable, Callable

from msgspec import structs

from inspector.fetch.policy import DownloadPolicy
from inspector.fetch.remote import RemoteFile, WebSource
from inspector.fetch.servers import gcs, http, s3, sentry
from inspector.fetch.traffic.progress import Told
from inspector.fetch.web.ask import Ask
from inspector.fetch.web.client import Client
from inspector.model.outcome import Miss, Why, duration_text
from inspector.model.places.sources import (
    FilesystemSource,
    GcsSource,
    HttpSource,
    S3Source,
    SentrySource,
)

_ANSWERS = (Why.NOT_FOUND, Why.NO_PERMISSION)
"""Misses that are final; all others are worth another attempt."""


class Transfers:
    """Fetches files, one call each; keeps nothing but tokens."""

    def __init__(self, client: Client, policy: DownloadPolicy) -> None:
        self._client, self._policy = client, policy
        self._tokens, self._machine_keys = gcs.Tokens(), s3.MachineKeys()

    async def file(self, file: RemoteFile, path: str, size: int | None, told: Told) -> Miss | None:
        """Write a file to `path` as its source has it; the miss if that fails.

        size  the most bytes; None: no limit

        Raises Refused.
        """
        seconds = self._policy.max_download_timeout
        return await self._attempts(lambda: self.ask(file), path, seconds, size, told)

    async def answer(self, ask: Ask, path: str, told: Told) -> Miss | None:
        """Write the answer of an API to `path`; the miss if that fails. Raises Refused."""

        async def ready() -> Ask | Miss:
            return ask

        seconds = self._policy.listing_timeout
        return await self._attempts(ready, path, seconds, self._policy.max_list_size, told)

    async def _attempts(
        self,
        ask: Callable[[], Awaitable[Ask | Miss]],
        path: str,
        seconds: float,
        size: int | None,
        told: Told,
    ) -> Miss | None:
        miss: Miss | None = None
        await self._client.ready()
        try:
            async with asyncio.timeout(seconds):
                for attempt in range(self._policy.attempts):
                    if attempt:
                        await asyncio.sleep(self._policy.retry_pause)
                    told.attempts = attempt + 1
                    sent = await ask()
                    if isinstance(sent, Miss):
                        miss = sent
                    else:
                        sent = structs.replace(sent, heard=told.hops.append)
                        miss = await self._client.download(sent, path, size, told.progress)
                    if miss is None or miss.why in _ANSWERS:
                        break
        except TimeoutError:
            return Miss(Why.TIMEOUT, duration_text(seconds))
        return miss

    async def ask(self, file: RemoteFile) -> Ask | Miss:
        """The request for a file, credentials included."""
        guarded = self.guarded(file)
        source = file.source
        match source:
            case HttpSource() | WebSource():
                return http.ask(file, source, guarded)
            case SentrySource():
                return sentry.ask(file, source, guarded)
            case S3Source():
                return await s3.ask(file, source, guarded, self._machine_keys)
            case GcsSource():
                return await gcs.ask(file, source, guarded, self._tokens, self._client.read)
            case FilesystemSource():
                raise AssertionError("files of this machine are read in place")

    def guarded(self, file: RemoteFile) -> bool:
        """Whether only public addresses may be asked for a file."""
        return not (file.trusted or self._policy.connect_to_reserved_ips)
