"""A few requests answered in one go: what an executor runs, here or on another machine.

Everything that goes in and out can be pickled; nothing is kept between calls but the cache.
"""

import asyncio
import errno
import os
from collections.abc import Callable  # noqa: TC003  msgspec reads the types of fields
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from inspector.atomic import write_whole
from inspector.batch.finding import modified_at
from inspector.batch.outcome import Outcome, outcome_of
from inspector.detail.signatures.signature import signature
from inspector.engine import BadRequest, Engine, load
from inspector.native.memory import Memory
from inspector.settings import Settings

if TYPE_CHECKING:
    from inspector.engine import Opened, Result


_ITS_NAME = frozenset({errno.ENAMETOOLONG, errno.EILSEQ, errno.EISDIR})
"""Errors of writing an answer that come from its name: other names are well."""


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

    Raises OSError when answers cannot be written or the cache cannot be kept: that is not the
    fault of one request.
    """
    outcomes: dict[int, Outcome] = {}
    later: list[tuple[int, _Waiting]] = []
    engine = Engine(how.settings, memory=Memory())
    for number, job in enumerate(jobs):
        modified = modified_at(job.path)
        try:
            waiting = _Waiting(job, _load(how, job), modified)
            # In their order: what an earlier one fetches, a later one finds.
            result = None if later else engine.cached(waiting.opened)
            if result is None:
                later.append((number, waiting))
            else:
                outcomes[number] = _finish(how, waiting, result)
        except Exception as error:  # noqa: BLE001  what is not the fault of this one is raised
            outcomes[number] = _broken(how, job, modified, error)
    if later:
        outcomes |= asyncio.run(_answer_rest(engine, how, later))
    return [outcomes[number] for number in range(len(jobs))]


async def _answer_rest(
    engine: Engine, how: How, waiting: list[tuple[int, _Waiting]]
) -> dict[int, Outcome]:
    outcomes = {}
    async with engine:
        for number, one in waiting:
            try:
                result = engine.cached(one.opened) or await engine.symbolicate(one.opened)
                outcomes[number] = _finish(how, one, result)
            except Exception as error:  # noqa: BLE001  what is not the fault of this one is raised
                outcomes[number] = _broken(how, one.job, one.modified, error)
    return outcomes


def _broken(how: How, job: Job, modified: int, error: Exception) -> Outcome:
    """The row of a request that has no answer, so that the others get theirs.

    Raises the error when the others would have it too, and for whoever looks for a bug.
    """
    if isinstance(error, BadRequest):
        reason = str(error)
    elif isinstance(error, OSError) and error.errno in _ITS_NAME:
        reason = f"{job.path}: the answer cannot be written: {error.strerror}"
    elif _has_failed(error) or "INSPECTOR_DEBUG" in os.environ:
        raise error
    else:
        reason = f"{job.path}: internal failure: {error!r}; INSPECTOR_DEBUG=1 shows where"
    return Outcome(path=job.path, state="broken", reason=reason, modified=modified, token=how.token)


def _has_failed(error: Exception) -> bool:
    """Whether the machine refused something: a full disk, a cache that cannot be kept."""
    if isinstance(error, ExceptionGroup):
        return error.subgroup(OSError) is not None
    return isinstance(error, OSError)


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


def save(data: bytes, target: str) -> None:
    """Write an answer whole or not at all, in a folder that is made for it."""
    os.makedirs(os.path.dirname(target) or ".", exist_ok=True)
    write_whole(target, data, lasting=False)
