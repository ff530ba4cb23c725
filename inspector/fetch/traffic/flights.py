"""Work that is done once, however many ask for it at the same time."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from types import TracebackType
from typing import Any, TypeVar

from inspector.fetch.traffic.audience import Audience
from inspector.model.events import Tell

T = TypeVar("T")


class _Flight:
    def __init__(self, start: Callable[[Tell], Coroutine[Any, Any, Any]]) -> None:
        self.audience, self.waiting = Audience(), 0
        self.task = asyncio.create_task(start(self.audience.tell))


class Flights:
    """Running work by key. `async with` it: the block owns the tasks."""

    def __init__(self) -> None:
        self._running: dict[Hashable, _Flight] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    async def __aenter__(self) -> "Flights":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def share(
        self, key: Hashable, start: Callable[[Tell], Coroutine[Any, Any, T]], tell: Tell
    ) -> T:
        """The result of the work under `key`, started unless it is under way.

        start  gets whom to tell of the work: all who wait for it
        tell   hears of it as long as this call lasts

        A caller that is cancelled leaves it to the others; the last one takes it along.
        """
        flight = self._running.get(key)
        if flight is None:
            flight = self._running[key] = _Flight(start)
            self._tasks.add(flight.task)
            flight.task.add_done_callback(lambda task: self._landed(key, task))
        flight.waiting += 1
        try:
            with flight.audience.joined(tell):
                result: T = await asyncio.shield(flight.task)
        finally:
            flight.waiting -= 1
            if not flight.waiting and not flight.task.done():
                # Who asks from now on gets a flight of his own, not a cancelled one.
                del self._running[key]
                flight.task.cancel()
        return result

    def _landed(self, key: Hashable, task: "asyncio.Task[Any]") -> None:
        self._tasks.discard(task)
        flight = self._running.get(key)
        if flight is not None and flight.task is task:
            del self._running[key]
