"""The screen as one value. Widgets draw it; what happens makes a new one."""

from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from inspector.model.events import Event, ModuleReady, ThreadReady
from inspector.model.in_app import NO_RULES, InAppRules, Ours, ours
from inspector.model.report import Frame, Module, Report, Thread, crashed_thread
from inspector.tui.listing.matching import holds
from inspector.tui.listing.rows import (
    Choice,
    FrameRow,
    Place,
    Row,
    Spot,
    place_of,
    row_at,
    rows_of,
    start_row,
)
from inspector.tui.opened import run as runs
from inspector.tui.opened.run import Run, State


class Looks(Struct, frozen=True):
    """How names and addresses are spelt."""

    absolute: bool = False
    full_paths: bool = False
    mangled: bool = False
    raw: bool = False  # the frames as requested
    merge: bool = False  # threads with the same stack in one row
    unused: bool = False  # modules no frame lies in are listed too
    brief: bool = False  # functions without their arguments
    wide: bool = False  # all columns, whatever room they leave for names


class View(Struct, frozen=True, kw_only=True):
    """One open request: what was asked, what is known by now, and what the person chose."""

    asked: Report
    report: Report
    ours: Ours
    thread: int = 0  # position among the report's threads
    places: dict[int, Place] = {}  # per thread, once the person moved there
    marks: frozenset[Spot] = frozenset()
    choice: Choice = Choice()
    looks: Looks = Looks()
    run: Run = Run()

    def after(self, events: Sequence[Event]) -> "View":
        """The view once `events` have happened."""
        report = self.report
        if any(isinstance(event, (ModuleReady, ThreadReady)) for event in events):
            report = _filled(report, events)
        return replace(self, report=report, run=runs.after(self.run, events))

    def ended(self, state: State, now: float, report: Report | None = None) -> "View":
        """The run is over; `report` is the whole answer, if there is one."""
        return replace(self, report=report or self.report, run=runs.ended(self.run, state, now))

    def at_thread(self, thread: int) -> "View":
        """Another thread is shown; nothing when there is no such thread."""
        if not 0 <= thread < len(self.report.threads):
            return self
        choice = replace(self.choice, opened=frozenset(), closed=frozenset())
        return replace(self, thread=thread, choice=choice)

    def at_place(self, place: Place) -> "View":
        """The person moved the cursor."""
        return replace(self, places={**self.places, self.thread: place})

    @property
    def shown_thread(self) -> Thread | None:
        """The thread whose frames are listed, raw if the person asked for that."""
        threads = (self.asked if self.looks.raw else self.report).threads
        return threads[self.thread] if self.thread < len(threads) else None

    @property
    def frames(self) -> tuple[Frame, ...]:
        thread = self.shown_thread
        return thread.frames if thread else ()

    def module_of(self, frame: Frame) -> Module | None:
        """The module a frame lies in; the script that a frame was sent with."""
        modules = self.report.modules
        if self.report.kind == "js":
            path = self._script(self.thread, frame.index)
            return next((module for module in modules if module.code_file == path), None)
        at = frame.module
        return modules[at] if at is not None and at < len(modules) else None

    def _script(self, thread: int, index: int) -> str:
        """The path of the script in a raw JavaScript frame; "" when there is no such frame."""
        threads = self.asked.threads
        frames = threads[thread].frames if thread < len(threads) else ()
        return frames[index].path if index < len(frames) else ""

    def lies_in(self, thread: int, frame: Frame, module: Module) -> bool:
        """Whether a frame of a thread is of a module."""
        if self.report.kind == "js":
            return self._script(thread, frame.index) == module.code_file
        return frame.module == module.index

    def first_frame_in(self, module: int) -> tuple[int, Place] | None:
        """Thread and place of the first frame that lies in a module, the shown thread first."""
        if module >= len(self.report.modules):
            return None
        count, wanted = len(self.report.threads), self.report.modules[module]
        for thread in sorted(range(count), key=lambda at: at != self.thread):
            for frame in self.report.threads[thread].frames:
                if self.lies_in(thread, frame, wanted):
                    return thread, Place(frame.index, frame.depth)
        return None


class FramesShown(Struct, frozen=True):
    """The frame list's content: rows, the frames they speak of, and where the cursor is."""

    frames: tuple[Frame, ...] = ()
    rows: tuple[Row, ...] = ()
    cursor: int = 0
    total: int = 0  # rows there would be without the filter
    hidden: Place | None = None  # where the cursor would be, if that row were listed


def opened(report: Report, rules: InAppRules = NO_RULES) -> View:
    """The view of a request just read: the crashed thread, nothing run."""
    mine = ours(report, rules)
    return View(asked=report, report=report, ours=mine, thread=crashed_thread(report) or 0)


def frames_shown(view: View) -> FramesShown:
    """What the frame list shows of `view`. One pass over the thread."""
    frames, wanted = view.frames, view.choice.filter.casefold()
    test: Callable[[Frame], bool] = view.ours.test
    rows = rows_of(frames, view.choice, test)
    total = len(rows)
    if wanted:
        listed = [row for row in rows if isinstance(row, FrameRow)]
        total = len(listed)
        rows = tuple(row for row in listed if holds(frames[row.at], wanted))
    place = view.places.get(view.thread)
    cursor = row_at(rows, frames, place) if place else start_row(rows, frames, test)
    row = rows[cursor] if rows else None
    listed_at = place_of(row, frames) if isinstance(row, FrameRow) else None
    return FramesShown(frames, rows, cursor, total, None if listed_at == place else place)


def anchored(view: View) -> View:
    """The same, the cursor's frame noted, so that other rows do not move it."""
    if view.thread in view.places:
        return view
    shown = frames_shown(view)
    return view.at_place(place_of(shown.rows[shown.cursor], shown.frames)) if shown.rows else view


def revealed(view: View, place: Place) -> View:
    """The cursor at `place`; what hides that frame is unfolded."""
    at = view.at_place(place)
    if frames_shown(at).hidden is None:
        return at
    choice = replace(at.choice, inline=True, closed=frozenset(), app_only=False, no_guesses=False)
    unfolded = replace(at, choice=choice)
    if frames_shown(unfolded).hidden is None:
        return unfolded
    return replace(at, choice=replace(choice, filter=""))


def at_frame(view: View, thread: int, place: Place) -> View:
    """The cursor at a frame; `thread` is its index in the request."""
    at = next((n for n, one in enumerate(view.report.threads) if one.index == thread), 0)
    return revealed(view.at_thread(at), place)


def _filled(report: Report, events: Sequence[Event]) -> Report:
    """The report with the modules and threads that came in, at their places."""
    threads, modules = list(report.threads), list(report.modules)
    for event in events:
        match event:
            case ModuleReady(module=module) if module.index < len(modules):
                modules[module.index] = module
            case ThreadReady(thread=thread) if thread.index < len(threads):
                threads[thread.index] = thread
    return replace(report, threads=tuple(threads), modules=tuple(modules))
