"""The stack: threads, frames, and for the frame under the cursor its source and facts."""

import asyncio
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import on, work
from textual.app import ComposeResult
from textual.content import Content

from inspector.model.clean import clean
from inspector.tui.actions import bindings
from inspector.tui.listing.marks import next_mark, toggled
from inspector.tui.listing.rows import DroppedRow, FoldRow, FrameRow, Place, Spot, place_of
from inspector.tui.listing.search import Found, destination, find, next_hit
from inspector.tui.listing.threads import title
from inspector.tui.screens.crash.choosing import ChoosingScreen
from inspector.tui.view import View, anchored, frames_shown, revealed
from inspector.tui.widgets.crash.facts import facts_of
from inspector.tui.widgets.crash.frame_list import FrameList
from inspector.tui.widgets.crash.frame_title import cursor_words, filter_words
from inspector.tui.widgets.crash.panes import Panes
from inspector.tui.widgets.crash.thread_strip import ThreadStrip
from inspector.tui.widgets.prompt import Prompt
from inspector.tui.widgets.row_list import RowList
from inspector.tui.words.describing import described

if TYPE_CHECKING:
    from textual.timer import Timer

    from inspector.model.report import Frame

ABOUT_AFTER = 0.05
"""Seconds the cursor rests on a frame before source and details follow; a held key is quick."""

_NO_FRAMES = "this thread has no frames: ] goes to the next thread, 2 to the modules"
_NO_THREADS = "the request has no threads: 2 shows its modules"


