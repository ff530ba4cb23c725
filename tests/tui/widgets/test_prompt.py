"""The line to type into."""

from textual.app import App, ComposeResult

from inspector.tui.widgets.prompt import Prompt
from tests.tui.scripted import press


class PromptApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.prompt = Prompt()
        self.given: list[tuple[str, str]] = []

    def compose(self) -> ComposeResult:
        yield self.prompt

    def on_prompt_given(self, message: Prompt.Given) -> None:
        self.given.append((message.asked, message.text))


async def test_it_asks_answers_and_remembers_what_was_typed() -> None:
    app = PromptApp()
    async with app.run_test() as pilot:
        app.prompt.ask("search", "Search ", example="x")
        await press(pilot, "a", "1", "enter")
        app.prompt.ask("search", "Search ", example="x")
        await press(pilot, "enter")
        app.prompt.ask("goto", "Go to ", example="x")
        await press(pilot, "enter")
        assert app.given == [("search", "a1"), ("search", "a1"), ("goto", "")]
        assert not app.prompt.close()
