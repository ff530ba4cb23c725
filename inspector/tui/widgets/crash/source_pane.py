"""The source lines of the frame under the cursor, or why there are none."""

import asyncio
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from inspector.model.clean import clean
from inspector.model.outcome import Miss
from inspector.model.report import Frame, Module
from inspector.tui.actions import bindings
from inspector.tui.outside.local_files import Lines, Places, find, read
from inspector.tui.words.wording import why_no_source

if TYPE_CHECKING:
    from inspector.tui.widgets.crash.source_text import Excerpt

DEBOUNCE = 0.1
"""Seconds a frame must stay under the cursor before its lines are coloured."""

_NOWHERE = Places()


class SourcePane(VerticalScroll, can_focus=True):
    """Says where at once, shows the lines a moment later."""

    BINDINGS = bindings("beside")

    def __init__(self, name: str = "source") -> None:
        super().__init__(id=name)
        self._head, self._nothing = "Source", ""
        self._width = 0
        self._shown: tuple[Frame | None, Module | None, Places] = (None, None, _NOWHERE)
        self._text = Static(id="source-text", markup=False)

    def compose(self) -> ComposeResult:
        yield self._text

    def headed(self, head: str, nothing: str = "") -> "SourcePane":
        """The same pane with another word in its title, and one reason for missing lines."""
        self._head, self._nothing = head, nothing
        return self

    def show(self, frame: Frame | None, module: Module | None, places: Places = _NOWHERE) -> None:
        """The frame under the cursor, or None. `places`: where its file may lie here."""
        now = (frame, module, places)
        if now == self._shown:
            return
        self._shown = now
        self.border_title = Content(f"{self._head}{_where(frame)}")
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
        sentences = [self._nothing or why_no_source(frame, module), more]
        known = frame.status == "symbolicated" and (frame.path or frame.file) and frame.line
        if known and not more and not self._nothing:
            sentences.append("e opens the file, and asks where it is on this machine.")
        text = clean(" ".join(sentence for sentence in sentences if sentence))
        self._text.update(Content(text).stylize("$foreground 70%"))

    @work(exclusive=True, group="colour", exit_on_error=False)
    async def _colour(self, frame: Frame) -> None:
        """Pygments runs beside the loop: its first use of a language may take a while."""
        await asyncio.sleep(DEBOUNCE)
        painted = await asyncio.to_thread(_painted, frame, None, *self._manner)
        self._paint(*painted)

    @work(exclusive=True, group="colour", exit_on_error=False)
    async def _colour_local(self, frame: Frame, module: Module | None, places: Places) -> None:
        """So does the disk, which may be far away."""
        await asyncio.sleep(DEBOUNCE)
        found = await asyncio.to_thread(_local, frame, places)
        if isinstance(found, Miss):
            self._explain(frame, module, f"On this machine: {found.details or 'not mapped'}.")
            return
        painted = await asyncio.to_thread(_painted, frame, found, *self._manner)
        self.set_class(True, "-lines")
        self.border_title = Content(f"Source · local file {clean(found.file)}:{frame.line}")
        self._paint(*painted)

    def _paint(self, content: Content, piece: "Excerpt | None") -> None:
        self._text.update(content)
        if piece is not None:
            self.call_after_refresh(self._centre, piece)

    def _centre(self, piece: "Excerpt") -> None:
        """Scroll to the frame's line; numbers and starts of lines are what is read first."""
        self.scroll_to(x=0, y=max(0, piece.marked - self.size.height // 2), animate=False)

    @property
    def _manner(self) -> tuple[bool, int]:
        """Whether colours are those of the terminal, and the columns there are."""
        return self.app.native_ansi_color, self.scrollable_content_region.width

    def on_resize(self) -> None:
        """How much of a long line is seen depends on the width."""
        if self.has_class("-lines") and self._width != self.size.width:
            shown, self._shown = self._shown, (None, None, _NOWHERE)
            self.show(*shown)
        self._width = self.size.width


def may_be_here(frame: Frame, places: Places) -> bool:
    """Whether a person said anything that could lead to the file of a frame."""
    return bool((places.pairs or places.checkout) and frame.line and (frame.path or frame.file))


def _local(frame: Frame, places: Places) -> Lines | Miss:
    file = find(frame.path or frame.file, places)
    return file if isinstance(file, Miss) else read(file, frame.line or 0)


def _painted(
    frame: Frame, local: Lines | None, ansi: bool, width: int
) -> "tuple[Content, Excerpt | None]":
    from inspector.tui.widgets.crash.source_text import (
        MARKING,
        MARKING_ANSI,
        coloured,
        excerpt,
        local_excerpt,
    )

    piece = excerpt(frame) if local is None else local_excerpt(local, frame)
    file = frame.file or frame.path
    if piece is None:
        return Content(), None
    return coloured(piece, file, MARKING_ANSI if ansi else MARKING, width), piece


def _where(frame: Frame | None) -> str:
    if frame is None or not (file := frame.file or frame.path):
        return ""
    return f" · {clean(file)}" + (f":{frame.line}" if frame.line else "")
