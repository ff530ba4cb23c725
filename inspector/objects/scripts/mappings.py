"""Source map -> its tokens by position. Index maps are put together into one.

Segments are decoded by `sourcemap`; the rest of that package stops at index maps, at maps
without names, at positions without a token, and keeps an object for each token. Rules:
spec/js.md 9.
"""

from array import array
from collections.abc import Iterator
from itertools import islice
from operator import le
from typing import Any

from inspector.objects.errors import BadObject
from inspector.objects.scripts.document import MapDocument, read_document
from inspector.objects.scripts.segments import Segments

UNMAPPED = -1
_WORD = 0xFFFF_FFFF


class Mappings:
    """The tokens of one map in order of position, column by column of a table.

    places        line << 32 | column in the script, both 0-based; columns in UTF-16 units
    sources       number of the source; UNMAPPED
    lines, columns  in the source, 0-based
    names         number of the name; UNMAPPED
    """

    __slots__ = (
        "columns", "contents", "hermes", "lines", "name_texts", "names", "places", "source_names",
        "sources",
    )  # fmt: skip

    def __init__(self) -> None:
        self.places, self.sources = array("Q"), array("i")
        self.lines, self.columns, self.names = array("I"), array("I"), array("i")
        self.source_names: list[str] = []
        self.contents: list[str | None] = []
        self.name_texts: list[str] = []
        self.hermes: list[Any] | None = None  # `x_facebook_sources`, as it stands in the map

    def add(self, place: int, source: int, line: int, column: int, name: int) -> None:
        self.places.append(place)
        self.sources.append(source)
        self.lines.append(line)
        self.columns.append(column)
        self.names.append(name)

    def sort(self) -> None:
        """Put tokens into order; those at one position stay as they came."""
        places = self.places
        if all(map(le, places, islice(places, 1, None))):
            return
        order = sorted(range(len(places)), key=places.__getitem__)
        for name in ("places", "sources", "lines", "columns", "names"):
            column = getattr(self, name)
            setattr(self, name, array(column.typecode, map(column.__getitem__, order)))


def read_mappings(data: bytes) -> Mappings:
    """The tokens of a map. Raises BadObject when it is malformed."""
    document = read_document(data)
    found = Mappings()
    if document.sections is None:
        found.source_names, found.contents = document.sources, document.contents
        found.name_texts, found.hermes = document.names, document.hermes
        _decode(document, found)
    else:
        _Sections(found).add(document, 0, 0)
    found.sort()
    return found


class _Sections:
    """Puts sections into one map. Sources and names with the same text become one."""

    def __init__(self, into: Mappings) -> None:
        self._into = into
        self._sources: dict[str, int] = {}
        self._names: dict[str, int] = {}

    def add(self, document: MapDocument, line: int, column: int) -> None:
        for section in document.sections or ():
            at_line = line + section.line
            at_column = section.column + (column if section.line == 0 else 0)
            if section.map.sections is not None:
                self.add(section.map, at_line, at_column)
            else:
                self._add_map(section.map, at_line, at_column)

    def _add_map(self, document: MapDocument, line: int, column: int) -> None:
        part = Mappings()
        _decode(document, part)
        into = self._into
        sources, names = self._numbers(document)
        for place, source, src_line, src_column, name in _rows(part):
            moved = (place >> 32) + line & _WORD
            at = place & _WORD
            at = at + column & _WORD if place < 1 << 32 else at
            known = sources[source] if source >= 0 else UNMAPPED
            into.add(
                moved << 32 | at, known, src_line, src_column, names[name] if name >= 0 else name
            )

    def _numbers(self, document: MapDocument) -> tuple[list[int], list[int]]:
        """What the numbers of sources and names of a section are in the whole map."""
        into = self._into
        sources = []
        for name, content in zip(document.sources, document.contents, strict=True):
            number = self._sources.setdefault(name, len(into.source_names))
            if number == len(into.source_names):
                into.source_names.append(name)
                into.contents.append(None)
            if content is not None:
                into.contents[number] = content
            sources.append(number)
        names = []
        for name in document.names:
            number = self._names.setdefault(name, len(into.name_texts))
            if number == len(into.name_texts):
                into.name_texts.append(name)
            names.append(number)
        return sources, names


def _rows(part: Mappings) -> Iterator[tuple[int, int, int, int, int]]:
    return zip(part.places, part.sources, part.lines, part.columns, part.names, strict=True)


def _decode(document: MapDocument, into: Mappings) -> None:
    """Append the tokens of a map without sections."""
    fields_of = Segments((1, 4, 5))
    add_place, add_source, add_line = into.places.append, into.sources.append, into.lines.append
    add_column, add_name = into.columns.append, into.names.append
    source = line = column = name = 0
    sources, names = len(document.sources), len(document.names)
    for row, text in enumerate(document.mappings.split(";")):
        place = 0
        for segment in text.split(",") if text else ():
            if not segment:
                continue
            fields = fields_of[segment]
            place = place + fields[0] & _WORD
            add_place(row << 32 | place)
            if len(fields) == 1:
                add_source(UNMAPPED), add_line(0), add_column(0), add_name(UNMAPPED)
                continue
            source += fields[1]
            line = line + fields[2] & _WORD
            column = column + fields[3] & _WORD
            if len(fields) == 5:
                name += fields[4]
            if not 0 <= source < sources or (len(fields) == 5 and not 0 <= name < names):
                raise BadObject("a segment refers to a source or name that is not there")
            add_source(source), add_line(line), add_column(column)
            add_name(name if len(fields) == 5 else UNMAPPED)
