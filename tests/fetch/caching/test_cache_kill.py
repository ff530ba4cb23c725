"""A process may be killed at any moment: the cache then still gives right answers."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from inspector.fetch.caching.cache import OBJECTS, Cache
from inspector.model.outcome import Miss

ROUNDS = 200
KEYS = 12

# Writes good files, good files that look like misses, and misses, and over each of them again.
WRITER = """
import os, random, sys
from inspector.fetch.caching.cache import OBJECTS, Cache
from inspector.model.outcome import NOT_FOUND, Miss, Why
root = sys.argv[1]
sys.stdout.write("ready\\n")
sys.stdout.flush()
for seed in sys.stdin:
    pid = os.fork()
    if not pid:
        random.seed(int(seed))
        cache = Cache(root)
        sys.stdout.write("started\\n")
        sys.stdout.flush()
        while True:
            key = f"scope: global\\n\\n{random.randrange(12)}\\n"
            what = random.randrange(5)
            if what == 0:
                cache.store_miss(OBJECTS, key, NOT_FOUND)
            elif what == 1:
                cache.store_miss(OBJECTS, key, Miss(Why.NO_PERMISSION, "403 Forbidden"))
            else:
                content = (b"", b"malformed data", b"x" * 70000)[what - 2]
                with cache.temporary() as temp:
                    with open(temp, "wb") as file:
                        for i in range(0, len(content), 7000):
                            file.write(content[i : i + 7000])
                    cache.store(OBJECTS, key, temp)
    sys.stdout.write(f"{pid}\\n")
    sys.stdout.flush()
    os.waitpid(pid, 0)
    sys.stdout.write("dead\\n")
    sys.stdout.flush()
"""

GOOD = {b"", b"malformed data", b"x" * 70000}


@pytest.mark.skipif(sys.platform == "win32", reason="forks, to be quick")
def test_kill(tmp_path: Path) -> None:
    import os

    choose = random.Random(4)
    answers: set[str] = set()
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdin is not None
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        for seed in range(ROUNDS):
            writer.stdin.write(f"{seed}\n")
            writer.stdin.flush()
            said = {writer.stdout.readline().strip() for _ in range(2)}
            pid = int((said - {"started"}).pop())
            end = time.perf_counter() + choose.random() * 0.008
            while time.perf_counter() < end:
                pass
            os.kill(pid, signal.SIGKILL)
            assert writer.stdout.readline() == "dead\n"
            answers |= look(Cache(str(tmp_path)))
        writer.stdin.close()
    assert answers >= {"", "malformed data", "x" * 70000, "not_found", "permission_denied"}


def look(cache: Cache) -> set[str]:
    """All answers; each is one that was given whole."""
    seen = set()
    for number in range(KEYS):
        found = cache.find(OBJECTS, f"scope: global\n\n{number}\n")
        if isinstance(found, Miss):
            assert found.details in ("", "403 Forbidden")
            seen.add(found.why.value)
        elif found is not None:
            content = Path(found).read_bytes()
            assert content in GOOD
            seen.add(content.decode())
    return seen
