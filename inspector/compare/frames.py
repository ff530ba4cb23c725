"""Two frames of one place -> what the difference means."""

from collections.abc import Callable, Hashable
from typing import Literal

from inspector.compare.spelling import plain_name, same_file, same_function, without_arguments
from inspector.model.labels import last_component
from inspector.model.report import Frame

Meaning = Literal["equal", "cosmetic", "moved", "changed", "better", "worse", "only_a", "only_b"]
"""How B stands to A.

    cosmetic  the same, spelt otherwise: white space in templates, another build folder
    moved     the same function at another line
    changed   something else is there: another function, another reason for having none
    better    resolved now, or a line, a file, an inlined function more
    worse     the same the other way round
"""
Judgement = tuple[Meaning, str]
"""A meaning, and a few words about it; "" for equal frames."""

MEANINGS: tuple[Meaning, ...] = Meaning.__args__  # type: ignore[attr-defined]
_GAINS: tuple[tuple[str, Callable[[Frame], bool]], ...] = (
    ("file", lambda frame: bool(frame.file or frame.path)),
    ("line", lambda frame: bool(frame.line)),
    ("source text", lambda frame: frame.context_line is not None),
)


def key(frame: Frame) -> Hashable:
    """Module and function: what two crashes of one program have in common."""
    if frame.function:
        module = frame.package or frame.file
        name = without_arguments(plain_name(frame.function))
        return last_component(module).lower(), name
    if frame.offset is not None:
        return last_component(frame.package).lower(), frame.offset
    if frame.address is not None:
        return None, frame.address
    return frame.path, (frame.line, frame.column)


def site(frame: Frame) -> Hashable:
    """The place in the program that was asked about, whatever was answered."""
    if frame.offset is not None:
        return last_component(frame.package).lower(), frame.offset
    if frame.address is not None:
        return frame.address
    sent = next((value for label, value in frame.facts if label == "sent at"), None)
    if sent is not None:
        return sent
    column = "" if frame.column is None else f":{frame.column}"
    return f"{frame.path}:{frame.line}{column}"


def judge(a: Frame, b: Frame) -> Judgement:
    """What it means that A has `a` where B has `b`."""
    if a == b:
        return "equal", ""
    had, has = a.status == "symbolicated", b.status == "symbolicated"
    if had != has:
        return ("better", "resolved now") if has else ("worse", "no longer resolved")
    if not has and a.status != b.status:
        return "changed", f"{a.status} became {b.status}"
    if bool(a.function) != bool(b.function):
        return ("better", "name gained") if b.function else ("worse", "name lost")
    if a.function != b.function and not same_function(a.function, b.function):
        return "changed", "another function"
    for what, known in _GAINS:
        if known(a) != known(b):
            return ("better", f"{what} gained") if known(b) else ("worse", f"{what} lost")
    return _place(a, b)


def _place(a: Frame, b: Frame) -> Judgement:
    """Two frames of one function that know equally much."""
    path_a, path_b = a.path or a.file, b.path or b.file
    if not same_file(path_a, path_b):
        return "changed", "another file"
    if a.line != b.line:
        return "moved", f"line {a.line} became {b.line}"
    if a.column != b.column:
        return "moved", f"column {a.column} became {b.column}"
    if a.function != b.function:
        return "cosmetic", "name spelt otherwise"
    return ("cosmetic", "path spelt otherwise") if path_a != path_b else ("equal", "")
