"""W7: what the run fetched and read, in the order it began."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from inspector.model.clean import clean
from inspector.tui.actions import bindings
from inspector.tui.opened.run import Job
from inspector.tui.screens.request import RequestScreen
from inspector.tui.view import View
from inspector.tui.widgets.row_list import Cell, RowList
from inspector.tui.words.names import cut, cut_start, fit
from inspector.tui.words.wording import Mark, size_word

_QUIET = ("", "ok", "not_found", "cancelled")
_MARKS = {
    "": Mark("…", "under way", "accent"),
    "ok": Mark("✓", "ok", "good"),
    "not_found": Mark("-", "not found", "dim"),
    "cancelled": Mark("-", "cancelled", "dim"),
}


_WIDE = 118
"""Columns from which nothing needs to be short."""

_COLUMNS = ((_WIDE, (12, 17, 15, 24)), (100, (9, 14, 13, 18)), (0, (9, 12, 13, 13)))
"""Widths of step, source, size and result, by the columns there are; the rest is for names."""


class JobList(RowList):
    """One line a file fetched or read; follows the end as long as the cursor is there."""

    jobs: tuple[Job, ...] = ()
    _fetches = False

    def show(self, jobs: tuple[Job, ...]) -> None:
        """More or other jobs."""
        following = self.cursor >= len(self.jobs) - 1
        self.jobs = jobs
        self._fetches = any(job.source or job.received for job in jobs)
        self.set_rows(len(jobs), len(jobs) - 1 if following else self.cursor)

    def cells(self, row: int, width: int) -> Sequence[Cell]:
        job = self.jobs[row]
        mark = job_mark(job.outcome)
        received = size_word(job.received) if job.received else ""
        if job.total and not job.outcome:
            received += f"/{size_word(job.total)}"
        seconds = f"{job.seconds:.1f} s" if job.outcome else ""
        result = mark.word + (f": {clean(job.details)}" if job.details else "")
        step, source, size, last = next(rooms for least, rooms in _COLUMNS if width >= least)
        step = step if self._fetches else 12
        left = f"{cut(job.step.replace('_', ' '), step):<{step}} "
        right = f" {seconds:>6}  "
        if self._fetches:  # what is only read has neither source nor size
            left += f"{cut(clean(job.source), source - 1):<{source}}"
            right = f" {received:>{size}}{right}"
        right += f"{cut(result, last):<{last}}"
        room = max(8, width - 4 - len(left) - len(right))
        return [
            (self.pointer(row), "accent"),
            (f" {mark.glyph} ", mark.tone),
            (left, "dim"),
            (fit(cut_start(clean(job.what), room), room), ""),
            (right, mark.tone),
        ]


class ActivityScreen(RequestScreen):
    """The jobs, and below them what the engine had to say."""

    NAME = "activity"
    HELP = "What the run fetched and read: source, size, time, result."
    BINDINGS = bindings("activity")

    def __init__(self) -> None:
        super().__init__()
        self._list = JobList(id="jobs")
        self._notes = NoteList(id="notes")
        self._errors_only = False

    def body(self) -> ComposeResult:
        with Vertical(id="activity-panes"):
            yield self._list
            yield self._notes

    def draw(self, view: View, old: View | None) -> None:
        if old is None or old.run is not view.run:
            self._fill(view)
        if old is None:
            self.focus_first()

    def _fill(self, view: View) -> None:
        run = view.run
        jobs = run.jobs
        if self._errors_only:
            jobs = tuple(job for job in jobs if job.outcome not in _QUIET)
        self._list.border_title = Content(f"Activity · run {run.number} · {run.state}")
        cached = "everything came from the cache" if run.state == "done" else "nothing yet"
        self._list.nothing = "no errors" if self._errors_only else cached
        self._list.show(jobs)
        self._notes.show((*view.report.notes, *run.notes))
        self._notes.display = bool(self._notes.count)

    def focus_first(self) -> None:
        self._list.focus()

    def action_leave(self) -> None:
        self.inspector.action_view("stack")

    def action_errors_only(self) -> None:
        self._errors_only = not self._errors_only
        if self.drawn is not None:
            self._fill(self.drawn)

    def action_copy_log(self) -> None:
        self.inspector.copy("log", "\n".join(job_line(job) for job in self._list.jobs))


class NoteList(RowList):
    """Sentences of the engine, newest below."""

    notes: tuple[str, ...] = ()

    def show(self, notes: tuple[str, ...]) -> None:
        self.border_title = "Notes"
        if notes != self.notes:
            self.notes = notes
            self.set_rows(len(notes), len(notes) - 1)

    def cells(self, row: int, width: int) -> Sequence[Cell]:
        return [(" " + cut(clean(self.notes[row]), width - 1), "")]


def job_mark(outcome: str) -> Mark:
    """How one job ended."""
    return _MARKS.get(outcome) or Mark("✗", outcome.replace("_", " "), "bad")


def job_line(job: Job) -> str:
    """One job as a line of text."""
    details = f": {clean(job.details)}" if job.details else ""
    source = f"{clean(job.source)}\t" if job.source else ""
    return f"{job.step}\t{source}{clean(job.what)}\t{job_mark(job.outcome).word}{details}"
