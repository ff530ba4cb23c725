"""The `D` panel: code, variables, registers and facts of a frame, read when it is opened."""

from typing import TYPE_CHECKING, Any, cast

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from inspector.model.clean import clean
from inspector.tui.actions import bindings

if TYPE_CHECKING:
    from inspector.model.report import Frame
    from inspector.questions.details import FrameDetail
    from inspector.tui.app import InspectorApp
    from inspector.tui.view import View

_WIDE = 112
"""Columns of the box, where there is room for it."""


class DetailScreen(ModalScreen[None]):
    """Says that it reads, then what was read. Closing it ends the reading."""

    BINDINGS = [*bindings("dialog"), *bindings("help")]  # noqa: RUF012  textual declares it so
    HELP = "The code of a frame, its variables and registers. Esc closes it."

    def __init__(self, thread: int, frame: int) -> None:
        """Both by their place in the request, the frame counted callee first."""
        super().__init__()
        self._thread, self._frame, self.text = thread, frame, ""
        self._box = Vertical(classes="dialog", id="detail")
        self._shown = Static("reading the files of this frame ...", id="told", markup=False)

    def compose(self) -> ComposeResult:
        with self._box as box:
            box.styles.width = _WIDE
            box.border_title = Content(f"Frame {self._frame} in detail")
            with VerticalScroll(can_focus=False):
                yield self._shown
            with Horizontal(classes="buttons"):
                yield Button("Copy text", id="copy", compact=True)
                yield Button("Close (Esc)", id="close", compact=True)

    def on_mount(self) -> None:
        self.query_one("#close", Button).focus()
        self._read()

    @property
    def inspector(self) -> "InspectorApp":
        return cast("InspectorApp", self.app)

    @work(exclusive=True, exit_on_error=False)
    async def _read(self) -> None:
        from inspector.questions.details import detail_lines, frame_detail

        session = self.inspector.session
        if session is None or session.result is None:
            self._show("Not run yet: r symbolicates.")
            return
        async with self.inspector.engine(session.settings) as engine:
            reader: Any = engine  # the app knows less of it
            found: FrameDetail = await frame_detail(
                reader,
                cast("Any", session.result),
                self._thread,
                self._frame,
                self.inspector.settings.signature,
            )
        self._show("\n".join(map(clean, detail_lines(found))))

    def _show(self, text: str) -> None:
        self.text = text
        self._shown.update(Content(text))

    def action_scroll_help(self, pages: int, lines: int) -> None:
        box = self.query_one(VerticalScroll)
        box.scroll_relative(y=pages * box.size.height + lines, animate=False)

    @on(Button.Pressed, "#copy")
    def _copy(self) -> None:
        self.inspector.copy("the details", self.text)

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        self.dismiss(None)


def show_detail(app: "InspectorApp", view: "View | None", frame: "Frame | None") -> None:
    """Open the panel for the frame under the cursor, if there is one."""
    if view is not None and frame is not None and view.shown_thread is not None:
        app.push_screen(DetailScreen(view.shown_thread.index, frame.index))
