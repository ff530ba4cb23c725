"""A form made of fields."""

from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Input

from inspector.editing.fields import fields_of, value_of, with_text
from inspector.tui.widgets.editors.choices import Choices
from inspector.tui.widgets.editors.form import Form, FormRow
from tests.tui.scripted import press, settle

TREE = {"type": "sentry", "id": "s", "url": "https://h/", "token": "canary"}


class Box(App[None]):
    """One form, and what was written in it."""

    def __init__(self, tree: dict[str, Any], problems: dict[str, str] | None = None) -> None:
        super().__init__()
        self.form, self.source, self.problems = Form(id="form"), tree, problems or {}
        self.heard: list[tuple[str, str]] = []

    def compose(self) -> ComposeResult:
        yield self.form

    def on_mount(self) -> None:
        self.show()

    def show(self) -> None:
        self.form.show("s", fields_of(self.source), self.source, self.problems)

    def on_form_row_written(self, message: FormRow.Written) -> None:
        self.heard.append((message.field.key, message.text))
        self.source = with_text(self.source, message.field, message.text)
        self.show()

    def box(self, key: str) -> Input:
        row = self.form.row_of(key)
        assert row is not None
        assert isinstance(row.editor, Input)
        return row.editor


async def test_opening_a_form_writes_nothing() -> None:
    app = Box(TREE)
    async with app.run_test() as pilot:
        await settle(pilot)
        assert app.heard == []
        assert app.box("url").value == "https://h/"
        assert app.box("token").value == ""
        assert "written out" in app.box("token").placeholder


async def test_typing_is_told_letter_by_letter() -> None:
    app = Box(TREE)
    async with app.run_test() as pilot:
        app.box("id").focus()
        await press(pilot, "x", "y")
        assert app.heard == [("id", "sx"), ("id", "sxy")]
        assert app.box("id").value == "sxy"
        assert app.form.focused_field is not None
        assert app.form.focused_field.key == "id"


async def test_a_secret_is_dots_until_it_refers() -> None:
    app = Box(TREE)
    async with app.run_test() as pilot:
        app.box("token").focus()
        await press(pilot, "a")
        assert app.box("token").password
        assert app.box("token").value == "a"
        await press(pilot, "backspace", "$", "T")
        assert not app.box("token").password
        assert app.source["token"] == {"env": "T"}


async def test_the_query_of_a_url_is_hidden_but_while_it_is_typed() -> None:
    app = Box({"type": "http", "id": "a", "url": "https://h/?sig=canary"})
    async with app.run_test() as pilot:
        await settle(pilot)
        assert app.box("url").value == "https://h/?***"
        app.box("url").focus()
        await press(pilot, "home", *["right"] * len("https://h/"), "x")
        assert app.source["url"] == "https://h/x?sig=canary"
        await press(pilot, "end", *["backspace"] * len("?***"), "question_mark", "a", "b")
        assert app.box("url").value == "https://h/x?ab"
        await press(pilot, "backspace", "c")
        assert app.source["url"] == app.box("url").value == "https://h/x?ac"
        app.box("id").focus()
        await press(pilot, "y")
        assert app.box("url").value == "https://h/x?***"


async def test_arrows_and_enter_go_from_field_to_field() -> None:
    app = Box({"type": "http", "id": "a", "url": "https://h/"})
    async with app.run_test() as pilot:
        app.form.focus_first()
        await press(pilot, "down", "down")
        row = app.form.row_of("layout.type")
        assert row is not None
        assert row.editor.has_focus
        await press(pilot, "right", "up")
        assert app.heard == [("layout.type", "symstore")]
        assert app.box("url").has_focus
        await press(pilot, "up", "up", "enter")
        assert app.box("url").has_focus


async def test_a_header_is_added_by_enter() -> None:
    app = Box({"type": "http", "id": "a", "url": "https://h/"})
    async with app.run_test() as pilot:
        app.box("headers.").focus()
        await press(pilot, *"x-key: secret")
        assert app.box("headers.").password
        assert app.heard == []
        await press(pilot, "enter")
        await settle(pilot)
        assert app.source["headers"] == {"x-key": "secret"}
        assert app.box("headers.x-key").value == ""


async def test_a_mistake_stands_below_its_field_and_is_entered_first() -> None:
    app = Box(TREE, {"url": "wrong [/x]"})
    async with app.run_test() as pilot:
        row = app.form.row_of("url")
        assert row is not None
        assert row.problem == "wrong [/x]"
        app.form.focus_first()
        await settle(pilot)
        assert app.box("url").has_focus


async def test_flags_and_words() -> None:
    app = Box({"type": "http", "id": "a", "url": "https://h/", "is_public": True})
    async with app.run_test() as pilot:
        row = app.form.row_of("is_public")
        assert row is not None
        assert isinstance(row.editor, Choices)
        assert row.editor.chosen == ("yes",)
        row.editor.focus()
        await press(pilot, "space")
        assert app.heard == [("is_public", "no")]
        assert "is_public" not in app.source


@pytest.mark.parametrize(
    ("kind", "key", "typed", "value"),
    [
        ("http", "filters.path_patterns", "a, b*,[c,d]", ["a", "b*", "[c,d]"]),
        ("s3", "region", "minio, http://h:9000", ["minio", "http://h:9000"]),
        ("http", "id", "two words", "two words"),
    ],
)
async def test_commas_and_spaces_on_the_way_stay(
    kind: str, key: str, typed: str, value: object
) -> None:
    app = Box({"type": kind, "id": "a"})
    async with app.run_test() as pilot:
        app.box(key).focus()
        await settle(pilot)
        app.box(key).value = ""
        await settle(pilot)
        await press(pilot, *typed)
        assert app.box(key).value == typed
        assert value_of(app.source, key) == value
