"""What the cache takes up, and making it smaller."""

import os
import time
from pathlib import Path

import pytest

from inspector.fetch.caching.cache import METADATA, OBJECTS, SYMCACHES, Cache, Kind
from inspector.model.outcome import NOT_FOUND

DAY = 86400


def fill(cache: Cache, kind: Kind, name: str, size: int, days: float = 0) -> str:
    with cache.temporary() as temp:
        Path(temp).write_bytes(b"x" * size)
        path = cache.store(kind, f"scope: global\n\n{name}\n", temp)
    then = time.time() - days * DAY
    os.utime(path, (then, then))
    return path


def test_usage(cache: Cache) -> None:
    assert cache.usage() == {}
    fill(cache, OBJECTS, "a", 1000)
    fill(cache, OBJECTS, "b", 0)
    fill(cache, SYMCACHES, "a", 500)
    cache.store_miss(OBJECTS, "scope: global\n\nc\n", NOT_FOUND)
    usage = cache.usage()
    assert usage["objects"].files == 3
    assert usage["symcaches"].files == 1
    assert 1000 < usage["objects"].size < 2000  # with metadata
    assert set(usage) == {"objects", "symcaches"}


def test_old_files_go(cache: Cache) -> None:
    old, young = fill(cache, OBJECTS, "a", 10, days=40), fill(cache, OBJECTS, "b", 10, days=20)
    empty = fill(cache, OBJECTS, "c", 0, days=40)
    gone = cache.clean(older_than=30 * DAY)
    assert gone["objects"].files == 2
    assert not os.path.exists(old)
    assert not os.path.exists(old + METADATA)
    assert not os.path.exists(empty)
    assert os.path.exists(young)
    assert os.path.exists(young + METADATA)


def test_the_least_recently_used_go_first(cache: Cache) -> None:
    paths = [
        fill(cache, kind, str(i), 10_000, days=i) for i, kind in enumerate((OBJECTS, SYMCACHES) * 3)
    ]
    gone = cache.clean(max_size=35_000)
    assert [os.path.exists(path) for path in paths] == [True] * 3 + [False] * 3
    assert sum(kind.size for kind in cache.usage().values()) <= 35_000
    assert sum(kind.files for kind in gone.values()) == 3


def test_a_used_file_is_a_young_one(cache: Cache) -> None:
    used, unused = (
        fill(cache, OBJECTS, "a", 10_000, days=9),
        fill(cache, OBJECTS, "b", 10_000, days=8),
    )
    assert cache.find(OBJECTS, "scope: global\n\na\n") == used
    cache.clean(max_size=15_000)
    assert os.path.exists(used)
    assert not os.path.exists(unused)


def test_nothing_asked_nothing_removed(cache: Cache) -> None:
    fill(cache, OBJECTS, "a", 10, days=1000)
    assert cache.clean() == {}
    assert cache.usage()["objects"].files == 1


def test_folders_that_became_empty_go(cache: Cache) -> None:
    fill(cache, OBJECTS, "a", 10)
    cache.clean(max_size=0)
    assert not os.path.exists(os.path.join(cache.root, "objects"))


@pytest.mark.parametrize(
    "name", ["notes.txt", "objects/notes.txt", "photos/v2/x.png", "photos/cd/ef/x", "v2/ab/cd/x"]
)
def test_what_is_no_cache_file_stays(cache: Cache, name: str) -> None:
    """Somebody may have named a folder that holds other things too."""
    other = Path(cache.root) / name
    other.parent.mkdir(parents=True)
    other.write_bytes(b"mine")
    fill(cache, OBJECTS, "a", 10)
    cache.clean(older_than=0, max_size=0)
    assert other.read_bytes() == b"mine"


def test_files_being_written_stay(cache: Cache) -> None:
    with cache.temporary() as temp:
        Path(temp).write_bytes(b"half")
        assert cache.usage()["tmp"].files == 1
        cache.clean(older_than=0, max_size=0)
        assert os.path.exists(temp)


def test_links_are_not_followed(cache: Cache, tmp_path: Path) -> None:
    outside = tmp_path / "outside" / "v1" / "ab"
    outside.mkdir(parents=True)
    (outside / "x").write_bytes(b"mine")
    os.makedirs(cache.root)
    os.symlink(tmp_path / "outside", os.path.join(cache.root, "objects"))
    cache.clean(older_than=0, max_size=0)
    assert (outside / "x").exists()
