"""What takes a dialog or a program outside: trusting, exporting, leaving, copying.

Each is a coroutine that the app runs in a worker, so that it may wait for an answer.
"""

import asyncio
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec.structs import replace

from inspector.model.clean import clean
from inspector.tui.opened.request_file import changed_since
from inspector.tui.opened.session import retriable
from inspector.tui.outside.clipboard import copy_natively, native_command
from inspector.tui.screens.dialogs import QuestionDialog, trust_question
from inspector.tui.view import anchored

if TYPE_CHECKING:
    from inspector.tui.app import InspectorApp

_CHANGED = """\
Its content is no longer what is open here. No keeps what is open, with its answer.

Reading it again gives up what was changed here and not saved, and the trust in the request."""


_WITHOUT_ANSWER = {
    "idle": "the request has not run, r runs it",
    "running": "the run is not over",
    "done": "the run gave none",
    "cancelled": "the run was cancelled, r runs it again",
    "failed": "the run failed, r runs it again",
}


async def run(app: "InspectorApp") -> None:
    """Run the request, or read it again first if its file has changed and the person says so."""
    if not await reread(app):
        app.start_run()


async def reread(app: "InspectorApp") -> bool:
    """Ask, once for each change of the file. True when the request is being read again."""
    session = app.session
    if session is None:
        return False
    now = await asyncio.to_thread(changed_since, session.path, session.file)
    if now is None or session is not app.session:
        return False
    session.file = replace(now, digest=session.file.digest)  # what is open is of the old content
    question = QuestionDialog("The request file has changed", _CHANGED, "Read again")
    if not await app.push_screen_wait(question):
        return False
    app.open(session.path)
    return True


async def tell_unknown_keys(app: "InspectorApp") -> None:
    """What a request that was just opened says beyond what we understand."""
    from inspector.opening import BadRequest, read_tree
    from inspector.tui.opened.unknown_keys import told, unknown_keys

    session = app.session
    if session is None:
        return
    with suppress(BadRequest):  # gone since it was read: what is shown stays
        tree = await asyncio.to_thread(read_tree, session.path)
        found = await asyncio.to_thread(unknown_keys, tree, session.view.report.kind)
        said = told(found)
        if said and session is app.session:
            app.say(said)


async def retry(app: "InspectorApp", *numbers: str) -> None:
    """Run again, asking once more for modules that failed: all of them, or those given."""
    session = app.session
    if session is None:
        return
    failed = retriable(session.view.report)
    wanted = tuple(module for module in failed if not numbers or str(module) in numbers)
    if session.running:
        app.say("A run is under way: X cancels it")
    elif not wanted:
        app.say("Nothing failed here that asking again could mend")
    else:
        app.start_run(wanted)


async def trust(app: "InspectorApp") -> None:
    """Ask whether the request may reach what it names, then run it again trusted."""
    session = app.session
    if session is None:
        return
    question = trust_question(session.view.report)
    if await app.push_screen_wait(QuestionDialog("Trust this request?", question, "Trust and run")):
        app.open(session.path, trusted=True)


async def export(app: "InspectorApp") -> None:
    """Write what the person chooses where they say: response, request, report, the screen."""
    from inspector.tui.outside.exporting import exports_of
    from inspector.tui.screens.export import ExportScreen

    session = app.session
    if session is None:
        return
    if session.result is None:
        app.say(f"There is no response to export: {_WITHOUT_ANSWER[session.view.run.state]}")
    drawn = app.export_screenshot(title=clean(session.view.report.name))
    configured = (*app.settings.sources, app.settings.scraping)
    exports = exports_of(session, drawn, configured, app.settings.signature)
    if written := await app.push_screen_wait(ExportScreen(exports)):
        app.say(f"Written: {written}")


async def compare(app: "InspectorApp", first: str, second: str) -> None:
    """Open one request and show it beside another one."""
    from textual.worker import WorkerError

    from inspector.tui.screens.compare import CompareScreen

    with suppress(WorkerError):  # cancelled: something else is being opened
        await app.open(first).wait()
    app.action_view("compare")
    if isinstance(screen := app.screen, CompareScreen):
        screen.beside(second)


async def rules(app: "InspectorApp") -> None:
    """Edit the rules that tell whose a frame is; what is saved holds at once."""
    from inspector.editing.rules import rules_file
    from inspector.model.in_app import ours, splits
    from inspector.settings import BadSettings
    from inspector.tui.screens.editors.rules_dialog import RulesDialog

    session = app.session
    if session is None:
        return
    try:
        path = await asyncio.to_thread(rules_file, app.own.config)
    except BadSettings as error:
        app.tell_person("The settings cannot be changed", str(error))
        return
    dialog = RulesDialog(session.view.report, app.settings.in_app, path)
    saved = await app.push_screen_wait(dialog)
    if saved is None:
        return
    app.settings = replace(app.settings, in_app=saved)
    view = anchored(session.view)
    view = replace(view, ours=ours(view.asked, saved))
    if view.choice.app_only and not splits(view.ours.test, view.frames):
        view = replace(view, choice=replace(view.choice, app_only=False))
    if session is app.session:
        app.show(view)
    app.say(f"Written: {path}")


async def open_path(app: "InspectorApp") -> None:
    """Open what the person names: a request, or a folder of them."""
    from inspector.tui.screens.path_dialog import PathDialog

    if isinstance(app.screen, PathDialog):
        return
    if path := await app.push_screen_wait(PathDialog()):
        app.open(path)


async def open_folder(app: "InspectorApp", path: str, trusted: str) -> None:
    """Show the requests of a folder. `trusted`: "" or not, as errands take texts."""
    from inspector.tui.screens.triage.board import BoardScreen
    from inspector.tui.triage.board import Board

    if app.desk is not None:
        board = Board(os.path.abspath(path), app.desk(), trusted=bool(trusted))
        await app.push_screen(BoardScreen(board))


async def edit_file(app: "InspectorApp", path: str, line: str) -> None:
    """Open a file in the editor, whatever it is, at a line (0: at its top)."""
    from inspector.tui.outside.source_errands import open_file

    open_file(app, os.path.abspath(path), int(line))


async def jump(app: "InspectorApp") -> None:
    """Focus the pane whose letter comes next."""
    from inspector.tui.screens.jump import JumpScreen

    below = app.screen
    if isinstance(below, JumpScreen):
        return
    widget = await app.push_screen_wait(JumpScreen(below))
    if widget is not None and app.screen is below:
        widget.focus()


async def leave(app: "InspectorApp") -> None:
    """Quit, after a question while a run is under way, or when something is not saved."""
    session = app.session
    reasons = []
    if session is not None and session.edits is not None and session.edits.unsaved:
        reasons.append("Sources or scraping were changed and not saved.")
    if session is not None and session.running:
        reasons.append("A run is under way. What it has fetched is kept.")
    if any(getattr(getattr(s, "board", None), "running", False) for s in app.screen_stack):
        reasons.append("Requests of a folder are being answered. What is done is kept.")
    text = "\n".join(reasons)
    if not reasons or await app.push_screen_wait(QuestionDialog("Quit?", text, "Quit")):
        app.exit()


async def copy(app: "InspectorApp", what: str, text: str) -> None:
    """Put a text on the clipboard, both ways, and say what is known about it."""
    app.copy_to_clipboard(text)
    command = native_command()
    if command and await copy_natively(text, command):
        app.say(f"Copied: {what}")
    else:
        app.say(f"Sent to the terminal's clipboard (cannot be verified): {what}")
