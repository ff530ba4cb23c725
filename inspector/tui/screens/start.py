"""W1: open a request by path, or one that was opened before."""

import os
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Input, Label, Static

from inspector.model.clean import clean
from inspector.model.labels import count_of
from inspector.tui.actions import bindings
from inspector.tui.listing.marks import GLYPH
from inspector.tui.opened.paths import Paths
from inspector.tui.opened.recent import Entry
from inspector.tui.widgets.key_line import KeyLine
from inspector.tui.widgets.row_list import Cell, RowList
from inspector.tui.words.names import cut_start, fit
from inspector.tui.words.wording import ago_word

if TYPE_CHECKING:
    from inspector.tui.app import InspectorApp

TWO = 2
"""Requests that a comparison takes."""

_HINT = """\
No request was opened here before.

A request is the JSON body that was sent to Symbolicator: POST /symbolicate
for native crashes, POST /symbolicate-js for JavaScript. o goes to the box above:
type its path there, or start with:  inspector REQUEST.json

In a checkout of this program, sample_requests/native/linux.json is one to try."""


class RecentList(RowList):
    """Requests opened before, newest first."""

    entries: tuple[Entry, ...] = ()
    marked: tuple[str, ...] = ()  # paths, in the order they were marked
    missing: frozenset[str] = frozenset()

    def show(self, entries: tuple[Entry, ...]) -> None:
        """Other entries; asks the disk once which of them are still there."""
        self.entries = entries
        self.missing = frozenset(e.path for e in entries if not os.path.isfile(e.path))
        self.set_rows(len(entries), min(self.cursor, len(entries) - 1))

    def cells(self, row: int, width: int) -> Sequence[Cell]:
        entry = self.entries[row]
        folder, name = os.path.split(entry.path)
        if entry.path in self.missing:
            tail = "file missing, Delete forgets it"
        else:
            tail = (
                f"{entry.kind:<7}{entry.threads:>7}{entry.frames:>8}  {_result(entry):<10}"
                f"{ago_word(time.time() - entry.opened):>6}"
            )
        room = width - 3 - len(tail) - 1
        shown = clean(name)
        where = (
            f"  {cut_start(clean(folder), room - len(shown) - 2)}" if room > len(shown) + 8 else ""
        )
        return [
            (f" {self.pointer(row)}{GLYPH if entry.path in self.marked else ' '}", "accent"),
            (fit(shown, min(len(shown), room)), "strong"),
            (fit(where, room - min(len(shown), room)), "dim"),
            (" " + tail, "bad" if entry.path in self.missing else ""),
        ]


