"""Misses that somebody comes across are taken out of the cache, and nothing else."""

from pathlib import Path

from inspector.fetch.caching.cache import LISTINGS, OBJECTS, Cache
from inspector.fetch.caching.forgetting import Forgetting
from inspector.model.outcome import NOT_FOUND, Miss, Why

FAILED = Miss(Why.DOWNLOAD_FAILED, "503")


def filled(folder: Path) -> Cache:
    cache = Cache(str(folder))
    cache.store_miss(OBJECTS, "gone", NOT_FOUND)
    cache.store_miss(OBJECTS, "failed", FAILED)
    cache.store_miss(OBJECTS, "other", FAILED)
    for kind, key in ((OBJECTS, "good"), (LISTINGS, "list")):
        with cache.temporary() as temp:
            Path(temp).write_bytes(b"content")
            cache.store(kind, key, temp)
    return cache


def test_what_was_come_across_is_forgotten(tmp_path: Path) -> None:
    cache = filled(tmp_path)
    memory = Forgetting(cache)
    assert memory.find(OBJECTS, "gone") == NOT_FOUND
    assert memory.find(OBJECTS, "failed") == FAILED
    assert isinstance(memory.find(OBJECTS, "good"), str)
    assert memory.forget() == 2
    assert cache.find(OBJECTS, "gone") is None
    assert cache.find(OBJECTS, "failed") is None
    assert cache.find(OBJECTS, "other") == FAILED
    assert isinstance(cache.find(OBJECTS, "good"), str)


def test_what_is_not_known_is_missing_and_not_counted(tmp_path: Path) -> None:
    memory = Forgetting(filled(tmp_path))
    assert memory.find(OBJECTS, "never asked") == NOT_FOUND
    assert memory.forget() == 0


def test_a_list_that_does_not_name_a_file_is_asked_for_again(tmp_path: Path) -> None:
    cache = filled(tmp_path)
    memory = Forgetting(cache)
    assert isinstance(memory.find(LISTINGS, "list"), str)
    assert memory.forget() == 1
    assert cache.find(LISTINGS, "list") is None


def test_it_is_forgotten_once(tmp_path: Path) -> None:
    memory = Forgetting(filled(tmp_path))
    memory.find(OBJECTS, "gone")
    assert [memory.forget(), memory.forget()] == [1, 0]
