"""A folder searched by what its files hold: which files there are, and what is known of them.

What is known is kept in the cache, a list for each folder, and holds for a file as long as its
size and time of change do. What the files hold is found out elsewhere (`objects/scan`).
"""

import os
import stat
from collections.abc import Iterator, Sequence

import msgspec
from msgspec import Struct

from inspector.fetch.caching.cache import Cache, Kind

SCANS = Kind("scans", 100, "derived")

MOST_FILES = 500_000
"""No build tree has more; the root of a file system may."""

MEMBER = "!/"
"""Between the location of a zip file and the name of a member: `syms.zip!/bin/app.debug`."""

_SKIPPED = frozenset({".git", ".hg", ".svn"})


class Ids(Struct, frozen=True, array_like=True):
    """One object in a file."""

    format: str
    debug_id: str
    code_id: str | None = None
    member: str = ""  # of a zip file; "" for the file itself


class Entry(Struct, frozen=True, array_like=True):
    """One file of the folder."""

    location: str  # below the folder, with slashes
    size: int  # bytes
    changed: int  # nanoseconds since the epoch
    objects: tuple[Ids, ...] = ()

    @property
    def stamp(self) -> tuple[str, int, int]:
        """What is the same as long as the file is."""
        return (self.location, self.size, self.changed)


_ENTRIES = msgspec.json.Decoder(tuple[Entry, ...])


def list_files(root: str, *, follow_links: bool) -> list[Entry]:
    """The files below a folder by location, at most MOST_FILES, without what they hold.

    follow_links  of files; folders that are linked are never entered: they may be a circle
    """
    found: list[Entry] = []
    for entry in walk(root, ""):
        location, file = entry
        try:
            if not follow_links and file.is_symlink():
                continue
            known = file.stat()
        except OSError:
            continue
        if stat.S_ISREG(known.st_mode) and known.st_size:
            found.append(Entry(location, known.st_size, known.st_mtime_ns))
            if len(found) == MOST_FILES:
                break
    found.sort(key=lambda entry: entry.location)
    return found


def walk(root: str, below: str) -> "Iterator[tuple[str, os.DirEntry[str]]]":
    """Files and links to files, each with its location. A folder that cannot be read is empty."""
    folders = [below]
    while folders:
        below = folders.pop()
        try:
            with os.scandir(os.path.join(root, below) if below else root) as listed:
                entries = list(listed)
        except OSError:
            continue
        for entry in entries:
            location = f"{below}/{entry.name}" if below else entry.name
            if not entry.is_dir(follow_symlinks=False):
                yield location, entry
            elif entry.name not in _SKIPPED:
                folders.append(location)


def scan_key(root: str, scope: str, *, follow_links: bool) -> str:
    """The key of a folder's list in the cache."""
    return f"scope: {scope}\n\nscan: {root}\nlinks: {follow_links}\n"


def load(cache: Cache, key: str) -> tuple[Entry, ...]:
    """What is known of a folder's files; empty if nothing is, or nothing can be read."""
    path = cache.find(SCANS, key)
    if not isinstance(path, str):
        return ()
    try:
        with open(path, "rb") as file:
            return _ENTRIES.decode(file.read())
    except (OSError, msgspec.DecodeError):
        return ()


def store(cache: Cache, key: str, entries: Sequence[Entry]) -> None:
    """Keep what is known of a folder's files."""
    with cache.temporary() as temp:
        with open(temp, "wb") as file:
            file.write(msgspec.json.encode(entries))
        cache.store(SCANS, key, temp)


def compare(listed: Sequence[Entry], known: Sequence[Entry]) -> tuple[list[Entry], list[Entry]]:
    """The files that are there: those that are known, and those that have to be looked at."""
    by_stamp = {entry.stamp: entry for entry in known}
    old: list[Entry] = []
    new: list[Entry] = []
    for entry in listed:
        same = by_stamp.get(entry.stamp)
        if same is None:
            new.append(entry)
        else:
            old.append(same)
    return old, new
