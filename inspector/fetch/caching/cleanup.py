"""What the cache folder takes up, and making it smaller. Others may use it meanwhile."""

import os
import re
import time
from collections.abc import Iterator
from contextlib import suppress

from msgspec import Struct

from inspector.fetch.caching.cache import METADATA, PLAIN, TEMPORARY

_VERSION = re.compile(r"v[0-9]+")
_BYTE = re.compile(r"[0-9a-f]{2}")


class Usage(Struct):
    """A count of files and of the space they take, metadata included."""

    files: int = 0
    size: int = 0  # bytes


class _Entry(Struct, frozen=True):
    kind: str
    path: str
    size: int  # bytes, metadata included
    used: float  # seconds since the epoch


def usage(root: str) -> dict[str, Usage]:
    """What each kind takes up, by folder name; "tmp" is what is being written."""
    total: dict[str, Usage] = {}
    for entry in _entries(root):
        _count(total, entry)
    return total


def clean(root: str, older_than: float | None, max_size: int | None) -> dict[str, Usage]:
    """Remove files unused for `older_than` seconds, then the least recently used.

    Temporary files stay: somebody may be writing them. Returns what is gone, by kind. A file
    that cannot be removed is left, and counts as kept.
    """
    entries = [entry for entry in _entries(root) if entry.kind != TEMPORARY]
    entries.sort(key=lambda entry: entry.used)
    left = sum(entry.size for entry in entries)
    gone: dict[str, Usage] = {}
    now = time.time()
    for entry in entries:
        too_old = older_than is not None and now - entry.used >= older_than
        too_much = max_size is not None and left > max_size
        if (too_old or too_much) and _remove(entry.path):
            left -= entry.size
            _count(gone, entry)
    if gone:
        _remove_empty_folders(root)
    return gone


def _entries(root: str) -> Iterator[_Entry]:
    """Only what is shaped like a cache: a person may have named a folder with other things."""
    for kind in _subfolders(root):
        if kind.name == TEMPORARY:
            yield from _files(kind.name, kind.path)
            continue
        for version in _subfolders(kind.path):
            if _VERSION.fullmatch(version.name):
                for first in _subfolders(version.path):
                    if _BYTE.fullmatch(first.name):
                        yield from _files(kind.name, first.path)


def _subfolders(folder: str) -> "list[os.DirEntry[str]]":
    try:
        with os.scandir(folder) as entries:
            return [entry for entry in entries if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return []


def _files(kind: str, folder: str) -> Iterator[_Entry]:
    for parent, _, names in os.walk(folder):
        metadata = {name for name in names if name.endswith(METADATA)}
        for name in names:
            if name in metadata:
                continue
            path = os.path.join(parent, name)
            with suppress(OSError):
                stat = os.lstat(path)
                size = stat.st_size
                if os.path.basename(_metadata_of(path)) in metadata:
                    size += os.lstat(_metadata_of(path)).st_size
                yield _Entry(kind, path, size, stat.st_mtime)


def _metadata_of(path: str) -> str:
    return path.removesuffix(PLAIN) + METADATA


def _remove(path: str) -> bool:
    try:
        os.unlink(path)
    except FileNotFoundError:
        pass
    except OSError:
        return False
    with suppress(OSError):
        os.unlink(_metadata_of(path))
    return True


def _remove_empty_folders(root: str) -> None:
    for kind in _subfolders(root):
        versions = [entry for entry in _subfolders(kind.path) if _VERSION.fullmatch(entry.name)]
        for version in versions:
            for parent, _, _ in os.walk(version.path, topdown=False):
                with suppress(OSError):
                    os.rmdir(parent)
        if versions:
            with suppress(OSError):
                os.rmdir(kind.path)


def _count(total: dict[str, Usage], entry: _Entry) -> None:
    counted = total.setdefault(entry.kind, Usage())
    counted.files += 1
    counted.size += entry.size
