"""The floor of the benchmark `tui`: six tabs with a text in each, and a footer."""

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.widgets import Footer, Static, TabbedContent, TabPane

WORDS = "crash inspector"


class SixTabs(App[None]):
    """As little as an app with six views can be."""

    BINDINGS: ClassVar[list[BindingType]] = [("ctrl+q", "quit", "Quit")]

    def compose(self) -> ComposeResult:
        with TabbedContent():
            for number in range(6):
                with TabPane(f"tab {number}"):
                    yield Static(WORDS)
        yield Footer()


if __name__ == "__main__":
    SixTabs().run()
