"""W5: the sources in lookup order, a form for one of them, and what it would be asked."""

from typing import Any

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from inspector.editing import drafts
from inspector.editing.drafts import Draft
from inspector.editing.fields import fields_of
from inspector.editing.preview import Asked, asked_for
from inspector.model.clean import clean
from inspector.model.report import Module
from inspector.questions.checkup import Checked
from inspector.settings.sources import BadSource
from inspector.tui.actions import bindings
from inspector.tui.screens.editors.editor import EditorScreen
from inspector.tui.screens.editors.source_dialogs import AddDialog
from inspector.tui.view import View
from inspector.tui.widgets.editors.form import Form, FormRow
from inspector.tui.widgets.editors.source_lists import AskedList, SourceList
from inspector.tui.widgets.row_list import RowList


class SourcesScreen(EditorScreen):
    """List and form side by side, the preview of one module below."""

    NAME = "sources"
    HELP = "Where files are looked for, in this order. r runs again with what stands here."
    BINDINGS = bindings("sources")
    PANES = ("source-list", "source-form", "asked")

    def __init__(self) -> None:
        super().__init__()
        self._list = SourceList(id="source-list")
        self._list.nothing = "no sources: a adds one"
        self._form = Form(id="source-form")
        self._help = Static("", id="form-help", markup=False)
        self._asked = AskedList(id="asked")
        self._tests: dict[int, str] = {}
        self._module = -1  # of the preview; -1: not chosen yet

    def body(self) -> ComposeResult:
        with Vertical(id="source-panes", classes="editor-panes"):
            with Horizontal(id="source-top"):
                yield self._list
                with Vertical(id="source-side"):
                    yield self._form
                    yield self._help
            yield self._asked
            yield self.bought

    def focus_first(self) -> None:
        self._list.focus()

    def draw(self, view: View, old: View | None) -> None:
        if old is None or old.asked is not view.asked:
            self._module, self._tests = -1, {}
            self.focus_first()
        super().draw(view, old)

    def fill(self, cursor: int | None = None) -> None:
        """Everything that the edits are shown by."""
        bench = self.bench
        state = bench.state
        self._list.show(state.drafts, bench.problems, self._tests, cursor)
        self._list.border_title = Content(f"Sources {len(state.drafts)} · {bench.word}")
        self.refresh_bindings()
        self.tell_bought()
        self._about()

    def to_source(self, name: str) -> None:
        """Put the cursor on the source of that id, if it is listed."""
        at = next((n for n, one in enumerate(self.bench.state.drafts) if one.id == name), None)
        if at is not None:
            self.fill(at)

    def _about(self) -> None:
        """Form and preview of the source under the cursor."""
        draft, bench = self._list.draft, self.bench
        if draft is None:
            self._form.show(None, (), {}, {})
            self._form.border_title = "Edit"
        else:
            wrong = bench.problems.get(draft.key, {})
            self._form.show(draft.key, fields_of(draft.tree), draft.tree, wrong)
            self._form.border_title = Content(f"Edit {clean(draft.id)} · {_origin(draft)}")
        self._say()
        self._preview(draft)

    def _say(self) -> None:
        """One or two lines below the form: mistake of the whole, test, what a field is for."""
        draft, field = self._list.draft, self._form.focused_field
        wrong = self.bench.problems.get(draft.key, {}) if draft else {}
        lines = [f"✗ {clean(wrong[''])}"] if "" in wrong else []
        refusal = self.bench.refusal
        if refusal and not lines:
            lines.append(f"Save is off: {clean(refusal)}")
        if field is not None:
            lines.append(field.help)
        elif draft is not None and draft.key in self._tests:
            lines.append(clean(self._tests[draft.key]))
        self._help.update(Content("\n".join(lines)))
        self._help.display = bool(lines)

    # The preview

    def _modules(self) -> list[Module]:
        """Those to choose from: that frames lie in, without a file first."""
        view = self.drawn
        if view is None or view.report.kind != "native":
            return []
        used = {f.module for t in view.report.threads for f in t.frames if f.module is not None}
        listed = [m for m in view.report.modules if m.index in used]
        return sorted(listed, key=lambda module: module.status == "found")

    def _preview(self, draft: Draft | None) -> None:
        modules = self._modules()
        if not modules:
            js = self.drawn is not None and self.drawn.report.kind == "js"
            why = "JavaScript: each script's path is looked for below a folder"
            self._asked.border_title = "Asked for"
            self._asked.show((), {}, why if js else "no frame lies in a module")
            return
        self._module = max(0, min(self._module, len(modules) - 1))
        module = modules[self._module]
        asked, nothing = self._places(draft, module)
        skipped = sum(one.skipped for one in asked)
        count = f"{len(asked) - skipped} asked" + (f", {skipped} not" if skipped else "")
        which = f"{self._module + 1}/{len(modules)}"
        name = clean(module.name) or "module"
        self._asked.border_title = Content(f"Asked for {name} ({which}, [ ] others) · {count}")
        candidates = {
            c.location: c for c in module.candidates if draft is not None and c.source == draft.id
        }
        self._asked.show(tuple(asked), candidates, nothing)

    def _places(self, draft: Draft | None, module: Module) -> tuple[list[Asked], str]:
        if draft is None:
            return [], "no source"
        if draft.key in self.bench.problems:
            return [], "mend the source first"
        wanted = self.bench.opened.body.modules[module.index].object_id  # type: ignore[union-attr]
        try:
            return asked_for(self.bench.opened, draft, wanted, self.bench.environ), "nothing"
        except BadSource as error:
            return [], clean(str(error))

    def action_next_module(self) -> None:
        self._turn(1)

    def action_previous_module(self) -> None:
        self._turn(-1)

    def _turn(self, by: int) -> None:
        count = len(self._modules())
        if count:
            self._module = (self._module + by) % count
            self._preview(self._list.draft)

    # Changing

    @on(RowList.Moved, "#source-list")
    def _moved(self) -> None:
        self._about()

    @on(RowList.Chosen, "#source-list")
    def _chosen(self) -> None:
        self._form.focus_first()

    def on_descendant_focus(self) -> None:
        self._say()

    @on(FormRow.Written)
    def _written(self, message: FormRow.Written) -> None:
        draft = self._list.draft
        if draft is not None:
            state = drafts.written(self.bench.state, draft.key, message.field, message.text)
            self.bench.change(state, ("field", draft.key, message.field.key))
            self._tests.pop(draft.key, None)
            self.fill()

    def action_switch(self) -> None:
        if self._list.draft is not None:
            self.change(drafts.toggled(self.bench.state, self._list.cursor))

    def action_up(self) -> None:
        self._move(-1)

    def action_down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        if self._list.draft is not None:
            self.change(drafts.moved(self.bench.state, self._list.cursor, by))

    def action_remove(self) -> None:
        draft = self._list.draft
        if draft is not None:
            self.change(drafts.removed(self.bench.state, self._list.cursor))
            self.inspector.say(f"{draft.id} is out of the list: u brings it back")

    def action_duplicate(self) -> None:
        if self._list.draft is not None:
            at = self._list.cursor
            self.bench.change(drafts.duplicated(self.bench.state, at))
            self.fill(at + 1)

    @work(group="dialog", exit_on_error=False)
    async def action_add(self) -> None:
        """Ask which kind, then put the cursor into the form of the new one."""
        kind = await self.app.push_screen_wait(AddDialog())
        if kind is None:
            return
        folder = self.bench.opened.folder
        state = drafts.added(self.bench.state, drafts.new_source(kind), folder)
        self.bench.change(state)
        self.fill(len(state.drafts) - 1)
        self.call_after_refresh(self._form.focus_first)

    # Trying

    def action_try_it(self) -> None:
        draft = self._list.draft
        if draft is None:
            return
        if draft.key in self.bench.problems:
            self.inspector.say("Mend the source first")
            return
        self._tests[draft.key] = "testing ..."
        self.fill()
        self._try(draft)

    @work(group="trial", exclusive=True, exit_on_error=False)
    async def _try(self, draft: Draft) -> None:
        from inspector.editing.trial import try_source

        def said(text: str) -> None:
            self._tests[draft.key] = text
            self.fill()

        bench = self.bench
        try:
            checked = await try_source(bench.opened, draft, bench.settings, bench.environ, said)
        except BadSource as error:
            self._tests[draft.key] = str(error)
        else:
            self._tests[draft.key] = "; ".join(map(checked_text, checked)) or "names no place"
        finally:
            if self._tests.get(draft.key) == "testing ...":
                self._tests[draft.key] = "test stopped"
        self.fill()

    def is_trying(self) -> bool:
        """Whether Escape has a test to stop."""
        return any(w.group == "trial" and w.is_running for w in self.workers)

    def stop_trying(self) -> None:
        """Stop the test."""
        self.workers.cancel_group(self, "trial")


def checked_text(checked: Checked) -> str:
    """How one test went, in a line."""
    reach = checked.reach
    time = "" if reach.seconds is None else f", {reach.seconds * 1000:.0f} ms"
    if reach.outcome != "ok":
        why = f": {reach.details}" if reach.details else ""
        return f"{reach.outcome.replace('_', ' ')}{why}{time}"
    found = f"{checked.there}/{checked.asked} modules found" if checked.asked else "it answers"
    problem = f" ({checked.problem})" if checked.problem else ""
    return f"{found}{problem}, {reach.details}{time}"


def _origin(draft: Draft) -> str:
    """Where the values come from."""
    words: dict[str, Any] = {
        "request": "from the request",
        "settings": f"from {clean(draft.place)}",
        "added": "added here",
    }
    return str(words[draft.origin])
