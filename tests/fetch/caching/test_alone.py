"""One process at a time for one file of the cache."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from inspector.fetch.caching.alone import alone
from inspector.fetch.caching.cache import OBJECTS, SYMCACHES, Cache

HOLD = """
import asyncio, sys
from inspector.fetch.caching.alone import alone
from inspector.fetch.caching.cache import OBJECTS, Cache
async def main():
    async with alone(Cache(sys.argv[1]), OBJECTS, "key"):
        print("held", flush=True)
        sys.stdin.read()
asyncio.run(main())
"""


def test_another_process_waits_until_the_first_is_done_or_dead(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, **pipes) as first:  # type: ignore[call-overload]
        assert first.stdout.readline() == b"held\n"

        async def wait() -> bool:
            cache = Cache(str(tmp_path))
            async with alone(cache, OBJECTS, "other"), alone(cache, SYMCACHES, "key"):
                pass  # other files are not waited for
            entered = asyncio.Event()

            async def second() -> None:
                async with alone(cache, OBJECTS, "key"):
                    entered.set()

            waiting = asyncio.create_task(second())
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(entered.wait(), 0.2)
            first.kill()
            await asyncio.wait_for(waiting, 30)
            return entered.is_set()

        assert asyncio.run(wait())
    assert os.listdir(tmp_path / "tmp") == []


async def test_a_body_that_fails_lets_go(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path))
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            async with alone(cache, OBJECTS, "key"):
                raise ZeroDivisionError
    assert os.listdir(tmp_path / "tmp") == []


async def test_a_folder_without_locks_is_no_reason_to_wait(tmp_path: Path) -> None:
    (tmp_path / "tmp").write_text("in the way")
    async with alone(Cache(str(tmp_path)), OBJECTS, "key"):
        entered = True
    assert entered
