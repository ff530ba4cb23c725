"""The views of a request and their digits; to the right, what the person chose to see."""

from textual.content import Content
from textual.widgets import Static

from inspector.tui.view import View
from inspector.tui.words.names import cut

VIEWS = (
    ("1", "stack", "Stack"),
    ("2", "modules", "Modules"),
    ("3", "sources", "Sources"),
    ("4", "scraping", "Scraping"),
    ("5", "activity", "Activity"),
    ("6", "compare", "Compare"),
)


_WORTH = 12
"""Columns below which a cut text says nothing."""


class ViewTabs(Static):
    """One line; a click on a name goes there."""

    def __init__(self, active: str) -> None:
        super().__init__(id="tabs", markup=False)
        self._active = active
        self._chosen = ""

    def show(self, view: View) -> None:
        """Other choices."""
        self._chosen = chosen(view)
        self._write()

    def on_resize(self) -> None:
        self._write()

    def _write(self) -> None:
        names = Content("  ").join(self._link(*view) for view in VIEWS)
        room = self.size.width - names.cell_length - 2
        right = cut(self._chosen, room) if room >= _WORTH else ""
        gap = " " * max(1, room - len(right) + 2)
        self.update(names + gap + Content.styled(right, "$foreground 55%"), layout=False)

    def _link(self, key: str, name: str, label: str) -> Content:
        if name == self._active:
            return Content.styled(f" {key} {label} ", "bold reverse")
        return Content.from_markup(f"[@click=app.view('{name}')] {key} {label} [/]")


def chosen(view: View) -> str:
    """The choices that differ from the plain list, and the order of frames always."""
    choice, looks = view.choice, view.looks
    words = (
        "raw frames" if looks.raw else "",
        f"app-only ({view.ours.decided_by})" if choice.app_only else "",
        "" if choice.inline else "inline off",
        "absolute" if looks.absolute else "",
        "mangled" if looks.mangled else "",
        "brief" if looks.brief else "",
        "" if not choice.no_guesses else "guessed hidden",
        "full paths" if looks.full_paths else "",
        "caller first" if choice.caller_first else "callee first",
    )
    return " · ".join(word for word in words if word)
