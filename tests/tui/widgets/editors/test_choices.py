"""Words to choose from."""

from collections.abc import Sequence

import pytest
from textual.app import App, ComposeResult

from inspector.tui.widgets.editors.choices import Choices
from tests.tui.scripted import press, settle


class Box(App[None]):
    """One widget, and what it told."""

    def __init__(self, choices: Choices) -> None:
        super().__init__()
        self.choices = choices
        self.heard: list[tuple[str, ...]] = []

    def compose(self) -> ComposeResult:
        yield self.choices

    def on_choices_chosen(self, message: Choices.Chosen) -> None:
        self.heard.append(message.words)


@pytest.mark.parametrize(
    ("many", "keys", "heard"),
    [
        pytest.param(False, ["right"], ("b",), id="next"),
        pytest.param(False, ["left"], ("c",), id="around"),
        pytest.param(False, ["space", "enter"], ("c",), id="space-goes-on"),
        pytest.param(True, ["space"], (), id="takes-away"),
        pytest.param(True, ["right", "right", "space"], ("a", "c"), id="adds-in-order"),
    ],
)
async def test_keys(many: bool, keys: Sequence[str], heard: tuple[str, ...]) -> None:
    app = Box(Choices(("a", "b", "c"), ("a",), many=many))
    async with app.run_test() as pilot:
        app.choices.focus()
        await press(pilot, *keys)
        assert app.heard[-1] == heard
        assert app.choices.chosen == heard


async def test_what_is_shown_is_not_told() -> None:
    app = Box(Choices(("a", "b"), ("a",)))
    async with app.run_test() as pilot:
        app.choices.show(("b",))
        await settle(pilot)
        assert app.heard == []
        assert "< b >" in str(app.choices.render())


async def test_words_wrap_and_can_be_clicked() -> None:
    words = tuple(f"word{n}" for n in range(12))
    app = Box(Choices(words, many=True))
    async with app.run_test(size=(24, 10)) as pilot:
        await settle(pilot)
        lines = str(app.choices.render()).split("\n")
        assert len(lines) == 6
        assert all(len(line) <= 24 for line in lines)
        await pilot.click(Choices, offset=(10, 1))
        assert app.heard == [("word3",)]
        await pilot.click(Choices, offset=(23, 5))
        assert app.heard == [("word3",)]
