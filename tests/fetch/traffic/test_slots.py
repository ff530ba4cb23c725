"""How many downloads run at once."""

import asyncio

import pytest

from inspector.fetch.traffic.slots import Slots


class Running:
    def __init__(self) -> None:
        self.now: dict[str, int] = {}
        self.most: dict[str, int] = {}
        self.most_of_all = 0

    async def work(self, slots: Slots, host: str) -> None:
        async with slots.one(host):
            self.now[host] = self.now.get(host, 0) + 1
            self.most[host] = max(self.most.get(host, 0), self.now[host])
            self.most_of_all = max(self.most_of_all, sum(self.now.values()))
            await asyncio.sleep(0)
            self.now[host] -= 1


async def test_limits() -> None:
    running, slots = Running(), Slots(6, 3)
    await asyncio.gather(*(running.work(slots, host) for host in "aaaaaaabbbbbbbccccccc"))
    assert running.most == {"a": 3, "b": 3, "c": 3}
    assert running.most_of_all == 6


@pytest.mark.parametrize(
    ("slots", "left"),
    [
        pytest.param(Slots(6, 3), 3, id="a-limit-for-each"),
        pytest.param(Slots(4, 32), 2, id="fewer-in-all-than-for-each"),
    ],
)
async def test_a_slow_host_does_not_stop_the_others(slots: Slots, left: int) -> None:
    never = asyncio.Event()

    async def slow() -> None:
        async with slots.one("slow"):
            await never.wait()

    stuck = [asyncio.create_task(slow()) for _ in range(50)]
    await asyncio.sleep(0)
    running = Running()
    async with asyncio.timeout(5):
        await asyncio.gather(*(running.work(slots, "quick") for _ in range(20)))
    assert running.most == {"quick": left}
    for task in stuck:
        task.cancel()
    await asyncio.gather(*stuck, return_exceptions=True)
