"""The JSON of a source map, checked as strictly as upstream does. Rules: spec/js.md 9."""

import json
import re
from typing import Any

from msgspec import Struct

from inspector.model.ids import DebugId
from inspector.objects.errors import BadObject

_GUARD = b")]}'"
_SURROGATE = re.compile(rb"\\u[dD][89abcdefABCDEF]")
_KNOWN = {
    "version", "file", "sources", "sourceRoot", "sourcesContent", "sections", "names", "mappings",
    "rangeMappings", "ignoreList", "x_facebook_sources", "debugId", "debug_id",
}  # fmt: skip
_MOST_NESTED = 64
_LARGEST = 1 << 32


class MapSection(Struct, frozen=True):
    line: int
    column: int
    map: "MapDocument"


class MapDocument(Struct, frozen=True):
    """A source map, or an index of several."""

    sources: list[str]  # `sourceRoot` applied; "" for one without a name
    contents: list[str | None]  # as many
    names: list[str]
    mappings: str
    hermes: list[Any] | None
    sections: list[MapSection] | None  # by position; None: no index map


def read_document(data: bytes) -> MapDocument:
    """The map that the bytes are. Raises BadObject when it is malformed."""
    try:
        text = _unguarded(data).decode("utf-8", "replace")
        read = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
        if _SURROGATE.search(data):
            _check_texts(read)
        return _document(read, 0)
    except RecursionError:
        raise BadObject("nested too deeply") from None
    except ValueError as error:
        raise BadObject(f"bad json: {error}") from None


def _unguarded(data: bytes) -> bytes:
    """Without the line that keeps a browser from running the map as a script."""
    if data[:3] == b"\xef\xbb\xbf":
        raise ValueError("a byte order mark")
    if data[:1] not in (b")", b"]", b"}", b"'"):
        return data
    end = next((at for at, byte in enumerate(data) if byte in b"\r\n"), None)
    if end is None or (data[end] == 13 and data[end + 1 : end + 2] != b"\n"):
        raise ValueError("no line feed behind the guard")
    return data[end:]


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs if name in _KNOWN]
        if len(set(names)) != len(names):
            raise ValueError("a key stands twice")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _check_texts(value: Any) -> None:
    """Half of a pair of surrogates stands for no character."""
    if isinstance(value, str):
        value.encode()
    elif isinstance(value, dict):
        for name, each in value.items():
            name.encode()
            _check_texts(each)
    elif isinstance(value, list):
        for each in value:
            _check_texts(each)


def _document(read: Any, depth: int) -> MapDocument:
    if not isinstance(read, dict):
        raise ValueError("no object")
    if depth > _MOST_NESTED:
        raise BadObject("nested too deeply")
    _number(read.get("version"))
    for key in ("debugId", "debug_id"):
        _debug_id(read.get(key))
    sections = _list(read, "sections")
    sources = [
        _root(_text(read.get("sourceRoot")), _text(each)) for each in _list(read, "sources") or ()
    ]
    contents = [
        None if each is None else _text(each) for each in _list(read, "sourcesContent") or ()
    ]
    contents += [None] * (len(sources) - len(contents))
    return MapDocument(
        sources=sources,
        contents=contents[: len(sources)],
        names=[_name(each) for each in _list(read, "names") or ()],
        mappings=_text(read.get("mappings")),
        hermes=_list(read, "x_facebook_sources"),
        sections=None if sections is None else _sections(sections, depth),
    )


def _sections(read: list[Any], depth: int) -> list[MapSection]:
    found = []
    for each in read:
        if not isinstance(each, dict) or not isinstance(each.get("offset"), dict):
            raise ValueError("a section without an offset")
        if each.get("map") is None:
            raise ValueError("a section without a map")
        line, column = _number(each["offset"].get("line")), _number(each["offset"].get("column"))
        if line is None or column is None:
            raise ValueError("a section without a position")
        found.append(MapSection(line, column, _document(each["map"], depth + 1)))
    found.sort(key=lambda section: (section.line, section.column))
    return found


def _list(read: dict[str, Any], key: str) -> list[Any] | None:
    value = read.get(key)
    if value is not None and not isinstance(value, list):
        raise ValueError(f"{key} is no list")
    return value


def _text(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError("a text is something else")
    return value


def _number(value: Any) -> int | None:
    if value is not None and (type(value) is not int or not 0 <= value < _LARGEST):
        raise ValueError(f"not a number: {value!r}"[:80])
    return value


def _name(value: Any) -> str:
    """Upstream takes numbers, and lets everything else be an empty name."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _debug_id(value: Any) -> None:
    if value is not None:
        DebugId.parse(_text(value))


def _root(root: str, source: str) -> str:
    """The source below `sourceRoot`, unless it has a place of its own."""
    if not root or source.startswith(("/", "http:", "https:")):
        return source
    return f"{root.removesuffix('/')}/{source}"
