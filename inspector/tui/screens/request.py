"""What all screens of an open request share: verdict, views, progress, and who owns the View."""

from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from inspector.tui.actions import bindings
from inspector.tui.view import View
from inspector.tui.widgets.key_line import KeyLine
from inspector.tui.widgets.progress_line import ProgressLine
from inspector.tui.widgets.prompt import Prompt
from inspector.tui.widgets.verdict import Verdict
from inspector.tui.widgets.view_tabs import ViewTabs

if TYPE_CHECKING:
    from inspector.tui.app import InspectorApp


class RequestScreen(Screen[None]):
    """A screen that draws the app's View. Subclasses lay out `body` and write `draw`."""

    BINDINGS = bindings("request")
    AUTO_FOCUS = ""  # `focus_first` says what has the focus: the first widget may be hidden
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (100, "-medium"), (118, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (15, "-short"), (20, "-tall")]  # noqa: RUF012
    NAME = ""
    HELP = ""
    """What this screen is for, one sentence, for `?`."""

    def __init__(self) -> None:
        super().__init__(name=self.NAME)
        self.drawn: View | None = None
        self._verdict = Verdict()
        self._tabs = ViewTabs(self.NAME)
        self._progress = ProgressLine()
        self.prompt = Prompt()

    def compose(self) -> ComposeResult:
        yield Static("terminal too small (60x15 needed), q leaves", id="too-small", markup=False)
        yield self._verdict
        yield self._tabs
        yield from self.body()
        yield self.prompt
        yield self._progress
        yield KeyLine()

    def body(self) -> ComposeResult:
        """The widgets between the views' line and the progress line."""
        raise NotImplementedError

    def draw(self, view: View, old: View | None) -> None:
        """Bring the widgets up to `view`; `old` is what they show now."""
        raise NotImplementedError

    @property
    def inspector(self) -> "InspectorApp":
        return cast("InspectorApp", self.app)

    def show(self, view: View) -> None:
        """Draw a view; parts that did not change are left alone."""
        old, self.drawn = self.drawn, view
        self._verdict.show(view, self.inspector.settings.signature)
        self._tabs.show(view)
        self.tick()
        self.draw(view, old)
        if old is None or old.run.state != view.run.state:
            self.refresh_bindings()

    def tick(self) -> None:
        """Time has passed: only the progress line tells it."""
        if self.drawn is not None:
            self._progress.show(self.drawn, self.inspector.now())

    def on_mount(self) -> None:
        self._catch_up()

    def on_screen_resume(self) -> None:
        self._catch_up()

    def _catch_up(self) -> None:
        view = self.inspector.view
        if self.is_mounted and view is not None and view is not self.drawn:
            self.show(view)

    def on_resize(self) -> None:
        self.call_after_refresh(self._keep_focus)
        self.call_after_refresh(self.tick)

    def _keep_focus(self) -> None:
        """Another size may hide the pane that had the focus."""
        if self.focused is None or not self.focused.region:
            self.focus_first()

    def to_folder(self) -> None:
        """Back to the folder that the request was opened from, if it was."""
        from inspector.tui.screens.triage.board import BoardScreen

        if len(self.app.screen_stack) > 1 and isinstance(self.app.screen_stack[-2], BoardScreen):
            self.inspector.action_go_back()

    def to_retry(self) -> tuple[int, ...]:
        """The modules that a person means who asks for what failed once more; (): all of them."""
        return ()

    def focus_first(self) -> None:
        """Put the focus where reading starts."""
        self.focus_next()
