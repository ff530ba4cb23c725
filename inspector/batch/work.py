"""A few requests answered in one go: what an executor runs, here or on another machine.

Everything that goes in and out can be pickled; nothing is kept between calls but the cache.
"""

import asyncio
import os
from collections.abc import Callable  # noqa: TC003  msgspec reads the types of fields
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from inspector.atomic import write_whole
from inspector.batch.outcome import Outcome, outcome_of
from inspector.detail.signature import signature
from inspector.engine import BadRequest, Engine, load
from inspector.native.memory import Memory
from inspector.settings import Settings

if TYPE_CHECKING:
    from inspector.engine import Opened, Result


class How(Struct, frozen=True, kw_only=True):
    """What holds for all requests of a batch."""

    settings: Settings
    encode: "Callable[[Opened, Result], bytes]"  # at the top of a module, or a partial of such
    token: str = ""  # an answer made with another token does not hold
    kind: str | None = None
    trusted: bool = False
    scope: str | None = None


class Job(Struct, frozen=True):
    """One request and the file that its answer goes to; "" keeps the outcome only."""

    path: str
    out: str


class _Waiting(Struct, frozen=True):
    job: Job
    opened: "Opened"
    modified: int  # as it was before it was read


def answer_all(how: How, jobs: tuple[Job, ...]) -> list[Outcome]:
    """The outcomes, in the order of the jobs; a broken request is one too.

    Raises OSError when an answer cannot be written or the cache cannot be kept: that is not the
    fault of one request.
    """
    outcomes: list[Outcome | None] = []
    later: list[tuple[int, _Waiting]] = []
    engine = Engine(how.settings, memory=Memory())
    for number, job in enumerate(jobs):
        modified = _modified(job.path)
        try:
            waiting = _Waiting(job, _load(how, job), modified)
        except BadRequest as error:
            broken = Outcome(path=job.path, state="broken", reason=str(error))
            outcomes.append(structs.replace(broken, modified=modified, token=how.token))
            continue
        # In their order: what an earlier one fetches, a later one finds.
        result = None if later else engine.cached(waiting.opened)
        outcomes.append(None if result is None else _finish(how, waiting, result))
        if result is None:
            later.append((number, waiting))
    if later:
        for number, outcome in asyncio.run(_answer_rest(engine, how, later)):
            outcomes[number] = outcome
    return [outcome for outcome in outcomes if outcome is not None]


async def _answer_rest(
    engine: Engine, how: How, waiting: list[tuple[int, _Waiting]]
) -> list[tuple[int, Outcome]]:
    outcomes = []
    async with engine:
        for number, one in waiting:
            result = engine.cached(one.opened) or await engine.symbolicate(one.opened)
            outcomes.append((number, _finish(how, one, result)))
    return outcomes


def _load(how: How, job: Job) -> "Opened":
    return load(
        job.path,
        kind=how.kind,
        trusted=how.trusted,
        strict=how.settings.strict,
        scope=how.scope,
    )


def _finish(how: How, done: _Waiting, result: "Result") -> Outcome:
    job = done.job
    if job.out:
        save(how.encode(done.opened, result), job.out)
    report = result.report
    return structs.replace(
        outcome_of(report, signature(report, how.settings.signature).text, path=job.path),
        out=job.out,
        modified=done.modified,
        token=how.token,
    )


def _modified(path: str) -> int:
    """In ns since 1970; 0 when the file is gone by now."""
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0


def save(data: bytes, target: str) -> None:
    """Write an answer whole or not at all, in a folder that is made for it."""
    os.makedirs(os.path.dirname(target) or ".", exist_ok=True)
    write_whole(target, data, lasting=False)
