"""Text from requests, symbol files and servers -> text a terminal may see.

Everything shown passes `clean` once and then goes into widgets as Content or segments, never
as a markup string. Exports are not cleaned: they keep what the file had.
"""

from unicodedata import category

_CONTROL_PICTURES = 0x2400
_DELETE, _DELETE_PICTURE = 0x7F, "\u2421"
_REPLACEMENT = "\ufffd"


def clean(text: str) -> str:
    """`text` on one line, with everything visible that could act or hide.

    C0 and DEL become their control pictures, C1 and lone surrogates U+FFFD; direction marks,
    zero-width and unassigned characters become `<U+202E>`. Spaces of all widths stay.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else _visible(c) for c in text)


def clean_line(line: str, tab: int = 4) -> str:
    """A line of source text: line ends off, tabs expanded, the rest as `clean`."""
    return clean(line.rstrip("\r\n").expandtabs(tab))


def clean_lines(text: str) -> str:
    """A text of several lines, each of them clean: error messages, logs."""
    return "\n".join(clean_line(line) for line in text.split("\n"))


def _visible(char: str) -> str:
    code = ord(char)
    if code < 0x20:
        return chr(_CONTROL_PICTURES + code)
    if code == _DELETE:
        return _DELETE_PICTURE
    match category(char):
        case "Zs":
            return char
        case "Cc" | "Cs":
            return _REPLACEMENT
    return f"<U+{code:04X}>"
