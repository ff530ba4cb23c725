"""The source lines of the frame under the cursor, or why there are none."""

import asyncio

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from inspector.model.report import Frame, Module
from inspector.tui.clean import clean
from inspector.tui.wording import why_no_source

DEBOUNCE = 0.1
"""Seconds a frame must stay under the cursor before its lines are coloured."""


class SourcePane(VerticalScroll, can_focus=True):
    """Says where at once, shows the lines a moment later."""

    def __init__(self) -> None:
        super().__init__(id="source")
        self._frame: Frame | None = None
        self._text = Static(id="source-text", markup=False)

    def compose(self) -> ComposeResult:
        yield self._text

    def show(self, frame: Frame | None, module: Module | None) -> None:
        """The frame under the cursor, or None."""
        self.border_title = Content(f"Source{_where(frame)}")
        if frame == self._frame:
            return
        self._frame = frame
        self.set_class(frame is not None and frame.context_line is not None, "-lines")
        if frame is None:
            self._text.update("")
        elif frame.context_line is None:
            self.workers.cancel_group(self, "colour")
            self._text.update(
                Content(clean(why_no_source(frame, module))).stylize("$foreground 70%")
            )
        else:
            self._colour(frame)

    @work(exclusive=True, group="colour", exit_on_error=False)
    async def _colour(self, frame: Frame) -> None:
        """Pygments runs beside the loop: its first use of a language may take a while."""
        await asyncio.sleep(DEBOUNCE)
        content = await asyncio.to_thread(_coloured, frame, self.app.native_ansi_color)
        self._text.update(content)
        self.call_after_refresh(self._centre, len(frame.pre_context))

    def _centre(self, line: int) -> None:
        self.scroll_to(y=max(0, line - self.size.height // 2), animate=False)


def _coloured(frame: Frame, ansi: bool) -> Content:
    from inspector.tui.widgets.source_text import MARKING, MARKING_ANSI, coloured, excerpt

    piece = excerpt(frame)
    file = frame.file or frame.path
    return coloured(piece, file, MARKING_ANSI if ansi else MARKING) if piece else Content()


def _where(frame: Frame | None) -> str:
    if frame is None or not (file := frame.file or frame.path):
        return ""
    return f" · {clean(file)}" + (f":{frame.line}" if frame.line else "")
