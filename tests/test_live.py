"""What a run leaves behind."""

import os
import time
from pathlib import Path

from inspector.fetch.cache import OBJECTS, Cache
from inspector.live import Live
from inspector.settings import Bytes, Settings


async def test_the_cache_is_kept_below_its_limit(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path))
    paths = []
    for hours in range(4):
        with cache.temporary() as temp:
            Path(temp).write_bytes(b"x" * 10_000)
            paths.append(cache.store(OBJECTS, f"scope: global\n\n{hours}\n", temp))
        used = time.time() - 3600 * hours
        os.utime(paths[-1], (used, used))
    live = await Live.start(Settings(max_cache_size=Bytes(25_000)), cache)
    assert all(os.path.exists(path) for path in paths)
    await live.close()
    assert [os.path.exists(path) for path in paths] == [True, True, False, False]
