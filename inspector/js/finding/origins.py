"""Where a source map came from: the `sourcemap_origin` of a frame. Rules: spec/js.md 2.2."""

from typing import Any, Literal

from msgspec import Struct

from inspector.model.ids import DebugId

Role = Literal["minified_source", "source", "source_map"]

_ROLES = ("minified_source", "source", "source_map")
_WITH_URI = ("individual_file", "scraped_file")


class FileKey(Struct, frozen=True):
    """A file as one request wants it: by path, by debug id, or by both."""

    role: Role
    abs_path: str | None = None  # None: wanted by its id alone
    debug_id: DebugId | None = None


class Origin:
    """A place in the spelling of the response, a tree of plain values."""

    __slots__ = ("tree",)

    def __init__(self, tree: Any) -> None:
        self.tree = tree

    @property
    def text(self) -> str:
        """The place as people read it."""
        if not isinstance(self.tree, dict):
            return str(self.tree)
        (value,) = self.tree.values()
        return str(value[0] if isinstance(value, list) else value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Origin) and other.tree == self.tree

    def __hash__(self) -> int:
        return hash(repr(self.tree))

    def __repr__(self) -> str:
        return f"Origin({self.tree!r})"


EMBEDDED = Origin("embedded")


def individual_file(uri: str) -> Origin:
    """A release file, or a file of a local build."""
    return Origin({"individual_file": uri})


def scraped_file(uri: str) -> Origin:
    """A file from the web; the fragment of `uri` tells which hour's copy it is."""
    return Origin({"scraped_file": uri})


def bundled(uri: str, key: FileKey) -> Origin:
    """A member of the artifact bundle `uri`, and what it was wanted as."""
    wanted = {}
    if key.abs_path is not None:
        wanted["abs_path"] = key.abs_path
    if key.debug_id is not None:
        wanted["debug_id"] = str(key.debug_id)
    return Origin({"bundled": [uri, {key.role: wanted}]})


def read_origin(tree: Any) -> Origin:
    """An origin that a request sends along. Raises ValueError."""
    if tree in ("embedded", {"embedded": None}):
        return EMBEDDED
    if not isinstance(tree, dict) or len(tree) != 1:
        raise ValueError("invalid origin of a source map")
    (kind, value), *_ = tree.items()
    if kind in _WITH_URI and isinstance(value, str):
        return Origin(tree)
    if kind == "bundled" and isinstance(value, list) and len(value) == 2:
        uri, key = value
        if isinstance(uri, str):
            return bundled(uri, _read_key(key))
    raise ValueError(f"invalid origin of a source map: `{kind}`")


def _read_key(tree: Any) -> FileKey:
    if not isinstance(tree, dict) or len(tree) != 1:
        raise ValueError("invalid key of a bundled file")
    (role, fields), *_ = tree.items()
    if role not in _ROLES or not isinstance(fields, dict):
        raise ValueError("invalid key of a bundled file")
    path, debug_id = fields.get("abs_path"), fields.get("debug_id")
    if not isinstance(path, str | None) or not isinstance(debug_id, str | None):
        raise ValueError("invalid key of a bundled file")
    if path is None and role != "source_map":
        raise ValueError("a bundled file without `abs_path`")
    return FileKey(role, path, None if debug_id is None else DebugId.parse(debug_id))
