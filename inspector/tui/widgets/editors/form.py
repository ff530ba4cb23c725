"""A form made of fields: boxes to type into, words to choose from, what is wrong below each."""

from collections.abc import Iterator, Mapping

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Label, Static

from inspector.editing.fields import (
    NEW_HEADER,
    Field,
    is_literal,
    refers,
    text_of,
    value_of,
    with_text,
)
from inspector.model.clean import clean
from inspector.model.places.presets import Tree
from inspector.tui.actions import bindings
from inspector.tui.widgets.editors.choices import Choices
from inspector.tui.words.names import cut

MASK = "••••••"
_LABEL = 13


class FormRow(Vertical):
    """One field: label, editor, and a line below that says what is wrong."""

    class Written(Message):
        """The person wrote another text."""

        def __init__(self, field: Field, text: str) -> None:
            super().__init__()
            self.field, self.text = field, text

        def __rich_repr__(self) -> Iterator[str]:
            yield self.field.key

    def __init__(self, field: Field, tree: Tree) -> None:
        super().__init__(classes="form-row")
        self.field = field
        self._label = Label(Content(cut(clean(field.label), _LABEL)), classes="form-label")
        self._problem = Static("", markup=False, classes="form-problem")
        self.problem = ""
        self._shown = clean(text_of(tree, field))
        self.editor = self._made(tree)

    def _made(self, tree: Tree) -> Input | Choices:
        field, words = self.field, self._words()
        if field.kind == "flag":
            return Choices(("yes",), words, many=True)
        if field.kind in ("choice", "many"):
            return Choices(field.choices, words, many=field.kind == "many")
        box = Input(self._shown, placeholder=self._hint(tree), compact=True, select_on_focus=False)
        box.password = self._hides(self._shown)
        return box

    def compose(self) -> ComposeResult:
        with Horizontal(classes="form-line"):
            yield self._label
            yield self.editor
        yield self._problem

    def show(self, tree: Tree, problem: str) -> None:
        """Another value and another mistake; a box that is typed into is left alone."""
        text = clean(text_of(tree, self.field))
        editor = self.editor
        if isinstance(editor, Input):
            editor.placeholder = self._hint(tree)
            same = text.strip() == editor.value.strip() or self.field.key == NEW_HEADER.key
            if not same and not (editor.has_focus and self._is_typing(tree, editor.value)):
                self._shown = editor.value = text
        else:
            self._shown = text
            editor.show(self._words())
        self.problem = problem
        self._problem.update(Content(f"✗ {clean(problem)}" if problem else ""))
        self._problem.display = bool(problem)

    def _words(self) -> list[str]:
        return [word.strip() for word in self._shown.split(",") if word.strip() not in ("", "no")]

    def _means(self, tree: Tree, text: str) -> bool:
        """Whether what is typed is in the tree already: it may be a secret, shown no more."""
        return self._types_secret(tree) or with_text(tree, self.field, text) == tree

    def _types_secret(self, tree: Tree) -> bool:
        """A secret that is written out is in the tree and in the box, and nowhere else."""
        return self.field.kind == "secret" and is_literal(value_of(tree, self.field.key))

    def _is_typing(self, tree: Tree, written: str) -> bool:
        """Whether the box says what the tree has, in other words: "a," on the way to "a, b"."""
        return self._types_secret(tree) or with_text(tree, self.field, written) == tree

    def _hint(self, tree: Tree) -> str:
        if self._types_secret(tree):
            return f"{MASK}  written out"
        if self.field.key == NEW_HEADER.key:
            return "name: $VAR  Enter"
        return "required" if self.field.required else ""

    def _hides(self, text: str) -> bool:
        """Whether what is typed may be a secret: then it is dots on the screen."""
        if self.field.key == NEW_HEADER.key:
            _, colon, value = text.partition(":")
            return bool(colon) and not refers(value.strip())
        return self.field.kind == "secret" and not refers(text)

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        message.stop()
        message.input.password = self._hides(message.value)
        if message.value == self._shown or self.field.key == NEW_HEADER.key:
            return
        self._shown = message.value
        self.post_message(self.Written(self.field, message.value))

    @on(Input.Submitted)
    def _entered(self, message: Input.Submitted) -> None:
        message.stop()
        if self.field.key == NEW_HEADER.key and message.value.strip():
            text, message.input.value = message.value, ""
            self.post_message(self.Written(self.field, text))
        else:
            self.screen.focus_next()

    @on(Choices.Chosen)
    def _chosen(self, message: Choices.Chosen) -> None:
        message.stop()
        flag = self.field.kind == "flag"
        self._shown = ", ".join(message.words) or ("no" if flag else "")
        self.post_message(self.Written(self.field, self._shown))


class Form(VerticalScroll, can_focus=False):
    """The fields of one thing. What a person writes is told by `FormRow.Written`."""

    BINDINGS = bindings("form")

    def __init__(self, *, id: str) -> None:  # noqa: A002  textual's word
        super().__init__(id=id)
        self.rows: list[FormRow] = []
        self._about: object = None
        self._fields: tuple[Field, ...] = ()

    def show(
        self, about: object, fields: tuple[Field, ...], tree: Tree, problems: Mapping[str, str]
    ) -> None:
        """The fields of `about`; made anew when it is something else, or its fields changed."""
        if about != self._about or fields != self._fields:
            self._about, self._fields = about, fields
            self.remove_children()
            self.rows = [FormRow(field, tree) for field in fields]
            self.mount_all(self.rows)
        for row in self.rows:
            row.show(tree, problems.get(row.field.key, ""))

    def focus_first(self) -> None:
        """To the first field with a mistake, else to the first one that can be typed into."""
        wrong = (row for row in self.rows if row.problem)
        row = next(wrong, None) or next(iter(self.rows), None)
        if row is not None:
            row.editor.focus()

    def row_of(self, key: str) -> FormRow | None:
        """The row of a field."""
        return next((row for row in self.rows if row.field.key == key), None)

    @property
    def focused_field(self) -> Field | None:
        """The field that is being edited."""
        return next((row.field for row in self.rows if row.editor.has_focus), None)

    def action_next_field(self) -> None:
        self._go(1)

    def action_previous_field(self) -> None:
        self._go(-1)

    def _go(self, by: int) -> None:
        at = next((n for n, row in enumerate(self.rows) if row.editor.has_focus), None)
        if at is not None and 0 <= at + by < len(self.rows):
            self.rows[at + by].editor.focus()
