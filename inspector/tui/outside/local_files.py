"""Source files of this machine: which one a frame's path stands for, and the lines around a line.

A path out of a crash is hostile. Nothing is looked for on this machine before a person has said
where: by pairs of folders, or by a folder that holds a checkout. What is read lies below the
folder that was named, wherever links and `..` would lead, and is a plain file of a sensible size.
"""

import os
import stat
from collections.abc import Iterable, Mapping
from itertools import islice

from msgspec import Struct

from inspector.model.outcome import NOT_FOUND, Miss, Why

LARGEST = 8 << 20
"""Bytes; a source file that is larger is not shown."""

AROUND = 60
"""Lines before and after the frame's that are read."""

_LONGEST_PATH = 4096


class Places(Struct, frozen=True):
    """Where a person keeps the sources."""

    pairs: tuple[tuple[str, str], ...] = ()  # folder in debug files, absolute folder here
    checkout: str = ""  # absolute; "": none

    def with_pair(self, pair: tuple[str, str]) -> "Places":
        """The same, and one folder more; it takes the place of a pair for the same folder."""
        kept = (known for known in self.pairs if known[0] != pair[0])
        return Places((*kept, pair), self.checkout)


class Lines(Struct, frozen=True):
    """A piece of a file."""

    file: str  # absolute
    before: tuple[str, ...]
    line: str
    after: tuple[str, ...]


def places_of(paths: Mapping[str, str], checkout: str | None) -> Places:
    """The settings as places; `~` is the person's home."""
    pairs = tuple((source, _absolute(here)) for source, here in paths.items())
    return Places(pairs, _absolute(checkout) if checkout else "")


def find(path: str, places: Places) -> str | Miss:
    """The file on this machine that `path`, as a debug file spells it, stands for."""
    if not path or len(path) > _LONGEST_PATH or "\0" in path:
        return NOT_FOUND
    parts = _parts(path)
    if ".." in parts:
        return Miss(Why.NO_PERMISSION, "the path leads upwards")
    longest = sorted(places.pairs, key=lambda pair: -len(_parts(pair[0])))
    for source, here in longest:
        head = _parts(source)
        if _same(parts[: len(head)], head) and len(parts) > len(head):
            return _below(here, parts[len(head) :])
    if not places.checkout:
        return NOT_FOUND
    # A checkout may lie anywhere in the tree it was built in: the longest end that is there.
    for start in range(len(parts)):
        found = _below(places.checkout, parts[start:])
        if isinstance(found, str):
            return found
    return NOT_FOUND


def read(file: str, line: int) -> Lines | Miss:
    """The lines around `line`, 1-based, of a file that `find` found."""
    if line < 1:
        return Miss(Why.NOT_FOUND, "the frame has no line number")
    try:
        # A pipe put there meanwhile must not block.
        opened = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with open(opened, "rb") as content:
            about = os.fstat(opened)
            if not stat.S_ISREG(about.st_mode):
                return Miss(Why.UNSUPPORTED, "not a plain file")
            if about.st_size > LARGEST:
                return Miss(Why.UNSUPPORTED, f"larger than {LARGEST >> 20} MB")
            return _around(file, content, line)
    except OSError as error:
        return Miss(Why.NO_PERMISSION, error.strerror or str(error))


def pair_for(path: str, given: str) -> tuple[str, str] | None:
    """What a person meant who said that `path` is `given` here, a file or a folder it is below.

    The folders of both that differ: ("/build/src", "/home/me/src"). None when no file is there.
    """
    parts, given = _parts(path), _absolute(given)
    if ".." in parts:
        return None
    if os.path.isfile(given):
        here = _parts(given)
        alike = 0
        for theirs, ours in zip(reversed(parts), reversed(here), strict=False):
            if theirs != ours or alike + 1 >= min(len(parts), len(here)):
                break
            alike += 1
        if not alike:
            return None
        return _joined(path, parts[:-alike]), os.path.join(os.sep, *here[:-alike])
    for start in range(len(parts)):
        if isinstance(_below(given, parts[start:]), str):
            return _joined(path, parts[:start]), given
    return None


def _below(root: str, parts: list[str]) -> str | Miss:
    """The plain file at `parts` below `root`, links followed; it must not lie outside."""
    root = os.path.realpath(root)
    found = os.path.realpath(os.path.join(root, *parts))
    if found != root and os.path.commonpath((root, found)) != root:
        return Miss(Why.NO_PERMISSION, "it lies outside the mapped folder")
    if not os.path.isfile(found):
        return Miss(Why.NOT_FOUND, f"not there: {found}")
    return found


def _around(file: str, content: Iterable[bytes], line: int) -> Lines | Miss:
    first = max(1, line - AROUND)
    piece = [raw.decode("utf-8", "replace") for raw in islice(content, first - 1, line + AROUND)]
    at = line - first
    if at >= len(piece):
        return Miss(Why.NOT_FOUND, f"{file} has fewer than {line} lines")
    return Lines(file, tuple(piece[:at]), piece[at], tuple(piece[at + 1 :]))


def _parts(path: str) -> list[str]:
    """The folders of a path of any system; the root and `.` do not count."""
    windows = path[1:3] in (":\\", ":/") or path.startswith("\\\\")
    path = path.replace("\\", "/") if windows or "/" not in path else path
    return [part for part in path.split("/") if part not in ("", ".")]


def _same(one: list[str], other: list[str]) -> bool:
    """Paths with a drive letter are alike in any case."""
    if one and other and one[0][1:] == ":" and other[0][1:] == ":":
        return [part.lower() for part in one] == [part.lower() for part in other]
    return one == other


def _joined(path: str, parts: list[str]) -> str:
    """Some folders of `path` again, spelt as there."""
    slash = "\\" if "/" not in path else "/"
    return (slash if path.startswith(slash) else "") + slash.join(parts)


def _absolute(path: str) -> str:
    return os.path.abspath(os.path.expanduser(path))
