"""How a run gets at files and answers: at once from the disk, or by waiting."""

from contextlib import AbstractAsyncContextManager, nullcontext
from typing import TYPE_CHECKING

from inspector.fetch.waiting import Waiting
from inspector.js.tables import Tables

if TYPE_CHECKING:
    from inspector.fetch.remote import Files


class Access(Waiting, frozen=True, kw_only=True):
    """Where files and answers come from."""

    files: "Files"
    tables: Tables

    def lock(self) -> AbstractAsyncContextManager[None]:
        """For what is done once, however many want it."""
        if not self.waits:
            return nullcontext()
        import asyncio

        return asyncio.Lock()
