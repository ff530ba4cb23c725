"""Which frames are ours: patterns, what they make of the open request, and where they are kept."""

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
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
from inspector.tui.widgets.form import Form, FormRow

if TYPE_CHECKING:
    from textual.timer import Timer

DEBOUNCE = 0.15
"""Seconds after the last key before the frames are counted: there may be 100,000 of them."""

_ABOUT = (
    "Patterns, comma between. Without a slash it is the name of a module or script: libgame*. "
    "With one it is a folder, /opt/game/, or a glob for a whole path, **/third_party/**. "
    "`not ours` is asked first; what none names, the built-in list of system places decides."
)


class RulesDialog(ModalScreen[InAppRules | None]):
    """Answers the rules that were saved, or None."""

    BINDINGS = [*bindings("rules"), *bindings("dialog")]  # noqa: RUF012  textual declares it so
    HELP = "Whose a frame is, where the request does not say. Nothing holds before it is saved."

    def __init__(self, report: Report, rules: InAppRules, path: str) -> None:
        """`path`: the settings file that they go into."""
        super().__init__()
        self._report, self._known, self._path = report, rules, path
        self._tree = tree_of(rules)
        self._form = Form(id="rules")
        self._said = Static("", id="rules-note", markup=False)
        self.note = ""
        self._waiting: Timer | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = Content("Which frames are ours")
            yield Static(Content(_ABOUT), id="rules-about", markup=False)
            yield self._form
            yield self._said
            yield Static(Content(f"Saved in {clean(self._path)}"), markup=False)
            with Horizontal(classes="buttons"):
                yield Button("Save", id="save", variant="primary", compact=True)
                yield Button("Cancel", id="cancel", compact=True)

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

    def _count(self) -> None:
        """What the rules as they are now would change."""
        if problems(self._tree):
            self._say("Mend the pattern first.")
        else:
            found = effect(self._report, self._known, rules_of(self._tree))
            self._say("\n".join(effect_lines(found)))

    @on(Button.Pressed, "#save")
    def action_save(self) -> None:
        if problems(self._tree):
            self._say("Not saved: mend the pattern first.")
            return
        rules = rules_of(self._tree)
        try:
            save_rules(self._path, rules)
        except BadSettings as error:
            self._say(f"Not saved: {error}")
        else:
            self.dismiss(rules)

    def _say(self, text: str) -> None:
        self.note = "\n".join(map(clean, text.split("\n")))
        self._said.update(Content(self.note))

    @on(Button.Pressed, "#cancel")
    def action_close(self) -> None:
        self.dismiss(None)
