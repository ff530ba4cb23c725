"""One line asked for: the folder or the URL that only the person knows."""

import os

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Button, Input, Static

from inspector.model.clean import clean
from inspector.tui.screens.asking import AskingDialog, box, buttons

_ASKED = {"path": ("Which folder?", "a folder"), "url": ("Which URL?", "https://host/path/")}


class AskDialog(AskingDialog[str]):
    """Answers an absolute folder or a URL, or None. `key`: "path" or "url"."""

    HELP = "Where to look. Enter takes it, Esc gives up."

    def __init__(self, why: str, key: str) -> None:
        super().__init__()
        self._why, self._key = why, key
        self._title, example = _ASKED[key]
        self._given = Input(placeholder=example, id="asked-for")

    def compose(self) -> ComposeResult:
        yield box(
            self._title,
            Static(Content(clean(self._why) + "\n"), markup=False),
            self._given,
            self.said,
            buttons(("use", "Add it")),
        )

    def on_mount(self) -> None:
        self._given.focus()

    @on(Input.Changed)
    def _typing(self) -> None:
        self.say("")

    @on(Input.Submitted)
    @on(Button.Pressed, "#use")
    def _use(self) -> None:
        given = self._given.value.strip()
        if self._key == "path":
            given = os.path.abspath(os.path.expanduser(given)) if given else ""
            wrong = "" if os.path.isdir(given) else "There is no such folder."
        else:
            wrong = "" if given.startswith(("http://", "https://")) else "Type a web address."
        if wrong:
            self.say(wrong)
        else:
            self.dismiss(given)
