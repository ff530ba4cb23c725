"""Minified script + source map -> original positions and function names, through `symbolic`.

Where it is not installed, and with INSPECTOR_READER=portable in the environment, `scripts.table`
answers the same. Runs in a child process: one call answers all positions of one pair, and the
tables stay there for the next one. Rules: spec/js.md 7.2, 8, 9 and 13.
"""

from collections import OrderedDict
from typing import Any, Protocol

from msgspec import Struct

from inspector.model.context import CONTEXT_LINES, Context, Lines, trim
from inspector.objects.errors import BadObject
from inspector.objects.readers import is_portable

_BUDGET = 1 << 29  # bytes of all tables of one child, estimated
_LONG_LINE = 10_000  # characters
_LARGEST = 0xFFFF_FFFF  # line or column
_BYTES_PER_MAP_BYTE = 10  # measured: 8 to 11 for maps of 10 to 15 MB


class Token(Struct, frozen=True, array_like=True, gc=False):
    """What one position of the script was, in the original sources."""

    source: str  # name of the original file, `sourceRoot` applied; "" when the map has none
    line: int  # 1-based, of the mapping's start
    column: int  # 1-based
    name: str  # "" when the map gives none
    function: str  # the innermost function around; "<unknown>" outside all of them
    has_content: bool  # whether the map carries the text of `source`
    context: Context | None  # None: no content, or no such line in it


Answers = tuple[Token | None, ...]
"""One for each position; None where the map has nothing."""


class Table(Protocol):
    """One script and its map, ready to answer."""

    weight: int  # bytes of memory, estimated

    def look_up(self, line: int, column: int) -> Token | None:
        """The token at a position of the script, 1-based; None where nothing is mapped."""


def read_table(minified: str, source_map: str) -> Table:
    """The table of two files, by path; "" for no script. Raises BadObject."""
    if is_portable():
        from inspector.objects.scripts.table import PortableTable

        return PortableTable.read(minified, source_map)
    return SourceMapTable.read(minified, source_map)


class SourceMaps:
    """The tables of one child, the last used ones within a budget of memory."""

    def __init__(self) -> None:
        self._tables: OrderedDict[str, Table] = OrderedDict()

    def __call__(
        self,
        key: str,
        minified: str,
        source_map: str,
        positions: list[tuple[int, int]],
    ) -> Answers:
        """The answers to `positions`, each (line, column), both 1-based. Raises BadObject.

        key         names the content of both files: tables are kept under it
        minified    path of the script; "" for none, as with Hermes
        source_map  path of the map
        """
        if key not in self._tables:
            self._tables[key] = read_table(minified, source_map)
        self._tables.move_to_end(key)
        table = self._tables[key]
        while len(self._tables) > 1 and sum(t.weight for t in self._tables.values()) > _BUDGET:
            self._tables.popitem(last=False)
        return tuple(table.look_up(line, column) for line, column in positions)


class SourceMapTable:
    """One script and its map, ready to answer."""

    def __init__(self, minified: bytes, source_map: bytes) -> None:
        """Raises BadObject when the map is malformed; any script will do."""
        from symbolic.exceptions import SymbolicError
        from symbolic.sourcemapcache import SourceMapCache

        try:
            self._cache: Any = SourceMapCache.from_bytes(minified, source_map)
        except SymbolicError as error:
            raise BadObject(str(error) or "not a source map") from None
        self.weight = _BYTES_PER_MAP_BYTE * len(source_map)
        self._map = source_map
        self._contents: _Contents | None = None

    @classmethod
    def read(cls, minified: str, source_map: str) -> "SourceMapTable":
        """The table of two files. Raises BadObject."""
        return cls(_read(minified) if minified else b"", _read(source_map))

    def look_up(self, line: int, column: int) -> Token | None:
        """The token at a position of the script, 1-based; None where nothing is mapped."""
        if not 1 <= line <= _LARGEST:
            return None
        # 0 would wrap around to the last token of the line. A map may name places one beyond
        # what the table takes, and a chain of maps asks for them.
        column = min(max(column, 1), _LARGEST)
        found = self._cache.lookup(line, column, 0 if self._contents else CONTEXT_LINES)
        if found is None:
            return None
        source = found.src or ""
        quick = _quick_context(found) if self._contents is None else None
        if quick is None:
            lines = self._lines(line - 1, column - 1, source)
            context = lines.around(found.line, found.col) if lines is not None else None
            quick = (lines is not None, context)
        return Token(
            source, found.line, found.col, found.name or "", found.function_name or "", *quick
        )

    def _lines(self, line: int, column: int, source: str) -> Lines | None:
        if self._contents is None:
            self._contents = _Contents(self._map)
        return self._contents.lines(line, column, source)


