"""What the editors share: the edits of the request, saving, undoing, one level back at a time."""

from typing import ClassVar

from textual import work
from textual.content import Content
from textual.widgets import Static

from inspector.editing.drafts import State
from inspector.model.delta import Delta, delta, summary
from inspector.tui.opened.workbench import Workbench
from inspector.tui.screens.editors.delta_dialog import DeltaDialog, lines_of
from inspector.tui.screens.request import RequestScreen
from inspector.tui.view import View, at_frame


class EditorScreen(RequestScreen):
    """A screen that changes what the next run uses. Subclasses write `fill`."""

    PANES: ClassVar[tuple[str, ...]] = ()
    """Ids of the panes in the order of Tab, the list first."""

    def __init__(self) -> None:
        super().__init__()
        self._bench: Workbench | None = None
        self._compared: tuple[object, object, Delta] = (None, None, Delta())
        self.bought = Static("", id="bought", markup=False)

    @property
    def bench(self) -> Workbench:
        """The edits of the request that is open."""
        session = self.inspector.session
        if session is None:
            raise RuntimeError("an editor is only shown for an open request")
        if self._bench is None or self._bench.session is not session:
            self._bench = Workbench(session, self.inspector.settings)
        return self._bench

    def draw(self, view: View, old: View | None) -> None:
        if old is None or old.report is not view.report:
            self.fill()
        self.tell_bought()

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self.is_mounted and self.inspector.session is not None:
            self.fill()

    def fill(self) -> None:
        """Show the edits as they are now."""
        raise NotImplementedError

    def change(self, state: State) -> None:
        """Another state, by one key."""
        self.bench.change(state)
        self.fill()

    def tell_bought(self) -> None:
        """One line: that a run would differ, or what the last one bought."""
        session = self.inspector.session
        lines = []
        if session is not None and not session.running:
            if session.is_stale:
                lines.append("Changed since the last run: r runs again")
            elif session.before is not None:
                found = self._delta()
                which = " - w shows which" if lines_of(found) else ""
                lines.append(f"Against the run before: {summary(found)}{which}")
        self.bought.update(Content("".join(lines)))
        self.bought.display = bool(lines)

    def _delta(self) -> Delta:
        """The answer before, against the one of now."""
        session = self.inspector.session
        if session is None or session.before is None or session.result is None:
            return Delta()
        if self._compared[:2] != (session.before, session.result):
            found = delta(session.before.report, session.result.report)
            self._compared = (session.before, session.result, found)
        return self._compared[2]

    @work(group="dialog", exit_on_error=False)
    async def action_what_changed(self) -> None:
        """Show every change, and go to the frame that is chosen."""
        line = await self.app.push_screen_wait(DeltaDialog(self._delta()))
        view = self.inspector.view
        if line is None or view is None or line.place is None:
            return
        self.inspector.show(at_frame(view, line.thread, line.place))
        self.inspector.action_view("stack")

    def action_undo(self) -> None:
        """The step before; an answer that is known already is back at once."""
        if not self.bench.undo():
            self.inspector.say("There is nothing to undo")
            return
        session = self.bench.session
        if session.recall(self.inspector.now()):
            self.inspector.show(session.view)
        self.fill()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Saving is off as long as something has to be mended."""
        if action == "save" and self.inspector.session is not None and self.is_mounted:
            return None if self.bench.refusal or not self.bench.edits.changed else True
        return super().check_action(action, parameters)

    @work(group="dialog", exit_on_error=False)
    async def action_save(self) -> None:
        """Ask where to, and write it there."""
        from inspector.tui.screens.editors.save_dialog import SaveDialog

        bench = self.bench
        if written := await self.app.push_screen_wait(SaveDialog(bench)):
            bench.edits.is_saved()
            self.inspector.say(f"Written: {written}")
            self.fill()

    def action_leave(self) -> None:
        """Escape: a test first, then out of the form, then back to the stack."""
        first = self.query_one(f"#{self.PANES[0]}")
        if self.is_trying():
            self.stop_trying()
        elif self.focused is not first:
            first.focus()
        else:
            self.inspector.action_view("stack")

    def is_trying(self) -> bool:
        """Whether Escape has a test to stop."""
        return any(worker.group == "trial" and worker.is_running for worker in self.workers)

    def stop_trying(self) -> None:
        """Stop the test."""
        self.workers.cancel_group(self, "trial")

    def action_next_pane(self) -> None:
        self._go(1)

    def action_previous_pane(self) -> None:
        self._go(-1)

    def _go(self, by: int) -> None:
        """Tab goes from pane to pane; a form is entered where it has to be mended."""
        panes = [self.query_one(f"#{name}") for name in self.PANES]
        focused = self.focused
        at = next(
            (n for n, pane in enumerate(panes) if focused and pane in focused.ancestors_with_self),
            0,
        )
        target = panes[(at + by) % len(panes)]
        enter = getattr(target, "focus_first", target.focus)
        enter()
