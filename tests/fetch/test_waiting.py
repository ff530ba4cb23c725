"""Stages that are coroutines only in name when everything is at hand."""

import asyncio
from typing import Any

import pytest

from inspector.fetch.waiting import Waiting, step

CACHED, WAITING = Waiting(False), Waiting(True)


async def double(number: int) -> int:
    return 2 * number


def test_without_waiting_no_event_loop_is_needed() -> None:
    assert step(CACHED.each(double, [1, 2, 3])) == [2, 4, 6]
    assert step(CACHED.breathe()) is None


def test_cached_items_are_asked_in_their_order() -> None:
    """The first that is not at hand ends the attempt: nothing after it is touched."""
    seen: list[int] = []

    async def ask(number: int) -> None:
        seen.append(number)
        if number == 2:
            raise KeyError(number)

    with pytest.raises(KeyError):
        step(CACHED.each(ask, [1, 2, 3]))
    assert seen == [1, 2]


async def test_waiting_items_are_asked_at_once_and_answer_in_their_order() -> None:
    all_here = asyncio.Barrier(3)

    async def ask(number: int) -> int:
        await all_here.wait()  # nobody goes on before everybody was asked
        return 2 * number

    assert await WAITING.each(ask, [1, 2, 3]) == [2, 4, 6]


async def test_the_failure_of_one_ends_the_others() -> None:
    ended: list[int] = []

    async def ask(number: int) -> None:
        if number == 1:
            raise LookupError
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(number)

    with pytest.raises(ExceptionGroup) as caught:
        await WAITING.each(ask, [1, 2, 3])
    assert caught.group_contains(LookupError)
    assert sorted(ended) == [2, 3]


async def test_breathing_lets_others_work() -> None:
    done: list[str] = []

    async def other() -> None:
        done.append("other")

    task = asyncio.create_task(other())
    await WAITING.breathe()
    assert done == ["other"]
    await task


def test_a_step_that_would_wait_is_a_mistake_of_ours() -> None:
    async def waits() -> None:
        await Once()

    with pytest.raises(RuntimeError, match="should have been at hand"):
        step(waits())


class Once:
    """An awaitable that suspends."""

    def __await__(self) -> Any:
        yield


def test_no_items_no_answers() -> None:
    assert step(CACHED.each(double, [])) == []
