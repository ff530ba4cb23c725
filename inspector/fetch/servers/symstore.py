"""The index of a symbol store, `000Admin`: which paths it has (spec/sources.md 2.7)."""

import os
from collections.abc import Awaitable, Callable, MutableMapping

from msgspec import structs

from inspector.fetch.caching.cache import LAST_INDEX, SOURCE_INDEX, Cache, Kind
from inspector.fetch.remote import GLOBAL, Found, RemoteFile
from inspector.model.outcome import Miss

LARGEST_ID = 10_000
NOTHING: frozenset[str] = frozenset()

_LAST_ID_BYTES = 20

Get = Callable[[RemoteFile, Kind], Awaitable[Found | Miss]]


async def index(
    file: RemoteFile, get: Get, cache: Cache, memory: MutableMapping[str, frozenset[str]]
) -> frozenset[str]:
    """The paths that the store lists, `name/ID/name`. Empty if any part is not to be had.

    memory  indexes read before, by key
    """
    file = structs.replace(file, scope=GLOBAL)
    last = await get(file.at("000Admin/lastid.txt"), LAST_INDEX)
    last_id = None if isinstance(last, Miss) else _read_last_id(last.path)
    if isinstance(last, Miss) or last_id is None:
        return NOTHING
    key = f"{last.key}last_id: {last_id}\n"
    if key in memory:
        return memory[key]
    merged = cache.find(SOURCE_INDEX, key)
    if isinstance(merged, str):
        memory[key] = _read_merged(merged)
        return memory[key]
    paths = await _merge(file, last_id, get)
    if paths is None:
        return NOTHING
    _keep_merged(cache, key, paths)
    memory[key] = paths
    return paths


async def _merge(file: RemoteFile, last_id: int, get: Get) -> frozenset[str] | None:
    """All segments, one after the other; None if one fails."""
    paths: set[str] = set()
    for number in range(1, last_id + 1):
        segment = await get(file.at(f"000Admin/{number:010}"), SOURCE_INDEX)
        if isinstance(segment, Miss):
            return None
        listed = _read_segment(segment.path)
        if listed is None:
            return None
        paths |= listed
    return frozenset(paths)


def _read_segment(path: str) -> set[str] | None:
    """The paths in one segment; None if it is not text."""
    try:
        with open(path, encoding="utf-8") as lines:
            return set(filter(None, map(listed_path, lines)))
    except UnicodeDecodeError:
        return None


def _read_merged(path: str) -> frozenset[str]:
    with open(path, encoding="utf-8") as lines:
        return frozenset(lines.read().split("\n")) - {""}


def _keep_merged(cache: Cache, key: str, paths: frozenset[str]) -> None:
    with cache.temporary() as temp:
        with open(temp, "w", encoding="utf-8", newline="\n") as lines:
            lines.write("\n".join(sorted(paths)))
        cache.store(SOURCE_INDEX, key, temp)


def listed_path(line: str) -> str | None:
    """The path that one line of a segment, `"name\\ID","rest"`, stands for; None if none."""
    parts = line.split('"')
    if len(parts) < 3:
        return None
    name, backslash, build = parts[1].partition("\\")
    return f"{name}/{build}/{name}" if backslash else None


def _read_last_id(path: str) -> int | None:
    if os.path.getsize(path) > _LAST_ID_BYTES:
        return None
    with open(path, "rb") as content:
        text = content.read().strip()
    if not text.isdigit() or int(text) > LARGEST_ID:
        return None
    return int(text)
