"""Requests through an executor: a window of them at a time, outcomes as they come."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Any, Protocol

from msgspec import Struct, structs

from inspector.batch.finding import Wanted
from inspector.batch.index import Index
from inspector.batch.outcome import Outcome
from inspector.batch.work import How, Job, answer_all

_LARGEST_CHUNK = 20


class Runs(Protocol):
    """What runs functions elsewhere: executors of concurrent.futures, of dask, and the like."""

    def submit(self, fn: Callable[..., Any], /, *args: Any) -> "Future[Any]":
        """A future of `fn(*args)`."""
        ...


class Batch(Struct, frozen=True, kw_only=True):
    """How many at a time, and what need not be done again."""

    how: How
    target: Callable[[Wanted], str]  # where the answer goes; "" keeps the outcome only
    workers: int = 1  # of the executor
    chunk: int = _LARGEST_CHUNK  # requests that a worker gets together
    again: bool = False  # answer also what has an answer newer than the request


def chunk_for(count: int, workers: int) -> int:
    """How many of so many requests a worker gets together: few enough that every worker has work
    and something happens on the screen, as many as pay for sending them."""
    return max(1, min(_LARGEST_CHUNK, count // (8 * workers)))


def run(wanted: Iterable[Wanted], batch: Batch, index: Index, executor: Runs) -> Iterator[Outcome]:
    """The outcome of every request, put into the index as it comes."""
    todo = iter(wanted)
    pending: set[Future[list[Outcome]]] = set()
    more = True
    while more or pending:
        while more and len(pending) < 2 * batch.workers:
            kept, jobs, more = _next(todo, batch, index)
            index.add(kept)
            yield from kept
            if jobs:
                pending.add(executor.submit(answer_all, batch.how, jobs))
        done, pending = wait(pending, return_when=FIRST_COMPLETED)
        for future in done:
            outcomes = future.result()
            index.add(outcomes)
            yield from outcomes


def _next(
    todo: Iterator[Wanted], batch: Batch, index: Index
) -> tuple[list[Outcome], tuple[Job, ...], bool]:
    """What is kept, a chunk of work, and whether there may be more."""
    kept: list[Outcome] = []
    jobs: list[Job] = []
    for wanted in todo:
        out = batch.target(wanted)
        known = None if batch.again else _kept(wanted.path, out, batch.how.token, index)
        if known is None:
            jobs.append(Job(wanted.path, out))
        else:
            kept.append(known)
        if len(jobs) == batch.chunk or len(kept) == 50 * batch.chunk:
            return kept, tuple(jobs), True
    return kept, tuple(jobs), False


def _kept(path: str, out: str, token: str, index: Index) -> Outcome | None:
    """The row of a request whose answer still holds."""
    known = index.get(path)
    if known is None or known.state == "broken" or (known.out, known.token) != (out, token):
        return None
    try:
        fresh = os.stat(path).st_mtime_ns == known.modified and (not out or os.path.isfile(out))
    except OSError:
        return None
    return structs.replace(known, state="kept") if fresh else None
