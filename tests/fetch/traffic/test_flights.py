"""Work that is done once, however many ask."""

import asyncio

import pytest

from inspector.fetch.traffic.flights import Flights
from inspector.model.events import Event, ParseEnded, ParseStarted, Tell, ignore

STARTED, ENDED = ParseStarted("x", "identify"), ParseEnded("x", "identify", "ok")


class Work:
    """Runs until it is told to end."""

    def __init__(self) -> None:
        self.started = self.cancelled = 0
        self.go = asyncio.Event()

    async def run(self, _tell: Tell) -> int:
        self.started += 1
        try:
            await self.go.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        return self.started


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_shared() -> None:
    work = Work()
    async with Flights() as flights:
        callers = [asyncio.create_task(flights.share("a", work.run, ignore)) for _ in range(20)]
        await settle()
        work.go.set()
        assert await asyncio.gather(*callers) == [1] * 20
        assert await flights.share("a", work.run, ignore) == 2


async def test_other_keys_are_other_work() -> None:
    work = Work()
    work.go.set()
    async with Flights() as flights:
        await asyncio.gather(
            flights.share("a", work.run, ignore), flights.share("b", work.run, ignore)
        )
    assert work.started == 2


async def test_one_caller_leaves() -> None:
    work = Work()
    async with Flights() as flights:
        stays, leaves = (
            asyncio.create_task(flights.share("a", work.run, ignore)) for _ in range(2)
        )
        await settle()
        leaves.cancel()
        await settle()
        assert leaves.cancelled()
        work.go.set()
        assert await stays == 1
    assert work.cancelled == 0


async def test_the_last_caller_leaves() -> None:
    """The work stops; whoever asks next does not get the stopped one."""
    work = Work()
    async with Flights() as flights:
        callers = [asyncio.create_task(flights.share("a", work.run, ignore)) for _ in range(2)]
        await settle()
        for caller in callers:
            caller.cancel()
        await asyncio.gather(*callers, return_exceptions=True)
        next_one = asyncio.create_task(flights.share("a", work.run, ignore))
        await settle()
        assert work.cancelled == 1
        work.go.set()
        assert await next_one == 2


async def test_the_block_ends_the_work() -> None:
    work = Work()
    async with Flights() as flights:
        caller = asyncio.create_task(flights.share("a", work.run, ignore))
        await settle()
    assert work.cancelled == 1
    with pytest.raises(asyncio.CancelledError):
        await caller


async def test_a_bug_reaches_all() -> None:
    async def fail(_tell: Tell) -> None:
        await asyncio.sleep(0)
        raise ZeroDivisionError

    async with Flights() as flights:
        results = await asyncio.gather(
            *(flights.share("a", fail, ignore) for _ in range(3)), return_exceptions=True
        )
    assert [type(result) for result in results] == [ZeroDivisionError] * 3


async def test_all_who_wait_hear_of_it_and_nobody_else() -> None:
    go = asyncio.Event()

    async def work(tell: Tell) -> None:
        tell(STARTED)
        await go.wait()
        tell(ENDED)

    heard: dict[str, list[Event]] = {name: [] for name in ("first", "late", "leaves", "other")}
    async with Flights() as flights:

        def ask(name: str, key: str) -> "asyncio.Task[None]":
            return asyncio.create_task(flights.share(key, work, heard[name].append))

        first, other = ask("first", "a"), ask("other", "b")
        await settle()
        late, leaves = ask("late", "a"), ask("leaves", "a")
        await settle()
        leaves.cancel()
        await settle()
        go.set()
        await asyncio.gather(first, late, other)
    assert heard == {
        "first": [STARTED, ENDED],
        "late": [STARTED, ENDED],
        "leaves": [STARTED, ParseEnded("x", "identify", "cancelled")],
        "other": [STARTED, ENDED],
    }
