"""What the child process and our lookup cost beyond `symbolic` itself.

    python -m tests.benchmarks.objects [DEBUG_FILE]

Without a file the largest one under /usr/lib/debug is taken (Debian: libc6-dbg, python3.11-dbg).
Goals: convert <= 1.15 x bare conversion + one child start; lookup + 10 us at most.
"""

import asyncio
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from inspector.objects.children.worker import Workers
from inspector.objects.symcache import SymCache
from tests.benchmarks._results import Results

ROUNDS = 9
BARE = """\
import sys, time
from symbolic import Archive
start = time.perf_counter()
table = next(Archive.open(sys.argv[1]).iter_objects()).make_symcache()
with open(sys.argv[2], "wb") as out:
    table.dump_into(out)
print(time.perf_counter() - start)
"""


def largest_debug_file() -> str | None:
    files = [path for path in Path("/usr/lib/debug").rglob("*") if path.is_file()]
    return str(max(files, key=lambda path: path.stat().st_size)) if files else None


def bare(path: str, out: str) -> float:
    """Seconds of conversion and writing alone, in a fresh process."""
    command = [sys.executable, "-c", BARE, path, out]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


async def through_a_child(path: str, out: str) -> tuple[float, float]:
    """Seconds of one conversion by a fresh child, and of starting one and its parser."""
    size = Path(path).stat().st_size
    tiny = Path(out).with_name("tiny")
    tiny.write_text("MODULE Linux x86_64 000000000000000000000000000000000 a\n")
    async with Workers(1, 16 << 30, 600) as workers:
        start = perf_counter()
        found = await workers.run("identify", {"path": str(tiny)}, "tiny")
        started = perf_counter() - start
        assert isinstance(found, list), found
    async with Workers(1, 16 << 30, 600) as workers:
        start = perf_counter()
        place = {"path": path, "offset": 0, "size": size, "out_path": out}
        assert await workers.run("symcache", place, path) is None
        return perf_counter() - start, started


def microseconds(lookup: Callable[[int], Any], addresses: list[int]) -> float:
    """Of one call, the best of some rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = perf_counter()
        for address in addresses:
            lookup(address)
        best = min(best, perf_counter() - start)
    return best / len(addresses) * 1e6


def lookups(out: str) -> tuple[float, float]:
    """Microseconds of a lookup: bare, and ours."""
    from symbolic.symcache import SymCache as Bare

    opener: Any = Bare
    theirs, ours = opener.open(out), SymCache.open(out)
    drawn = (random.randrange(1 << 26) for _ in range(1 << 20))
    hits = [address for address in drawn if ours.lookup(address)][:5000]
    return microseconds(theirs.lookup, hits), microseconds(ours.lookup, hits)


def main() -> int:
    path = sys.argv[1] if len(sys.argv) > 1 else largest_debug_file()
    if path is None:
        print("skipped: no debug file; install libc6-dbg or name one")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "table")
        # In turns, so that a busy machine slows both.
        runs = [(bare(path, out), *asyncio.run(through_a_child(path, out))) for _ in range(ROUNDS)]
        table = Path(out).stat().st_size
        theirs, ours = lookups(out)
    alone, whole, start = (min(column) for column in zip(*runs, strict=True))
    ratio = (whole - start) / alone
    print(f"file {Path(path).stat().st_size / 1e6:.1f} MB, symcache {table / 1e6:.1f} MB")
    print(f"convert: bare {alone:.3f} s, child start {start:.3f} s, whole {whole:.3f} s", end="")
    print(f"; without the start {ratio:.2f} x bare")
    print(f"lookup: bare {theirs:.1f} us, ours {ours:.1f} us")
    print(f"peak memory of this process: {resource.getrusage(0).ru_maxrss / 1024:.0f} MB")
    results = Results("objects")
    results.add("conversion without the start / bare", ratio, goal=1.15)
    results.add("child start", start, "s")
    results.add("lookup", ours, "us", goal=theirs + 10)
    results.add("bare lookup", theirs, "us")
    results.write()
    return int(ratio > 1.15 or ours > theirs + 10)


if __name__ == "__main__":
    sys.exit(main())
