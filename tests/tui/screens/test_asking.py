"""What dialogs that ask have in common."""

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import Button, Input, Label

from inspector.tui.screens.asking import AskingDialog, box, buttons, line
from tests.tui.scripted import press, settle


class Name(AskingDialog[str]):
    """Asks for a name."""

    def compose(self) -> ComposeResult:
        yield box("x [/foo] y", line("name", Input(compact=True)), self.said, buttons(("ok", "OK")))


class Host(App[None]):
    """Asks, and notes the answer."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[str | None] = []

    def on_mount(self) -> None:
        self.push_screen(Name(), self.answers.append)


@pytest.mark.parametrize("way", ["escape", "button"])
async def test_giving_up_answers_nothing(way: str) -> None:
    app = Host()
    async with app.run_test() as pilot:
        await settle(pilot)
        if way == "escape":
            await press(pilot, "escape")
        else:
            app.screen.query_one("#cancel", Button).press()
        await settle(pilot)
        assert app.answers == [None]


async def test_a_note_is_literal_and_clean_line_by_line() -> None:
    app = Host()
    async with app.run_test() as pilot:
        await settle(pilot)
        assert isinstance(app.screen, Name)
        app.screen.say("a [/b]\n\x1b[31mred")
        await settle(pilot)
        assert app.screen.note == "a [/b]\n␛[31mred"
        assert str(app.screen.said.render()) == app.screen.note


async def test_parts_stand_in_their_frame_and_the_first_way_is_what_is_meant() -> None:
    app = Host()
    async with app.run_test() as pilot:
        await settle(pilot)
        title = app.screen.query_one(".dialog").border_title  # escaped, as Textual keeps it
        assert Content.from_markup(str(title)).plain == "x [/foo] y"
        assert str(app.screen.query_one(Label).render()) == "name"
        assert [b.variant for b in app.screen.query(Button)] == ["primary", "default"]
        assert [b.id for b in app.screen.query(Button)] == ["ok", "cancel"]
