"""Key -> file on disk, misses too. Rules: spec/sources.md 5.

    <root>/<kind>/v<version>/ab/cd/<60 hex digits>   SHA-256 of the key text
    <the same>.metadata                              scope and time of creation, JSON
    <the same>.plain                                 a good file that would read as a miss
    <root>/tmp                                       files being written

A miss is a file too, in upstream's form (`markers`): empty, or a word and details. Upstream
misreads a good file that is empty or begins with such a word; ours gets a name of its own.
The name, and not the metadata, decides: data and metadata are two files, and a process may be
killed between them. Whatever is renamed into place is whole, so a reader sees the old file or
the new one, in this process or another.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec import Struct

from inspector import __version__
from inspector.fetch.caching import markers
from inspector.fetch.policy import DAY, HOUR, Ages, CachePolicy
from inspector.model.outcome import Miss, Why

if TYPE_CHECKING:
    from inspector.fetch.caching.cleanup import Usage

_FAILURES = (Why.TIMEOUT, Why.DOWNLOAD_FAILED)


class Kind(Struct, frozen=True):
    """One sort of cached file. Another version is another file."""

    folder: str
    version: int
    group: Literal["downloaded", "derived", "index"]
    unpack: bool = False  # compressed files are kept unpacked
    max_age: float | None = None  # seconds after which a good file is asked for again


# What is downloaded is kept as upstream keeps it. Formats of our own count from 100, so that
# neither takes the other's for its own in a shared folder.
OBJECTS = Kind("objects", 2, "downloaded", unpack=True)
AUXDIFS = Kind("auxdifs", 2, "downloaded", unpack=True)
IL2CPP = Kind("il2cpp", 2, "downloaded", unpack=True)
SOURCEFILES = Kind("sourcefiles", 2, "downloaded", unpack=True)
OBJECT_META = Kind("object_meta", 100, "derived")
SYMCACHES = Kind("symcaches", 100, "derived")
PPDB_CACHES = Kind("ppdb_caches", 100, "derived")
SECOND_ANSWERS = Kind("second_answers", 100, "derived")
SOURCEMAP_CACHES = Kind("sourcemap_caches", 100, "derived")
SOURCE_INDEX = Kind("source_index", 100, "index")
LAST_INDEX = Kind("source_index", 101, "index", max_age=DAY)
LISTINGS = Kind("listings", 100, "index", max_age=HOUR)

PLAIN = ".plain"
METADATA = ".metadata"
TEMPORARY = "tmp"

_ABANDONED = DAY  # age of a temporary file that nobody can still be writing


class Metadata(Struct, frozen=True):
    """What a cache file cannot say itself. Written by upstream too, without `version`."""

    scope: str | None = None  # None: global
    time_created: int = 0  # seconds since the epoch
    debug: str | None = None
    version: str = ""  # of the program that wrote the file


_METADATA = msgspec.json.Decoder(Metadata)


class Cache:
    """The cache folder. Any number of processes may use one at once.

    `root` None: a private folder that goes away with this object.
    """

    def __init__(self, root: str | None, policy: CachePolicy | None = None) -> None:
        self.policy = policy or CachePolicy()
        self._root = root
        self._swept = False

    @property
    def root(self) -> str:
        """The folder; made on first use when it is a private one."""
        if self._root is None:
            import tempfile
            import weakref
            from shutil import rmtree

            self._root = tempfile.mkdtemp(prefix="inspector-")
            weakref.finalize(self, rmtree, self._root, ignore_errors=True)
        return self._root

    def path(self, kind: Kind, key: str) -> str:
        """Where the file of a key text is, or would be."""
        name = sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
        return os.path.join(
            self.root, kind.folder, f"v{kind.version}", name[:2], name[2:4], name[4:]
        )

    def find(self, kind: Kind, key: str, *, stale: bool = False) -> str | Miss | None:
        """The path of a good file, or the miss remembered. None: unknown or too old.

        stale  also a good file beyond the `max_age` of its kind
        """
        path = self.path(kind, key)
        ages: Ages = getattr(self.policy, kind.group)
        try:
            with open(path, "rb", buffering=0) as file:
                changed = os.fstat(file.fileno()).st_mtime
                head = file.read(markers.LONGEST_WORD)
                if markers.is_marker(head):
                    return self._miss(head + file.read(markers.DETAILS_LIMIT), path, changed, ages)
            good = path
        except FileNotFoundError:
            good = path + PLAIN
            try:
                changed = os.stat(good).st_mtime
            except OSError:
                return None
        except OSError:
            return None
        if ages.max_unused_for is not None and time.time() - changed >= ages.max_unused_for:
            return None
        if kind.max_age is not None and not stale:
            created = _read_metadata(path).time_created or changed
            if not 0 <= time.time() - created < kind.max_age:
                return None
        self._touch(good, changed)
        return good

    def _miss(self, content: bytes, path: str, changed: float, ages: Ages) -> Miss | None:
        miss = markers.decode(content)
        metadata = _read_metadata(path)
        created = metadata.time_created or changed
        public = metadata.time_created and metadata.scope is None
        if miss is None:
            return None
        limit = ages.retry_misses_after_public if public else ages.retry_misses_after
        if miss.why in _FAILURES:
            limit = ages.retry_failures_after
        elif miss.why is Why.MALFORMED:
            limit = ages.retry_malformed_after
            # A newer program may read what this one could not.
            if metadata.version != __version__ or created < self.policy.malformed_since:
                return None
        age = time.time() - created
        # Below zero the clock was set back; a second is lost by counting in whole ones.
        return miss if limit is None or -1 < age < limit else None

    def age(self, kind: Kind, key: str) -> float | None:
        """Seconds since what is kept for a key was fetched or missed; None if nothing is."""
        path = self.path(kind, key)
        for name in (path, path + PLAIN):
            with suppress(OSError):
                return max(
                    time.time() - (_read_metadata(path).time_created or os.stat(name).st_mtime), 0.0
                )
        return None

    def edition(self, path: str) -> str:
        """A line that changes when the file at `path`, which `find` told, is fetched anew.

        "" for a file that is not in this cache: what is used in place has its time in its key.
        """
        if not path.startswith(self.root + os.sep):
            return ""
        try:
            size = os.stat(path).st_size
        except OSError:
            return ""
        created = _read_metadata(path.removesuffix(PLAIN)).time_created
        return f"fetched: {created}\nsize: {size}\n"

    def _touch(self, path: str, changed: float) -> None:
        """Note the use of a good file, at most once an hour."""
        if time.time() - changed > HOUR:
            with suppress(OSError):
                os.utime(path)

    @contextmanager
    def temporary(self) -> Iterator[str]:
        """A path to write to, for `store`. Whatever is still there at the end is removed."""
        folder = os.path.join(self.root, TEMPORARY)
        os.makedirs(folder, exist_ok=True)
        if not self._swept:
            self._swept = True
            _sweep(folder)
        path = os.path.join(folder, f"{os.getpid()}-{os.urandom(8).hex()}")
        try:
            yield path
        finally:
            with suppress(OSError):
                os.unlink(path)

    def store(self, kind: Kind, key: str, temp: str) -> str:
        """Keep the file at `temp` as the good one of `key`. Returns its path."""
        path = self.path(kind, key)
        with open(temp, "rb", buffering=0) as file:
            plain = markers.is_marker(file.read(markers.LONGEST_WORD))
        if plain:
            _place(temp, path + PLAIN)
            with suppress(FileNotFoundError):
                os.unlink(path)
        else:
            _place(temp, path)
            with suppress(FileNotFoundError):
                os.unlink(path + PLAIN)
        _write_metadata(path, key)
        return path + PLAIN if plain else path

    def store_miss(self, kind: Kind, key: str, miss: Miss) -> None:
        """Remember that there is no file, and why. INTERNAL is not remembered."""
        content = markers.encode(miss)
        if content is None:
            return
        path = self.path(kind, key)
        with self.temporary() as temp:
            _write(temp, content)
            _place(temp, path)
        _write_metadata(path, key)

    def renew(self, kind: Kind, key: str) -> None:
        """Let the `max_age` of a good file count from now."""
        _write_metadata(self.path(kind, key), key)

    def usage(self) -> "dict[str, Usage]":
        """What each kind takes up, by folder name."""
        from inspector.fetch.caching.cleanup import usage

        return usage(self.root)

    def clean(
        self, older_than: float | None = None, max_size: int | None = None
    ) -> "dict[str, Usage]":
        """Remove files and tell which.

        older_than  seconds without use
        max_size    bytes that may stay; the least recently used go first
        """
        from inspector.fetch.caching.cleanup import clean

        return clean(self.root, older_than, max_size)


def _place(temp: str, path: str) -> None:
    """Rename into place; folders are made when they are missing, and again if cleaned away."""
    for _ in range(3):
        try:
            return os.replace(temp, path)
        except FileNotFoundError:
            os.makedirs(os.path.dirname(path), exist_ok=True)
        except PermissionError:
            # Windows, where somebody has the old file open: it says the same.
            if not os.path.exists(path):
                raise
            return None
    return os.replace(temp, path)


def _write(path: str, content: bytes) -> None:
    with open(path, "wb", buffering=0) as file:
        file.write(content)


def _write_metadata(path: str, key: str) -> None:
    scope = key.partition("\n")[0].removeprefix("scope: ")
    metadata = Metadata(
        scope=None if scope == "global" else scope,
        time_created=int(time.time()),
        version=__version__,
    )
    # Not renamed into place: half a file reads as none, which only makes a miss look older.
    with suppress(OSError):
        _write(path + METADATA, msgspec.json.encode(metadata))


def _read_metadata(path: str) -> Metadata:
    try:
        with open(path + METADATA, "rb", buffering=0) as file:
            content = file.read()
    except OSError:
        return Metadata()
    try:
        return _METADATA.decode(content)
    except msgspec.DecodeError:
        with suppress(OSError):
            os.unlink(path + METADATA)
        return Metadata()


def _sweep(folder: str) -> None:
    """Remove what killed processes left behind."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):
                if time.time() - entry.stat(follow_symlinks=False).st_mtime > _ABANDONED:
                    _remove(entry)


def _remove(entry: "os.DirEntry[str]") -> None:
    if entry.is_dir(follow_symlinks=False):
        from shutil import rmtree

        rmtree(entry.path, ignore_errors=True)
    else:
        os.unlink(entry.path)
