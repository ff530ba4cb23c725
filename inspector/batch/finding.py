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


def find(
    paths: Sequence[str], *, unreadable: Callable[[str], None] | None = None
) -> Iterator[Wanted]:
    """The requests in the order of `paths`, those of a folder by name, with their subfolders.

    unreadable  hears of subfolders that cannot be listed; None: they are errors too

    In folders only `*.json` counts, and no answers of ours. Two files of one name get names of
    their own. Raises NoRequests for a path that is not there.
    """
    taken: set[str] = set()
    for path in paths:
        if not os.path.isdir(path):
            stem = os.path.splitext(os.path.basename(path))[0]
            yield Wanted(path, _free(stem, taken))
            continue
        for found in _below(path, unreadable):
            yield Wanted(found, os.path.splitext(os.path.relpath(found, path))[0])


def _below(folder: str, unreadable: Callable[[str], None] | None) -> Iterator[str]:
    try:
        with os.scandir(folder) as listed:
            entries = sorted(listed, key=lambda entry: entry.name)
    except OSError as error:
        raise NoRequests(f"{folder}: {error.strerror or error}") from None
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            if not entry.name.startswith("."):
                yield from _in_subfolder(entry.path, unreadable)
        elif entry.name.endswith(".json") and _ANSWER not in entry.name and entry.is_file():
            yield entry.path


def _in_subfolder(folder: str, unreadable: Callable[[str], None] | None) -> Iterator[str]:
    try:
        yield from _below(folder, unreadable)
    except NoRequests as error:
        if unreadable is None:
            raise
        unreadable(str(error))


def _free(stem: str, taken: set[str]) -> str:
    """`stem`, or with a number if another file has that name already."""
    name, number = stem, 2
    while name in taken:
        name, number = f"{stem}-{number}", number + 1
    taken.add(name)
    return name
