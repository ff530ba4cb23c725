"""How a run gets at files and answers: at once from the disk, or by waiting."""

from collections.abc import Callable, Coroutine, Iterable
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct

from inspector.js.tables import Tables

if TYPE_CHECKING:
    from inspector.fetch.remote import Files

In = TypeVar("In")
Out = TypeVar("Out")


class Access(Struct, frozen=True):
    """Where files and answers come from."""

    files: "Files"
    tables: Tables
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

    def lock(self) -> AbstractAsyncContextManager[None]:
        """For what is done once, however many want it."""
        if not self.waits:
            return nullcontext()
        import asyncio

        return asyncio.Lock()

    async def breathe(self) -> None:
        """Let others run between two pieces of work."""
        if self.waits:
            import asyncio

            await asyncio.sleep(0)
