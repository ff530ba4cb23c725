"""The app: keys in, engine events in, one View out. What needs deciding is decided elsewhere."""

import asyncio
import os
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from textual import work
from textual.app import App, SystemCommand
from textual.filter import LineFilter
from textual.screen import ModalScreen, Screen
from textual.worker import Worker, WorkerState

from inspector.model.clean import clean_lines
from inspector.model.events import Event, ignore
from inspector.model.report import Report
from inspector.settings import Settings
from inspector.tui.actions import bindings
from inspector.tui.crashed import leave_trace, tell_failure
from inspector.tui.glyphs import AsciiGlyphs, Harmless
from inspector.tui.happened import Happened
from inspector.tui.opened.kept import KeptViews
from inspector.tui.opened.reading import keep, line_of, read_session, reason_of
from inspector.tui.opened.recent import Recent
from inspector.tui.opened.session import EngineFactory, Load, Result, Session, restricted
from inspector.tui.outside.own_sources import OwnSources
from inspector.tui.palette import commands
from inspector.tui.screens.request import RequestScreen
from inspector.tui.screens.views import screen_of
from inspector.tui.view import View

if TYPE_CHECKING:
    from inspector.tui.screens.start import StartScreen
    from inspector.tui.triage.board import Desk

TICK = 0.1
"""Seconds between two looks at what the engine has told: ten updates a second at most."""

KEEP_EVERY = 2.0
"""Seconds after which marks and position are written, if they have changed."""

NOTE_SECONDS = 20.0  # how long a note about the settings can be read

_ROOT = 2
"""Screens on the stack when the first one of ours is seen: below it is Textual's own."""


