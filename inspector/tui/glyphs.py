"""`--ascii`: every ornament of the app in ASCII, whatever widget drew it.

A filter over finished lines, so no widget needs to know. Letters of names are left alone; only
the characters below, all one cell wide, are replaced.
"""

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_PLAIN = {
    "·-": "-", "…": "~", "»": ">", "●•": "*", "◆": "#", "✓": "+", "✗": "x", "↳": "`",
    "─━═╌┄": "-", "│┃║▏▎▍▌▋▊▉▐▕": "|", "├┤┬┴┼╭╮╰╯┌┐└┘┏┓┗┛╔╗╚╝": "+",
    "█▓": "#", "░▒▁▂▃▄▅▆▇▀▔": ".", "▶▸": ">", "▼▾": "v", "≈": "%", "◀": "<", "⭘": "o", "◉": "*",
    "▴": "^", "↻": "@",
}  # fmt: skip
_TABLE = {ord(glyph): plain for glyphs, plain in _PLAIN.items() for glyph in glyphs}


def plain(text: str) -> str:
    """Our ornaments in ASCII, one character for one."""
    return text.translate(_TABLE)


class AsciiGlyphs(LineFilter):
    """Replaces ornaments in everything that is drawn."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        return [
            segment if segment.text.isascii() else segment._replace(text=plain(segment.text))
            for segment in segments
        ]
