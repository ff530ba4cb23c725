"""A request -> a file on disk, or the miss: one attempt (spec/sources.md 4.2, 4.5, 4.6)."""

import asyncio
import os
import threading
from collections.abc import Callable

from inspector.fetch import unpack
from inspector.fetch.guard import Refused
from inspector.fetch.policy import DownloadPolicy
from inspector.fetch.web.answer import Answer
from inspector.fetch.web.ask import Ask
from inspector.fetch.web.connections import Connections, RawHeaders
from inspector.fetch.web.exchange import ERRORS, error_text, exchange
from inspector.fetch.web.ranges import ContentRange, parse_content_range, split
from inspector.model.outcome import Miss, Why, duration_text

Progress = Callable[[int, int | None], None]
"""Bytes so far, and in total if that is known."""

_ENCODINGS: dict[str, unpack.Packing | None] = {
    "": None,
    "identity": None,
    "br": "br",
    "gzip": "gzip",
    "x-gzip": "gzip",
    "deflate": "zlib",
    "zstd": "zstd",
}
_SHORT = 64 << 10  # bytes


class _Broken(Exception):
    """A part did not come as asked."""

    def __init__(self, miss: Miss) -> None:
        super().__init__(miss.details)
        self.miss = miss


class Client:
    """Fetches files over the connections it is given."""

    def __init__(self, connections: Connections, policy: DownloadPolicy) -> None:
        self._connections, self._policy = connections, policy

    async def ready(self) -> None:
        """Be able to ask at once: to be awaited before a time limit begins."""
        await self._connections.ready()

    async def download(
        self, ask: Ask, path: str, limit: int | None, progress: Progress
    ) -> Miss | None:
        """Write the answer to `path`, at most `limit` bytes; the miss if that fails.

        Raises Refused.
        """
        try:
            if ask.ranges:
                miss, usable = await self._ranged(ask, path, limit, progress)
                if usable:
                    return miss
            answer = await self._open(ask, [])
            if isinstance(answer, Miss):
                return answer
            return await self._whole(answer, path, limit, progress)
        except ERRORS as error:
            return Miss(Why.DOWNLOAD_FAILED, error_text(error))
        except OSError:
            return Miss(Why.INTERNAL)  # the disk, not the network

    async def read(self, ask: Ask) -> bytes | Miss:
        """A short answer, 64 KiB at most. Raises Refused."""
        try:
            answer = await self._open(ask, [])
            if isinstance(answer, Miss):
                return answer
            try:
                content = await answer.head(_SHORT)
            finally:
                await answer.aclose()
        except ERRORS as error:
            return Miss(Why.DOWNLOAD_FAILED, error_text(error))
        return unpack.TOO_BIG if content is None else content

    async def _open(self, ask: Ask, more: RawHeaders) -> Answer | Miss:
        """An answer with a body worth having. 416 passes too: `_ranged` deals with it."""
        limit = self._policy.head_timeout
        try:
            async with asyncio.timeout(limit):
                answer = await exchange(self._connections, ask, more)
                if isinstance(answer, Miss) or (more and answer.status == 416):
                    return answer
                miss = await _judged(ask, answer)
                return answer if miss is None else miss
        except TimeoutError:
            return Miss(Why.TIMEOUT, duration_text(limit))

    async def _ranged(
        self, ask: Ask, path: str, limit: int | None, progress: Progress
    ) -> tuple[Miss | None, bool]:
        """The result, and whether it counts; if not, the server cannot do ranges."""
        answer = await self._open(ask, _range_header(0, self._policy.range_size - 1))
        if isinstance(answer, Miss):
            return answer, True
        said = answer.header("content-range")
        if answer.status == 416:
            await answer.discard()
            return None, False
        if not said:
            return await self._whole(answer, path, limit, progress), True
        known = parse_content_range(said[0])
        if known is None or (known.first != 0 and known.total):
            await answer.aclose()
            return None, False
        if known.whole:
            return await self._whole(answer, path, limit, progress), True
        if limit is not None and known.total > limit:
            await answer.aclose()
            return unpack.TOO_BIG, True
        return await self._in_parts(ask, answer, known, path, limit, progress), True

    async def _whole(
        self, answer: Answer, path: str, limit: int | None, progress: Progress
    ) -> Miss | None:
        try:
            encoding = _encoding(answer)
            if isinstance(encoding, Miss):
                return encoding
            length = answer.header("content-length")
            total = int(length[0]) if length and length[0].isdecimal() else None
            received = 0
            with open(path, "wb", buffering=0) as file:
                async for chunk in answer.chunks():
                    received += len(chunk)
                    if limit is not None and received > limit:
                        return unpack.TOO_BIG
                    file.write(chunk)
                    progress(received, total)
        finally:
            await answer.aclose()
        return await _decode(path, encoding, limit)

    async def _in_parts(
        self,
        ask: Ask,
        answer: Answer,
        known: ContentRange,
        path: str,
        limit: int | None,
        progress: Progress,
    ) -> Miss | None:
        encoding = _encoding(answer)
        if isinstance(encoding, Miss):
            await answer.aclose()
            return encoding
        tag = answer.header("etag")
        received = 0

        def count(size: int) -> None:
            nonlocal received
            received += size
            progress(min(received, known.total), known.total)

        with open(path, "wb") as file:
            file.truncate(known.total)
        parts = split(known, self._policy.range_size, self._policy.range_parts)
        failure: Miss | None = None
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(_write_part(answer, path, known.first, known.last, count))
                for first, last in parts:
                    group.create_task(self._part(ask, path, first, last, tag, count))
        except* (_Broken, Refused) as broken:
            failure = _first(broken).miss
        except* ERRORS as errors:
            failure = Miss(Why.DOWNLOAD_FAILED, error_text(errors))
        except* OSError:
            failure = Miss(Why.INTERNAL)
        return failure or await _decode(path, encoding, limit)

    async def _part(
        self,
        ask: Ask,
        path: str,
        first: int,
        last: int,
        tag: list[str],
        count: Callable[[int], None],
    ) -> None:
        answer = await self._open(ask, _range_header(first, last))
        if isinstance(answer, Miss):
            raise _Broken(answer)
        said = answer.header("content-range")
        known = parse_content_range(said[0]) if said else None
        if answer.status != 206 or known is None or (known.first, known.last) != (first, last):
            await answer.aclose()
            raise _Broken(Miss(Why.INTERNAL))
        if answer.header("etag") != tag:
            await answer.aclose()
            raise _Broken(Miss(Why.DOWNLOAD_FAILED, "the file changed while it was downloaded"))
        await _write_part(answer, path, first, last, count)


