"""Where is this source file on this machine? Asked once for each folder."""

import os

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Button, Input, Static

from inspector.model.clean import clean
from inspector.tui.outside.local_files import pair_for
from inspector.tui.screens.asking import AskingDialog, box, buttons


class MappingDialog(AskingDialog[tuple[str, str]]):
    """Answers the folder of the debug file and the one here that stands for it, or None."""

    HELP = "Where the source files are on this machine. Esc leaves it open."

    def __init__(self, path: str, reason: str = "") -> None:
        super().__init__()
        self._path, self._reason = path, reason
        self._given = Input(placeholder="a file, or a folder it lies in", id="mapping-path")

    def compose(self) -> ComposeResult:
        yield box(
            "Where is this file?",
            Static(Content(clean(self._path)).stylize("bold"), markup=False),
            Static(Content(self._words()), markup=False),
            self._given,
            self.said,
            buttons(("use", "Use it")),
        )

    def _words(self) -> str:
        reason = f" ({clean(self._reason)})" if self._reason else ""
        return (
            f"The debug file names it so{reason}. Say where it is on this machine, or which "
            "folder the sources are in; others from the same folder will be found the same way.\n"
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
        if not given:
            self.say("Type a path.")
            return
        try:
            pair = pair_for(self._path, given)
        except ValueError:  # a NUL in the path
            pair = None
        if pair is not None:
            self.dismiss(pair)
        elif not os.path.lexists(os.path.expanduser(given)):
            self.say("There is no such file or folder.")
        else:
            name = self._path.replace("\\", "/").rpartition("/")[2]
            self.say(f"This is not, or does not hold, a file called {name}.")
