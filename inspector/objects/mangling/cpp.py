"""C++ names, Itanium (`_Z...`) and MSVC (`?...`).

The crates read real names in microseconds, but some made-up ones of a hundred characters
take them hours or all memory: the Itanium reader tries again at each level (see `plain`),
the MSVC reader copies what a digit refers back to. So a name that has the makings of that
is first read by a slower reader with limits, and kept back if it reaches one.
"""

from typing import Literal

from inspector.objects.mangling import crates
from inspector.objects.mangling.plain import is_plain

_ITANIUM_PREFIXES = ("_Z", "__Z", "___Z", "____Z")  # further underscores: Mach-O, blocks
_MSVC_PREFIXES = ("?", "@?")

_SHORT = 512  # characters, up to which MSVC nesting fits a small stack
_LONGEST_MSVC = 4096  # characters; the compiler writes a hash instead of a longer name
_FEW_TEMPLATES = 7  # and at most one type of a function: too few to refer back and forth
_LONGEST_ANSWER = 16_384  # characters, of the slower reader
_ITANIUM_DEPTH = 28  # of grammar rules; template arguments take two. Real names: up to 27
_MSVC_DEPTH = 40  # the same; names of Boost reach 32

_HEX = frozenset("0123456789abcdefABCDEF")


def is_itanium(symbol: str) -> bool:
    """Whether it starts like an Itanium name. Bare type codes such as `i` do not."""
    return symbol.startswith(_ITANIUM_PREFIXES)


def is_msvc(symbol: str) -> bool:
    """Whether it starts like a decorated name."""
    return symbol.startswith(_MSVC_PREFIXES)


def itanium(symbol: str) -> str | None:
    """`_Z3fooi` as `foo(int)`, in the spelling of GNU; None when it cannot be read."""
    symbol = _without_hash(symbol)
    if not is_itanium(symbol):
        return None
    if is_plain(symbol) or _within_limits(symbol, "itanium", _ITANIUM_DEPTH):
        return crates.read(symbol, "cpp")
    return None


def msvc(symbol: str) -> str | None:
    """`?foo@@YAHXZ` as `foo(void)`: no keywords of Microsoft's; None when it cannot be read."""
    if not is_msvc(symbol) or len(symbol) > _LONGEST_MSVC:
        return None
    if _may_grow(symbol) and not _within_limits(symbol, "msvc", _MSVC_DEPTH):
        return None
    return crates.read(symbol, "cpp")


def _without_hash(symbol: str) -> str:
    """Cut off the `$` and 32 hex digits that some compilers keep static names apart with."""
    if symbol[-33:-32] == "$" and _HEX.issuperset(symbol[-32:]):
        return symbol[:-33]
    return symbol


def _may_grow(symbol: str) -> bool:
    """Whether an MSVC name could be one that refers back to itself again and again."""
    if len(symbol) > _SHORT or symbol.count("?$") > _FEW_TEMPLATES:
        return True
    import re

    return len(re.findall("[A-Z?][68]", symbol)) > 1  # types of functions


def _within_limits(symbol: str, scheme: Literal["itanium", "msvc"], depth: int) -> bool:
    """Whether a reader that counts depth and output gets to the end of the name."""
    import demangle

    limits = demangle.Limits(max_depth=depth, max_output=_LONGEST_ANSWER)
    try:
        demangle.demangle_strict(symbol, language=scheme, limits=limits)
    except demangle.DemanglingError:
        return False
    return True
