"""Whether an Itanium name is of the plain kind: whole, without expressions, and not deep.

The reader in `crates` goes back and tries again where a name does not go on as expected. Per
level of templates or expressions that multiplies its time, so a made-up name of 60
characters can keep it busy for hours. On plain names it never does: 99 of 100 real ones.
Others are not necessarily bad, but have to be read with limits first.
"""

import re
from functools import cache

_TEMPLATES = 4  # within one another
_LOCALS = 6  # scopes of functions, in all
_OPEN = 12  # of whatever brackets at once

_PIECE = r"""
    ( [1-9][0-9]* )                                  # how long an identifier is
  | ( [ZNIJF] | Ul | L(?=[NS]) )                     # opens: what `E` closes
  | ( E )
  | ( [CD][0-5] )                                    # constructor, destructor
  | S[tabsiod] | S[0-9A-Z]{0,2}_ | T[0-9]*_          # what was named before
  | L(?: [a-z]n?[0-9]+E | (?=[1-9]) )                # a number; a static name
  | (?: aS|aN|pL|mI|mL|dV|rM|eO|oR|lS|rS ) (?=E)     # assignments
  | A[1-9][0-9]*_ | D[nasipu] | Ut[0-9]*_ | _[0-9] | __[0-9]+_ | [PROKVMB] | [a-z]
"""


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Start, piece, value of an enumeration, count of a lambda, rest."""
    return (
        re.compile("_{1,4}Z(?:T[VTISW]|Th[n0-9]+_|Tv[n0-9]+_[n0-9]+_|GV)?"),
        re.compile(_PIECE, re.VERBOSE),
        re.compile("n?[0-9]+E"),
        re.compile("[0-9]*_"),
        re.compile(r"(?:_block_invoke|\.)[a-z0-9._]*"),
    )


def is_plain(symbol: str) -> bool:
    """Whether the reader can be trusted with `symbol`: one pass, left to right."""
    start, pieces, value, nth, rest = _patterns()
    found = start.match(symbol) if symbol.isascii() else None  # lengths are in bytes
    if found is None:
        return False
    at, opened = found.end(), [""]
    while at < len(symbol):
        piece = pieces.match(symbol, at)
        if piece is None:
            return opened == [""] and rest.fullmatch(symbol, at) is not None
        at = piece.end()
        if piece[1]:
            at += int(piece[1]) if len(piece[1]) < 6 else len(symbol)
        elif piece[2]:
            opened.append(piece[2])
            if not _shallow(opened) or symbol.count("Z", 0, at) > _LOCALS + 1:
                return False
            continue  # what closes an enumeration's value comes after its type
        elif (piece[3] and len(opened) == 1) or (piece[4] and opened[-1] != "N"):
            return False
        elif piece[3] and opened.pop() == "Ul":
            at = _end(nth, symbol, at)
        if opened[-1] == "L" and symbol[at : at + 1].isdecimal():
            opened.pop()
            at = _end(value, symbol, at)
    return at == len(symbol) and opened == [""]


def _shallow(opened: list[str]) -> bool:
    return len(opened) <= _OPEN and opened.count("I") <= _TEMPLATES


def _end(pattern: re.Pattern[str], symbol: str, at: int) -> int:
    """Where a match ends; beyond the symbol when there is none, which makes it not plain."""
    found = pattern.match(symbol, at)
    return found.end() if found else len(symbol) + 1
