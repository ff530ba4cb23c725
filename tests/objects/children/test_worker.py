"""The pool: who gets which child, what is told, what cancelling leaves behind."""

import asyncio
import os
from pathlib import Path

import pytest

from inspector.model.events import Event, ParseEnded, ParseStarted
from inspector.model.outcome import Miss, Why
from inspector.objects.identify import ObjectInfo
from inspector.objects.symcache import SymCache
from tests.objects.hostile_workers import MB, ask, first_line, hostile_workers

HARBOR = Path(__file__).resolve().parent.parent.parent / "fixtures" / "harbor"


@pytest.mark.symbolic
async def test_identify_then_convert(tmp_path: Path) -> None:
    path, out = str(HARBOR / "elf/sep.debug"), str(tmp_path / "table")
    async with hostile_workers() as workers:
        (info,) = await workers.run("identify", {"path": path}, path, tuple[ObjectInfo, ...])
        place = {"path": path, "offset": info.offset, "size": info.size}
        assert await ask(workers, "symcache", **place, out_path=out) is None
    assert SymCache.open(out).lookup(0x1290)[0].symbol == "read_scale"


async def test_time_limit() -> None:
    async with hostile_workers(seconds=0.5) as workers:
        found = await ask(workers, "hang")
        assert found == Miss(Why.MALFORMED, "not parsed after 500ms")
        assert await ask(workers, "echo", value=1) == 1


async def test_answer_of_another_type() -> None:
    """The child is not believed: what it says must be what was asked for."""
    async with hostile_workers() as workers:
        found = await workers.run("echo", {"value": ["x"]}, "f", tuple[ObjectInfo, ...])
        assert found.why is Why.INTERNAL
        assert await workers.run("echo", {"value": [1]}, "f", tuple[int, ...]) == (1,)


async def test_children_are_used_again() -> None:
    async with hostile_workers(limit=4) as workers:
        assert len({await ask(workers, "pid") for _ in range(5)}) == 1


async def test_a_child_that_grew_large_is_replaced() -> None:
    async with hostile_workers() as workers:
        before = await ask(workers, "pid")
        assert await ask(workers, "eat", megabytes=200) == 200 * MB
        assert await ask(workers, "pid") != before


async def test_a_child_with_little_room_left_is_not_the_files_fault() -> None:
    """What earlier files left behind does not count: a fresh child gets the task once more."""
    async with hostile_workers(memory=512 * MB) as workers:
        assert await ask(workers, "keep", megabytes=100) == 100 * MB  # below a quarter
        assert await ask(workers, "eat", megabytes=400) == 400 * MB


async def test_at_once(tmp_path: Path) -> None:
    """Two tasks that each wait for the other."""
    a, b = str(tmp_path / "a"), str(tmp_path / "b")
    async with hostile_workers(limit=2) as workers:
        met = await asyncio.gather(
            ask(workers, "meet", mine=a, other=b), ask(workers, "meet", mine=b, other=a)
        )
    assert list(met) == [True, True]


async def test_never_more_than_the_limit() -> None:
    async with hostile_workers(limit=2) as workers:
        pids = await asyncio.gather(*(ask(workers, "pid") for _ in range(8)))
    assert 1 <= len(set(pids)) <= 2


async def test_cancel_kills_the_child(tmp_path: Path) -> None:
    pipe, told = tmp_path / "pipe", list[Event]()
    os.mkfifo(pipe)
    async with hostile_workers(tell=told.append) as workers:
        task = asyncio.create_task(workers.run("hold", {"pipe": str(pipe)}, "big.pdb"))
        file, pid = await first_line(pipe)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert file.read() == b""  # nobody holds the other end
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)  # and it is no zombie
        file.close()
        assert await ask(workers, "echo", value=1) == 1
    assert told[0] == ParseStarted("big.pdb", "hold")
    assert isinstance(told[1], ParseEnded)
    assert (told[1].file, told[1].task, told[1].outcome) == ("big.pdb", "hold", "cancelled")


async def test_cancel_at_any_step() -> None:
    """One end for each start, the slots come back, no child stays: wherever the cancel hits."""
    told: list[Event] = []
    async with hostile_workers(limit=2, tell=told.append) as workers:
        for steps in range(0, 60, 3):
            tasks = [asyncio.create_task(workers.run("pid", {}, f"{steps} {n}")) for n in range(4)]
            for _ in range(steps):
                await asyncio.sleep(0)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        pids = await asyncio.gather(*(ask(workers, "pid") for _ in range(4)))
    started = [event.file for event in told if isinstance(event, ParseStarted)]
    ended = [event.file for event in told if isinstance(event, ParseEnded)]
    assert sorted(started) == sorted(ended)
    assert {event.outcome for event in told if isinstance(event, ParseEnded)} == {"ok", "cancelled"}
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


async def test_events() -> None:
    told: list[Event] = []
    async with hostile_workers(tell=told.append) as workers:
        await workers.run("echo", {"value": 1}, "a")
        await workers.run("refuse", {"reason": "x"}, "b")
        await workers.run("crash", {}, "c")
        await workers.run("fail", {"reason": "x"}, "d")
    starts, ends = told[::2], told[1::2]
    assert starts == [
        ParseStarted(file, task)
        for file, task in [("a", "echo"), ("b", "refuse"), ("c", "crash"), ("d", "fail")]
    ]
    outcomes = [(e.file, e.outcome) for e in ends if isinstance(e, ParseEnded) and e.seconds > 0]
    assert outcomes == [("a", "ok"), ("b", "malformed"), ("c", "malformed"), ("d", "internal")]


async def test_leaving_kills_what_still_runs(tmp_path: Path) -> None:
    """A task that somebody left running learns that it was us, not the file."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    async with hostile_workers() as workers:
        left = asyncio.create_task(ask(workers, "hold", pipe=str(pipe)))
        file, _ = await first_line(pipe)
    assert file.read() == b""
    file.close()
    with pytest.raises(RuntimeError, match="closed"):
        await left
    with pytest.raises(RuntimeError, match="closed"):
        await ask(workers, "pid")


async def test_unknown_task() -> None:
    async with hostile_workers() as workers:
        with pytest.raises(KeyError):
            await ask(workers, "nonsense")
