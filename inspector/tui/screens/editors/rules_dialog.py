"""Which frames are ours: patterns, what they make of the open request, and where they are kept."""

import asyncio
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Button, Static

from inspector.editing.fields import with_text
from inspector.editing.rules import (
    FIELDS,
    effect,
    effect_lines,
    problems,
    rules_of,
    save_rules,
    tree_of,
)
from inspector.model.clean import clean
from inspector.model.in_app import InAppRules
from inspector.model.report import Report
from inspector.settings import BadSettings
from inspector.tui.actions import bindings
from inspector.tui.screens.asking import AskingDialog, box, buttons
from inspector.tui.widgets.editors.form import Form, FormRow

if TYPE_CHECKING:
    from textual.timer import Timer

DEBOUNCE = 0.15
"""Seconds after the last key before the frames are counted: there may be 100,000 of them."""

_ABOUT = (
    "Patterns, comma between. Without a slash it is the name of a module or script: libgame*. "
    "With one it is a folder, /opt/game/, or a glob for a whole path, **/third_party/**. "
    "`not ours` is asked first; what none names, the built-in list of system places decides."
)


class RulesDialog(AskingDialog[InAppRules]):
    """Answers the rules that were saved, or None."""

    BINDINGS = bindings("rules")
    HELP = "Whose a frame is, where the request does not say. Nothing holds before it is saved."

    def __init__(self, report: Report, rules: InAppRules, path: str) -> None:
        """`path`: the settings file that they go into."""
        super().__init__()
        self._report, self._known, self._path = report, rules, path
        self._tree = tree_of(rules)
        self._form = Form(id="rules")
        self._waiting: Timer | None = None

    def compose(self) -> ComposeResult:
        yield box(
            "Which frames are ours",
            Static(Content(_ABOUT), id="rules-about", markup=False),
            self._form,
            self.said,
            Static(Content(f"Saved in {clean(self._path)}"), markup=False),
            buttons(("save", "Save")),
        )

    def on_mount(self) -> None:
        self._fill()
        self._count()
        self.call_after_refresh(self._form.focus_first)

    def _fill(self) -> None:
        wrong = problems(self._tree)
        self._form.show("rules", FIELDS, self._tree, wrong)
        self.query_one("#save", Button).disabled = bool(wrong)

    @on(FormRow.Written)
    def _written(self, message: FormRow.Written) -> None:
        self._tree = with_text(self._tree, message.field, message.text)
        self._fill()
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self.set_timer(DEBOUNCE, self._count)

    @work(exclusive=True, group="count", exit_on_error=False)
    async def _count(self) -> None:
        """What the rules as they are now would change; counted beside the loop."""
        if problems(self._tree):
            self.say("Mend the pattern first.")
            return
        found = await asyncio.to_thread(effect, self._report, self._known, rules_of(self._tree))
        self.say("\n".join(effect_lines(found)))

    @on(Button.Pressed, "#save")
    def action_save(self) -> None:
        if problems(self._tree):
            self.say("Not saved: mend the pattern first.")
            return
        rules = rules_of(self._tree)
        try:
            save_rules(self._path, rules)
        except BadSettings as error:
            self.workers.cancel_group(self, "count")
            self.say(f"Not saved: {error}")
        else:
            self.dismiss(rules)
