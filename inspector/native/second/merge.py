"""Two answers for one address -> one. `symbolic` is the first reader, and its word stands.

    symbol    the first reader's; the second's where that is empty, or where it lost the
              underscore that every mangled C++ name begins with (Windows files)
    line      the first's; the second's where that is unknown and both mean the same file
    path      with the line it belongs to
    lang      the first's; the second's where that is unknown
    sym_addr  the first's
    inlined   the second's where the first has but a name, and the second has the same function

Functions that the readers call by different names are left as the first has them.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inspector.objects.symcache import Location

    Chain = tuple[Location, ...]

_MANGLED = "Z"
"""How a mangled C++ name begins without its underscore."""


def lacks(chain: "Chain", *, windows: bool) -> bool:
    """Whether there may be more to know than the first reader says.

    windows  the object is a PE file, where the first reader cuts the names
    """
    for place in chain:
        symbol = place.symbol
        if not symbol or not place.line or not place.path:
            return True
        if windows and symbol[0] == _MANGLED:
            return True
    return not chain


def merged(first: "Chain", second: "Chain") -> "Chain":
    """Both chains innermost first; empty: nothing is known."""
    if not first or not second:
        return first or second
    if len(first) == len(second):
        return tuple(_filled(*both) for both in zip(first, second, strict=True))
    if len(first) == 1 and not first[0].line and _is_same(first[0], second[-1]):
        return (*second[:-1], _filled(first[0], second[-1]))
    return first


def _filled(first: "Location", second: "Location") -> "Location":
    from inspector.objects.symcache import Location

    if not _is_same(first, second):
        return first
    line, path = first.line, first.path or second.path
    if not line and path == second.path:
        line = second.line
    symbol = first.symbol
    if not symbol or _lost_underscore(symbol, second.symbol):
        symbol = second.symbol
    return Location(symbol, first.sym_addr, line, first.lang or second.lang, path)


def _is_same(first: "Location", second: "Location") -> bool:
    """Whether both may mean one function: the same name, or one reader has none."""
    if first.symbol and second.symbol and first.symbol != second.symbol:
        return _lost_underscore(first.symbol, second.symbol)
    return not first.line or not second.line or first.line == second.line


def _lost_underscore(first: str, second: str) -> bool:
    return first[:1] == _MANGLED and second == "_" + first