class StartScreen(Screen[None]):
    """Path box above, recent requests below."""

    BINDINGS = bindings("start")
    HELP = "Open a saved request: type its path, or choose one opened before."

    class CompareMarked(Message):
        """The person wants to see what two requests have in common; paths, first marked first."""

        def __init__(self, first: str, second: str) -> None:
            super().__init__()
            self.first, self.second = first, second

    def __init__(self) -> None:
        super().__init__()
        self._recent = RecentList(id="recent")
        self._head = Static("", id="recent-head", markup=False)
        self._preview = Static("", id="preview", markup=False)
        self._path = Input(placeholder="path of a request, or part of a recent one", id="path")
        self._entries: tuple[Entry, ...] = ()

    @property
    def inspector(self) -> "InspectorApp":
        return cast("InspectorApp", self.app)

    def compose(self) -> ComposeResult:
        yield Static("crash inspector", id="name", markup=False)
        with Horizontal(id="open"):
            yield Label("Open", markup=False)
            yield self._path
        yield self._head
        yield self._recent
        yield self._preview
        yield Static(_HINT, id="hint", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self._read()

    def on_screen_resume(self) -> None:
        if self.is_mounted:
            self._read()

    def on_resize(self) -> None:
        marked = len(self._recent.marked)
        rows, known = self._recent.count, len(self._entries)
        head = f" Recent · {rows} of {known} match" if rows < known else " Recent"
        head += f" · {marked} marked" if marked else ""
        tail = f"{'kind':<7}{'threads':>7}{'frames':>8}  {'result':<10}{'when':>6}"
        gap = max(1, self._recent.size.width - len(head) - len(tail))
        self._head.update(head + " " * gap + tail)

    def _read(self) -> None:
        self._entries = entries = self.inspector.recent.entries()
        self.set_class(not entries, "-empty")
        self._path.suggester = Paths(entry.path for entry in entries)
        session, typed = self.inspector.session, os.path.expanduser(self._path.value.strip())
        if session is not None and session.path == os.path.abspath(typed):
            self._path.value = typed = ""
        self._list_matching()
        if entries and not typed:
            self._recent.focus()
        else:
            self._path.focus()

    @on(Input.Changed)
    def _typed(self) -> None:
        self._recent.cursor = 0
        self._list_matching()

    def _list_matching(self) -> None:
        """The list follows what is typed."""
        rows = self._recent
        rows.nothing = "none of the recent ones: Enter opens what is typed"
        rows.show(matching(self._entries, self._path.value))
        self.on_resize()
        self._moved()

    @on(Input.Submitted)
    def _path_given(self, message: Input.Submitted) -> None:
        """A path that is there is opened; else what the list has of it."""
        path, rows = os.path.expanduser(message.value.strip()), self._recent
        if path and rows.count and not os.path.exists(path):
            rows.action_choose()
        elif path:
            self.inspector.open(path)

    @on(RowList.Moved)
    def _moved(self) -> None:
        """What is known of the request under the cursor."""
        rows = self._recent
        said = preview(rows.entries[rows.cursor]) if rows.count else ""
        self._preview.update(Content(said), layout=False)

    @on(RowList.Chosen)
    def _entry_chosen(self, message: RowList.Chosen) -> None:
        path = self._recent.entries[message.row].path
        self._path.value = ""
        self.inspector.open(path)

    def action_path(self) -> None:
        self._path.focus()

    def action_to_list(self) -> None:
        if self._recent.count:
            self._recent.focus()

    def action_leave(self) -> None:
        """Escape: what was typed, then the box."""
        self._path.value = ""
        self._recent.focus()

    def action_mark_request(self) -> None:
        rows = self._recent
        if rows.count:
            path = rows.entries[rows.cursor].path
            others = tuple(one for one in rows.marked if one != path)
            rows.marked = others if path in rows.marked else (*others, path)
            self.on_resize()
            rows.refresh()

    def action_compare_marked(self) -> None:
        if len(self._recent.marked) == TWO:
            self.post_message(self.CompareMarked(*self._recent.marked))
        else:
            self.inspector.say("Mark two requests with Space, then c compares them")

    def action_forget(self) -> None:
        if self._recent.count:
            self.inspector.recent.forget(self._recent.entries[self._recent.cursor].path)
            self._read()


def matching(entries: tuple[Entry, ...], typed: str) -> tuple[Entry, ...]:
    """The requests whose path holds what was typed, letter case aside; newest first."""
    wanted = os.path.expanduser(typed.strip()).casefold()
    return tuple(entry for entry in entries if wanted in entry.path.casefold())


def preview(entry: Entry) -> str:
    """Two lines about a request opened before; cleaned."""
    if not os.path.isfile(entry.path):
        return f" {clean(entry.path)}\n the file is not there any more"
    parts = (
        clean(entry.crash) or ("native crash" if entry.kind == "native" else "JavaScript"),
        count_of(entry.threads, "thread"),
        count_of(entry.modules, "module"),
        f"{count_of(entry.frames, 'frame')}, not run to the end"
        if entry.resolved is None
        else f"{entry.resolved}/{entry.frames} symbolicated",
    )
    return f" {clean(entry.path)}\n {' · '.join(parts)}"


def _result(entry: Entry) -> str:
    if entry.resolved is None:
        return "not run"
    if not entry.frames:
        return "no frames"
    glyph = "✓" if entry.resolved == entry.frames else "~" if entry.resolved else "✗"
    return f"{glyph} {100 * entry.resolved // entry.frames} %"