def _quick_context(found: Any) -> tuple[bool, Context | None] | None:
    """(the source has content, lines around) as far as the token itself tells; else None.

    The table gives whole lines. It cannot tell a missing text from an empty one, and copies
    lines of any length: such questions are for `_Contents`, which costs a second parse.
    """
    pre, line, post = found.pre_context, found.context_line, found.post_context
    if line is None:
        return (True, None) if pre else None
    if max(map(len, (*pre, line, *post))) > _LONG_LINE:
        return None
    column = found.col
    return True, Context(
        tuple(trim(_bare(text), column) for text in pre),
        trim(_bare(line), column),
        # A final line feed opens no line: what follows it is an empty text without one.
        tuple(trim(_bare(text), column) for text in post if text),
    )


def _bare(line: str) -> str:
    return line[:-1].removesuffix("\r") if line.endswith("\n") else line


class _Contents:
    """The texts of the sources in a map."""

    def __init__(self, source_map: bytes) -> None:
        """Raises BadObject: it is stricter than the table, which takes any UTF-8."""
        from symbolic.exceptions import SymbolicError
        from symbolic.sourcemap import SourceMapView

        try:
            self._view: Any = SourceMapView.from_json_bytes(source_map)
        except SymbolicError as error:
            raise BadObject(str(error) or "not a source map") from None
        self._known: dict[int, Lines | None] = {}
        self._ids: dict[str, int] | None = None

    def lines(self, line: int, column: int, source: str) -> Lines | None:
        """The text that the token at a position, 0-based, is in; None without content."""
        number = self._source_id(line, column, source)
        if number not in self._known:
            text = self._text(number)
            self._known[number] = None if text is None else Lines(text)
        return self._known[number]

    def text(self, line: int, column: int, source: str) -> str | None:
        """The same as one string."""
        return self._text(self._source_id(line, column, source))

    def _text(self, number: int) -> str | None:
        view = self._view.get_sourceview(number) if number >= 0 else None
        return None if view is None else view.get_source()

    def _source_id(self, line: int, column: int, source: str) -> int:
        """The number of a token's source, as the view counts them; -1 when it has none."""
        token = self._view.lookup(line, column)
        if token is not None and token.src_id is not None and (token.src or "") == source:
            return int(token.src_id)
        # Several tokens at one place: cache and view may have chosen different ones.
        if self._ids is None:
            names = self._view.iter_sources()
            self._ids = {name or "": number for number, name in reversed(list(names))}
        return self._ids.get(source, -1)


def write_source(source_map: str, line: int, column: int, source: str, out_path: str) -> None:
    """Write the text of the original source that a position of the script, 1-based, is in.

    Raises BadObject when the map does not carry it.
    """
    data, place = _read(source_map), (line - 1, max(column, 1) - 1)
    if is_portable():
        from inspector.objects.scripts.table import source_text

        text = source_text(data, *place, source)
    else:
        text = _Contents(data).text(*place, source)
    if text is None:
        raise BadObject("the map has no text of this source")
    with open(out_path, "wb") as out:
        out.write(text.encode("utf-8", "replace"))


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()
