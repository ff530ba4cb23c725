"""Opening the source of a frame in the person's editor, and asking once where it is."""

import asyncio
import os
import subprocess
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from inspector.model.outcome import Miss
from inspector.model.report import Frame
from inspector.tui.outside.editor import NoEditor, chosen, command, has_own_window
from inspector.tui.outside.local_files import find
from inspector.tui.screens.mapping_dialog import MappingDialog

if TYPE_CHECKING:
    from inspector.tui.app import InspectorApp


async def edit(app: "InspectorApp", frame: Frame) -> None:
    """Open a frame's file at its line; ask where the file is if that is not known yet."""
    path = frame.path or frame.file
    if not path or frame.status != "symbolicated":
        app.say("No source file is known for this frame")
        return
    try:
        editor = chosen(os.environ)
    except NoEditor as error:
        app.say(str(error))
        return
    found = await asyncio.to_thread(find, path, app.own.places)
    if isinstance(found, Miss):
        pair = await app.push_screen_wait(MappingDialog(path, found.details))
        if pair is None:
            return
        told = await asyncio.to_thread(app.own.add, pair)
        app.say(f"{pair[0] or '(relative)'} is {pair[1]}. {told}")
        if app.view is not None:
            app.show(app.view)  # the source pane may find it now
        found = await asyncio.to_thread(find, path, app.own.places)
    if isinstance(found, Miss):
        app.say(f"Not opened: {found.details}")
        return
    _open(app, editor, command(editor, found, frame.line or 0, frame.column or 0))


def open_file(app: "InspectorApp", path: str, line: int) -> None:
    """Open a file at a line, 0: at its top; or say why that cannot be."""
    try:
        editor = chosen(os.environ)
    except NoEditor as error:
        app.say(str(error))
        return
    _open(app, editor, command(editor, path, line))


def _open(app: "InspectorApp", editor: Sequence[str], arguments: Sequence[str]) -> None:
    """Run it, without a shell. One that works in the terminal has it until it ends."""
    try:
        if has_own_window(editor):
            # Its window outlives us, and what it prints would spoil the screen.
            quiet = subprocess.DEVNULL
            subprocess.Popen(arguments, stdin=quiet, stdout=quiet, stderr=quiet)  # noqa: S603  a list of arguments, by the person's own choice
        elif app.session is not None and app.session.running:
            app.say("A run is under way, and the editor would hold it up: X cancels it")
        else:
            with app.suspend():
                ended = subprocess.run(arguments, check=False)  # noqa: S603  the same
            app.refresh()
            if ended.returncode:
                app.say(f"{editor[0]} ended with code {ended.returncode}")
    except SuspendNotSupported:
        app.say("This terminal cannot be lent to an editor")
    except OSError as error:
        app.say(f"{editor[0]} cannot be started: {error.strerror}")
