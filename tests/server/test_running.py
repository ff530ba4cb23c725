"""Computations in the background: waiting, polling, limits, the end."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from inspector.server.running import Busy, Running


class Work:
    """A computation that ends when it is told to."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.cancelled = False

    async def __call__(self) -> bytes:
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.cancelled = True
            raise
        return b'{"done": true}'


Make = Callable[..., Running]


@pytest.fixture
async def make() -> AsyncIterator[Make]:
    """Makes what is closed at the end."""
    made: list[Running] = []

    def one(limit: int | None = None, **more: float) -> Running:
        made.append(Running(limit=limit, **more))
        return made[-1]

    yield one
    for running in made:
        await running.close(0)


async def status(running: Running, name: str, seconds: float | None = None) -> Any:
    answer = await running.answer(name, seconds)
    return None if answer is None else json.loads(answer)


async def test_pending_until_done_then_kept(make: Make) -> None:
    running, work = make(), Work()
    name = running.start(work)
    pending = {"status": "pending", "request_id": name, "retry_after": 30}
    assert await status(running, name, 0) == pending
    assert await status(running, name, 0.01) == pending
    waiting = asyncio.create_task(status(running, name))
    work.go.set()
    assert await waiting == {"done": True}
    assert await status(running, name, 0) == {"done": True}


async def test_an_answer_is_forgotten_in_time(make: Make) -> None:
    running, work = make(kept=0), Work()
    name = running.start(work)
    assert (await status(running, name, 0))["status"] == "pending"
    work.go.set()
    assert await status(running, name) == {"done": True}
    assert await status(running, name) is None


async def test_an_answer_whose_id_nobody_was_told_is_not_kept(make: Make) -> None:
    running, work = make(), Work()
    work.go.set()
    name = running.start(work)
    assert await status(running, name) == {"done": True}
    assert await status(running, name) is None


@pytest.mark.parametrize("name", ["", "no-id", "00000000-0000-0000-0000-000000000000"])
async def test_an_unknown_id(make: Make, name: str) -> None:
    assert await status(make(), name) is None


async def test_a_place_is_free_when_the_work_ends_not_when_its_answer_goes(make: Make) -> None:
    running, works = make(2), [Work(), Work(), Work()]
    names = [running.start(work) for work in works[:2]]
    with pytest.raises(Busy):
        running.start(works[2])
    works[0].go.set()
    await running.answer(names[0])
    running.start(works[2])
    with pytest.raises(Busy):
        running.start(Work())
    await running.close(0)


async def test_a_client_that_leaves_does_not_end_the_work(make: Make) -> None:
    running, work = make(), Work()
    name = running.start(work)
    client = asyncio.create_task(running.answer(name))
    await asyncio.sleep(0)
    client.cancel()
    with pytest.raises(asyncio.CancelledError):
        await client
    work.go.set()
    assert await status(running, name) == {"done": True}


async def test_a_computation_that_takes_too_long(make: Make) -> None:
    running, work = make(longest=0.01), Work()
    assert await status(running, running.start(work)) == {"status": "timeout"}
    assert work.cancelled


async def test_a_mistake_of_ours_is_an_internal_error(
    make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken() -> bytes:
        raise RuntimeError("oh")

    running = make()
    with caplog.at_level(logging.ERROR):
        assert await status(running, running.start(broken)) == {"status": "internal_error"}
    assert "oh" in caplog.text


async def test_closing_lets_finish_then_fails_the_rest(make: Make) -> None:
    running, quick, slow = make(), Work(), Work()
    names = [running.start(quick), running.start(slow)]
    answers = [asyncio.create_task(status(running, name)) for name in names]
    await asyncio.sleep(0)  # now they wait
    quick.go.set()
    await running.close(0.02)
    assert await answers[0] == {"done": True}
    assert await answers[1] == {"status": "failed", "message": "the service was shut down"}
    assert slow.cancelled
    with pytest.raises(Busy):
        running.start(quick)
    await running.close(0)
