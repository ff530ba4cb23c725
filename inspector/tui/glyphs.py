"""Filters over finished lines, whatever widget drew them, so no widget needs to know.

Nothing that acts reaches the terminal, also of what was pasted into a box of Textual's own; and
`--ascii`: every ornament of the app and of Textual in ASCII. Letters of names are left alone;
only the characters below are replaced, by as many as they are wide.
"""

from unicodedata import category

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_PLAIN = {
    "·-": "-", "…": "~", "»": ">", "●•": "*", "◆": "#", "✓": "+", "✗": "x", "↳": "`",
    "─━═╌┄": "-", "│┃║▏▎▍▌▋▊▉▐▕": "|", "├┤┬┴┼╭╮╰╯┌┐└┘┏┓┗┛╔╗╚╝": "+",
    "█▓": "#", "░▒▁▂▃▄▅▆▇▀▔": ".", "▶▸": ">", "▼▾": "v", "≈": "%", "◀": "<", "⭘": "o", "◉": "*",
    "▴↑": "^", "↻": "@", "↓": "v", "←": "<", "→": ">", "🔎": "> ",
}  # fmt: skip
_TABLE = {ord(glyph): plain for glyphs, plain in _PLAIN.items() for glyph in glyphs}


def plain(text: str) -> str:
    """Our ornaments in ASCII, as wide as before."""
    return text.translate(_TABLE)


_ACTING = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Categories of what acts on a terminal, or hides: a terminal is to get none of it as text."""


def harmless(text: str) -> str:
    """`text` without characters that act, as wide as before."""
    if text.isprintable():
        return text
    return "".join(" " * cell_len(c) if category(c) in _ACTING else c for c in text)


class Harmless(LineFilter):
    """The last barrier. What comes from requests was made visible by `clean` long before."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        return [
            segment
            if segment.control or segment.text.isprintable()
            else segment._replace(text=harmless(segment.text))
            for segment in segments
        ]


class AsciiGlyphs(LineFilter):
    """Replaces ornaments in everything that is drawn."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        return [
            segment if segment.text.isascii() else segment._replace(text=plain(segment.text))
            for segment in segments
        ]
