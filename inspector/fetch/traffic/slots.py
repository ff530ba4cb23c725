"""How many downloads run at once: in total, and from one host."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Slots:
    """Waiting for a slow host takes no slot from the others."""

    def __init__(self, total: int, per_host: int) -> None:
        self._total = asyncio.Semaphore(total)
        # One host never has all of them, however few a person allows.
        self._per_host = max(1, min(per_host, total // 2))
        self._hosts: dict[str, asyncio.Semaphore] = {}

    @asynccontextmanager
    async def one(self, host: str) -> AsyncIterator[None]:
        """Wait for a slot; it is held inside the block."""
        of_host = self._hosts.setdefault(host, asyncio.Semaphore(self._per_host))
        async with of_host, self._total:
            yield
