"""Swift names: parameters and labels, no modules, no result.

The Swift that upstream carries is patched to leave out results, which no printer of its
own offers. Here the tree is changed instead, before it is printed.
"""

import sys
from types import FrameType
from typing import Any

_PREFIXES = ("$s", "_$s", "$S", "_$S", "_T0", "$e", "_$e", "@__swiftmacro_")
_SWIFT_3 = "_T"

_LONGEST = 4096  # bytes of an answer, as upstream
_FEW_REFERENCES = 24  # back to earlier parts of the name: each may double what there is to print
_MOST_CALLS = 200_000  # in the reader, for one name; those of the standard library need 14,000

_AFTER_PARAMETERS = {
    "AsyncAnnotation",
    "SendingResultFunctionType",
    "ThrowsAnnotation",
    "TypedThrowsAnnotation",
}
_RESULT = "\0"  # stands for the result in print; no symbol contains it


class _TooMuch(Exception):
    """The name needs more calls than any real one."""


def is_swift(symbol: str) -> bool:
    """Whether it starts like a Swift name, of Swift 3 too."""
    return symbol.startswith((*_PREFIXES, _SWIFT_3)) and "\0" not in symbol


def read(symbol: str) -> str | None:
    """The name a person wrote; the symbol itself when it cannot be read; None when too long.

    Names of Swift 3 come back as they are, for upstream reads none of them.
    """
    if "\0" in symbol:
        return None
    text = ""
    if symbol.startswith(_PREFIXES):
        from demangle.schemes import swift

        text = _counted(symbol, swift) if _may_grow(symbol) else _spelled(symbol, swift)
    text = text or symbol
    return text if 0 < len(text.encode(errors="replace")) < _LONGEST else None


def _spelled(symbol: str, scheme: Any) -> str:
    """The spelling without results; empty when the symbol cannot be read."""
    try:
        root = scheme.demangle_symbol(symbol)
    except RecursionError:
        return ""
    if root is None:
        return ""
    _forget_results(root)
    from dataclasses import replace

    options = replace(scheme.SIMPLIFIED_OPTIONS, show_function_argument_types=True)
    spelled: str = scheme.print_root(root, options)
    return spelled.replace(f" -> {_RESULT}", "")


def _forget_results(root: Any) -> None:
    """Leave of each function type what stands up to its parameters.

    Types of lowered functions (in thunks) are other nodes and keep their results, as upstream.
    """
    seen, waiting = {id(root)}, [root]
    while waiting:
        node = waiting.pop()
        if node.children and node.children[-1].kind == "ReturnType":
            node.children[-1].children.clear()
            node.children[-1].text = _RESULT
            node.children = [c for c in node.children if c.kind not in _AFTER_PARAMETERS]
        new = [child for child in node.children if id(child) not in seen]
        seen.update(map(id, new))
        waiting += new


def _may_grow(symbol: str) -> bool:
    """Whether so much may refer back to earlier parts that the whole becomes endless.

    `A`, lower case letters and a last one are a reference each; a number repeats one.
    """
    import re

    if re.search("A[a-z]*[0-9]", symbol):
        return True
    return sum(len(found) - 1 for found in re.findall("A[a-z]*[A-Z_]", symbol)) > _FEW_REFERENCES


def _counted(symbol: str, scheme: Any) -> str:
    """`_spelled`, given up after so many calls: the reader itself knows no limit."""
    left = _MOST_CALLS

    def count(_frame: FrameType, _event: str, _arg: object) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise _TooMuch

    before = sys.getprofile()
    sys.setprofile(count)  # of this thread only
    try:
        return _spelled(symbol, scheme)
    except _TooMuch:
        return ""
    finally:
        sys.setprofile(before)
