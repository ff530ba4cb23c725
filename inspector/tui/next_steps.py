"""The next step of an explanation, taken: an edit and a run, a screen, or a question before."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from inspector.editing.remedied import remedied
from inspector.model.delta import delta, summary
from inspector.tui.opened.workbench import Workbench
from inspector.tui.outside import errands
from inspector.tui.screens.ask_dialog import AskDialog

if TYPE_CHECKING:
    from inspector.model.why.explanation import Action
    from inspector.tui.app import InspectorApp

CLOSE = "Close"
"""What the button says when there is nothing to do."""

_LABELS = {
    "add_source": "Add it and run",
    "add_preset": "Add the server and run",
    "fix_casing": "Change it and run",
    "fix_layout": "Change it and run",
    "fix_path": "Change it and run",
    "fix_url_prefix": "Change it and run",
    "widen_filters": "Widen it and run",
    "allow_origin": "Allow it and run",
    "enable_scraping": "Turn it on and run",
    "shift_column": "Shift it and run",
    "shift_line": "Shift it and run",
    "go_online": "Go online and run",
    "retry": "Ask again",
    "raise_timeout": "Raise it and ask again",
    "raise_limit": "Raise it and ask again",
    "trust_request": "Trust and run",
    "exclude_candidate": "Leave it out and run",
    "turn_on_sources": "Turn it on and run",
    "leave_strict": "Leave strict mode and run",
    "fix_credentials": "Open the sources",
    "open_sources": "Open the sources",
    "open_scraping": "Open scraping",
    "open_load_map": "Open the load map",
    "open_activity": "Open the activity",
    "show_dropped": "Show them",
    "hide_guessed": "Hide them",
    "find_file": "Copy what to look for",
    "rebuild": "Copy what to do",
    "mend_request": "Copy what to mend",
    "nothing_to_do": CLOSE,
}
"""What the button says, by the kind of the step."""


def label_of(action: "Action | None") -> str:
    """What Enter does."""
    return CLOSE if action is None else _LABELS.get(action.kind, "Do it")


async def take(app: "InspectorApp", action: "Action", module: int | None) -> None:
    """Do it. `module` is the one that was asked about, by its place in the report."""
    if action.kind == "trust_request":
        await errands.trust(app)
    elif action.kind in _OPENED:
        _OPENED[action.kind](app, action)
    else:
        await _change(app, action, module)


async def _change(app: "InspectorApp", action: "Action", module: int | None) -> None:
    """Edit what the next run uses, run it, and say what that bought."""
    session = app.session
    if session is None:
        return
    if session.running:
        app.say("A run is under way: X cancels it")
        return
    given = await _given(app, action)
    if given is None:
        return
    bench = Workbench(session, app.settings)
    request, settings = session.question
    try:
        state = remedied(bench.state, action, request, settings or app.settings, given)
    except ValueError as error:
        app.say(str(error))
        return
    if state is None:  # only a person can
        said = ", ".join(value for value in action.arguments.values() if value)
        app.copy("what to do", action.text if action.kind != "find_file" else said or action.text)
        return
    edited = state != bench.state
    bench.change(state)
    asks_again = action.kind in ("retry", "raise_timeout", "raise_limit")
    await _run(app, (module,) if asks_again and module is not None else (), edited)


async def _given(app: "InspectorApp", action: "Action") -> Mapping[str, str] | None:
    """What the person fills in; nothing if nothing is asked, None if they give up."""
    said = action.arguments
    if action.kind != "add_source" or said.get("path") or said.get("url"):
        return {}
    key = "url" if said.get("type") == "http" else "path"
    answer = await app.push_screen_wait(AskDialog(action.text, key))
    return None if answer is None else {key: answer}


async def _run(app: "InspectorApp", again: tuple[int, ...], edited: bool) -> None:
    """Run, wait, and tell the difference; what was `edited` can be taken back."""
    from textual.worker import WorkerError

    session = app.session
    app.start_run(again)
    worker = app.current_run
    if worker is None or session is None:
        return
    before = session.result
    try:
        result = await worker.wait()
    except WorkerError:  # cancelled, or told in a dialog
        return
    if session is app.session and before is not None:
        bought = summary(delta(before.report, result.report))
        back = " x, then u takes the step back." if edited else ""
        app.say(f"Against the run before: {bought}.{back}")


def undo(app: "InspectorApp") -> None:
    """Take the last edit back; an answer that is known is shown at once."""
    session = app.session
    if session is None or session.edits is None or not Workbench(session, app.settings).undo():
        app.say("There is nothing to undo")
    elif session.recall(app.now()):
        app.show(session.view)
        app.say("The step was taken back, and so was what it brought")
    else:
        app.say("The step was taken back: r runs again")


def _sources(app: "InspectorApp", action: "Action") -> None:
    from inspector.tui.screens.editors.sources import SourcesScreen

    def point() -> None:
        if isinstance(app.screen, SourcesScreen):
            app.screen.to_source(action.arguments.get("source", ""))

    app.action_view("sources")
    app.call_after_refresh(point)


def _scraping(app: "InspectorApp", action: "Action") -> None:
    from inspector.tui.screens.editors.scraping import ScrapingScreen

    def point() -> None:
        if isinstance(app.screen, ScrapingScreen):
            app.screen.test(action.arguments.get("url", ""))

    app.action_view("scraping")
    app.call_after_refresh(point)


def _load_map(app: "InspectorApp", _action: "Action") -> None:
    from inspector.tui.screens.files.modules import ModulesScreen

    def point() -> None:
        if isinstance(app.screen, ModulesScreen):
            app.screen.action_load_map()

    app.action_view("modules")
    app.call_after_refresh(point)


def _activity(app: "InspectorApp", _action: "Action") -> None:
    app.action_view("activity")


def _guesses(app: "InspectorApp", action: "Action") -> None:
    if app.view is not None:
        hide = action.kind == "hide_guessed"
        app.action_view("stack")
        app.show(replace(app.view, choice=replace(app.view.choice, no_guesses=hide)))


def _dropped(app: "InspectorApp", _action: "Action") -> None:
    """The frames as they were sent have those that the engine dropped."""
    if app.view is not None:
        app.action_view("stack")
        app.show(replace(app.view, looks=replace(app.view.looks, raw=True)))
        app.say("These are the frames as they were sent: W goes back to the answer")


def _nothing(_app: "InspectorApp", _action: "Action") -> None:
    """There is nothing to do."""


_OPENED: "Mapping[str, Callable[[InspectorApp, Action], None]]" = {
    "fix_credentials": _sources,
    "open_sources": _sources,
    "open_scraping": _scraping,
    "open_load_map": _load_map,
    "open_activity": _activity,
    "show_dropped": _dropped,
    "hide_guessed": _guesses,
    "nothing_to_do": _nothing,
}
