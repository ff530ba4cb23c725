"""W11: what the pane is for, its keys as they are bound right now, glyphs, version, files."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, Static

from inspector import __version__
from inspector.model.clean import clean
from inspector.settings import cache_folder, settings_files, user_file
from inspector.tui.actions import action_of, bindings
from inspector.tui.words.names import fit
from inspector.tui.words.wording import frame_mark

if TYPE_CHECKING:
    from inspector.tui.app import InspectorApp

_STATUSES = ("symbolicated", "missing_symbol", "missing", "unknown_image", "malformed", "raw")
_KEYS = {
    "question_mark": "?", "slash": "/", "colon": ":", "plus": "+", "ampersand": "&",
    "left_square_bracket": "[", "right_square_bracket": "]", "pagedown": "PgDn",
    "pageup": "PgUp", "escape": "Esc", "enter": "Enter", "delete": "Del", "home": "Home",
    "end": "End", "tab": "Tab", "shift+tab": "Shift+Tab", "down": "Down", "up": "Up",
    "left": "Left", "right": "Right",
}  # fmt: skip

Line = tuple[str, str]
"""A key or glyph, and what it means."""


class HelpScreen(ModalScreen[None]):
    """Made from the bindings of the screen it was called from, so it cannot go stale."""

    BINDINGS = [*bindings("dialog"), *bindings("help")]  # noqa: RUF012  textual declares it so
    AUTO_FOCUS = "Input"
    HELP = "Keys and glyphs. Type to filter, Esc closes."

    def __init__(self, about: Screen[object]) -> None:
        super().__init__()
        self._sections = list(sections(about))
        self._box = VerticalScroll(can_focus=False)
        self._text = Static(markup=False, id="help-text")

    def compose(self) -> ComposeResult:
        with Vertical(id="help") as box:
            box.border_title = Content("Help")
            box.border_subtitle = Content(f"inspector {__version__}")
            yield Input(placeholder="type to filter", id="help-filter", compact=True)
            with self._box:
                yield self._text

    def on_mount(self) -> None:
        self._write("")

    def on_input_changed(self, message: Input.Changed) -> None:
        self._write(message.value)

    def _write(self, wanted: str) -> None:
        """All lines that hold `wanted`, under the heads that still have some."""
        lines: list[Content] = []
        for head, section in self._sections:
            kept = [line for line in section if wanted.lower() in " ".join(line).lower()]
            if kept:
                lines += [Content.styled(head, "bold $text-primary"), *map(_line, kept), Content()]
        text = Content("\n").join(lines) if lines else Content("nothing matches - Esc closes")
        self._text.update(text)

    def action_scroll_help(self, pages: int, lines: int) -> None:
        by = pages * self._box.size.height + lines
        self._box.scroll_relative(y=by, animate=False)

    def action_close(self) -> None:
        self.dismiss(None)


def sections(about: Screen[object]) -> Iterator[tuple[str, list[Line]]]:
    """Head and lines: the screen, its keys from the focused widget outwards, the glyphs."""
    if purpose := getattr(about, "HELP", ""):
        yield "This screen", [("", purpose)]
    keys: dict[DOMNode, dict[str, list[str]]] = {}
    for key, active in about.active_bindings.items():
        if action := action_of(active.binding):
            keys.setdefault(active.node, {}).setdefault(action.help, []).append(key_word(key))
    for node, actions in keys.items():
        yield _owner(node, about), [(" ".join(ks), text) for text, ks in actions.items()]
    marks = [frame_mark(status) for status in _STATUSES]
    yield "Frames", [(mark.glyph, mark.word) for mark in marks]
    marks_of_rows = [("●", "ours"), ("◆", "marked"), ("»", "the cursor, or the line of the frame")]
    yield "Marks", marks_of_rows
    yield (
        "Trust",
        [
            ("ctx", "the registers of the crash"),
            ("cfi", "found by unwind information"),
            ("fp", "found by the frame pointer"),
            ("scan", "guessed from stack memory: may not have been called"),
            ("pre", "walked by the reporter"),
        ],
    )
    yield "Files", list(_files(cast("InspectorApp", about.app)))


def _files(app: "InspectorApp") -> Iterator[Line]:
    """Where settings, fetched files and failures are; the strongest settings last."""
    named = app.own.config
    read = [named] if named is not None else settings_files()
    for path in read:
        yield "settings", clean(path)
    if not read:
        yield "settings", f"{clean(user_file())} (not there: all is as by default)"
    yield "cache", clean(cache_folder(app.settings))
    yield "log", clean(app.log_file) or "none"


def key_word(key: str) -> str:
    """A key as people write it: "?", "Ctrl+Q", "PgDn"."""
    if key in _KEYS:
        return _KEYS[key]
    return "+".join(part.capitalize() for part in key.split("+")) if "+" in key else key


def _owner(node: DOMNode, about: Screen[object]) -> str:
    if node is about:
        return "Keys of this screen"
    return "Keys everywhere" if node is about.app else f"Keys in the {node.id or 'focused'} pane"


def _line(line: Line) -> Content:
    head = f"  {fit(line[0], 14)} " if line[0] else "  "
    return Content.styled(head, "bold") + line[1]
