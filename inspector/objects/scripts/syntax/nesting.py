"""What a place in a script is inside of, and the name that gives to a function there.

A name comes from what a function is assigned to, the properties on the way to it, and its
class; calls and operators in between change nothing. Rules: spec/js.md 7.2; where names look
odd (`a.bc` for `a.b={c:...}`), upstream's look the same.
"""

from typing import NamedTuple

Fragment = tuple[str, int]
"""A piece of a name, and where it stands in the script; -1: it stands nowhere."""

DOT = (".", -1)
_OBJECT = ("<object>", -1)


class Scope(NamedTuple):
    """A function, method or class, in characters from the start of the script."""

    start: int
    end: int
    prefix: str  # "new ", "get ", "set " or ""
    name: tuple[Fragment, ...]  # empty: anonymous


class Assign(NamedTuple):
    name: tuple[Fragment, ...]  # () when it is none that a function could be called by


class Property(NamedTuple):
    name: Fragment


class Class(NamedTuple):
    name: Fragment | None
    declared: bool


class Inside(NamedTuple):
    """A function: nothing beyond it gives a name to what is in it."""

    scope: int
    is_arrow: bool = False  # it ends with its expression


class Mark(NamedTuple):
    """One of those below."""

    text: str


IN_OBJECT = Mark("an object literal")
IN_PATTERN = Mark("names to assign to: what stands there is a default value and has no name")
CONDITION = Mark("behind the question mark of a condition")
Step = Assign | Property | Class | Inside | Mark


def name_of(path: list[Step], own: Fragment | None = None) -> list[Fragment]:
    """The name of what stands at the end of `path`; empty when nothing gives it one.

    own  the name a function expression has itself: it takes the place of the last part
    """
    base, parts = _parts(path, own_part=False)
    if own is None:
        return _joined(base, parts)
    if parts:
        return _joined(base, [*parts[:-1], own])
    return [*base[:-1], own]


def member_name(path: list[Step], member: Fragment) -> list[Fragment]:
    """The name of a method, or of a class that has one itself."""
    base, parts = _parts(path, own_part=True)
    return _joined(base, [*parts, member])


def _parts(path: list[Step], *, own_part: bool) -> tuple[list[Fragment], list[Fragment]]:
    """What is assigned to, and the names on the way from there. `own_part`: one more will come."""
    base: list[Fragment] = []
    parts: list[Fragment] = []
    has_object = False
    for step in reversed(path):
        if isinstance(step, Inside) or step is IN_PATTERN:
            break
        if isinstance(step, Assign):
            if step.name:
                base = list(step.name)
                break
        elif isinstance(step, Property):
            parts.append(step.name)
        elif isinstance(step, Class):
            if step.name is not None:
                parts.append(step.name)
                has_object = False
            if step.declared:
                break
        elif step is IN_OBJECT:
            has_object = True
    if has_object and not base and (parts or own_part):
        base = [_OBJECT]
    return base, parts[::-1]


def _joined(base: list[Fragment], parts: list[Fragment]) -> list[Fragment]:
    """With dots between; but none behind `a.b`, as upstream has it."""
    found = list(base)
    for number, part in enumerate(parts):
        if found and not (number == 0 and len(base) > 1):
            found.append(DOT)
        found.append(part)
    return found
