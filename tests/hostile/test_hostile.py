"""Thousands of hostile inputs: each ends in a legal answer or in a clear error.

pytest tests/hostile                       2,000 cases
pytest tests/hostile --hostile 100000      as many as it says
pytest tests/hostile --hostile-only 4711   one case, for whoever mends what it found
"""

import asyncio
import gc
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

import pytest

from tests.hostile.bench import AT_ONCE, Bench, children, memory

SHARD = 250  # cases with one cache and one pair of engines
MOST_GROWTH = 150 << 20  # bytes of this process, from the end of the first shard on


async def run_shard(folder: Path, numbers: Iterable[int]) -> list[str]:
    """What went wrong, a text for each case."""
    failures: list[str] = []
    asyncio.get_running_loop().set_exception_handler(
        lambda _loop, context: failures.append(f"nobody waited for this: {context}")
    )
    waiting = iter(numbers)

    async def work(bench: Bench) -> None:
        for number in waiting:
            try:
                await bench.run(number)
            except Exception:  # noqa: BLE001  whatever it is, the others are run too
                failures.append(f"--hostile-only {number}\n{traceback.format_exc(limit=-8)}")

    async with Bench(folder) as bench:
        await asyncio.gather(*(work(bench) for _ in range(AT_ONCE)))
    return failures + bench.left_over()


def run_all(numbers: range, folder: Callable[[], Path]) -> list[str]:
    """All cases in shards of their own, and how far this process grew if that is too much."""
    failures: list[str] = []
    settled = None
    for start in range(numbers.start, numbers.stop, SHARD):
        part = range(start, min(start + SHARD, numbers.stop))
        with reader_of(start // SHARD):
            scratch = folder()
            failures += asyncio.run(run_shard(scratch, part))
            rmtree(scratch)
        gc.collect()
        settled = memory() if settled is None else settled
    grown = memory() - (settled or 0)
    if grown > MOST_GROWTH:
        failures.append(f"grew by {grown >> 20} MB")
    return failures


@contextmanager
def reader_of(shard: int) -> Iterator[None]:
    """Every fourth shard is read by the second readers alone."""
    with pytest.MonkeyPatch.context() as patch:
        if shard % 4 == 3:
            patch.setenv("INSPECTOR_READER", "portable")
        yield


def test_hostile_input(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setenv("HOME", str(tmp_path))
    only, count = request.config.getoption("--hostile-only"), request.config.getoption("--hostile")
    numbers = range(count) if only is None else range(only, only + 1)
    assert len(numbers) > 0
    before = children()

    def folder() -> Path:
        return Path(tempfile.mkdtemp(dir=tmp_path))

    failures = run_all(numbers, folder)

    assert children() - before == set()
    assert list(temporary.iterdir()) == []
    assert not failures, f"{len(failures)} failures\n" + "\n".join(distinct(failures))


def distinct(failures: list[str]) -> list[str]:
    """One of each sort, the last line being what tells them apart."""
    sorts = {failure.rstrip().rpartition("\n")[2][:60]: failure for failure in reversed(failures)}
    return list(sorts.values())[:20]
