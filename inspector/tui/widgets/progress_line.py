"""One line while a run is under way: time, counts, and the file being fetched."""

from textual.content import Content
from textual.widgets import Static

from inspector.model.clean import clean
from inspector.tui.opened.run import Job, Run
from inspector.tui.view import View
from inspector.tui.words.names import cut, cut_start
from inspector.tui.words.wording import clock_word, size_word

_BAR = 10


class ProgressLine(Static):
    """Redrawn by whoever owns the clock, at most ten times a second."""

    def __init__(self) -> None:
        super().__init__(id="progress", markup=False)

    def show(self, view: View, now: float) -> None:
        """How the run stands at `now`, in monotonic seconds."""
        text = progress(view, now)
        job = view.run.under_way[-1] if view.run.under_way else None
        if view.run.state == "running" and job is not None:
            room = self.size.width - len(text) - 2
            text += "  " + doing(job, len(view.run.under_way) - 1, room)
        style = "$text-accent" if view.run.state == "running" else "$foreground 60%"
        self.update(Content.styled(cut(text, self.size.width), style), layout=False)


def progress(view: View, now: float) -> str:
    """Time and counts, in words of our own only."""
    run = view.run
    if run.state == "idle":
        return " not run yet: r symbolicates"
    text = f" {clock_word(run.elapsed(now))}"
    if run.state == "running":
        text += f" {bar(len(run.ready), len(run.used))}"
    if run.used:
        done = "" if run.state == "done" else f"{len(run.ready)}/"
        text += f" modules {done}{len(run.used)}"
    if len(view.report.threads) > 1 and run.state == "running":
        text += f" · threads {run.threads}/{len(view.report.threads)}"
    if run.state != "running":
        text += f" {run.state}{_fetched(run)}"
    return text


def bar(done: int, total: int) -> str:
    """Ten cells of how much is done; empty while nothing is known."""
    full = _BAR * done // total if total else 0
    return "▓" * full + "░" * (_BAR - full)


def doing(job: Job, others: int, room: int) -> str:
    """What is fetched or read right now, in at most `room` cells; the end of its name stays."""
    verb = "fetching" if job.step == "download" else "reading"
    tail = f" from {clean(job.source)}" if job.source else ""
    if job.received:
        total = f"/{size_word(job.total)}" if job.total else ""
        tail += f" {size_word(job.received)}{total}"
    tail += f" (+{others})" if others > 0 else ""
    left = room - len(verb) - 1
    return cut(
        f"{verb} {cut_start(clean(job.what), max(left - len(tail), 12))}{tail}", max(room, 0)
    )


def _fetched(run: Run) -> str:
    fetched = [job for job in run.jobs if job.step == "download" and job.outcome == "ok"]
    if not fetched:
        return ""
    files = "1 file" if len(fetched) == 1 else f"{len(fetched)} files"
    return f" · {files} fetched, {size_word(sum(job.received for job in fetched))}"
