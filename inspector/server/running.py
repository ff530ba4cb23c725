"""Requests at work and their answers, kept for a while for those who poll."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any
from uuid import uuid4

import msgspec

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
        self._limit, self._kept, self._longest = limit, kept, longest
        self._tasks: dict[str, asyncio.Task[bytes]] = {}
        self._at_work = 0
        self._closing = False

    def start(self, compute: Callable[[], Coroutine[Any, Any, bytes]]) -> str:
        """The id of a new computation. Raises Busy."""
        if self._closing or (self._limit is not None and self._at_work >= self._limit):
            raise Busy
        name = str(uuid4())
        self._at_work += 1
        task = asyncio.create_task(self._run(compute))
        self._tasks[name] = task
        task.add_done_callback(lambda _: self._ended(name))
        return name

    async def answer(self, name: str, seconds: float | None = None) -> bytes | None:
        """The response body: the answer, or that it is pending after so many seconds.

        seconds  None: waits to the end
        None is returned for an id that nobody has, or no more.
        """
        task = self._tasks.get(name)
        if task is None:
            return None
        await asyncio.wait({task}, timeout=seconds)
        if task.done():
            return task.result()
        return msgspec.json.encode(
            {"status": "pending", "request_id": name, "retry_after": RETRY_AFTER}
        )

    async def close(self, grace: float) -> None:
        """Take no more; what is not done after `grace` seconds is answered as failed."""
        self._closing = True
        unfinished = [task for task in self._tasks.values() if not task.done()]
        if not unfinished:
            return
        _, late = await asyncio.wait(unfinished, timeout=grace)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)

    async def _run(self, compute: Callable[[], Coroutine[Any, Any, bytes]]) -> bytes:
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

    def _ended(self, name: str) -> None:
        self._at_work -= 1
        asyncio.get_running_loop().call_later(self._kept, self._tasks.pop, name, None)
