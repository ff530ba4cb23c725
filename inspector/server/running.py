"""Requests at work and their answers, kept for a while for those who poll."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any
from uuid import uuid4

import msgspec

from inspector.server.shelf import Shelf

RETRY_AFTER = 30  # seconds, always
_log = logging.getLogger("inspector.server")


class Busy(Exception):
    """As many requests are at work as are allowed."""


class Running:
    """Computations in the background, each under a random id.

    limit    computations at a time; None: no limit. An answer that is only kept holds no place
    kept     seconds that an answer can be polled after it was made
    longest  seconds that a computation may take
    """

    def __init__(self, *, limit: int | None, kept: float = 90.0, longest: float = 900.0) -> None:
        self._limit, self._longest = limit, longest
        self._at_work: dict[str, asyncio.Task[bytes]] = {}
        self._told: set[str] = set()  # ids at work that somebody knows
        self._done = Shelf(kept)
        self._closing = False

    def start(self, compute: Callable[[], Coroutine[Any, Any, bytes]]) -> str:
        """The id of a new computation. Raises Busy."""
        if self._closing or (self._limit is not None and len(self._at_work) >= self._limit):
            raise Busy
        name = str(uuid4())
        self._at_work[name] = asyncio.create_task(self._run(name, compute))
        return name

    async def answer(self, name: str, seconds: float | None = None) -> bytes | None:
        """The response body: the answer, or that it is pending after so many seconds.

        seconds  None: waits to the end
        None is returned for an id that nobody has, or no more.
        """
        task = self._at_work.get(name)
        if task is None:
            return self._done.get(name)
        await asyncio.wait({task}, timeout=seconds)
        if task.done():
            return task.result()
        self._told.add(name)
        return msgspec.json.encode(
            {"status": "pending", "request_id": name, "retry_after": RETRY_AFTER}
        )

    async def close(self, grace: float) -> None:
        """Take no more; what is not done after `grace` seconds is answered as failed."""
        self._closing = True
        if self._at_work:
            _, late = await asyncio.wait(self._at_work.values(), timeout=grace)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late)
        self._done.close()

    async def _run(self, name: str, compute: Callable[[], Coroutine[Any, Any, bytes]]) -> bytes:
        answer = await self._answer(compute)
        if name in self._told:  # nobody can ask for what was answered at once
            self._told.remove(name)
            with suppress(OSError):  # a full disk: whoever waits gets it all the same
                self._done.put(name, answer)
        del self._at_work[name]
        return answer

    async def _answer(self, compute: Callable[[], Coroutine[Any, Any, bytes]]) -> bytes:
        try:
            async with asyncio.timeout(self._longest):
                return await compute()
        except TimeoutError:
            return msgspec.json.encode({"status": "timeout"})
        except asyncio.CancelledError:
            # Only `close` cancels; whoever waits for this answer gets one.
            message = "the service was shut down"
            return msgspec.json.encode({"status": "failed", "message": message})
        except Exception:  # noqa: BLE001  whatever it is, the service goes on
            _log.exception("a request failed")
            return msgspec.json.encode({"status": "internal_error"})
