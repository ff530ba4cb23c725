"""How a run gets at files and tables: at once from the cache on disk, or by waiting.

A warm run must not pay for an event loop. The stages are written once, as coroutines; with
cached access they never suspend, so `step` can run them by hand.
"""

from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct

if TYPE_CHECKING:
    from inspector.fetch.remote import Files
    from inspector.native.scan import Scans
    from inspector.native.tables import Tables

In = TypeVar("In")
Out = TypeVar("Out")


class Access(Struct, frozen=True):
    """Where files and tables come from."""

    files: "Files"
    tables: "Tables"
    waits: bool  # False: every answer is there at once, or NotCached is raised
    scans: "Scans | None" = None  # None: no folder is scanned

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
