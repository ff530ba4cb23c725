"""Keys of a body that mean nothing to us: ignored, and kept when the request is exported."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from inspector.opening import wire_of

_ANSWERED = {"status", "original_index"}
"""Keys of answered frames, which may be sent again."""

MOST = 5
"""Names that are told."""


def unknown_keys(tree: Any, kind: str) -> dict[str, int]:
    """The unknown keys below their place, with how often each is there; most frequent first.

    tree  a body that was read; of the wrong shape, when its file has changed since
    """
    if not isinstance(tree, dict):
        return {}
    wire = wire_of(kind)
    frame, thread, module, whole = (
        (wire.Frame, wire.Trace, wire.Module, wire.JsRequest)
        if kind == "js"
        else (wire.RawFrame, wire.RawThread, wire.RawModule, wire.NativeRequest)
    )
    found: Counter[str] = Counter()
    found.update(_beyond([tree], _keys(whole) | {"threads"}, ""))
    threads = [*_objects(tree.get("stacktraces")), *_objects(tree.get("threads"))]
    found.update(_beyond(threads, _keys(thread), "stacktraces[]."))
    known = _keys(frame) | _ANSWERED
    for one in threads:
        found.update(_beyond(_objects(one.get("frames")), known, "stacktraces[].frames[]."))
    found.update(_beyond(_objects(tree.get("modules")), _keys(module), "modules[]."))
    found.update(_beyond(_objects([tree.get("options")]), _keys(wire.Options), "options."))
    return dict(found.most_common())


def told(found: dict[str, int]) -> str:
    """A sentence for a person; "" when there is nothing to tell. Not cleaned."""
    if not found:
        return ""
    keys = "1 unknown key" if len(found) == 1 else f"{len(found)} unknown keys"
    more = ", ..." if len(found) > MOST else ""
    return f"{keys} kept for export: {', '.join(list(found)[:MOST])}{more}"


def _beyond(objects: Iterable[dict[str, Any]], known: set[str], place: str) -> Iterator[str]:
    for one in objects:
        if not one.keys() <= known:
            yield from (place + key for key in one if key not in known)


def _keys(struct: Any) -> set[str]:
    return set(struct.__struct_encode_fields__)


def _objects(value: Any) -> list[dict[str, Any]]:
    """The objects in what should be a list of them."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
