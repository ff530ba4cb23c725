"""What the editors share: the edits of the request, saving, undoing, one level back at a time."""

from typing import ClassVar

from textual import work

from inspector.editing.drafts import State
from inspector.tui.screens.request import RequestScreen
from inspector.tui.view import View
from inspector.tui.workbench import Workbench


class EditorScreen(RequestScreen):
    """A screen that changes what the next run uses. Subclasses write `fill`."""

    PANES: ClassVar[tuple[str, ...]] = ()
    """Ids of the panes in the order of Tab, the list first."""

    def __init__(self) -> None:
        super().__init__()
        self._bench: Workbench | None = None

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

    def action_undo(self) -> None:
        if self.bench.undo():
            self.fill()
        else:
            self.inspector.say("There is nothing to undo")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Saving is off as long as something has to be mended."""
        if action == "save" and self.inspector.session is not None and self.is_mounted:
            return None if self.bench.refusal or not self.bench.edits.changed else True
        return super().check_action(action, parameters)

    @work(group="dialog", exit_on_error=False)
    async def action_save(self) -> None:
        """Ask where to, and write it there."""
        from inspector.tui.screens.save_dialog import SaveDialog

        bench = self.bench
        dialog = SaveDialog(bench, with_settings=self.NAME == "sources")
        if written := await self.app.push_screen_wait(dialog):
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
