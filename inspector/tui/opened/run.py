"""How far a run is, told from its events. Pure: a plain loop tests a whole run."""

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from inspector.model.events import (
    Event,
    FetchEnded,
    FetchProgress,
    FetchStarted,
    ModuleReady,
    ModulesFound,
    Note,
    ParseEnded,
    ParseStarted,
    ThreadReady,
)

State = Literal["idle", "running", "done", "cancelled", "failed"]


class Job(Struct, frozen=True, kw_only=True):
    """One thing the engine did: a file fetched, or a file read."""

    what: str  # location, as candidates spell it
    step: str  # "download", or the parser's task
    source: str = ""
    received: int = 0  # bytes
    total: int | None = None  # bytes, if the server said
    seconds: float = 0.0
    outcome: str = ""  # "": still at it
    details: str = ""


class Run(Struct, frozen=True, kw_only=True):
    """One run, numbered so that what an older one still says is known to be late."""

    number: int = 0
    state: State = "idle"
    started: float = 0.0  # monotonic seconds
    ended: float = 0.0
    used: tuple[int, ...] = ()  # modules that matter
    ready: frozenset[int] = frozenset()  # modules that are in
    threads: int = 0  # threads that are in
    jobs: tuple[Job, ...] = ()  # in the order they began
    notes: tuple[str, ...] = ()

    def elapsed(self, now: float) -> float:
        """Seconds since it began, or that it took."""
        if self.state == "idle":
            return 0.0
        return (now if self.state == "running" else self.ended) - self.started

    @property
    def under_way(self) -> tuple[Job, ...]:
        """What is being fetched or read right now, newest last."""
        return tuple(job for job in self.jobs if not job.outcome)


def ended(run: Run, state: State, now: float) -> Run:
    """The run when it is over; jobs that never heard an answer were cut off."""
    jobs = tuple(j if j.outcome else replace(j, outcome="cancelled") for j in run.jobs)
    return replace(run, state=state, ended=now, jobs=jobs)


def after(run: Run, events: Iterable[Event]) -> Run:
    """The run once `events` have happened: one copy for all of them."""
    book = _Book(run)
    for event in events:
        book.enter(event)
    return book.closed()


class _Book:
    """The lists of a Run, open for writing while one batch of events is entered."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._used, self._ready, self._threads = run.used, set(run.ready), run.threads
        self._jobs, self._notes = list(run.jobs), list(run.notes)
        # Several may be under way by one name: an end is that of the newest.
        self._open: dict[tuple[str, str], list[int]] = {}
        for at, job in enumerate(self._jobs):
            if not job.outcome:
                self._open.setdefault((job.step, job.what), []).append(at)

    def enter(self, event: Event) -> None:
        match event:
            case ModulesFound(used=used):
                self._used = used
            case ModuleReady(module=module):
                self._ready.add(module.index)
            case ThreadReady():
                self._threads += 1
            case Note(text=text):
                self._notes.append(text)
            case _:
                self._job(event)

    def _job(
        self, event: FetchStarted | FetchProgress | FetchEnded | ParseStarted | ParseEnded
    ) -> None:
        match event:
            case FetchStarted(source=source, uri=uri):
                self._begin(Job(what=uri, step="download", source=source))
            case FetchProgress(uri=uri, received=received, total=total):
                self._change("download", uri, received=received, total=total)
            case FetchEnded(uri=uri, outcome=outcome, details=details, size=size, seconds=seconds):
                self._change(
                    "download",
                    uri,
                    outcome=outcome,
                    details=details,
                    received=size,
                    seconds=seconds,
                )
            case ParseStarted(file=file, task=task):
                self._begin(Job(what=file, step=task))
            case ParseEnded(file=file, task=task, outcome=outcome, seconds=seconds):
                self._change(task, file, outcome=outcome, seconds=seconds)

    def _begin(self, job: Job) -> None:
        self._open.setdefault((job.step, job.what), []).append(len(self._jobs))
        self._jobs.append(job)

    def _change(self, step: str, what: str, **changes: object) -> None:
        under_way = self._open.get((step, what))
        if not under_way:
            return
        at = under_way[-1]
        job = self._jobs[at] = replace(self._jobs[at], **changes)
        if job.outcome:
            under_way.pop()

    def closed(self) -> Run:
        return replace(
            self._run,
            used=self._used,
            ready=frozenset(self._ready),
            threads=self._threads,
            jobs=tuple(self._jobs),
            notes=tuple(self._notes),
        )
