"""The command line that opens a file at a line in the person's editor. Never through a shell.

The file is an absolute path, so a name that begins with `-` is no option.
"""

import os
import shlex
from collections.abc import Callable, Mapping, Sequence

Place = Callable[[str, int, int], list[str]]
"""File, line, column (1-based, 0: unknown) -> arguments."""


def _plus_line(file: str, line: int, _column: int) -> list[str]:
    return [f"+{line}", file]


def _plus_line_column(file: str, line: int, column: int) -> list[str]:
    return [f"+{line}:{column}" if column else f"+{line}", file]


def _plus_line_comma_column(file: str, line: int, column: int) -> list[str]:
    return [f"+{line},{column}" if column else f"+{line}", file]


def _colons(file: str, line: int, column: int) -> list[str]:
    return [f"{file}:{line}:{column}" if column else f"{file}:{line}"]


def _goto(file: str, line: int, column: int) -> list[str]:
    return ["--goto", *_colons(file, line, column)]


def _line_option(file: str, line: int, _column: int) -> list[str]:
    return ["--line", str(line), file]


def _l_option(file: str, line: int, _column: int) -> list[str]:
    return ["-l", str(line), file]


def _n_option(file: str, line: int, _column: int) -> list[str]:
    return [f"-n{line}", file]


_SYNTAX: Mapping[Place, Sequence[str]] = {
    _plus_line: ("vi", "vim", "nvim", "gvim", "mvim", "view", "vis", "ex", "mg", "joe", "jed",
                 "ne", "gedit", "xed", "pluma", "less"),
    _plus_line_column: ("emacs", "emacsclient", "kak", "micro"),
    _plus_line_comma_column: ("nano", "pico"),
    _goto: ("code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"),
    _colons: ("hx", "helix", "subl", "sublime_text", "zed", "zeditor", "atom", "lapce"),
    _line_option: ("kate", "idea", "pycharm", "clion", "goland", "webstorm", "rustrover", "rider"),
    _l_option: ("mate", "geany", "bbedit"),
    _n_option: ("notepad++",),
}  # fmt: skip
_OWN_WINDOW = {name for place in (_goto, _line_option, _l_option, _n_option) for name in
               _SYNTAX[place]} | {"subl", "sublime_text", "zed", "zeditor", "atom", "lapce",
                                  "gvim", "mvim", "gedit", "xed", "pluma"}  # fmt: skip


class NoEditor(ValueError):
    """No editor is chosen, or what was chosen cannot be read; the text says which."""


def chosen(environ: Mapping[str, str]) -> list[str]:
    """`$VISUAL`, else `$EDITOR`, as program and options. Raises NoEditor."""
    for variable in ("VISUAL", "EDITOR"):
        if text := environ.get(variable, "").strip():
            try:
                return shlex.split(text)
            except ValueError as error:
                raise NoEditor(f"${variable} cannot be read: {error}: {text}") from None
    raise NoEditor("no editor is chosen: set VISUAL or EDITOR, as in EDITOR=vim")


def command(editor: Sequence[str], file: str, line: int, column: int = 0) -> list[str]:
    """The arguments to run. An editor we do not know opens the file at its top."""
    if not os.path.isabs(file):
        raise ValueError(f"not an absolute path: {file}")
    name = _name(editor)
    place = next((place for place, names in _SYNTAX.items() if name in names), None)
    return [*editor, *(place(file, line, column) if place and line > 0 else [file])]


def has_own_window(editor: Sequence[str]) -> bool:
    """Whether the editor leaves the terminal alone."""
    return _name(editor) in _OWN_WINDOW and not {"-nw", "-t", "--tty"} & set(editor)


def _name(editor: Sequence[str]) -> str:
    name = editor[0].replace("\\", "/").rpartition("/")[2].lower()
    return name.removesuffix(".exe").removesuffix(".cmd")
