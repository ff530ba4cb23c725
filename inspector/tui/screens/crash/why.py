"""The `x` panel: why a frame or a module is as it is, step by step, and what to do next."""

import asyncio
from typing import TYPE_CHECKING, Any, cast

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static
from textual.worker import Worker, WorkerState

from inspector.model.clean import clean
from inspector.tui.actions import bindings
from inspector.tui.listing.threads import title
from inspector.tui.next_steps import CLOSE, label_of, take, undo
from inspector.tui.words.explaining import content_of, markdown, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from inspector.model.report import Frame
    from inspector.model.why.explanation import Explanation
    from inspector.model.why.judged import NearMiss
    from inspector.tui.app import InspectorApp
    from inspector.tui.view import View

    Explain = Callable[[Sequence[NearMiss]], Explanation]


_WIDE = 100
"""Columns of the box, where there is room for it."""


class WhyScreen(ModalScreen[None]):
    """Says at once what the run knows; what local folders hold is looked up beside it."""

    BINDINGS = [*bindings("why"), *bindings("dialog"), *bindings("help")]  # noqa: RUF012
    HELP = "Why it is as it is, step by step. Enter takes the next step, Esc closes."

    def __init__(self, explain: "Explain", module: int | None, about: str = "") -> None:
        """`module`: whose files may be nearby, by its place in the report.

        about   what is explained, as the screens call it; "": as the explanation does
        """
        super().__init__()
        self._explain, self._module, self._subject = explain, module, about
        self.found: Explanation | None = None
        self._all_facts = False
        self._box = Vertical(classes="dialog", id="why")
        self._steps = Static("", id="why-steps", markup=False)
        self._next = Static("", id="why-next", markup=False)
        self._do = Button(CLOSE, id="do", variant="primary", compact=True)
        self._close = Button(f"{CLOSE} (Esc)", id="close", compact=True)

    def compose(self) -> ComposeResult:
        with self._box:
            with VerticalScroll(can_focus=False):
                yield self._steps
            yield self._next
            with Horizontal(classes="buttons"):
                yield self._do
                yield Button("Copy (y)", id="copy", compact=True)
                yield self._close

    def on_mount(self) -> None:
        self._do.focus()
        self._look()

    @property
    def inspector(self) -> "InspectorApp":
        return cast("InspectorApp", self.app)

    @work(exclusive=True, exit_on_error=False)
    async def _look(self) -> None:
        """The explanation, then the same with what is nearby: reading folders takes its time."""
        self._show(await asyncio.to_thread(self._explain, ()))
        session = self.inspector.session
        stopped = self.found is not None and self.found.stopped is not None
        if session is None or session.result is None or self._module is None or not stopped:
            return
        self._box.border_subtitle = "looking for what is nearby ..."
        try:
            async with self.inspector.engine(session.settings) as engine:
                near = await engine.nearby(session.result, self._module)
        finally:
            self._box.border_subtitle = ""
        if near:
            self._show(await asyncio.to_thread(self._explain, near))

    def on_worker_state_changed(self, message: Worker.StateChanged) -> None:
        """An explainer that fails is our fault; the panel gives way to a dialog that says so."""
        if message.state is WorkerState.ERROR:
            error, app = message.worker.error, self.inspector
            self.dismiss(None)
            app.tell_person("Something went wrong", f"{type(error).__name__}: {error}")

    def _show(self, found: "Explanation") -> None:
        self.found = found
        self._box.border_title = Content(f"Why: {clean(self._subject or found.subject)}")
        self._steps.update(content_of(found, self._room(), all_facts=self._all_facts))
        following = clean(found.next.text) if found.next else "Nothing needs to be done."
        self._next.update(Content.assemble(("Next: ", "bold"), following))
        label = label_of(found.next)
        self._do.label = Content(f"{label} (Enter)")
        self._close.display = label != CLOSE  # one button that closes is enough
        self._do.refresh(layout=True)

    def _room(self) -> int:
        """Columns for text: what the box has without its frame, padding and scroll bar."""
        return min(_WIDE, self.app.size.width * 95 // 100) - 7

    def on_resize(self) -> None:
        if self.found is not None:
            self._show(self.found)

    def action_facts(self) -> None:
        """The evidence of all steps, or of the one that stopped."""
        self._all_facts = not self._all_facts
        if self.found is not None:
            self._show(self.found)

    @on(Button.Pressed, "#do")
    def action_take(self) -> None:
        action = self.found.next if self.found else None
        app, module = self.inspector, self._module
        self.dismiss(None)
        if action is not None:
            app.call_later(lambda: app.run_worker(take(app, action, module), exit_on_error=False))

    @on(Button.Pressed, "#copy")
    def action_copy_markdown(self) -> None:
        if self.found is not None:
            self.inspector.copy("the explanation as Markdown", markdown(self.found))

    def action_copy_text(self) -> None:
        if self.found is not None:
            self.inspector.copy("the explanation as text", plain(self.found))

    def action_undo_step(self) -> None:
        self.dismiss(None)
        undo(self.inspector)

    def action_scroll_help(self, pages: int, lines: int) -> None:
        box = self.query_one(VerticalScroll)
        box.scroll_relative(y=pages * box.size.height + lines, animate=False)

    @on(Button.Pressed, "#close")
    def action_close(self) -> None:
        self.dismiss(None)


def why_frame(app: "InspectorApp", view: "View | None", frame: "Frame | None") -> None:
    """Open the panel about a frame of the shown thread."""
    thread = view.shown_thread if view else None
    if view is None or frame is None or thread is None:
        return
    number, module = thread.index, view.module_of(frame)
    if (known := _known(app)) is not None:
        opened, result = known

        def explain(near: "Sequence[NearMiss]") -> "Explanation":
            from inspector.questions.why import explain_frame

            return explain_frame(opened, result, number, frame.index, frame.depth, near)

        about = f"frame {frame.index} of thread {title(thread)}"
        app.push_screen(WhyScreen(explain, module.index if module else None, about))


def why_module(app: "InspectorApp", index: int | None) -> None:
    """Open the panel about a module of the report."""
    if index is not None and (known := _known(app)) is not None:
        opened, result = known

        def explain(near: "Sequence[NearMiss]") -> "Explanation":
            from inspector.questions.why import explain_module

            return explain_module(opened, result, index, near)

        app.push_screen(WhyScreen(explain, index))


def _known(app: "InspectorApp") -> tuple[Any, Any] | None:
    """The request that was answered and its answer; if there is none, that is said."""
    session = app.session
    if session is not None and session.result is not None:
        return session.answered, session.result
    running = session is not None and session.running
    app.say("The run is not over yet" if running else "Nothing has run yet: r symbolicates")
    return None
