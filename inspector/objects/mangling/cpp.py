"""C++ names, Itanium (`_Z...`) and MSVC (`?...`).

The crates read real names in microseconds, but some made-up ones of a hundred characters
take them hours or all memory: the Itanium reader tries again at each level of an unfinished
template, the MSVC reader copies what a digit refers back to. So a name that has the makings
of that is first read by a slower reader with limits, and kept back if it reaches one.
"""

from typing import Literal

from inspector.objects.mangling import crates

_ITANIUM_PREFIXES = ("_Z", "__Z", "___Z", "____Z")  # further underscores: Mach-O, blocks
_MSVC_PREFIXES = ("?", "@?")

_TEMPLATES = 8  # in one name, below which either crate is quick whatever is inside
_SHORT = 512  # characters, below which MSVC nesting fits a small stack
_LONGEST_MSVC = 4096  # characters; the compiler writes a hash instead of a longer name
_LONGEST_ANSWER = 16_384  # characters, of the slower reader
_ITANIUM_DEPTH = 32  # of grammar rules; template arguments take two. Real names: up to 27
_MSVC_DEPTH = 40  # the same; names of Boost reach 32


def is_itanium(symbol: str) -> bool:
    """Whether it starts like an Itanium name. Bare type codes such as `i` do not."""
    return symbol.startswith(_ITANIUM_PREFIXES)


def is_msvc(symbol: str) -> bool:
    """Whether it starts like a decorated name."""
    return symbol.startswith(_MSVC_PREFIXES)


def itanium(symbol: str) -> str | None:
    """`_Z3fooi` as `foo(int)`, in the spelling of GNU; None when it cannot be read."""
    if not is_itanium(symbol):
        return None
    if _templates(symbol) > _TEMPLATES and not _within_limits(symbol, "itanium", _ITANIUM_DEPTH):
        return None
    return crates.read(symbol, "cpp")


def msvc(symbol: str) -> str | None:
    """`?foo@@YAHXZ` as `foo(void)`: no keywords of Microsoft's; None when it cannot be read."""
    if not is_msvc(symbol) or len(symbol) > _LONGEST_MSVC:
        return None
    if _may_grow(symbol) and not _within_limits(symbol, "msvc", _MSVC_DEPTH):
        return None
    return crates.read(symbol, "cpp")


def _templates(symbol: str) -> int:
    """At most how many template argument lists an Itanium name has: `I`s outside identifiers.

    A number that may be something else than the length of an identifier hides nothing:
    one after `C`, `D` (constructors) or `_`, or before what `_` or `E` ends.
    """
    count = symbol.count("I")
    if count <= _TEMPLATES:
        return count
    import re

    count = at = 0
    for number in re.finditer("(?<![_CD0-9])[1-9][0-9]*(?![_E])", symbol):
        if number.start() >= at:
            count += symbol.count("I", at, number.start())
            at = number.end() + int(number[0])
    return count + symbol.count("I", at)


def _may_grow(symbol: str) -> bool:
    """Whether an MSVC name could be one that refers back to itself again and again."""
    if len(symbol) > _SHORT or symbol.count("?$") >= _TEMPLATES:
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
