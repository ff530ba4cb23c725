"""Glob patterns of a source's `path_patterns`, with the meaning they have upstream.

Rules: spec/sources.md 1.4. The standard library's fnmatch differs in `**`, classes and case.
"""

import re
from collections.abc import Iterable
from functools import lru_cache


def check_glob(pattern: str) -> None:
    """Raises ValueError with the reason if `pattern` cannot be read."""
    glob_regex(pattern)


def any_glob_matches(patterns: Iterable[str], paths: Iterable[str | None]) -> bool:
    """Whether one pattern matches one whole path; Windows separators count as slashes."""
    names = [path.replace("\\", "/") for path in paths if path is not None]
    return any(glob_regex(p).fullmatch(name) for p in patterns for name in names)


@lru_cache(maxsize=256)
def glob_regex(pattern: str) -> re.Pattern[str]:
    """The pattern as a regular expression for `fullmatch`. Raises ValueError.

    What follows a wildcard is looked for once, at its first place: a later one could only
    leave less for the rest. So no pattern takes more than quadratic time.
    """
    gap, piece, out, at = "", "", [], 0
    while at < len(pattern):
        if pattern[at] == "*":
            out.append(f"(?>{_SHORTEST[gap]}{piece})")
            piece = ""
            gap, at = _stars(pattern, at)
        elif pattern[at] == "[":
            char_class, at = _char_class(pattern, at)
            piece += char_class
        else:
            piece += "." if pattern[at] == "?" else _literal(pattern[at])
            at += 1
    return re.compile("".join(out) + _LONGEST[gap] + piece, re.DOTALL)


# What may stand before a piece: nothing, anything, or any number of whole folders.
_SHORTEST = {"": "", "*": ".*?", "**": "(?:.*?/)??"}
_LONGEST = {"": "", "*": ".*", "**": "(?:.*/)?"}


def _literal(char: str) -> str:
    """One character, its ASCII letters without case."""
    if char.isascii() and char.isalpha():
        return f"[{char.lower()}{char.upper()}]"
    return re.escape(char)


def _stars(pattern: str, at: int) -> tuple[str, int]:
    """The wildcard at `at`, and where it ends; `**/` is one, and anything at the very end."""
    end = at
    while end < len(pattern) and pattern[end] == "*":
        end += 1
    count = end - at
    if count == 1:
        return "*", end
    if count > 2:
        raise ValueError(f"invalid glob {pattern!r}: wildcards are either `*` or `**`")
    starts = at == 0 or pattern[at - 1] == "/"
    if not starts or (end < len(pattern) and pattern[end] != "/"):
        raise ValueError(f"invalid glob {pattern!r}: `**` must be a whole path component")
    if end + 1 >= len(pattern):
        return "*", len(pattern)
    return "**", end + 1


def _char_class(pattern: str, at: int) -> tuple[str, int]:
    """`[abc]`, `[a-z]`, `[!x]`; a `]` right after the bracket or the `!` is a member."""
    negated = pattern[at + 1 : at + 2] == "!"
    first = at + (2 if negated else 1)
    end = pattern.find("]", first + 1)
    if end < 0:
        raise ValueError(f"invalid glob {pattern!r}: `[` is not closed")
    members, body, i = [], pattern[first:end], 0
    while i < len(body):
        if i + 2 < len(body) and body[i + 1] == "-":
            members.append(_range(body[i], body[i + 2]))
            i += 3
        else:
            members.append(_range(body[i], body[i]))
            i += 1
    inside = "".join(members)
    if not inside:
        return ("." if negated else r"(?!)"), end + 1
    return f"[{'^' if negated else ''}{inside}]", end + 1


def _range(low: str, high: str) -> str:
    """A class member. Between two ASCII letters, all letters between them in either case."""
    members = f"{re.escape(low)}-{re.escape(high)}" if low <= high else ""
    if low.isascii() and high.isascii() and low.isalpha() and high.isalpha():
        first, last = low.lower(), high.lower()
        if first <= last:
            members += f"{first}-{last}{first.upper()}-{last.upper()}"
    return members
