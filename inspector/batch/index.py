"""The outcomes of a folder, kept in one SQLite file: what resuming, summing up and boards read."""

import os
import sqlite3
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any

import msgspec
from msgspec import Struct, structs

from inspector.batch.outcome import MissingModule, Outcome, badness

FILE_NAME = "index.sqlite"

_SCHEMA = """
create table if not exists outcomes (
    path text primary key, run integer not null, state text not null, signature text not null,
    resolved integer not null, frames integer not null, badness integer not null, row blob not null
) without rowid;
create index if not exists by_signature on outcomes (signature);
create table if not exists missing (
    path text not null, name text not null, debug_id text not null, frames integer not null
);
create index if not exists missing_by_path on missing (path);
"""
_VERSION = 1
_OUTCOME = msgspec.json.Decoder(Outcome)


class BadIndex(ValueError):
    """A file that is no index of ours, or of a newer version; the text names it."""


class Group(Struct, frozen=True):
    """The requests with one signature."""

    signature: str
    count: int
    resolved: int
    frames: int
    worst: int  # as `badness` ranks
    missing: str  # the module that costs most frames; "" for none


class Index:
    """Rows of this run and of earlier ones. Used as a context manager; what was added is there
    also after the process was killed."""

    def __init__(self, path: str) -> None:
        """Raises BadIndex."""
        self._path = path
        try:
            self._rows = sqlite3.connect(path, isolation_level=None)
        except sqlite3.OperationalError as error:
            raise BadIndex(f"{path}: {error}") from None
        try:
            self._open()
        except sqlite3.DatabaseError as error:
            self._rows.close()
            raise BadIndex(f"{path}: not an index of outcomes: {error}") from None

    def _open(self) -> None:
        version = self._rows.execute("pragma user_version").fetchone()[0]
        if version not in (0, _VERSION):
            self._rows.close()
            raise BadIndex(f"{self._path}: made by a newer version of the program")
        self._rows.executescript("pragma journal_mode=wal; pragma synchronous=normal;" + _SCHEMA)
        self._rows.execute(f"pragma user_version={_VERSION}")
        last = self._rows.execute("select coalesce(max(run), 0) from outcomes").fetchone()[0]
        self.run: int = last + 1

    def __enter__(self) -> "Index":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._rows.close()

    def add(self, outcomes: list[Outcome]) -> None:
        """Put rows in, each in place of the one its request had; of two for one the later."""
        outcomes = list({one.path: one for one in outcomes}.values())
        self._rows.execute("begin")
        paths = [(_key(one.path),) for one in outcomes]
        self._rows.executemany("delete from missing where path = ?", paths)
        self._rows.executemany(
            "insert or replace into outcomes values (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    *(_key(one.path), self.run, one.state, one.signature),
                    *(one.resolved, one.frames, badness(one.worst), _encoded(one)),
                )
                for one in outcomes
            ],
        )
        self._rows.executemany(
            "insert into missing values (?, ?, ?, ?)",
            [
                (_key(one.path), module.name, module.debug_id, module.frames)
                for one in outcomes
                for module in one.missing
            ],
        )
        self._rows.execute("commit")

    def get(self, path: str) -> Outcome | None:
        """The row of a request."""
        query = "select path, row from outcomes where path = ?"
        found = self._rows.execute(query, (_key(path),)).fetchone()
        return None if found is None else _decoded(*found)

    def remembered(self) -> list[Outcome]:
        """The rows of all runs, by path."""
        found = self._rows.execute("select path, row from outcomes order by path")
        return [_decoded(*row) for row in found]

    def adopt(self) -> None:
        """Count the rows of all earlier runs as rows of this one."""
        self._rows.execute("update outcomes set run = ?", (self.run,))

    def forget(self, paths: Iterable[str]) -> None:
        """Take rows out, as their requests are gone."""
        keys = [(_key(path),) for path in paths]
        self._rows.execute("begin")
        self._rows.executemany("delete from missing where path = ?", keys)
        self._rows.executemany("delete from outcomes where path = ?", keys)
        self._rows.execute("commit")

    def groups(self, most: int) -> list[Group]:
        """The signatures of this run, the most frequent first."""
        found = self._rows.execute(
            "select signature, count(*), sum(resolved), sum(frames), max(badness) from outcomes"
            " where run = ? and state <> 'broken'"
            " group by signature order by count(*) desc, signature limit ?",
            (self.run, most),
        )
        return [
            Group(signature, count, good, all_, worst, self._top_missing(signature))
            for signature, count, good, all_, worst in found.fetchall()
        ]

    def totals(self) -> dict[str, int]:
        """How many requests of this run are in each state."""
        return self._counted("select state, count(*) from outcomes where run = ? group by state")

    def missing(self, most: int) -> list[MissingModule]:
        """The modules that cost this run most frames."""
        found = self._rows.execute(
            "select name, debug_id, sum(missing.frames) from missing join outcomes using (path)"
            " where run = ? group by name, debug_id order by 3 desc, name limit ?",
            (self.run, most),
        )
        return [MissingModule(*row) for row in found]

    def broken(self, most: int) -> list[Outcome]:
        """Requests of this run that could not be read, by path."""
        return self._outcomes("run = ? and state = 'broken'", (self.run, most))

    def rows(self) -> Iterator[Outcome]:
        """All rows of this run, by path."""
        found = self._rows.execute("select path, row from outcomes where run = ?", (self.run,))
        return (_decoded(*row) for row in found)

    def _outcomes(self, condition: str, values: tuple[Any, ...]) -> list[Outcome]:
        query = f"select path, row from outcomes where {condition} order by path limit ?"  # noqa: S608  ours
        return [_decoded(*row) for row in self._rows.execute(query, values)]

    def _counted(self, query: str) -> dict[str, int]:
        return dict(self._rows.execute(query, (self.run,)).fetchall())

    def _top_missing(self, signature: str) -> str:
        found = self._rows.execute(
            "select name from missing join outcomes using (path) where run = ? and signature = ?"
            " group by name, debug_id order by sum(missing.frames) desc, name limit 1",
            (self.run, signature),
        ).fetchone()
        return "" if found is None else str(found[0])


def _key(path: str) -> str | bytes:
    """A path for the database; the bytes of one whose name is no UTF-8."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return os.fsencode(path)
    return path


def _encoded(outcome: Outcome) -> bytes:
    """A row without its path, which has a column of its own."""
    row = structs.replace(outcome, path="")
    try:
        return msgspec.json.encode(row)
    except UnicodeEncodeError:
        told = {name: _spelt(getattr(row, name)) for name in ("reason", "out")}
        return msgspec.json.encode(structs.replace(row, **told))


def _spelt(text: str) -> str:
    return text.encode(errors="backslashreplace").decode()


def _decoded(key: str | bytes, row: bytes) -> Outcome:
    path = key if isinstance(key, str) else os.fsdecode(key)
    return structs.replace(_OUTCOME.decode(row), path=path)
