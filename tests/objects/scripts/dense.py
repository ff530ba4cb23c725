"""A script with a map that has a token at every character: what function is each one in?"""

from inspector.objects.scripts.mappings import read_mappings
from inspector.objects.scripts.naming import Places, scope_names, scope_starts
from inspector.objects.scripts.sourcemap import SourceMapTable
from inspector.objects.scripts.syntax.scopes import find_scopes
from tests.js.maps import Segment, source_map


def dense_map(script: str) -> bytes:
    """A map of each UTF-16 unit to itself."""
    lines: list[list[Segment]] = []
    for number, line in enumerate(script.split("\n")):
        units = len(line.encode("utf-16-le", "surrogatepass")) // 2
        lines.append([(column, 0, number, column) for column in range(units + 1)])
    return source_map(lines, contents=None)


def functions_by_symbolic(script: str) -> list[str]:
    """The function each character is in, as `symbolic` has it."""
    table = SourceMapTable(script.encode(), dense_map(script))
    found = []
    for number, line in enumerate(script.split("\n"), 1):
        column = 1
        for character in line:
            token = table.look_up(number, column)
            assert token is not None
            found.append(token.function)
            column += 2 if ord(character) > 0xFFFF else 1
    return found


def functions_by_scopes(script: str) -> list[str]:
    """The same by our reader of scripts."""
    scopes = find_scopes(script)
    places = Places(script)
    names = scope_names(scopes, places, read_mappings(b"{}"))
    starts, numbers = scope_starts(scopes, places)
    changes = dict(zip(starts, numbers, strict=True))
    found, current = [], -1
    for offset, character in enumerate(script):
        current = changes.get(places(offset), current)
        if character != "\n":
            found.append(names[current] if current >= 0 else "<unknown>")
    return found
