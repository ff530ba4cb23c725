"""The triage board: a folder of requests by signature, what is known of each, and what to run."""

import asyncio
import os

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.events import Click
from textual.widgets import Static

from inspector.batch.index import BadIndex
from inspector.model.clean import clean
from inspector.tui.actions import bindings
from inspector.tui.screens.dialogs import QuestionDialog
from inspector.tui.screens.triage.board_table import BoardTable
from inspector.tui.triage.board import Board
from inspector.tui.triage.board_rows import GroupRow
from inspector.tui.triage.board_words import about, doing, nothing, verdict
from inspector.tui.widgets.board_list import column_at, head, title_of
from inspector.tui.widgets.key_line import KeyLine

LOOK = 0.1
"""Seconds between two looks at what has been answered."""

_TRUST = """\
Every request of this folder may then reach what it names: hosts in private networks, files and
folders of this machine. What was answered without is answered again.

Trust it only if you know where the requests come from."""


class BoardScreen(BoardTable):
    """One table over the requests of a folder. Nothing is answered before somebody says so."""

    BINDINGS = bindings("board")
    HELP = "The requests of a folder by what crashed. r answers what is new or changed."
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (100, "-medium"), (118, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (15, "-short"), (20, "-tall")]  # noqa: RUF012

    def __init__(self, board: Board) -> None:
        super().__init__(board)
        self._verdict = Static("", id="verdict", markup=False)
        self._head = Static("", id="board-head", markup=False)
        self._progress = Static("", id="progress", markup=False)
        self._problem = ""
        self._reading = True  # the folder is being looked at

    def compose(self) -> ComposeResult:
        yield Static("terminal too small (60x15 needed), q leaves", id="too-small", markup=False)
        yield self._verdict
        yield self._head
        yield self.rows
        yield self.prompt
        yield self._progress
        yield KeyLine()

    def on_mount(self) -> None:
        self.rows.nothing = "reading the folder …"
        self.rows.focus()
        self.set_interval(LOOK, self._look)
        self.draw()
        self._read()

    def on_unmount(self) -> None:
        self.board.stop()

    def on_resize(self) -> None:
        self.call_after_refresh(self.draw)

    # What is known

    @work(exclusive=True, group="list", exit_on_error=False)
    async def _read(self) -> None:
        """First what was known, then what is there now."""
        self._reading = True
        try:
            known, note = await asyncio.to_thread(self.board.remembered)
        except (OSError, BadIndex) as error:
            self._fails(f"Nothing can be kept of this folder: {error}")
            return
        if note:
            self.inspector.say(note)
        if known.entries:
            self.board.show(known)
            self.lay()
        await self._list()

    async def _list(self) -> bool:
        """Look into the folder. Whether it could be."""
        self._reading = True
        try:
            listing = await asyncio.to_thread(self.board.listed)
        except (OSError, ValueError) as error:
            self._fails(str(error))
            return False
        self._problem, self._reading = "", False
        self.board.show(listing)
        self.rows.nothing = nothing(self.choice)
        self.lay()
        for note in listing.notes[:3]:
            self.inspector.say(note)
        return True

    def _fails(self, reason: str) -> None:
        self._problem, self._reading = reason, False
        self.rows.nothing = clean(reason)
        self.draw()
        self.rows.refresh()

    @property
    def is_quiet(self) -> bool:
        """Whether the table shows all that is known, and nobody is about to know more."""
        return not (self._reading or self.is_laying) and (bool(self._problem) or not self.is_old)

    # Showing it

    def _look(self) -> None:
        """Rows that came in are shown a few times a second, however many there are."""
        run = self.board.run
        if run is None or not self.board.running:
            return
        if self.board.look() and run.state != "running":
            self.refresh_bindings()
            if (error := run.error) is not None:
                told = f"{type(error).__name__}: {error}"
                self.inspector.tell_person("Answering this folder broke off", told)
            self.lay()
        elif self.behind():
            self.lay()
        self.draw()

    def draw(self) -> None:
        """The lines around the table."""
        if not self.is_mounted:
            return
        board, room = self.board, self.size.width
        self._verdict.update(Content(verdict(board, self.rows.laid, self.choice, room - 2)))
        width = self.rows.scrollable_content_region.width or room
        self._head.update(Content(head(width, self.choice)))
        line = self._problem or doing(board, self.rows.laid.sums, room)
        style = "$text-accent" if board.running else "$foreground 60%"
        self._progress.update(Content.styled(" " + clean(line), style), layout=False)

    @on(Click, "#board-head")
    def _head_clicked(self, click: Click) -> None:
        if (at := click.get_content_offset(self._head)) is not None:
            width = self.rows.scrollable_content_region.width
            self.sort_by(column_at(at.x, width, self.choice))

    # Answering

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  textual's
        match action:
            case "stop_runs":
                return self.board.running
            case "trust_folder":
                return not self.board.trusted
        return True

    def action_run_stale(self) -> None:
        self._answer(again=False)

    def action_run_all(self) -> None:
        self._answer(again=True)

    @work(exclusive=True, group="list", exit_on_error=False)
    async def _answer(self, *, again: bool) -> None:
        """Look into the folder once more, then answer what is stale in it, or all of it."""
        if self.board.running:
            self.inspector.say("Requests are being answered: X stops that")
            return
        if not await self._list():
            return
        entries = [entry for entry in self.board.entries.values() if again or entry.stale]
        if entries:
            self.board.answer(entries)
            self.refresh_bindings()
        elif self.board.entries:
            self.inspector.say("Every row holds: R answers them all again")
        else:
            self.inspector.say("There is nothing to answer in this folder")

    def action_stop_runs(self) -> None:
        self.board.stop()
        self.refresh_bindings()
        self.lay()

    @work(exclusive=True, group="trust", exit_on_error=False)
    async def action_trust_folder(self) -> None:
        name = os.path.basename(self.board.folder) or self.board.folder
        question = QuestionDialog(f"Trust {clean(name)}?", _TRUST, "Trust and run")
        if await self.app.push_screen_wait(question):
            self.board.stop()
            self.board.trusted = True
            self._answer(again=False)

    # Telling

    def action_describe(self) -> None:
        if self.rows.row is not None:
            title, text = about(self.rows.row)
            self.inspector.tell_person(title, text)

    def action_copy(self) -> None:
        row = self.rows.row
        if isinstance(row, GroupRow):
            self.inspector.copy("the signature", row.key[1:] or title_of(row.key))
        elif row is not None:
            self.inspector.copy("the path", row.entry.path)
