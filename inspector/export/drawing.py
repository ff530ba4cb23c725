"""The SVG of a screen, fit to be sent to others."""

import re
from collections.abc import Callable
from html import escape, unescape

from inspector.export.redact import Redact

_FONTS = re.compile(r"@font-face\s*\{.*?\}", re.DOTALL)
_TEXT = re.compile(r"(<text\b[^>]*>)([^<]*)(</text>)")


def drawing(svg: str, redact: Redact) -> str:
    """A screenshot of Textual's that fetches no font from the web, redacted text by text."""
    return _TEXT.sub(_rewritten(redact), _FONTS.sub("", svg))


def _rewritten(redact: Redact) -> Callable[[re.Match[str]], str]:
    def rewrite(match: re.Match[str]) -> str:
        shown = unescape(match[2])
        changed = redact(shown.replace("\xa0", " "))
        if changed == shown.replace("\xa0", " "):
            return match[0]
        return match[1] + escape(changed).replace(" ", "&#160;") + match[3]

    return rewrite
