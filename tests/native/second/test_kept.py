"""Answers on disk."""

from pathlib import Path

import pytest

from inspector.fetch.caching.cache import SECOND_ANSWERS, Cache
from inspector.fetch.remote import Found
from inspector.model.outcome import Miss, Why
from inspector.native.second.kept import Beside, load, store
from inspector.objects.symcache import Location

KEY = "scope: global\n\nobject\n"
CHAIN = (Location("a", 1, 2, "c", "/a.c"), Location('\u00e9"', 3, 0, "", ""))


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(str(tmp_path))


def test_there_and_back(cache: Cache) -> None:
    assert load(cache, KEY) == {}
    store(cache, KEY, {1: CHAIN, 2: ()}, [1, 2])
    assert load(cache, KEY) == {1: CHAIN, 2: ()}


def test_a_miss(cache: Cache) -> None:
    cache.store_miss(SECOND_ANSWERS, KEY, Miss(Why.MALFORMED, "no object"))
    assert load(cache, KEY) == Miss(Why.MALFORMED, "no object")


@pytest.mark.parametrize("left", [b"{", b'{"rows":[[1]]}', b""], ids=["cut", "shape", "empty"])
def test_damage_is_no_answer(cache: Cache, left: bytes) -> None:
    store(cache, KEY, {1: CHAIN}, [1])
    Path(cache.path(SECOND_ANSWERS, KEY)).write_bytes(left)
    assert load(cache, KEY) in ({}, Miss(Why.NOT_FOUND))


def test_it_does_not_grow_without_end(cache: Cache) -> None:
    known = dict.fromkeys(range(6000), CHAIN)
    store(cache, KEY, known, range(100))
    kept = load(cache, KEY)
    assert not isinstance(kept, Miss)
    assert len(kept) == 4_000
    assert set(range(100)) <= kept.keys()
    assert 5_999 in kept
    store(cache, KEY, known, known)
    assert load(cache, KEY) == known


def test_other_companions_other_answers() -> None:
    one, other = (Found(f"/{name}", f"{name}\n", cached=True) for name in "ab")
    keys = [
        beside.key
        for beside in (
            Beside(),
            Beside(alternate=one),
            Beside(alternate=other),
            Beside(debug_link=one),
            Beside(package=one),
            Beside(split={"1": one}),
            Beside(split={"2": one}),
            Beside(split={"1": one, "2": other}),
        )
    ]
    assert len(set(keys)) == len(keys)
    assert keys[0] == ""
    found = Beside(alternate=one, split={"1": other}).companions()
    assert (found.alternate, found.split, found.package) == ("/a", {"1": "/b"}, None)