class StackScreen(ChoosingScreen):
    """W2 and W3: three columns when there is room, one pane and a strip when there is not."""

    NAME = "stack"
    HELP = "What crashed, where in our code, and what the source says there."
    BINDINGS = bindings("stack")

    def __init__(self) -> None:
        super().__init__()
        self._strip = ThreadStrip()
        self.panes = Panes()
        self._found, self._titled = Found(), ""
        self._about_soon: Timer | None = None
        self.panes.frames.nothing = "reading the request …"

    def body(self) -> ComposeResult:
        yield self._strip
        yield self.panes

    def draw(self, view: View, old: View | None) -> None:
        frames = self.panes.frames
        if old is None or _threads_differ(old, view):
            self.panes.threads.show(view, merge=view.looks.merge)
            self._strip.show(view)
        if old is None or _frames_differ(old, view):
            frames.show(view, frames_shown(view))
            self._title()
        if old is None or old.asked is not view.asked:
            self.focus_first()
        self._about_frame(view)

    def _title(self) -> None:
        """Which thread is shown, and how the search stands."""
        thread = self.drawn.shown_thread if self.drawn else None
        frames, found = self.panes.frames, self._found
        filtered = filter_words(self.drawn, frames.shown) if self.drawn else ""
        words = ["Frames", filtered, *cursor_words(self.drawn, frames.shown, frames.row)]
        words += [f"{len(found.hits)} found: {clean(found.text)} (n, N)" if found.text else ""]
        words += [f"thread {clean(title(thread))}" if thread else ""]
        said = " · ".join(word for word in words if word)
        if said != self._titled:  # another title draws the whole list again
            self._titled = said
            frames.border_title = Content(said)
        frames.nothing = filtered or (_NO_FRAMES if thread else _NO_THREADS)

    def _about_drawn(self) -> None:
        if self.drawn is not None:
            self._about_frame(self.drawn)

    def _about_frame(self, view: View) -> None:
        """The panes beside the list follow the cursor."""
        frame = self.panes.frames.frame
        module = view.module_of(frame) if frame else None
        self.panes.source.show(frame, module, self.inspector.own.places)
        self.panes.details.show(facts_of(view, frame) if frame else ())

    def focus_first(self) -> None:
        self.panes.to("frames")

    @on(RowList.Moved, "#frames")
    def _frame_moved(self) -> None:
        frames = self.panes.frames
        row = frames.row
        if row is not None and self.drawn is not None:
            place = place_of(row, frames.shown.frames)
            self.drawn = self.drawn.at_place(place)
            self.inspector.keep(self.drawn)
            frames.follow()
            self._title()
            if self._about_soon is not None:
                self._about_soon.stop()
            self._about_soon = self.set_timer(ABOUT_AFTER, self._about_drawn)

    @on(RowList.Chosen, "#frames")
    def _frame_chosen(self) -> None:
        if isinstance(self.panes.frames.row, FoldRow):
            self._fold(close=False)
        else:
            self.panes.to("source")

    @on(FrameList.Folded)
    def _folded(self, message: FrameList.Folded) -> None:
        self._fold(close=message.close)

    @on(RowList.Moved, "#threads")
    def _thread_moved(self, message: RowList.Moved) -> None:
        if self.drawn is not None:
            thread = self.panes.threads.items[message.row].first
            self.inspector.show(self.drawn.at_thread(thread))

    @on(RowList.Chosen, "#threads")
    def _thread_chosen(self) -> None:
        self.panes.to("frames")

    def _fold(self, *, close: bool) -> None:
        """Fold or show what is under the cursor; where there is nothing of it, to the next pane."""
        row, frame, view = self.panes.frames.row, self.panes.frames.frame, self.drawn
        if row is None or frame is None or view is None or isinstance(row, DroppedRow):
            return
        at, choice = {frame.index}, view.choice
        if close:
            choice = replace(choice, closed=choice.closed | at, opened=choice.opened - at)
        elif isinstance(row, FoldRow):
            choice = replace(choice, opened=choice.opened | at)
        else:
            choice = replace(choice, closed=choice.closed - at)
        other = replace(anchored(view), choice=choice)
        if frames_shown(other).rows != self.panes.frames.shown.rows:
            self.inspector.show(other)
        elif not close:
            self.panes.to("source")
        elif self.panes.threads.region:
            self.panes.to("threads")

    def action_next_thread(self) -> None:
        self.panes.threads.action_cursor_down()

    def action_previous_thread(self) -> None:
        self.panes.threads.action_cursor_up()

    def action_threads(self) -> None:
        self.panes.to("threads")

    def action_next_pane(self) -> None:
        self.panes.step(1)

    def action_previous_pane(self) -> None:
        self.panes.step(-1)

    def action_zoom(self) -> None:
        self.panes.toggle_zoom()

    def action_leave(self) -> None:
        """Escape: the prompt, what covers the frames, the search, the filter, then the request."""
        if self.prompt.close():
            self.panes.to("frames")
        elif self.panes.leave():
            return
        elif self._found.text:
            self._found = Found()
            self._title()
        elif self.drawn is not None and self.drawn.choice.filter:
            self._choose(filter="")
        else:
            self.to_folder()

    def action_search(self) -> None:
        self.prompt.ask("search", "Search ", example="function, file or module")

    def action_filter_rows(self) -> None:
        self.prompt.ask("filter", "Only ", example="function, file or module; nothing: all frames")

    def action_goto(self) -> None:
        self.prompt.ask("goto", "Go to ", example="frame number, 0x address, module")

    @on(Prompt.Given)
    def _asked(self, message: Prompt.Given) -> None:
        self.panes.to("frames")
        view = self.drawn
        if view is None:
            return
        if message.asked == "search":
            self._search(message.text)
        elif message.asked == "filter":
            self._choose(filter=message.text.strip())
        elif (hit := destination(view, message.text)) is not None:
            self._to_hit(hit)
        else:
            self.inspector.say(f"No frame for: {message.text}")

    @work(exclusive=True, group="search", exit_on_error=False)
    async def _search(self, text: str) -> None:
        """All threads may hold half a million frames: beside the loop."""
        if self.drawn is None:
            return
        self._found = await asyncio.to_thread(find, self.drawn.report.threads, text)
        if self._found.hits:
            self.action_next_hit()
        elif text:
            self.inspector.say(f"Not found in any thread: {text}")
        self._title()

    def action_next_hit(self) -> None:
        self._step_hit(1)

    def action_previous_hit(self) -> None:
        self._step_hit(-1)

    def _step_hit(self, step: int) -> None:
        view = self.drawn
        if view is None or not self._found.hits:
            return
        self._to_hit(self._found.hits[next_hit(self._found, view.thread, self._here(), step)])

    def _here(self) -> Place:
        """The frame under the cursor; before the first one when there is none."""
        row = self.panes.frames.row
        return place_of(row, self.panes.frames.shown.frames) if row else Place(-1)

    def _to_hit(self, hit: Spot) -> None:
        if self.drawn is not None:
            self.inspector.show(revealed(self.drawn.at_thread(hit.thread), hit.place))

    def action_mark(self) -> None:
        if self.drawn is not None and self.panes.frames.row is not None:
            self.inspector.show(toggled(anchored(self.drawn), self._here()))

    def action_next_mark(self) -> None:
        self._step_mark(1)

    def action_previous_mark(self) -> None:
        self._step_mark(-1)

    def _step_mark(self, step: int) -> None:
        if self.drawn is None:
            return
        if (spot := next_mark(self.drawn, self._here(), step)) is None:
            self.inspector.say("Nothing is marked: Space marks a frame")
        self._to_mark(spot)

    def action_marks(self) -> None:
        from inspector.tui.screens.crash.marks import MarksDialog

        if self.drawn is not None:
            self.app.push_screen(MarksDialog(self.drawn), self._to_mark)

    def _to_mark(self, spot: Spot | None) -> None:
        if spot is not None:
            self._to_hit(spot)

    def _frame(self) -> "Frame | None":
        """The frame under the cursor; where there is none, that is said."""
        frame = self.panes.frames.frame
        if frame is None and self.drawn is not None:
            self.inspector.say("There is no frame under the cursor")
        return frame

    def action_edit(self) -> None:
        from inspector.tui.outside.source_errands import edit

        if (frame := self._frame()) is not None:
            self.app.run_worker(edit(self.inspector, frame), exit_on_error=False)

    def action_both(self) -> None:
        from inspector.tui.screens.crash.both import BothScreen

        if (frame := self._frame()) is not None and self.drawn is not None:
            self.app.push_screen(BothScreen(self.drawn, frame))

    def action_detail(self) -> None:
        from inspector.tui.screens.crash.detail import show_detail

        show_detail(self.inspector, self.drawn, self._frame())

    def action_why(self) -> None:
        from inspector.tui.screens.crash.why import why_frame

        why_frame(self.inspector, self.drawn, self._frame())

    def action_describe(self) -> None:
        frame, view = self._frame(), self.drawn
        if frame is not None and view is not None:
            text = described(facts_of(view, frame))
            self.inspector.tell_person(f"Frame {frame.index}", text)

    def action_copy(self) -> None:
        from inspector.tui.screens.crash.copy_menu import CopyMenu

        frame = self._frame()
        if frame is not None and self.drawn is not None:
            self.app.push_screen(CopyMenu(self.drawn, frame), self._copy)

    def _copy(self, chosen: tuple[str, str] | None) -> None:
        if chosen is not None:
            self.inspector.copy(*chosen)

    def action_next_own(self) -> None:
        self._to_own(1)

    def action_previous_own(self) -> None:
        self._to_own(-1)

    def _to_own(self, step: int) -> None:
        """The next row, up or down, that is a frame of ours."""
        rows, frames = self.panes.frames.shown.rows, self.panes.frames.shown.frames
        at = self.panes.frames.cursor + step
        while self.drawn is not None and 0 <= at < len(rows):
            if isinstance(rows[at], FrameRow) and self.drawn.ours.test(frames[rows[at].at]):
                self.panes.frames.move_to(at)
                return
            at += step


def _threads_differ(old: View, view: View) -> bool:
    """Whether the thread list must be made anew."""
    same = old.report is view.report and old.thread == view.thread
    return not same or old.looks.merge != view.looks.merge


def _frames_differ(old: View, view: View) -> bool:
    """Whether the frame list must be made anew."""
    same = old.frames is view.frames and old.choice == view.choice and old.looks == view.looks
    moved = old.thread != view.thread or old.places.get(view.thread) != view.places.get(view.thread)
    return not same or moved or old.ours is not view.ours or old.marks != view.marks
