"""The function names that Metro writes into a map: `x_facebook_sources`.

One entry for each source: names, and where each begins in the source. Rules: spec/js.md 7.2.
"""

from bisect import bisect_right
from typing import Any

from inspector.objects.errors import BadObject
from inspector.objects.scripts.segments import Segments

UNKNOWN = "<unknown>"
"""The function of a place that is in none."""


class FunctionNames:
    """The functions of the sources of one map, read when first asked for."""

    def __init__(self, entries: list[Any]) -> None:
        """Raises BadObject when an entry is malformed."""
        self._known = [_read(entry) for entry in entries]

    def at(self, source: int, line: int, column: int) -> str:
        """The function at a position of a source, line and column 0-based; "<unknown>" for none."""
        if not 0 <= source < len(self._known):
            return UNKNOWN
        starts, names = self._known[source]
        index = bisect_right(starts, (line + 1, column)) - 1
        return names[index] if index >= 0 else UNKNOWN


def _read(entry: Any) -> tuple[list[tuple[int, int]], list[str]]:
    """Where functions begin, (line, column), line 1-based, and what they are called."""
    first = entry[0] if isinstance(entry, list) and entry else None
    if first is None:
        return [], []
    if not isinstance(first, dict):
        raise BadObject("a function map is no object")
    names, mappings = first.get("names"), first.get("mappings")
    if not isinstance(names, list) or not isinstance(mappings, str):
        raise BadObject("a function map without names or mappings")
    fields_of = Segments((1, 2, 3))
    name, line = 0, 1
    found: list[tuple[int, int, str]] = []
    for row in mappings.split(";"):
        column = 0
        for segment in row.split(",") if row else ():
            if not segment:
                continue
            step = (*fields_of[segment], 0, 0)
            column, name, line = column + step[0], name + step[1], line + step[2]
            known = 0 <= name < len(names) and isinstance(names[name], str)
            found.append((line, column, names[name] if known else UNKNOWN))
    found.sort(key=lambda each: each[:2])
    return [each[:2] for each in found], [each[2] for each in found]
