"""One probe of a source: does its name resolve, does it answer, how fast, by whose clock.

Nothing is downloaded and nothing is remembered. What is told has no secrets: of URLs only
scheme, host and path.
"""

import asyncio
import os
import time
from contextlib import suppress

from msgspec import Struct, structs

from inspector.fetch import filesystem
from inspector.fetch.guard import Refused, is_inside
from inspector.fetch.policy import DownloadPolicy
from inspector.fetch.remote import RemoteFile
from inspector.fetch.servers import sentry
from inspector.fetch.transfer import Transfers
from inspector.fetch.web.addresses import Resolve, resolve
from inspector.fetch.web.answer import Answer
from inspector.fetch.web.ask import Ask, status_text
from inspector.fetch.web.client import Client
from inspector.fetch.web.connections import Connections, RawHeaders
from inspector.fetch.web.exchange import ERRORS, error_text, exchange
from inspector.fetch.web.proxies import Proxies
from inspector.model.outcome import NOT_FOUND, Miss, Why, duration_text
from inspector.model.places.sources import FilesystemSource, HttpSource, SentrySource
from inspector.model.places.urls import Url, parse_url

_NO_SUCH_FILE = "-"
"""Asked for in buckets, whose root cannot be asked for."""

_NOBODY = (("debug_id", "00000000-0000-0000-0000-000000000000"),)
_FIRST_BYTE: RawHeaders = [(b"Range", b"bytes=0-0")]
_SHORT = 64 << 10  # bytes


class Reach(Struct, frozen=True, kw_only=True):
    """What a probe found out. None and "": it did not come so far, or there is none."""

    outcome: str  # "ok", or the value of a Why
    details: str = ""
    addresses: tuple[str, ...] = ()  # what the name resolves to
    tls: str = ""  # version, and until when the certificate is good
    status: int | None = None  # of the last answer
    seconds: float | None = None  # until the head of the first answer, connecting included
    redirects: tuple[str, ...] = ()
    clock_skew: float | None = None  # seconds that the server's clock is ahead of ours


class _Watched(Connections):
    """Connections that note what passes over them."""

    def __init__(self, policy: DownloadPolicy, resolve: Resolve) -> None:
        super().__init__(policy.connect_timeout, Proxies.from_environment(), resolve)
        self.hops: list[str] = []
        self.seconds: float | None = None
        self.tls = ""
        self.clock_skew: float | None = None

    async def send(
        self, url: Url, headers: RawHeaders, form: bytes | None, *, guarded: bool, verify: bool
    ) -> Answer:
        """As without watching."""
        started = time.monotonic()
        self.hops.append(_shown(url))
        answer = await super().send(url, headers, form, guarded=guarded, verify=verify)
        if self.seconds is None:
            self.seconds = time.monotonic() - started
        self.tls = _tls_text(answer)
        self.clock_skew = _clock_skew(answer)
        return answer


