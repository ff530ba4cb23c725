"""Lines around a frame -> coloured text: clean, cut around the column, the line marked.

Imports Pygments, which is slow to come: import this when there is something to show.
"""

from collections.abc import Sequence

from msgspec import Struct
from pygments.token import Token  # type: ignore[import-untyped]  # no stubs needed for one name
from rich.cells import cell_len
from textual.content import Content
from textual.highlight import HighlightTheme, highlight

from inspector.model.clean import clean_line
from inspector.model.report import Frame
from inspector.tui.outside.local_files import Lines
from inspector.tui.words.names import ELLIPSIS, cut_start

WINDOW = 400
"""Columns kept of a line; a minified file is one line of a megabyte."""

MARKING = "bold on $primary 18%"
MARKING_ANSI = "bold reverse"
"""How the frame's line is set off; sixteen colours cannot be mixed."""

_LANGUAGES = {
    "c": "c", "h": "cpp", "cc": "cpp", "cpp": "cpp", "cxx": "cpp", "hpp": "cpp", "hh": "cpp",
    "hxx": "cpp", "inl": "cpp", "cu": "cuda", "m": "objective-c", "mm": "objective-c++",
    "rs": "rust", "swift": "swift", "go": "go", "kt": "kotlin", "java": "java", "cs": "csharp",
    "fs": "fsharp", "vb": "vb.net", "d": "d", "zig": "zig", "nim": "nim", "py": "python",
    "js": "javascript", "mjs": "javascript", "cjs": "javascript", "jsx": "javascript",
    "ts": "typescript", "tsx": "typescript", "vue": "javascript", "svelte": "javascript",
}  # fmt: skip


class Colours(HighlightTheme):
    """Few colours, all of them variables of the theme, so light and ANSI themes work too."""

    STYLES = {  # noqa: RUF012  textual declares it so
        Token.Comment: "$foreground 55%",
        Token.Keyword: "$text-accent",
        Token.Literal.String: "$text-success",
        Token.Literal.Number: "$text-warning",
        Token.Name.Builtin: "$text-secondary",
    }


class Excerpt(Struct, frozen=True):
    """The lines to show, and which of them is the frame's."""

    lines: tuple[str, ...]
    first: int  # number of the first, 1-based; less when there is more context than file
    marked: int  # position of the frame's line
    column: int | None = None  # characters of that line before the frame's column


def excerpt(frame: Frame) -> Excerpt | None:
    """The context of a frame, clean and cut; None when it has none."""
    if frame.context_line is None:
        return None
    lines = (*frame.pre_context, frame.context_line, *frame.post_context)
    return _excerpt(lines, len(frame.pre_context), frame)


def local_excerpt(lines: Lines, frame: Frame) -> Excerpt:
    """The same from a file of this machine."""
    return _excerpt((*lines.before, lines.line, *lines.after), len(lines.before), frame)


def _excerpt(lines: Sequence[str], marked: int, frame: Frame) -> Excerpt:
    column = frame.column or 0
    return Excerpt(
        tuple(_window(line, column if at == marked else 0) for at, line in enumerate(lines)),
        (frame.line or 1) - marked,
        marked,
        _before(lines[marked], column) if 0 < column <= len(lines[marked]) else None,
    )


def coloured(piece: Excerpt, file: str, marking: str = MARKING, width: int = 0) -> Content:
    """The excerpt with line numbers, the marked line set off by a pointer and a style.

    width   columns there are: the marked line is cut for its column to be seen; 0: it is not
    """
    language = _LANGUAGES.get(file.rpartition(".")[2].lower(), "text")
    code = highlight("\n".join(piece.lines), language=language, theme=Colours)
    digits = len(str(piece.first + len(piece.lines)))
    shown = []
    missing = [Content()] * len(piece.lines)  # highlighting drops empty lines at the end
    lines = [*code.split("\n", allow_blank=True), *missing]
    for at, line in enumerate(lines[: len(piece.lines)]):
        line_number = piece.first + at
        number = f"{line_number if line_number > 0 else '':>{digits}} "
        if at == piece.marked:
            head = Content.styled("»" + number, "bold $text-primary")
            shown.append((head + _marked(line, piece, width)).stylize(marking))
        else:
            shown.append(Content.styled(" " + number, "$foreground 45%") + line)
    return Content("\n").join(shown)


def _marked(line: Content, piece: Excerpt, width: int) -> Content:
    """The frame's line with its column underlined, without its start if that is in the way."""
    if piece.column is None:
        return line
    line = line.stylize("underline", piece.column, piece.column + 1)
    left_out = in_the_way(piece, width) if width else 0
    return Content(ELLIPSIS) + line[left_out:] if left_out else line


def in_the_way(piece: Excerpt, width: int) -> int:
    """How many characters of the frame's line to leave out for its column to be seen.

    Numbers and the other lines stay where they are. width: columns, those of numbers included.
    """
    before = piece.lines[piece.marked][: piece.column or 0]
    room = width - _head_width(piece)
    if cell_len(before) < room:
        return 0
    kept = cut_start(before, max(len(ELLIPSIS), room * 2 // 3))
    return len(before) - len(kept) + len(ELLIPSIS)


def _head_width(piece: Excerpt) -> int:
    """Columns of pointer and line number."""
    return len(str(piece.first + len(piece.lines))) + 2


def _before(line: str, column: int) -> int:
    """How many characters of the shown line stand before `column`."""
    return len(clean_line(line[_start(line, column) : column - 1]))


def _start(line: str, column: int) -> int:
    return max(0, column - WINDOW // 2) if len(line) > WINDOW else 0


def _window(line: str, column: int) -> str:
    """At most WINDOW columns around `column` (1-based, 0: the start)."""
    start = _start(line, column)
    return clean_line(line[start : start + WINDOW])