async def _write_part(
    answer: Answer, path: str, first: int, last: int, count: Callable[[int], None]
) -> None:
    left = last - first + 1
    try:
        with open(path, "r+b", buffering=0) as file:
            file.seek(first)
            async for chunk in answer.chunks():
                left -= len(chunk)
                if left < 0:
                    raise _Broken(Miss(Why.INTERNAL))
                file.write(chunk)
                count(len(chunk))
    finally:
        await answer.aclose()
    if left:
        raise _Broken(Miss(Why.DOWNLOAD_FAILED, "end of file before message length reached"))


async def _judged(ask: Ask, answer: Answer) -> Miss | None:
    """The miss that an answer is, which is then closed; None: its body is what was asked for."""
    body = b""
    try:
        if ask.judges_body and not 200 <= answer.status < 300:
            body = await answer.head(_SHORT) or b""
        miss = ask.judge(answer.status, body)
        if miss is not None:
            await answer.discard()
    except BaseException:
        await answer.aclose()
        raise
    return miss


def _range_header(first: int, last: int) -> RawHeaders:
    return [(b"Range", f"bytes={first}-{last}".encode())]


def _encoding(answer: Answer) -> unpack.Packing | Miss | None:
    """How the body is encoded; the miss if it is in a way we did not ask for."""
    said = answer.header("content-encoding")
    if len(said) > 1:
        return Miss(Why.DOWNLOAD_FAILED, "Multiple content encodings not supported")
    token = said[0].strip() if said else ""
    if token not in _ENCODINGS:
        return Miss(Why.DOWNLOAD_FAILED, "Unsupported content encoding")
    return _ENCODINGS[token]


async def _decode(path: str, encoding: unpack.Packing | None, limit: int | None) -> Miss | None:
    if encoding is None or not os.path.getsize(path):
        return None
    plain = f"{path}.plain"
    try:
        miss = await unpack_aside(path, encoding, plain, limit)
        if miss is None:
            os.replace(plain, path)
    finally:
        if os.path.exists(plain):
            os.unlink(plain)
    if miss is not None and miss != unpack.TOO_BIG:
        return Miss(Why.DOWNLOAD_FAILED, miss.details)
    return miss


async def unpack_aside(
    source: str, packed: unpack.Packing, target: str, limit: int | None
) -> Miss | None:
    """`unpack.unpack` in a thread, which stops soon after nobody waits for it any more."""
    stop = threading.Event()
    try:
        return await asyncio.to_thread(unpack.unpack, source, packed, target, limit, stop.is_set)
    finally:
        stop.set()


def _first(group: BaseExceptionGroup[_Broken | Refused]) -> _Broken | Refused:
    first = group.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first
