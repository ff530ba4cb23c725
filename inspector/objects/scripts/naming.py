"""Scopes of a script -> their names in the sources, through the map. Rules: spec/js.md 7.2."""

import re
from array import array
from bisect import bisect_left, bisect_right

from inspector.objects.scripts.mappings import Mappings
from inspector.objects.scripts.syntax.nesting import Fragment, Scope

_WIDE = re.compile("[\U00010000-\U0010ffff]")


class Places:
    """Offsets in a script, in characters -> line << 32 | column, in UTF-16 units, 0-based."""

    def __init__(self, script: str) -> None:
        self.size = len(script)
        self._starts = array("Q", [0])
        at = script.find("\n") + 1
        while at:
            self._starts.append(at)
            at = script.find("\n", at) + 1
        # Characters of two units.
        self._wide = array("Q", (found.start() for found in _WIDE.finditer(script)))

    def __call__(self, offset: int) -> int:
        line = bisect_right(self._starts, offset) - 1
        start = self._starts[line]
        wide = bisect_left(self._wide, offset) - bisect_left(self._wide, start) if self._wide else 0
        return line << 32 | offset - start + wide


def scope_names(scopes: list[Scope], places: Places, mappings: Mappings) -> list[str]:
    """The name of each scope; "<anonymous>" for one without."""
    return [_scope_name(scope, places, mappings) for scope in scopes]


def _scope_name(scope: Scope, places: Places, mappings: Mappings) -> str:
    if not scope.name:
        return "<anonymous>"
    minified = "".join(text for text, _ in scope.name)
    name = "".join(_original(fragment, places, mappings) for fragment in scope.name)
    if name == minified:
        name = _name_at_end(scope, places, mappings) or name
    return scope.prefix + name


def _original(fragment: Fragment, places: Places, mappings: Mappings) -> str:
    """What a piece of a name was called, as far as the map tells."""
    text, offset = fragment
    if offset < 0:
        return text
    place = places(offset)
    at = bisect_right(mappings.places, place) - 1
    if at < 0 or mappings.places[at] < place - 1 or mappings.places[at] >> 32 != place >> 32:
        return text
    # TypeScript puts the name on the token before, which maps to the same position.
    before = at - 1 if at and _same_origin(mappings, at, at - 1) else at
    for token in (at, before):
        if mappings.names[token] >= 0 and mappings.name_texts[mappings.names[token]]:
            return mappings.name_texts[mappings.names[token]]
    return text


def _same_origin(mappings: Mappings, one: int, other: int) -> bool:
    return (
        mappings.sources[one] == mappings.sources[other]
        and mappings.lines[one] == mappings.lines[other]
        and mappings.columns[one] == mappings.columns[other]
    )


def _name_at_end(scope: Scope, places: Places, mappings: Mappings) -> str | None:
    """The name on the last character of a scope: there Flutter puts the function's."""
    if scope.end - 1 < scope.start:
        return None
    last = places(scope.end - 1)
    at = bisect_right(mappings.places, last) - 1
    if at < 0 or mappings.places[at] != last or mappings.names[at] < 0:
        return None
    goes_on = at + 1 == len(mappings.places) or mappings.places[at + 1] > last + 1
    return None if goes_on else mappings.name_texts[mappings.names[at]]


def scope_starts(scopes: list[Scope], places: Places) -> tuple[list[int], list[int]]:
    """Where the innermost scope changes, and its number from there on; -1 for none."""
    starts: list[int] = []
    numbers: list[int] = []
    open_: list[int] = []

    def change(offset: int) -> None:
        if offset == places.size:  # the end of the script is no place in it: as upstream has it
            return
        place = places(offset)
        number = open_[-1] if open_ else -1
        if starts and starts[-1] == place:
            numbers[-1] = number
        else:
            starts.append(place)
            numbers.append(number)

    order = sorted(range(len(scopes)), key=lambda each: (scopes[each].start, -scopes[each].end))
    for number in order:
        while open_ and scopes[open_[-1]].end <= scopes[number].start:
            end = scopes[open_.pop()].end
            change(end)
        open_.append(number)
        change(scopes[number].start)
    while open_:
        end = scopes[open_.pop()].end
        change(end)
    return starts, numbers