class Prober:
    """Asks sources whether they are there, and whether files are."""

    def __init__(self, policy: DownloadPolicy, resolve: Resolve = resolve) -> None:
        self._policy, self._resolve = policy, resolve

    async def reach(self, file: RemoteFile) -> Reach:
        """Whether the source of `file` answers. Its location does not matter."""
        if isinstance(file.source, FilesystemSource):
            return _look(file, file.source)
        watched = _Watched(self._policy, self._resolve)
        async with watched:
            ask = await self._ask_source(file, watched)
            if isinstance(ask, Miss):
                return Reach(outcome=ask.why.value, details=ask.details)
            watched.hops.clear()
            watched.seconds = None
            addresses = await self._addresses(ask.url)
            status, miss = await self._first_byte(ask, watched, [])
            if status is not None and _answers(file, status):
                miss = None
            return Reach(
                outcome="ok" if miss is None else miss.why.value,
                details=miss.details if miss else status_text(status or 0),
                addresses=addresses,
                tls=watched.tls,
                status=status,
                seconds=watched.seconds,
                redirects=tuple(watched.hops[1:]),
                clock_skew=watched.clock_skew,
            )

    async def has(self, file: RemoteFile) -> Miss | None:
        """None: the file is there. Of a server only its first byte is asked for."""
        if isinstance(file.source, FilesystemSource):
            here = filesystem.look(file, file.source)
            return here if isinstance(here, Miss) else None
        watched = _Watched(self._policy, self._resolve)
        async with watched:
            try:
                ask = await Transfers(Client(watched, self._policy), self._policy).ask(file)
            except Refused as refused:
                return refused.miss
            if isinstance(ask, Miss):
                return ask
            return (await self._first_byte(ask, watched, _FIRST_BYTE))[1]

    async def _ask_source(self, file: RemoteFile, watched: _Watched) -> Ask | Miss:
        """A request that any source of the kind answers, the right way or by "not found"."""
        transfers = Transfers(Client(watched, self._policy), self._policy)
        if isinstance(file.source, SentrySource):
            return sentry.ask_api(file.source, _NOBODY, transfers.guarded(file))
        try:
            ask = await transfers.ask(file.at(_NO_SUCH_FILE))
        except Refused as refused:
            return refused.miss
        if isinstance(file.source, HttpSource) and isinstance(ask, Ask):
            return structs.replace(ask, url=file.source.url)
        return ask

    async def _addresses(self, url: str) -> tuple[str, ...]:
        parsed = parse_url(url)
        host = (parsed.host if parsed else None) or ""
        with suppress(*ERRORS, TimeoutError):
            async with asyncio.timeout(self._policy.connect_timeout):
                port = (parsed.effective_port if parsed else None) or 80
                return tuple(await self._resolve(host.strip("[]"), port))
        return ()

    async def _first_byte(
        self, ask: Ask, connections: Connections, more: RawHeaders
    ) -> tuple[int | None, Miss | None]:
        """Status, and what it means; the body is left alone."""
        if self._policy.offline:
            return None, Miss(Why.DOWNLOAD_FAILED, "offline")
        limit = self._policy.head_timeout
        try:
            async with asyncio.timeout(limit):
                answer = await exchange(connections, ask, more)
                if isinstance(answer, Miss):
                    return None, answer
                try:
                    return answer.status, await _meaning(ask, answer)
                finally:
                    await answer.aclose()
        except TimeoutError:
            return None, Miss(Why.TIMEOUT, duration_text(limit))
        except Refused as refused:
            return None, refused.miss
        except ERRORS as error:
            return None, Miss(Why.DOWNLOAD_FAILED, error_text(error))


async def _meaning(ask: Ask, answer: Answer) -> Miss | None:
    if answer.status == 416:  # a file without a first byte
        return None
    body = b""
    if ask.judges_body and not 200 <= answer.status < 300:
        body = await answer.head(_SHORT) or b""
    return ask.judge(answer.status, body)


def _answers(file: RemoteFile, status: int) -> bool:
    """Whether a status is one of a source that works: nothing has to be at its root."""
    if isinstance(file.source, SentrySource):
        return 200 <= status < 300
    if isinstance(file.source, HttpSource):
        return status < 500 and status not in (401, 407)
    return status < 500 and status not in (401, 403, 407)


def _look(file: RemoteFile, source: FilesystemSource) -> Reach:
    """A folder of this machine."""
    path = os.path.join(file.folder, source.path)
    if not file.trusted and not is_inside(path, file.folder):
        return Reach(outcome=Why.DOWNLOAD_FAILED.value, details="outside the request's folder")
    started = time.monotonic()
    try:
        with os.scandir(path) as entries:
            empty = next(entries, None) is None
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        why = NOT_FOUND.why if missing else Why.NO_PERMISSION
        return Reach(outcome=why.value, details=error.strerror or "")
    details = "an empty folder" if empty else "a folder"
    return Reach(outcome="ok", details=details, seconds=time.monotonic() - started)


def _shown(url: Url) -> str:
    """A URL without user, password and query."""
    port = "" if url.port is None else f":{url.port}"
    return f"{url.scheme}://{url.host}{port}{url.path}"


def _tls_text(answer: Answer) -> str:
    tls = answer.tls
    if tls is None:
        return ""
    certificate = tls.getpeercert() or {}  # {} when it was not verified
    until = certificate.get("notAfter")
    return f"{tls.version()}, certificate until {until}" if until else f"{tls.version()}, unchecked"


def _clock_skew(answer: Answer) -> float | None:
    from email.utils import parsedate_to_datetime

    said = answer.header("date")
    try:
        return parsedate_to_datetime(said[0]).timestamp() - time.time() if said else None
    except (ValueError, OverflowError):
        return None
