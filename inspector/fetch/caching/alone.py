"""One process at a time for one file of the cache: what two of them need is made once."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from inspector.fetch.caching.cache import TEMPORARY

if TYPE_CHECKING:
    from inspector.fetch.caching.cache import Cache, Kind


@asynccontextmanager
async def alone(cache: "Cache", kind: "Kind", key: str) -> AsyncIterator[None]:
    """Inside the block no other process is in one for the same key; look again what is cached.

    A killed process lets go. Where the file system has no locks nobody waits: the work is done
    twice then, which harms nothing.
    """
    from filelock import AsyncFileLock

    folder = os.path.join(cache.root, TEMPORARY)
    path = os.path.join(
        folder, f"lock-{kind.folder}-" + "".join(cache.path(kind, key).split(os.sep)[-3:])
    )
    lock = None
    with suppress(OSError, NotImplementedError):
        os.makedirs(folder, exist_ok=True)
        lock = AsyncFileLock(path, run_in_executor=False, fallback_to_soft=False)
        await lock.acquire()
    try:
        yield
    finally:
        if lock is not None and lock.is_locked:
            # Whoever waits for a file that is gone may meet a third one: again only work twice.
            with suppress(OSError):
                os.unlink(path)
            await lock.release()
