"""The table of a triage board as a person chooses it: sorted, filtered, searched, unfolded."""

import asyncio
from typing import TYPE_CHECKING, cast

from msgspec.structs import replace
from textual import on, work
from textual.content import Content
from textual.screen import Screen

from inspector.model.clean import clean
from inspector.tui.triage.board import Board
from inspector.tui.triage.board_rows import (
    Choice,
    GroupRow,
    Laid,
    RequestRow,
    hits,
    identity,
    key_of,
    laid,
    unfolding,
)
from inspector.tui.triage.board_words import nothing
from inspector.tui.widgets.board_list import BoardList
from inspector.tui.widgets.prompt import Prompt
from inspector.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from inspector.tui.app import InspectorApp


LAY = 0.5
"""Seconds between two layouts while answers come in."""


class BoardTable(Screen[None]):
    """Rows of a folder under a cursor. Subclasses draw what is around them, in `draw`."""

    def __init__(self, board: Board) -> None:
        super().__init__()
        self.board, self.choice = board, Choice()
        self.rows = BoardList(id="board")
        self.prompt = Prompt()
        self._laid_of: tuple[int, Choice] | None = None  # what the rows are of
        self._laying, self._laid_at = False, 0.0
        self._found: tuple[str, ...] = ()
        self._wanted = ""  # the row to go to once it is listed

    @property
    def inspector(self) -> "InspectorApp":
        return cast("InspectorApp", self.app)

    def draw(self) -> None:
        """Bring the lines around the table up to what it shows."""
        raise NotImplementedError

    @property
    def is_laying(self) -> bool:
        return self._laying

    @property
    def is_old(self) -> bool:
        """Whether rows came in or were chosen since the last layout."""
        return self._laid_of != (self.board.version, self.choice)

    def behind(self) -> bool:
        """Whether something changed, and the last layout is long enough ago for another one."""
        late = self.inspector.now() - self._laid_at > LAY
        return late and self.is_old

    def lay(self) -> None:
        if not self._laying:
            self._laying = True
            self._lay_out()

    @work(group="lay", exit_on_error=False)
    async def _lay_out(self) -> None:
        """In a thread, as there may be 100,000; again when something changed meanwhile."""
        try:
            behind = True
            while behind:
                choice, version = self.choice, self.board.version
                entries = tuple(self.board.entries.values())
                made = await asyncio.to_thread(laid, entries, choice)
                self._laid_of, self._laid_at = (version, choice), self.inspector.now()
                self._show(made, choice)
                # Rows of a run can wait for the next time, nothing else can.
                behind = self.is_old and (self.choice != choice or not self.board.running)
        finally:
            self._laying = False

    def _show(self, made: Laid, choice: Choice) -> None:
        self.rows.show(made, choice)
        self._go_to_wanted()
        self.draw()

    def _choose(self, choice: Choice) -> None:
        self.choice = choice
        self.rows.nothing = nothing(choice)
        self.lay()

    # Going about

    @on(RowList.Chosen, "#board")
    def _chosen(self) -> None:
        row = self.rows.row
        if isinstance(row, GroupRow):
            self._choose(unfolding(self.choice, row.key, unfolded=not row.unfolded))
        elif row is not None:
            self.inspector.open(row.entry.path, trusted=self.board.trusted)

    def action_unfold_group(self) -> None:
        row = self.rows.row
        if isinstance(row, GroupRow) and not row.unfolded:
            self._choose(unfolding(self.choice, row.key, unfolded=True))
        elif isinstance(row, RequestRow):
            self._chosen()

    def action_fold_group(self) -> None:
        """Fold the group, also from one of its requests."""
        row = self.rows.row
        if row is None or self.choice.flat:
            return
        self._wanted = row.key if isinstance(row, GroupRow) else key_of(row.entry)
        self._choose(unfolding(self.choice, self._wanted, unfolded=False))

    def action_flat(self) -> None:
        row = self.rows.row
        if row is not None and not self.choice.flat and isinstance(row, GroupRow):
            members = (e for e in self.board.entries.values() if key_of(e) == row.key)
            self._wanted = next((entry.path for entry in members), "")
        elif isinstance(row, RequestRow) and self.choice.flat:
            self._wanted = key_of(row.entry)
        self._choose(replace(self.choice, flat=not self.choice.flat))

    def action_sort(self) -> None:
        sort = (self.choice.sort + 1) % len(self.choice.columns)
        self._choose(replace(self.choice, sort=sort, reverse=False))

    def action_reverse(self) -> None:
        self._choose(replace(self.choice, reverse=not self.choice.reverse))

    def sort_by(self, column: str) -> None:
        """Sort by a column; by the one that is sorted by already, the other way round."""
        if column == self.choice.column:
            self.action_reverse()
        elif column in self.choice.columns:
            sort = self.choice.columns.index(column)
            self._choose(replace(self.choice, sort=sort, reverse=False))

    def action_leave(self) -> None:
        """Escape: the prompt, then the search, then the filter, then the board itself."""
        if self.prompt.close():
            self.rows.focus()
        elif self._found:
            self._found = ()
            self.rows.border_title = ""
        elif self.choice.filter:
            self._choose(replace(self.choice, filter=""))
        else:
            self.inspector.action_go_back()

    def action_search(self) -> None:
        self.prompt.ask("search", "Search ", example="signature, module or request")

    def action_filter_rows(self) -> None:
        self.prompt.ask("filter", "Only ", example="signature, module or request; nothing: all")

    @on(Prompt.Given)
    def _asked(self, message: Prompt.Given) -> None:
        self.rows.focus()
        if message.asked == "filter":
            self._choose(replace(self.choice, filter=message.text.strip()))
        else:
            self._search(message.text.strip())

    @work(exclusive=True, group="search", exit_on_error=False)
    async def _search(self, text: str) -> None:
        entries = tuple(self.board.entries.values())
        self._found = await asyncio.to_thread(hits, self.rows.laid, entries, text, self.choice)
        self.rows.border_title = ""
        if self._found:
            found = f"{len(self._found):,} found: {clean(text)} (n, N)"
            self.rows.border_title = Content(found)
            self.action_next_hit()
        elif text:
            self.inspector.say(f"Not found in this folder: {text}")

    def action_next_hit(self) -> None:
        self._step(1)

    def action_previous_hit(self) -> None:
        self._step(-1)

    def _step(self, step: int) -> None:
        """To the hit after or before the row; one that is folded away is unfolded."""
        if not self._found:
            return
        row = self.rows.row
        here = identity(row) if row is not None else ""
        at = self._found.index(here) + step if here in self._found else self._nearest(step)
        self._wanted = self._found[at % len(self._found)]
        entry = self.board.entries.get(self._wanted)
        if entry is not None and not self.choice.flat:
            choice = unfolding(self.choice, key_of(entry), unfolded=True)
            if choice != self.choice:
                self._choose(choice)
                return
        self._go_to_wanted()

    def _nearest(self, step: int) -> int:
        """The first hit behind the cursor, or the last one before it, among rows listed now."""
        places = {identity(row): at for at, row in enumerate(self.rows.laid.rows)}
        listed = [(at, places[hit]) for at, hit in enumerate(self._found) if hit in places]
        if step > 0:
            return next((at for at, place in listed if place > self.rows.cursor), 0)
        return next((at for at, place in reversed(listed) if place < self.rows.cursor), -1)

    def _go_to_wanted(self) -> None:
        """Move to the row that was asked for, once it is listed."""
        if not self._wanted:
            return
        rows = self.rows.laid.rows
        at = next((at for at, row in enumerate(rows) if identity(row) == self._wanted), None)
        if at is not None:
            self._wanted = ""
            self.rows.move_to(at)
