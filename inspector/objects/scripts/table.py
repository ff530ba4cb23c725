"""Minified script + source map -> original positions and function names, without `symbolic`.

The same answers as `sourcemap.SourceMapTable`. Rules: spec/js.md 7.2, 8 and 9.
"""

from array import array
from bisect import bisect_right

from inspector.model.context import Lines
from inspector.objects.scripts.hermes import UNKNOWN, FunctionNames
from inspector.objects.scripts.mappings import Mappings, read_mappings
from inspector.objects.scripts.naming import Places, scope_names, scope_starts
from inspector.objects.scripts.sourcemap import Token
from inspector.objects.scripts.syntax.scopes import find_scopes

_BYTES_PER_MAP_BYTE = 6  # measured: 4 to 6 for maps of 10 MB


class PortableTable:
    """One script and its map, ready to answer."""

    def __init__(self, minified: bytes, source_map: bytes) -> None:
        """Raises BadObject when the map is malformed; any script will do."""
        self._map = read_mappings(source_map)
        self._functions: list[str] = []
        scopes = self._hermes_scopes() if self._map.hermes is not None else None
        if scopes is None:
            scopes = self._script_scopes(minified.decode("utf-8", "replace"))
        self._scopes = scopes
        self._kept = _without_repeats(self._map, scopes)
        self._places = array("Q", map(self._map.places.__getitem__, self._kept))
        self._texts: dict[int, Lines | None] = {}
        self.weight = _BYTES_PER_MAP_BYTE * len(source_map)

    @classmethod
    def read(cls, minified: str, source_map: str) -> "PortableTable":
        """The table of two files. Raises BadObject."""
        return cls(_read(minified) if minified else b"", _read(source_map))

    def look_up(self, line: int, column: int) -> Token | None:
        """The token at a position of the script, 1-based; None where nothing is mapped."""
        if not 1 <= line <= 1 << 32:
            return None
        place = line - 1 << 32 | min(max(column, 1), 1 << 32) - 1
        at = bisect_right(self._places, place) - 1
        if at < 0 or self._places[at] >> 32 != line - 1:
            return None
        number, found = self._kept[at], self._map
        source = found.sources[number]
        if source < 0:
            return None
        lines = self._lines(source)
        row, col = found.lines[number] + 1, found.columns[number] + 1
        name = found.name_texts[found.names[number]] if found.names[number] >= 0 else ""
        scope = self._scopes[number]
        function = self._functions[scope] if scope >= 0 else UNKNOWN
        context = lines.around(row, col) if lines is not None else None
        return Token(
            found.source_names[source], row, col, name, function, lines is not None, context
        )

    def _lines(self, source: int) -> Lines | None:
        if source not in self._texts:
            text = self._map.contents[source]
            self._texts[source] = None if text is None else Lines(text)
        return self._texts[source]

    def _hermes_scopes(self) -> "array[int]":
        """The function of each token, as the map itself tells."""
        found = self._map
        functions = FunctionNames(found.hermes or [])
        numbers: dict[str, int] = {}
        scopes = array("i")
        for source, line, column in zip(found.sources, found.lines, found.columns, strict=True):
            name = functions.at(source, line, column)
            scopes.append(-1 if name == UNKNOWN else numbers.setdefault(name, len(numbers)))
        self._functions = list(numbers)
        return scopes

    def _script_scopes(self, script: str) -> "array[int]":
        """The function that each token stands in, by the script."""
        found = find_scopes(script)
        places = Places(script)
        self._functions = scope_names(found, places, self._map)
        starts, numbers = scope_starts(found, places)
        # Functions of one name are one function to upstream.
        first: dict[str, int] = {}
        same = [first.setdefault(name, number) for number, name in enumerate(self._functions)]
        scopes = array("i")
        at, end, current = 0, len(starts), -1
        for place in self._map.places:
            while at < end and starts[at] <= place:
                current = same[numbers[at]] if numbers[at] >= 0 else -1
                at += 1
            scopes.append(current)
        return scopes


def _without_repeats(found: Mappings, scopes: "array[int]") -> "array[int]":
    """The numbers of the tokens that upstream keeps: none that equals the one kept before."""
    kept = array("I")
    rows = zip(found.sources, found.lines, found.columns, found.names, scopes, strict=True)
    before = None
    for number, row in enumerate(rows):
        if row != before:
            kept.append(number)
            before = row
    return kept


def source_text(source_map: bytes, line: int, column: int, source: str) -> str | None:
    """The text of the original source that a position of the script, 0-based, is in.

    None when the map does not carry it. Raises BadObject.
    """
    found = read_mappings(source_map)
    at = bisect_right(found.places, (line << 32) + column) - 1
    number = found.sources[at] if at >= 0 else -1
    if number < 0 or found.source_names[number] != source:
        number = found.source_names.index(source) if source in found.source_names else -1
    return found.contents[number] if number >= 0 else None


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()
