"""A folder of requests and what is known of each: rows kept between two sittings, and how stale.

The rows are in an index in the state folder of this machine; nothing is written into the folder.
"""

import os
from collections.abc import Collection
from hashlib import sha256

import msgspec
from msgspec import Struct

from inspector import __version__
from inspector.batch.finding import NoRequests, find, modified_at
from inspector.batch.index import BadIndex, Index
from inspector.batch.outcome import Outcome
from inspector.settings import Settings

KEPT = 30
"""Indexes remembered at most; those not written for longest go first."""

_PARTS = ("", "-wal", "-shm")  # files of one SQLite database


class Entry(Struct, frozen=True):
    """One request of the folder."""

    path: str  # absolute
    name: str  # below the folder
    outcome: Outcome | None = None  # None: never answered
    stale: str = ""  # "new", "changed" since, other "settings" then; "": the row holds


class Listing(Struct, frozen=True):
    """A folder as it is now."""

    entries: tuple[Entry, ...] = ()  # by path
    gone: int = 0  # rows whose request is no longer there
    notes: tuple[str, ...] = ()  # what could not be listed, for the person


def index_path(folder: str, state: str) -> str:
    """Where the rows of a folder are, if there are any."""
    digest = sha256(os.fsencode(os.path.abspath(folder))).hexdigest()
    return os.path.join(state, "boards", f"{digest[:40]}.sqlite")


def index_file(folder: str, state: str) -> str:
    """Where the rows of a folder are kept below the folder `state`, which is made for it.

    Raises OSError.
    """
    path = index_path(folder, state)
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    _forget_oldest(os.path.dirname(path), path)
    return path


def token_of(
    settings: Settings, *, kind: str | None, trusted: bool, scope: str | None, form: str = ""
) -> str:
    """What an outcome depends on besides its request; `form`: how its answer is written, if it is.

    With another token it does not hold.
    """
    parts = [__version__, settings, kind, trusted, scope, form]
    return sha256(msgspec.json.encode(parts, enc_hook=str)).hexdigest()


def open_index(path: str) -> str:
    """Make sure that there is an index; a note when one that cannot be read was put aside.

    Raises BadIndex when there is no having one at all.
    """
    try:
        with Index(path):
            return ""
    except BadIndex as error:
        if not os.path.isfile(path):
            raise
        for part in _PARTS:
            if os.path.exists(path + part):
                os.replace(path + part, f"{path}.broken{part}")
        with Index(path):
            return f"What was known of this folder was put aside. {error}"


def remembered(folder: str, index: Index, tokens: Collection[str]) -> Listing:
    """What the index knows; nobody has looked yet whether it still holds."""
    rows = ((row, "" if row.token in tokens else "settings") for row in index.remembered())
    return Listing(tuple(Entry(row.path, _below(folder, row.path), row, old) for row, old in rows))


def listed(folder: str, index: Index, tokens: Collection[str]) -> Listing:
    """The requests that are there now, each with its row. Rows of vanished ones are forgotten.

    tokens  of the settings whose rows hold

    Raises NoRequests when the folder cannot be listed; then the index is left alone.
    """
    if not os.path.isdir(folder):
        raise NoRequests(f"{folder}: no such folder")
    rows = {row.path: row for row in index.remembered()}
    notes: list[str] = []
    entries = tuple(
        _entry(folder, wanted.path, rows.pop(wanted.path, None), tokens)
        for wanted in find([folder], unreadable=notes.append)
    )
    if not notes:  # what lies in a folder that cannot be listed is not gone
        index.forget(rows)
    return Listing(entries, len(rows), tuple(notes))


def _entry(folder: str, path: str, row: Outcome | None, tokens: Collection[str]) -> Entry:
    if row is None:
        stale = "new"
    elif modified_at(path) != row.modified:
        stale = "changed"
    else:
        stale = "" if row.token in tokens else "settings"
    return Entry(path, _below(folder, path), row, stale)


def _below(folder: str, path: str) -> str:
    return path.removeprefix(os.path.join(folder, ""))


def _forget_oldest(kept: str, but: str) -> None:
    """Another program may be at it too: what it has removed already is no loss."""
    with os.scandir(kept) as found:
        ours = [one for one in found if one.name.endswith((".sqlite", ".broken"))]
    ages = sorted((_age(one), one.path) for one in ours if one.path != but)
    for _, path in ages[: max(0, len(ages) + 1 - KEPT)]:
        for part in _PARTS:
            try:
                os.unlink(path + part)
            except FileNotFoundError:
                continue


def _age(found: "os.DirEntry[str]") -> float:
    try:
        return found.stat().st_mtime
    except FileNotFoundError:
        return 0.0
