"""Source text + line -> the lines before, at and after, cut to a readable length.

Rules: spec/native.md 3.5 and spec/js.md 8. Lengths and columns count UTF-8 bytes, so
the text is kept as bytes and only what is shown is decoded.
"""

from msgspec import Struct

CONTEXT_LINES = 5

_LONGEST = 150  # bytes; a longer line is cut
_WINDOW = 140  # bytes of it that stay
_BEFORE = 60  # of these, so many before the column
_NEAR = 5  # closer than this to an end is at the end
_SNIP = "{snip}"
_BLOCK = 1 << 14
"""Bytes up to which it is quickest to take all lines to be shown at once."""


class Context(Struct, frozen=True, gc=False):
    """A line of source text and its neighbours, top to bottom, each one trimmed."""

    pre: tuple[str, ...]
    line: str
    post: tuple[str, ...]


class Lines:
    """One source file, asked for the surroundings of many positions.

    Line starts are found as far as they are needed and kept: a question costs the lines
    it shows, whatever the size of the file.
    """

    def __init__(self, text: str | bytes) -> None:
        """Takes bytes as they are: they must be valid UTF-8."""
        self._data = text.encode("utf-8", "replace") if isinstance(text, str) else text
        self._starts = [0] if self._data else []

    def around(self, line: int, column: int = 0, lines: int = CONTEXT_LINES) -> Context | None:
        """`line` with up to `lines` neighbours on each side; None when it does not exist.

        line    1-based; 0 means the first one
        column  1-based, in bytes; 0: unknown. Every line is trimmed around it.
        """
        at = max(line - 1, 0)
        self._find_starts(at + lines + 1)
        if at >= len(self._starts):
            return None
        first, last = max(at - lines, 0), min(at + lines + 1, len(self._starts))
        shown = self._shown(first, last, column)
        return Context(
            tuple(shown[: at - first]), shown[at - first], tuple(shown[at - first + 1 :])
        )

    def _find_starts(self, count: int) -> None:
        """Know where lines begin, up to and including line number `count`, counted from 0."""
        data, starts = self._data, self._starts
        while starts and len(starts) <= count:
            start = data.find(b"\n", starts[-1]) + 1
            if start in (0, len(data)):
                return  # a final line feed does not open another line
            starts.append(start)

    def _shown(self, first: int, last: int, column: int) -> list[str]:
        """The lines from `first` to before `last`, counted from 0, each one trimmed."""
        data, start = self._data, self._starts[first]
        end = self._starts[last] if last < len(self._starts) else len(data)
        if end - start > _BLOCK:
            return [self._trimmed(index, column) for index in range(first, last)]
        block = data[start:end].replace(b"\r\n", b"\n").removesuffix(b"\n")
        rows = block.split(b"\n")
        if max(map(len, rows)) <= _LONGEST:
            return block.decode().split("\n")
        return [_trim(row, 0, len(row), column) for row in rows]

    def _trimmed(self, index: int, column: int) -> str:
        """One line, however long, and no copy of it."""
        start = self._starts[index]
        end = self._data.find(b"\n", start)
        if end < 0:
            end = len(self._data)
        elif end > start and self._data[end - 1] == 13:
            end -= 1
        return _trim(self._data, start, end, column)


def context(text: str, line: int, column: int = 0, lines: int = CONTEXT_LINES) -> Context | None:
    """The surroundings of one position; see `Lines.around`, which is for many."""
    return Lines(text).around(line, column, lines)


def trim(line: str, column: int) -> str:
    """`line`, or the part of it around byte `column` with marks where something was cut."""
    data = line.encode("utf-8", "replace")
    return _trim(data, 0, len(data), column)


def _trim(data: bytes, start: int, end: int, column: int) -> str:
    """Trim the line `data[start:end]` without copying more than what is left of it."""
    length = end - start
    if length <= _LONGEST:
        return data[start:end].decode()
    first = max(min(column, length) - _BEFORE, 0)
    first = first if first >= _NEAR else 0
    last = min(first + _WINDOW, length)
    if last > length - _NEAR:
        first, last = length - _WINDOW, length
    head = f"{_SNIP} " if first > 0 else ""
    tail = f" {_SNIP}" if last < length else ""
    first = _boundary(data, start + first)
    last = _boundary(data, start + last)
    return f"{head}{data[first:last].decode()}{tail}"


def _boundary(data: bytes, at: int) -> int:
    """`at`, moved down to where a character begins."""
    while at < len(data) and data[at] & 0xC0 == 0x80:
        at -= 1
    return at
