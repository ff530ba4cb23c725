"""Folders and files -> requests, one by one, and where the answer of each goes."""

import os
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

_ANSWER = ".response."


class Wanted(NamedTuple):
    """A request and the name of its answer, without extension, below the output folder."""

    path: str
    name: str


class NoRequests(ValueError):
    """A path that cannot be read at all; the text names it."""


def modified_at(path: str) -> int:
    """When a request was, in ns since 1970; 0 when it is gone by now."""
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0


def find(
    paths: Sequence[str], *, unreadable: Callable[[str], None] | None = None
) -> Iterator[Wanted]:
    """The requests in the order of `paths`, those of a folder by name, with their subfolders.

    unreadable  hears of subfolders that cannot be listed; None: they are errors too

    In folders only `*.json` counts, and no answers of ours. No two get one name: of several paths
    the folders keep theirs apart below their own names, and files of one name are numbered.
    Raises NoRequests for a path that is not there.
    """
    files: set[str] = set()
    folders: set[str] = set()
    for path in paths:
        if not os.path.isdir(path):
            stem = os.path.splitext(os.path.basename(path))[0]
            yield Wanted(path, _free(stem, files))
            continue
        top = "" if len(paths) == 1 else _free(_last(path), folders)
        for found in _below(path, unreadable):
            inside = os.path.splitext(os.path.relpath(found, path))[0]
            yield Wanted(found, os.path.join(top, inside))


def _below(folder: str, unreadable: Callable[[str], None] | None) -> Iterator[str]:
    open_ = [_entries(folder)]  # no recursion: folders can be in folders a thousand deep
    while open_:
        entry = next(open_[-1], None)
        if entry is None:
            open_.pop()
        elif entry.is_dir(follow_symlinks=False):
            if not entry.name.startswith("."):
                open_.append(_of_subfolder(entry.path, unreadable))
        elif entry.name.endswith(".json") and _ANSWER not in entry.name and _is_file(entry):
            yield entry.path


def _entries(folder: str) -> "Iterator[os.DirEntry[str]]":
    try:
        with os.scandir(folder) as listed:
            return iter(sorted(listed, key=lambda entry: entry.name))
    except OSError as error:
        raise NoRequests(f"{folder}: {error.strerror or error}") from None


def _of_subfolder(
    folder: str, unreadable: Callable[[str], None] | None
) -> "Iterator[os.DirEntry[str]]":
    try:
        return _entries(folder)
    except NoRequests as error:
        if unreadable is None:
            raise
        unreadable(str(error))
        return iter(())


def _is_file(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_file()
    except OSError:
        return True  # a link to itself, say: who opens it is told


def _last(folder: str) -> str:
    return os.path.basename(os.path.abspath(folder)) or "root"


def _free(stem: str, taken: set[str]) -> str:
    """`stem`, or with a number if another file has that name already."""
    name, number = stem, 2
    while name in taken:
        name, number = f"{stem}-{number}", number + 1
    taken.add(name)
    return name
