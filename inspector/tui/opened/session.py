"""One open request: its View, its run, its answer. What an older run still says falls off here."""

from collections.abc import Collection
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any, Protocol

from msgspec.structs import replace

from inspector.model.events import Event, Tell
from inspector.model.in_app import NO_RULES, InAppRules
from inspector.model.outcome import RESTRICTED
from inspector.model.report import Candidate, Report, resolved
from inspector.settings import Settings
from inspector.tui.opened.kept import Kept
from inspector.tui.opened.recent import Entry
from inspector.tui.opened.request_file import Seen
from inspector.tui.opened.run import Run
from inspector.tui.view import View, opened
from inspector.tui.words.wording import crash_words


class Result(Protocol):
    """An answer of the engine."""

    @property
    def report(self) -> Report: ...

    def response_json(self, *, pretty: bool = False) -> bytes: ...


class Engine(Protocol):
    """What the app needs of an engine; a request is opaque to it."""

    def cached(self, opened: Any, /) -> Result | None: ...

    async def symbolicate(self, opened: Any, tell: Tell, /) -> Result: ...

    def forget(self, opened: Any, modules: Collection[int], /) -> int: ...

    async def nearby(self, result: Any, module: int, /) -> "tuple[NearMiss, ...]": ...


class Load(Protocol):
    """Reads a request file. Raises a ValueError whose text names file, place and reason."""

    def __call__(self, path: str, *, trusted: bool = False) -> Any: ...


if TYPE_CHECKING:
    from inspector.editing.drafts import Edits
    from inspector.model.why.judged import NearMiss


class EngineFactory(Protocol):
    """Makes an engine; with other settings than those of the app if some are given."""

    def __call__(
        self, settings: Settings | None = None, /
    ) -> AbstractAsyncContextManager[Engine]: ...


Question = tuple[Any, Settings | None]
"""A request, and the settings to run it with if they are not those of the app."""

KEPT_ANSWERS = 8
"""Answers of one request that an undo can bring back."""


class Session:
    """Lives as long as a request is open. Times are monotonic seconds."""

    def __init__(
        self,
        request: Any,
        report: Report,
        path: str,
        *,
        trusted: bool,
        file: Seen | None = None,
        rules: InAppRules = NO_RULES,
    ) -> None:
        self.request, self.path, self.trusted = request, path, trusted
        self.file = file or Seen()  # as it was read
        self.kept = Kept()  # as it was last written
        self.view: View = opened(report, rules)
        self.result: Result | None = None
        self.original = request  # as it was read; `request` may be an edited one
        self.settings: Settings | None = None  # to run it with, if not with those of the app
        self.edits: Edits | None = None  # once somebody looked at them
        self.previous: Result | None = None  # the answer that was shown before, of any run
        self.before: Result | None = None  # the answer that the one of now took the place of
        self._asked = self.question  # what the run that is on its way was asked
        self._answered = self.question  # what the answer of now is for
        self._answers: list[tuple[Question, Result]] = []  # what was asked, and its answer
        self._heard: list[Event] = []

    @property
    def question(self) -> "Question":
        """What a run would be asked now."""
        return self.request, self.settings

    @property
    def answered(self) -> Any:
        """The request that `result` answers."""
        return self._answered[0]

    @property
    def running(self) -> bool:
        return self.view.run.state == "running"

    def start(self, now: float) -> int:
        """A run begins; its number tells its messages from those of older runs."""
        self._heard = []
        self._asked = self.question
        run = Run(number=self.view.run.number + 1, state="running", started=now)
        self.view = replace(self.view, run=run)
        return run.number

    def hear(self, number: int, event: Event) -> None:
        """Keep an event for the next look, unless its run is over."""
        if self.running and number == self.view.run.number:
            self._heard.append(event)

    def look(self) -> bool:
        """Bring the view up to what was heard. False when nothing was."""
        heard, self._heard = self._heard, []
        if heard:
            self.view = self.view.after(heard)
        return bool(heard)

    def answer(self, number: int, result: Result, now: float) -> bool:
        """The run has an answer. False when it was no longer waited for."""
        if not self.running or number != self.view.run.number:
            return False
        self.look()
        self._answers = [*self._answers[1 - KEPT_ANSWERS :], (self._asked, result)]
        self._shows(self._asked, result, now)
        return True

    @property
    def is_stale(self) -> bool:
        """Whether a run would be asked something else than the last one."""
        return bool(self.question != self._asked)

    def recall(self, now: float) -> bool:
        """Show the answer that the request as it is now got before. False when there is none."""
        known = next((r for asked, r in reversed(self._answers) if asked == self.question), None)
        if known is None or self.running:
            return False
        if known is not self.result:
            self._asked = self.question
            self._shows(self.question, known, now)
        return True

    def _shows(self, asked: "Question", result: Result, now: float) -> None:
        """Another answer. What the same request got before is no other state to compare with."""
        self.previous = self.result
        if asked != self._answered:
            self.before = self.result
        self._answered, self.result = asked, result
        self.view = self.view.ended("done", now, result.report)

    def fail(self, now: float) -> None:
        """The run broke off with an error; what has arrived stays."""
        self.look()
        self.view = self.view.ended("failed", now)

    def cancel(self, now: float) -> None:
        """The person stopped the run; what has arrived stays."""
        self.look()
        self.view = self.view.ended("cancelled", now)

    def entry(self, opened_at: float) -> Entry:
        """The row of this request on the start screen; `opened_at` in seconds since 1970."""
        report, (good, frames) = self.view.report, resolved(self.view.report)
        return Entry(
            path=self.path,
            kind=report.kind,
            crash=crash_words(report),
            threads=len(report.threads),
            modules=len(report.modules),
            frames=frames,
            resolved=good if report.done else None,
            opened=opened_at,
        )


def restricted(report: Report) -> list[Candidate]:
    """The places that were not asked because nobody vouched for the request."""
    return [c for m in report.modules for c in m.candidates if RESTRICTED in c.details]


_MAY_COME = frozenset(
    {"missing", "fetching_failed", "timeout", "other", "missing_source", "missing_sourcemap"}
)
"""States of modules whose files may be had another time."""


def retriable(report: Report) -> tuple[int, ...]:
    """The modules that asking again could help."""
    return tuple(module.index for module in report.modules if module.status in _MAY_COME)
