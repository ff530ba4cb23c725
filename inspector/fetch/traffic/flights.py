"""Work that is done once, however many ask for it at the same time."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from types import TracebackType
from typing import Any, TypeVar

T = TypeVar("T")


class _Flight:
    def __init__(self, task: "asyncio.Task[Any]") -> None:
        self.task, self.waiting = task, 0


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

    async def share(self, key: Hashable, start: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """The result of the work under `key`, started unless it is under way.

        A caller that is cancelled leaves it to the others; the last one takes it along.
        """
        flight = self._running.get(key)
        if flight is None:
            flight = self._running[key] = _Flight(asyncio.create_task(start()))
            self._tasks.add(flight.task)
            flight.task.add_done_callback(lambda task: self._landed(key, task))
        flight.waiting += 1
        try:
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
