"""Names and paths that mean the same although they are spelt in two ways."""

import re

from inspector.model.labels import last_component

_ANONYMOUS = re.compile(r"\(anonymous namespace\)|[`']?anonymous[ -]namespace'|\{anonymous\}")
_KEYWORD = re.compile(r"\b(?:class|struct|enum|union) (?=\w)")
_INLINE_NAMESPACE = re.compile(r"\bstd::(?:__cxx11|__1|__ndk1)::|\[abi:\w+\]")
_RUST_HASH = re.compile(r"::h[0-9a-f]{16}$")
_RUST_CLOSURE = re.compile(r"\{\{closure\}\}|\{closure#\d+\}")
_LOOSE_SPACE = re.compile(r"\s+(?=\W)|(?<=\W)\s+")
_QUALIFIERS = re.compile(r"(?:const|volatile|noexcept|&|&&)+$")


def plain_name(name: str) -> str:
    """A function name without what demanglers disagree on: spaces, keywords, hashes."""
    name = _ANONYMOUS.sub("{anon}", name)
    name = _INLINE_NAMESPACE.sub(_without_inline, name)
    name = _RUST_CLOSURE.sub("{closure}", _RUST_HASH.sub("", name))
    name = _LOOSE_SPACE.sub("", _KEYWORD.sub("", name.strip()))
    return name.removeprefix("::")


def without_arguments(name: str) -> str:
    """A plain name up to its argument list: `a::f(int)const` -> `a::f`."""
    bare = _QUALIFIERS.sub("", name) if ")" in name else name
    if not bare.endswith(")"):
        return name
    depth = 0
    for at in range(len(bare) - 1, -1, -1):
        depth += (bare[at] == ")") - (bare[at] == "(")
        if depth == 0:
            head = bare[:at]
            return name if not head or head.endswith("operator") else head
    return name


def same_function(one: str, other: str) -> bool:
    """Whether two names are of one function. A name without arguments fits any overload."""
    one, other = plain_name(one), plain_name(other)
    bare, other_bare = without_arguments(one), without_arguments(other)
    if bare != other_bare:
        return False
    return one in (other, bare) or other == other_bare or _no_arguments(one, other)


def same_file(one: str, other: str) -> bool:
    """Whether two paths end in the same file name, whatever folder the build ran in."""
    return last_component(one).lower() == last_component(other).lower()


def _no_arguments(one: str, other: str) -> bool:
    """C++ says `f()`, C says `f(void)`."""
    return one.replace("(void)", "()") == other.replace("(void)", "()")


def _without_inline(match: re.Match[str]) -> str:
    return "std::" if match[0].startswith("std") else ""
