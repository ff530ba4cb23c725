"""W8: what to take out of a request, and where to put it."""

import asyncio
import os
from typing import TYPE_CHECKING, cast

from textual import on, work
from textual.app import ComposeResult
from textual.widgets import Button, Input

from inspector.atomic import write_whole
from inspector.model.clean import clean
from inspector.tui.outside.exporting import (
    DRAWING,
    REQUEST,
    RESPONSE,
    Exports,
    Wanted,
    renamed,
    what_for,
)
from inspector.tui.screens.asking import AskingDialog, box, buttons, line
from inspector.tui.widgets.editors.choices import Choices
from inspector.tui.words.wording import size_word

if TYPE_CHECKING:
    from inspector.tui.app import InspectorApp

_ALL, _CURRENT = "all threads", "current thread"
_PRETTY, _SECRETS, _USERS = "white space", "leave secrets in", "hide user names"


class ExportScreen(AskingDialog[str]):
    """Answers the path that was written, or None. The form follows the file name, and back."""

    HELP = (
        "Take the response, the request or a report along. Secrets are taken out unless you say "
        "so; nothing is overwritten before a second Enter."
    )

    def __init__(self, exports: Exports) -> None:
        super().__init__()
        self._exports = exports
        words = exports.words
        self._what = Choices(words, words[:1], id="export-what")
        scopes = (_ALL,) if exports.thread is None else (_ALL, _CURRENT)
        self._scope = Choices(scopes, (_ALL,), id="export-scope")
        self._options = Choices((_PRETTY, _USERS, _SECRETS), many=True, id="export-options")
        self._path = Input(exports.name(words[0]), id="export-path", compact=True)
        self._agreed = ""  # the existing file the person agreed to overwrite
        self._made: tuple[Wanted, bytes] | None = None

    def compose(self) -> ComposeResult:
        yield box(
            "Export",
            line("what", self._what),
            line("scope", self._scope),
            line("options", self._options),
            line("to", self._path),
            self.said,
            buttons(("write", "Write"), ("clipboard", "Clipboard")),
        )

    def on_mount(self) -> None:
        self._path.focus()
        self._measure()

    @property
    def wanted(self) -> Wanted:
        """What is chosen right now."""
        options = self._options.chosen
        what = self._what.chosen[0]
        scoped = self._scope.chosen == (_CURRENT,) and what != DRAWING
        return Wanted(
            what=what,
            thread=self._exports.thread if scoped else None,
            pretty=_PRETTY in options and what in (RESPONSE, REQUEST),
            secrets=_SECRETS in options,
            users=_USERS not in options,
        )

    @on(Choices.Chosen)
    def _chose(self, message: Choices.Chosen) -> None:
        if message.choices is self._what:
            self._path.value = renamed(self._path.value, self._what.chosen[0])
        self._measure()

    @on(Input.Changed)
    def _typed(self) -> None:
        self._agreed = ""
        what = what_for(self._path.value, self._what.chosen[0])
        if what in self._exports.words and (what,) != self._what.chosen:
            self._what.show((what,))
        self._measure()

    @work(exclusive=True, group="export", exit_on_error=False)
    async def _measure(self) -> None:
        """Say how large it is going to be, and what is in the way."""
        exists = " · this file exists, writing asks again" if self._exists() else ""
        try:
            data = await self._data()
        except ValueError as error:
            self.say(f"Not to be had: {clean(str(error))}")
            return
        self.say(f"{size_word(len(data))}{exists}")

    async def _data(self) -> bytes:
        """The content, made once for each choice. Raises ValueError."""
        wanted = self.wanted
        if self._made is None or self._made[0] != wanted:
            self._made = wanted, await asyncio.to_thread(self._exports.content, wanted)
        return self._made[1]

    @on(Input.Submitted)
    @on(Button.Pressed, "#write")
    def _asked_to_write(self) -> None:
        if self._exists() and self._agreed != self._target():
            self._agreed = self._target()
            self.say("This file exists. Press Enter or Write again to overwrite it.")
            self.workers.cancel_group(self, "export")
            return
        self._write(self._target())

    @work(exclusive=True, group="export", exit_on_error=False)
    async def _write(self, path: str) -> None:
        try:
            await asyncio.to_thread(write_whole, path, await self._data())
        except (OSError, ValueError) as error:  # ValueError: no request, or a NUL in the path
            self.say(f"Not written: {clean(getattr(error, 'strerror', None) or str(error))}")
            return
        self.dismiss(path)

    @on(Button.Pressed, "#clipboard")
    @work(exclusive=True, group="export", exit_on_error=False)
    async def _to_clipboard(self) -> None:
        try:
            data = await self._data()
        except ValueError as error:
            self.say(f"Not copied: {clean(str(error))}")
            return
        app = cast("InspectorApp", self.app)
        app.copy(f"{self.wanted.what}, {size_word(len(data))}", data.decode("utf-8", "replace"))
        self.dismiss(None)

    def _exists(self) -> bool:
        return os.path.exists(self._target())

    def _target(self) -> str:
        return os.path.abspath(os.path.expanduser(self._path.value))
