"""The source lines of the frame under the cursor, or why there are none."""

import asyncio

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from inspector.model.outcome import Miss
from inspector.model.report import Frame, Module
from inspector.tui.actions import bindings
from inspector.tui.clean import clean
from inspector.tui.local_files import Lines, Places, find, read
from inspector.tui.wording import why_no_source

DEBOUNCE = 0.1
"""Seconds a frame must stay under the cursor before its lines are coloured."""

_NOWHERE = Places()


class SourcePane(VerticalScroll, can_focus=True):
    """Says where at once, shows the lines a moment later."""

    BINDINGS = bindings("beside")

    def __init__(self) -> None:
        super().__init__(id="source")
        self._shown: tuple[Frame | None, Module | None, Places] = (None, None, _NOWHERE)
        self._text = Static(id="source-text", markup=False)

    def compose(self) -> ComposeResult:
        yield self._text

    def show(self, frame: Frame | None, module: Module | None, places: Places = _NOWHERE) -> None:
        """The frame under the cursor, or None. `places`: where its file may lie here."""
        now = (frame, module, places)
        if now == self._shown:
            return
        self._shown = now
        self.border_title = Content(f"Source{_where(frame)}")
        self.workers.cancel_group(self, "colour")
        self.set_class(frame is not None and frame.context_line is not None, "-lines")
        if frame is None:
            self._text.update("")
        elif frame.context_line is not None:
            self._colour(frame)
        else:
            self._explain(frame, module, "")
            if may_be_here(frame, places):
                self._colour_local(frame, module, places)

    def _explain(self, frame: Frame, module: Module | None, more: str) -> None:
        """Why there are no lines, and what a person can do."""
        sentences = [why_no_source(frame, module), more]
        if more == "" and (frame.path or frame.file) and frame.line:
            sentences.append("e opens the file, and asks where it is on this machine.")
        text = clean(" ".join(sentence for sentence in sentences if sentence))
        self._text.update(Content(text).stylize("$foreground 70%"))

    @work(exclusive=True, group="colour", exit_on_error=False)
    async def _colour(self, frame: Frame) -> None:
        """Pygments runs beside the loop: its first use of a language may take a while."""
        await asyncio.sleep(DEBOUNCE)
        content = await asyncio.to_thread(_coloured, frame, None, self.app.native_ansi_color)
        self._text.update(content)
        self.call_after_refresh(self._centre, len(frame.pre_context))

    @work(exclusive=True, group="colour", exit_on_error=False)
    async def _colour_local(self, frame: Frame, module: Module | None, places: Places) -> None:
        """So does the disk, which may be far away."""
        await asyncio.sleep(DEBOUNCE)
        found = await asyncio.to_thread(_local, frame, places)
        if isinstance(found, Miss):
            self._explain(frame, module, f"On this machine: {found.details or 'not mapped'}.")
            return
        content = await asyncio.to_thread(_coloured, frame, found, self.app.native_ansi_color)
        self.set_class(True, "-lines")
        self.border_title = Content(f"Source · local file {clean(found.file)}:{frame.line}")
        self._text.update(content)
        self.call_after_refresh(self._centre, len(found.before))

    def _centre(self, line: int) -> None:
        self.scroll_to(y=max(0, line - self.size.height // 2), animate=False)


def may_be_here(frame: Frame, places: Places) -> bool:
    """Whether a person said anything that could lead to the file of a frame."""
    return bool((places.pairs or places.checkout) and frame.line and (frame.path or frame.file))


def _local(frame: Frame, places: Places) -> Lines | Miss:
    file = find(frame.path or frame.file, places)
    return file if isinstance(file, Miss) else read(file, frame.line or 0)


def _coloured(frame: Frame, local: Lines | None, ansi: bool) -> Content:
    from inspector.tui.widgets.source_text import (
        MARKING,
        MARKING_ANSI,
        coloured,
        excerpt,
        local_excerpt,
    )

    piece = excerpt(frame) if local is None else local_excerpt(local, frame)
    file = frame.file or frame.path
    return coloured(piece, file, MARKING_ANSI if ansi else MARKING) if piece else Content()


def _where(frame: Frame | None) -> str:
    if frame is None or not (file := frame.file or frame.path):
        return ""
    return f" · {clean(file)}" + (f":{frame.line}" if frame.line else "")
