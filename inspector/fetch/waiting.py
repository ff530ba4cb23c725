"""Written once, run in two ways: at once from the cache on disk, or by waiting.

A warm run must not pay for an event loop. Its stages are coroutines; those that need not wait
never suspend, so `step` can run them by hand.
"""

from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import Any, TypeVar

from msgspec import Struct

In = TypeVar("In")
Out = TypeVar("Out")


class Waiting(Struct, frozen=True):
    """Whether a run may wait."""

    waits: bool  # False: every answer is there at once, or NotCached is raised

    async def each(
        self, ask: Callable[[In], Coroutine[Any, Any, Out]], items: Iterable[In]
    ) -> list[Out]:
        """`ask` of every item, in their order; all at once if waiting is allowed."""
        if not self.waits:
            return [await ask(item) for item in items]
        import asyncio

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(ask(item)) for item in items]
        return [task.result() for task in tasks]

    async def breathe(self) -> None:
        """Let others run between two pieces of work."""
        if self.waits:
            import asyncio

            await asyncio.sleep(0)


def step(work: Awaitable[Out]) -> Out:
    """The result of a coroutine that never suspends."""
    try:
        next(work.__await__())
    except StopIteration as done:
        return done.value  # type: ignore[no-any-return]
    raise RuntimeError("waited for something that should have been at hand")
