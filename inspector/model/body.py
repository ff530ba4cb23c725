"""A request body -> a tree of plain values, or the reason why it cannot be one.

Both kinds of requests are read this way: strictly, like the service does (spec/native.md 1.2),
and the error names the place.
"""

import json
import re
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")

BODY_LIMIT = 55 * 1024 * 1024
"""Bytes of a body at most, as the service's `symbolicate_body_max_bytes`."""

_LONGEST_REASON = 300  # characters

# Plain texts: a pattern is compiled when it is first needed, and a warm run needs few.
_SURROGATE_ESCAPE = r"\\u[dD][89a-fA-F]"
_PLACE = r"(?s)^(?P<reason>.*?)(?: - at `(?P<in>[^`]*)`)?$"


class BadBody(ValueError):
    """A body that must be refused. `path` is a JSON path, "" for the body as a whole.

    A reason that names a very long value is cut.
    """

    def __init__(self, reason: str, path: str = "", *, line: int = 0, column: int = 0) -> None:
        reason = reason if len(reason) <= _LONGEST_REASON else f"{reason[:_LONGEST_REASON]}…"
        self.reason, self.path = reason, path
        self.line, self.column = line, column  # 1-based; 0: not known
        at = f"line {line} column {column}: " if line else ""
        super().__init__(at + (f"{path}: {reason}" if path else reason))


class NotJson(BadBody):
    """A body that is no JSON text: the service tells it apart from JSON of the wrong shape."""


def decode_tree(body: bytes) -> Any:
    """The JSON value of `body`. Raises NotJson, or BadBody for a key given twice."""
    if len(body) > BODY_LIMIT:
        raise BadBody(f"body too large: {len(body)} bytes, at most {BODY_LIMIT} are accepted")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = _place(body[: error.start].decode("utf-8"))
        raise NotJson("not valid UTF-8", line=line, column=column) from None
    try:
        tree = json.loads(
            text, object_pairs_hook=_unique, parse_constant=_no_constant, parse_float=_finite
        )
        if "\\u" in text and re.search(_SURROGATE_ESCAPE, text):
            json.dumps(tree, ensure_ascii=False).encode("utf-8")
    except json.JSONDecodeError as error:
        said = re.sub("( starting)? at$", "", error.msg)  # the place is told before it
        raise NotJson(f"not JSON: {said}", line=error.lineno, column=error.colno) from None
    except _DuplicateKeyError as error:
        raise BadBody(f"duplicate field `{error.key}`", _duplicate_path(text)) from None
    except UnicodeEncodeError:
        line, column = _place(text[: _lone_surrogate(text)])
        raise NotJson("not JSON: lone surrogate in a string", line=line, column=column) from None
    except RecursionError:
        raise NotJson("not JSON: nested too deep") from None
    except ValueError as error:  # a constant JSON does not know, a number of 5,000 digits
        raise NotJson(f"not JSON: {error}") from None
    return tree


def convert(tree: Any, kind: type[T], hook: Callable[[type, Any], Any] | None = None) -> T:
    """`tree` as a struct. Raises BadBody with the JSON path of what does not fit."""
    if not isinstance(tree, dict):
        raise BadBody(f"expected an object, got {_json_kind(tree)}")
    try:
        return msgspec.convert(tree, kind, dec_hook=hook)
    except msgspec.ValidationError as error:
        match = re.match(_PLACE, str(error))
        reason, place = (match["reason"], match["in"] or "") if match else (str(error), "")
        raise BadBody(_lower_first(reason), place.removeprefix("$").removeprefix(".")) from None
    except RecursionError:
        raise BadBody("nested too deep") from None


class _DuplicateKeyError(Exception):
    def __init__(self, key: str) -> None:
        self.key = key


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    tree = dict(pairs)
    if len(tree) != len(pairs):
        raise _DuplicateKeyError(_repeated(pairs))
    return tree


def _repeated(pairs: list[tuple[str, Any]]) -> str:
    keys = [key for key, _ in pairs]
    return next(key for i, key in enumerate(keys) if key in keys[:i])


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a JSON value")


def _finite(digits: str) -> float:
    """A number; one beyond the range of floats cannot be answered, so it is refused."""
    number = float(digits)
    if abs(number) == float("inf"):
        raise ValueError("number out of range")
    return number


class _Marked(dict[str, Any]):
    """An object with a key given twice, on the second reading that only looks for its path."""

    key: str


def _duplicate_path(text: str) -> str:
    def mark(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        tree = dict(pairs)
        if len(tree) == len(pairs):
            return tree
        marked = _Marked(tree)
        marked.key = _repeated(pairs)
        return marked

    todo: list[tuple[str, Any]] = [("", json.loads(text, object_pairs_hook=mark))]
    while todo:
        path, value = todo.pop()
        if isinstance(value, _Marked):
            return f"{path}.{value.key}".removeprefix(".")
        if isinstance(value, dict):
            todo += [(f"{path}.{key}".removeprefix("."), item) for key, item in value.items()]
        elif isinstance(value, list):
            todo += [(f"{path}[{i}]", item) for i, item in enumerate(value)]
    return ""


def _lone_surrogate(text: str) -> int:
    """Where the first escape of half a character begins, in a JSON text that has one."""
    first = None
    for escape in re.finditer(r"\\(?:u([0-9a-fA-F]{4})|.)", text):
        unit = int(escape[1] or "0", 16)
        is_second = 0xDC00 <= unit < 0xE000
        if first is not None and not (is_second and first.end() == escape.start()):
            return first.start()
        if is_second and first is None:
            return escape.start()
        first = escape if 0xD800 <= unit < 0xDC00 else None
    return first.start() if first is not None else 0


def _place(before: str) -> tuple[int, int]:
    """Line and column, 1-based, of what follows `before`."""
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1


def _json_kind(value: Any) -> str:
    if isinstance(value, str):
        return "a string"
    if isinstance(value, list):
        return "an array"
    return "null" if value is None else f"`{json.dumps(value)}`"


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
