"""What can be added."""

import pytest
from textual.app import App

from inspector.editing.drafts import new_source
from inspector.editing.fields import ABOUT
from inspector.model.places.presets import FROM_MACHINE, SERVERS
from inspector.tui.screens.editors.source_dialogs import KINDS, AddDialog
from tests.tui.scripted import press


def test_everything_that_can_be_added_is_listed() -> None:
    assert [name for name, _ in KINDS] == [*ABOUT, *SERVERS, *FROM_MACHINE]
    assert all(new_source(name) for name, _ in KINDS)


@pytest.mark.parametrize(
    ("keys", "answer"),
    [(["enter"], "filesystem"), (["j", "enter"], "http"), (["escape"], None)],
)
async def test_the_answer_is_a_name(keys: list[str], answer: str | None) -> None:
    app: App[None] = App()
    answers: list[str | None] = []
    async with app.run_test() as pilot:
        app.push_screen(AddDialog(), answers.append)
        await press(pilot, *keys)
    assert answers == [answer]
