"""A JSON path -> where in the text its value ends."""

import re
from json import JSONDecoder

_STEP = re.compile(r"\[(\d+)\]|\.?([^.\[\]]+)")
_SPACE = re.compile(r"[ \t\n\r]*")
_decode = JSONDecoder().raw_decode


def place_of(body: bytes, path: str) -> tuple[int, int]:
    """Line and column, 1-based, of the end of the value at `path` in a valid JSON text.

    What is missing ends where the innermost value around it ends.
    """
    text = body.decode("utf-8")
    at = _skip(text, 0)
    for index, key in _STEP.findall(path):
        inner = _element(text, at, int(index)) if index else _member(text, at, key)
        if inner is None:
            break
        at = inner
    end = _end(text, at)
    return text.count("\n", 0, end) + 1, end - (text.rfind("\n", 0, end) + 1)


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _end(text: str, at: int) -> int:
    return int(_decode(text, at)[1])


def _element(text: str, at: int, index: int) -> int | None:
    """Where the element of an array begins; None if there is none."""
    if text[at] != "[":
        return None
    at = _skip(text, at + 1)
    while text[at] != "]" and index:
        at = _skip(text, _end(text, at))
        if text[at] == ",":
            at, index = _skip(text, at + 1), index - 1
    return None if text[at] == "]" else at


def _member(text: str, at: int, key: str) -> int | None:
    """Where the last value of a key of an object begins; None if there is none."""
    if text[at] != "{":
        return None
    found = None
    at = _skip(text, at + 1)
    while text[at] != "}":
        name, at = _decode(text, at)
        at = _skip(text, _skip(text, at) + 1)
        if name == key:
            found = at
        at = _skip(text, _end(text, at))
        if text[at] == ",":
            at = _skip(text, at + 1)
    return found