class InspectorApp(App[None]):
    """One open request at a time. The engine works in a worker that only posts messages."""

    TITLE = "crash inspector"
    CSS_PATH = ["style.tcss", "editors.tcss", "compare.tcss"]  # noqa: RUF012  textual declares it so
    BINDINGS = bindings("app")
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-tall")]  # noqa: RUF012  of dialogs

    def __init__(
        self,
        engine: EngineFactory,
        *,
        load: Load,
        preview: Callable[[Any], Report],
        recent: Recent,
        kept: KeptViews | None = None,
        start: str | None = None,
        trusted: bool = False,
        settings: Settings | None = None,
        own: OwnSources | None = None,
        ascii_only: bool = False,
        keymap: Mapping[str, str] | None = None,
        notes: Sequence[str] = (),
        log: str = "",
        desk: "Callable[[], Desk] | None" = None,
    ) -> None:
        super().__init__()
        self.engine, self._load, self._preview, self.recent = engine, load, preview, recent
        self._start, self._trusted, self._kept = start, trusted, kept
        self.settings, self.own = settings or Settings(), own or OwnSources()
        self._barriers = (Harmless(), *([AsciiGlyphs()] if ascii_only else []))
        self.session: Session | None = None
        self.desk = desk  # folders can be opened when there is one
        self.log_file = log  # file for failures of the app itself; "": none
        self._notes = notes  # what a person should read at start
        self.set_keymap(dict(keymap or {}))
        self._views: dict[str, RequestScreen] = {}
        self.current_run: Worker[Result] | None = None
        self._remembering = asyncio.Lock()

    def on_mount(self) -> None:
        self.set_interval(TICK, self._tick)
        self.set_interval(KEEP_EVERY, self._keep_view)
        for note in self._notes:
            self.notify(clean_lines(note), markup=False, severity="warning", timeout=NOTE_SECONDS)
        if self._start is None:
            self.push_screen(self._start_screen())
        else:
            if not os.path.isdir(self._start):
                self.push_screen(self._view_named("stack"))
            self.open(self._start, trusted=self._trusted)

    def get_line_filters(self) -> Sequence[LineFilter]:
        return (*super().get_line_filters(), *self._barriers)

    def now(self) -> float:
        """Monotonic seconds, the clock of runs."""
        return time.monotonic()

    @property
    def view(self) -> View | None:
        """What the screens show; None as long as nothing is open."""
        return self.session.view if self.session else None

    def keep(self, view: View) -> None:
        """This is the view now, and the screen that says so shows it already."""
        if self.session is not None:
            self.session.view = view

    def show(self, view: View) -> None:
        """This is the view now."""
        if self.session is not None:
            self.session.view = view
            self._draw()

    def _draw(self) -> None:
        """Bring the screen up to the view, also one that lies below a dialog."""
        below = (s for s in reversed(self.screen_stack) if not isinstance(s, ModalScreen))
        screen = next(below, None) if self.is_running else None  # else it falls apart already
        if self.session is not None and isinstance(screen, RequestScreen) and screen.is_mounted:
            screen.show(self.session.view)

    # Opening a request

    def open(self, path: str, *, trusted: bool = False) -> Worker[None]:
        """Read a request and run it. A broken one is told in a dialog; the app stays up."""
        if self.desk is not None and os.path.isdir(path):
            return self._errand("open_folder", path, "trusted" if trusted else "")
        return self._read(path, trusted)

    @work(exclusive=True, group="open", exit_on_error=False)
    async def _read(self, path: str, trusted: bool) -> None:
        try:
            self.session, note = await asyncio.to_thread(
                read_session, self._load, self._preview, path, trusted=trusted,
                kept=self._kept, before=self.session, rules=self.settings.in_app,
            )  # fmt: skip
        except ValueError as error:
            self._refused(error, path)
            return
        self.workers.cancel_group(self, "run")
        if note:
            self.say(note)
        if not isinstance(self.screen, RequestScreen):
            await self.push_screen(self._view_named("stack"))
        self._draw()
        # The run and the list of recent requests would keep the first rows from the screen.
        self.screen.call_after_refresh(self._begin, self.session)

    def _begin(self, session: Session) -> None:
        """The first run of a request that was just opened."""
        if session is self.session and session.view.run.state == "idle":
            self._remember()
            self.start_run()
            self._errand("tell_unknown_keys")

    def on_start_screen_compare_marked(self, message: "StartScreen.CompareMarked") -> None:
        self._errand("compare", message.first, message.second)

    async def report_of_request(self, path: str) -> Report:
        """What another request is answered with; nobody vouches for it. Raises ValueError."""
        request = await asyncio.to_thread(self._load, path)
        async with self.engine() as engine:
            known = await asyncio.to_thread(engine.cached, request)
            return (known or await engine.symbolicate(request, ignore)).report

    def _refused(self, error: ValueError, path: str) -> None:
        if self.session is None and isinstance(self.screen, RequestScreen):
            self.switch_screen(self._start_screen())
        file, line = path if os.path.isfile(path) else "", line_of(error)
        self.tell_person("This request cannot be opened", reason_of(error), file=file, line=line)

    @work(group="recent", exit_on_error=False)
    async def _remember(self) -> None:
        """Beside the loop: counting takes a moment, and so may the disk. One after the other."""
        if self.session is not None:
            entry, now = self.session.entry, time.time()
            async with self._remembering:
                await asyncio.to_thread(lambda: self.recent.add(entry(now)))

    @work(group="keep", exit_on_error=False)
    async def _keep_view(self) -> None:
        await asyncio.to_thread(keep, self.session, self._kept)

    def on_app_focus(self) -> None:
        """The person comes back, perhaps from an editor."""
        self._errand("reread")

    def on_unmount(self) -> None:
        keep(self.session, self._kept)

    # Running it

    def action_run(self) -> None:
        self._errand("run")

    def action_retry(self) -> None:
        chosen = self.screen.to_retry() if isinstance(self.screen, RequestScreen) else ()
        self._errand("retry", *map(str, chosen))

    def start_run(self, again: Collection[int] = ()) -> None:
        """Run the request as it was read; `again`: modules to ask for once more."""
        if self.session is not None:
            self.session.start(self.now())
            self._draw()
            self.current_run = self._symbolicate(self.session, again)

    @work(exclusive=True, group="run", exit_on_error=False)
    async def _symbolicate(self, session: Session, again: Collection[int]) -> Result:
        """One run. What it says on the way goes through messages, its answer through its end."""
        number, (request, settings) = session.view.run.number, session.question

        def tell(event: Event) -> None:
            self.post_message(Happened(session, number, event))

        async with self.engine(settings) as engine:
            if again:
                await asyncio.to_thread(engine.forget, request, again)
            known = await asyncio.to_thread(engine.cached, request)
            result = known or await engine.symbolicate(request, tell)
            await asyncio.to_thread(lambda: result.report)  # made now, not when it is drawn
            return result

    def on_happened(self, message: Happened) -> None:
        """Of an older session or run nobody wants to hear any more."""
        message.session.hear(message.run, message.event)

    def _tick(self) -> None:
        if self.session is None or not self.session.running or not self.screen_stack:
            return
        if self.session.look():
            self._draw()
        elif isinstance(self.screen, RequestScreen):
            self.screen.tick()

    def on_worker_state_changed(self, message: Worker.StateChanged) -> None:
        worker, session = message.worker, self.session
        if message.state is WorkerState.ERROR:
            if worker is self.current_run and session is not None:
                session.fail(self.now())
                self._draw()
            tell_failure(self, worker.error)
        elif message.state is WorkerState.SUCCESS and worker is self.current_run:
            self._answered(worker.result)

    def _answered(self, result: Result | None) -> None:
        session = self.session
        if session is None or result is None:
            return
        if session.answer(session.view.run.number, result, self.now()):
            self._draw()
            self._remember()
            if restricted(result.report):
                self.say("Some places were not asked: they are restricted. T trusts this request.")

    def action_cancel(self) -> None:
        if self.session is not None and self.session.running:
            self.workers.cancel_group(self, "run")
            self.session.cancel(self.now())
            self._draw()

    def action_trust(self) -> None:
        self._errand("trust")

    def action_export(self) -> None:
        self._errand("export")

    # Going about

    def action_view(self, name: str) -> None:
        if isinstance(self.screen, RequestScreen) and name != self.screen.NAME:
            self.switch_screen(self._view_named(name))

    def action_help(self) -> None:
        from inspector.tui.screens.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def action_jump(self) -> None:
        self._errand("jump")

    def action_open_path(self) -> None:
        self._errand("open_path")

    def action_go_back(self) -> None:
        if len(self.screen_stack) > _ROOT:
            self.pop_screen()
        else:
            self._errand("leave")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  textual's
        session = self.session
        match action:
            case "cancel":
                return session is not None and session.running
            case "trust":
                return session is not None and bool(restricted(session.view.report))
        return True

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        return commands(self, screen)

    # Telling

    def say(self, text: str) -> None:
        """A toast."""
        self.notify(clean_lines(text), markup=False)

    def copy(self, what: str, text: str) -> None:
        """Put a text on the clipboard."""
        self._errand("copy", what, text)

    def _errand(self, name: str, *arguments: str) -> Worker[None]:
        """Run something that may wait for the person, beside everything else."""
        from inspector.tui.outside import errands

        return self.run_worker(getattr(errands, name)(self, *arguments), exit_on_error=False)

    def edit_file(self, path: str, line: int = 0) -> None:
        """Open a file in the person's editor."""
        self._errand("edit_file", path, str(line))

    def tell_person(self, title: str, text: str, *, file: str = "", line: int = 0) -> None:
        """A dialog with a text to read, and perhaps the place in a file that it is about."""
        from inspector.tui.screens.dialogs import MessageDialog

        self.push_screen(MessageDialog(title, text, file=file, line=line))

    _fatal_error = leave_trace

    def _start_screen(self) -> Screen[None]:
        from inspector.tui.screens.start import StartScreen

        return StartScreen()

    def _view_named(self, name: str) -> RequestScreen:
        """The screen of one view; made and imported when it is first wanted, then kept."""
        if name not in self._views:
            self._views[name] = screen = screen_of(name)
            self.install_screen(screen, name)
        return self._views[name]
