"""Files and misses by key: paths, forms, ages, two processes (spec/sources.md 5)."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector import __version__
from inspector.fetch.caching import cache as cache_module
from inspector.fetch.caching import markers
from inspector.fetch.caching.cache import (
    LAST_INDEX,
    METADATA,
    OBJECTS,
    PLAIN,
    SYMCACHES,
    Cache,
    Kind,
)
from inspector.fetch.policy import Ages, CachePolicy
from inspector.model.outcome import NOT_FOUND, Miss, Why

KEY = "scope: global\n\nsource: foo\nlocation: file://bar.baz\n"
PRIVATE = KEY.replace("global", "42")
FAILED = Miss(Why.DOWNLOAD_FAILED, "500 Internal Server Error")
MALFORMED = Miss(Why.MALFORMED, "broken")


def keep(cache: Cache, content: bytes, key: str = KEY, kind: Kind = OBJECTS) -> str:
    with cache.temporary() as temp:
        Path(temp).write_bytes(content)
        return cache.store(kind, key, temp)


def age(path: str, seconds: float) -> None:
    """Make a file look older, in its metadata too."""
    then = time.time() - seconds
    os.utime(path, (then, then))
    metadata = Path(path.removesuffix(PLAIN) + METADATA)
    if metadata.exists():
        values = json.loads(metadata.read_text())
        metadata.write_text(json.dumps({**values, "time_created": int(then)}))


def test_path_is_upstreams(cache: Cache) -> None:
    path = cache.path(Kind("objects", 0, "downloaded"), KEY)
    assert path == os.path.join(
        cache.root,
        *("objects", "v0", "f5", "e0"),
        "8b92a55c1357413b5e36547a8b534a014c3a00299e7622e4c4b022a96541",
    )


def test_nothing_is_known_at_first(cache: Cache) -> None:
    assert cache.find(OBJECTS, KEY) is None
    assert not os.path.exists(cache.root)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"MDMP", id="short"),
        pytest.param(b"\x7fELF" + bytes(10_000), id="long"),
        pytest.param(b"", id="empty"),
        pytest.param(b"malformed", id="a-word"),
        pytest.param(b"timeout is what this file is about", id="begins-with-a-word"),
    ],
)
def test_a_good_file_comes_back(cache: Cache, content: bytes) -> None:
    stored = keep(cache, content)
    found = cache.find(OBJECTS, KEY)
    assert found == stored
    assert Path(stored).read_bytes() == content
    assert os.listdir(os.path.join(cache.root, "tmp")) == []


@pytest.mark.parametrize(
    "miss",
    [NOT_FOUND, FAILED, MALFORMED, Miss(Why.TIMEOUT, "300s"), Miss(Why.NO_PERMISSION, "403 x")],
    ids=lambda miss: miss.why.value,
)
def test_a_miss_comes_back(cache: Cache, miss: Miss) -> None:
    cache.store_miss(OBJECTS, KEY, miss)
    assert cache.find(OBJECTS, KEY) == miss


def test_internal_is_not_remembered(cache: Cache) -> None:
    cache.store_miss(OBJECTS, KEY, Miss(Why.INTERNAL))
    assert cache.find(OBJECTS, KEY) is None


CONTENTS = st.sampled_from([b"", b"malformed x", b"good", b"also good", b"timeout"])
STEPS = st.lists(
    st.one_of(CONTENTS, st.sampled_from([NOT_FOUND, FAILED, MALFORMED])), min_size=1, max_size=6
)


@settings(max_examples=40)
@given(STEPS)
def test_the_last_answer_counts(steps: list[bytes | Miss]) -> None:
    """Whatever was there before: good, miss, or a good file that looks like a miss."""
    cache = Cache(None)
    for step in steps:
        if isinstance(step, Miss):
            cache.store_miss(OBJECTS, KEY, step)
        else:
            keep(cache, step)
    found = cache.find(OBJECTS, KEY)
    assert steps[-1] == (Path(found).read_bytes() if isinstance(found, str) else found)


def test_what_upstream_wrote_is_read(cache: Cache) -> None:
    path = Path(cache.path(OBJECTS, KEY))
    path.parent.mkdir(parents=True)
    path.write_bytes(b"downloaderror500 Internal Server Error")
    created = int(time.time())
    Path(f"{path}{METADATA}").write_text(
        f'{{"scope": null, "time_created": {created}, "debug": null}}'
    )
    assert cache.find(OBJECTS, KEY) == FAILED


def test_metadata_is_upstreams(cache: Cache) -> None:
    for key, scope in ((KEY, None), (PRIVATE, "42")):
        values = json.loads(Path(keep(cache, b"good", key) + METADATA).read_text())
        assert values["scope"] == scope
        assert abs(values["time_created"] - time.time()) < 60
        assert values["debug"] is None


HOUR, DAY = 3600, 86400


@pytest.mark.parametrize(
    ("miss", "key", "seconds", "known"),
    [
        pytest.param(NOT_FOUND, PRIVATE, HOUR - 60, True, id="private-fresh"),
        pytest.param(NOT_FOUND, PRIVATE, HOUR + 60, False, id="private-old"),
        pytest.param(NOT_FOUND, KEY, DAY - 60, True, id="public-fresh"),
        pytest.param(NOT_FOUND, KEY, DAY + 60, False, id="public-old"),
        pytest.param(Miss(Why.NO_PERMISSION, "x"), KEY, DAY - 60, True, id="no-permission"),
        pytest.param(FAILED, KEY, 500, True, id="failure-fresh"),
        pytest.param(FAILED, KEY, 700, False, id="failure-old"),
        pytest.param(Miss(Why.TIMEOUT, "10s"), KEY, 700, False, id="timeout-old"),
        pytest.param(MALFORMED, PRIVATE, DAY - 60, True, id="malformed-fresh"),
        pytest.param(MALFORMED, PRIVATE, DAY + 60, False, id="malformed-old"),
        pytest.param(NOT_FOUND, KEY, -DAY, False, id="from-the-future"),
    ],
)
def test_misses_are_retried(cache: Cache, miss: Miss, key: str, seconds: int, known: bool) -> None:
    cache.store_miss(OBJECTS, key, miss)
    age(cache.path(OBJECTS, key), seconds)
    assert cache.find(OBJECTS, key) == (miss if known else None)


@pytest.mark.parametrize(
    ("limit", "known"), [(None, True), (0.0, False)], ids=["for-ever", "not-at-all"]
)
def test_ages_can_be_switched_off(tmp_path: Path, limit: float | None, known: bool) -> None:
    ages = Ages(retry_misses_after_public=limit, max_unused_for=limit)
    cache = Cache(str(tmp_path), CachePolicy(downloaded=ages))
    cache.store_miss(OBJECTS, KEY, NOT_FOUND)
    keep(cache, b"good", PRIVATE)
    age(cache.path(OBJECTS, PRIVATE), 400 * DAY)
    assert (cache.find(OBJECTS, KEY) is not None) is known
    assert (cache.find(OBJECTS, PRIVATE) is not None) is known


def test_malformed_files_get_another_chance(tmp_path: Path) -> None:
    """With a new version of this program, and with every start of a service that asks so."""
    cache = Cache(str(tmp_path))
    cache.store_miss(OBJECTS, KEY, MALFORMED)
    service = Cache(str(tmp_path), CachePolicy(malformed_since=time.time() + 10))
    assert service.find(OBJECTS, KEY) is None
    assert cache.find(OBJECTS, KEY) == MALFORMED
    metadata = Path(cache.path(OBJECTS, KEY) + METADATA)
    metadata.write_text(metadata.read_text().replace(__version__, "0.0.0"))
    assert cache.find(OBJECTS, KEY) is None


def test_without_metadata_a_miss_is_private_and_as_old_as_its_file(cache: Cache) -> None:
    cache.store_miss(OBJECTS, KEY, NOT_FOUND)
    path = cache.path(OBJECTS, KEY)
    os.unlink(path + METADATA)
    assert cache.find(OBJECTS, KEY) == NOT_FOUND
    age(path, HOUR + 60)
    assert cache.find(OBJECTS, KEY) is None


@pytest.mark.parametrize("content", [b"", b"{", b'{"scope": 1}', b"\xff"], ids=repr)
def test_broken_metadata_is_removed(cache: Cache, content: bytes) -> None:
    cache.store_miss(OBJECTS, KEY, NOT_FOUND)
    metadata = Path(cache.path(OBJECTS, KEY) + METADATA)
    metadata.write_bytes(content)
    assert cache.find(OBJECTS, KEY) == NOT_FOUND
    assert not metadata.exists()


@pytest.mark.parametrize("content", [b"good", b""], ids=["good", "empty"])
def test_use_is_noted_once_an_hour(cache: Cache, content: bytes) -> None:
    path = keep(cache, content)
    before = time.time() - 1800
    os.utime(path, (before, before))
    cache.find(OBJECTS, KEY)
    assert os.stat(path).st_mtime == pytest.approx(before, abs=1)
    before = time.time() - 2 * HOUR
    os.utime(path, (before, before))
    cache.find(OBJECTS, KEY)
    assert time.time() - os.stat(path).st_mtime < 60


def test_unused_files_expire(cache: Cache) -> None:
    path = keep(cache, b"good")
    age(path, 31 * DAY)
    assert cache.find(OBJECTS, KEY) is None


def test_max_age(cache: Cache) -> None:
    """Counted from creation, not from use."""
    path = keep(cache, b"7", kind=LAST_INDEX)
    assert cache.find(LAST_INDEX, KEY) == path
    age(path, DAY + 60)
    os.utime(path)
    assert cache.find(LAST_INDEX, KEY) is None
    assert cache.find(LAST_INDEX, KEY, stale=True) == path
    cache.renew(LAST_INDEX, KEY)
    assert cache.find(LAST_INDEX, KEY) == path


def test_kinds_and_keys_do_not_mix(cache: Cache) -> None:
    keep(cache, b"object")
    assert cache.find(SYMCACHES, KEY) is None
    assert cache.find(OBJECTS, PRIVATE) is None


def test_kinds_are_distinct() -> None:
    kinds = [value for value in vars(cache_module).values() if isinstance(value, Kind)]
    assert len({(kind.folder, kind.version) for kind in kinds}) == len(kinds) > 8


def test_folder_removed_while_running(cache: Cache) -> None:
    import shutil

    keep(cache, b"one")
    shutil.rmtree(cache.root)
    assert cache.find(OBJECTS, KEY) is None
    keep(cache, b"two")
    cache.store_miss(OBJECTS, PRIVATE, NOT_FOUND)
    assert isinstance(cache.find(OBJECTS, KEY), str)


def test_a_failed_write_leaves_nothing(cache: Cache) -> None:
    def fail() -> None:
        with cache.temporary() as temp:
            Path(temp).write_bytes(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert os.listdir(os.path.join(cache.root, "tmp")) == []


def test_abandoned_files_are_swept(cache: Cache) -> None:
    folder = Path(cache.root) / "tmp"
    folder.mkdir(parents=True)
    (folder / "old-folder").mkdir()
    (folder / "old-folder" / "x").write_bytes(b"half")
    os.utime(folder / "old-folder", (time.time() - 2 * DAY,) * 2)
    for name, seconds in (("old", 2 * DAY), ("young", HOUR)):
        (folder / name).write_bytes(b"half")
        os.utime(folder / name, (time.time() - seconds,) * 2)
    with cache.temporary():
        pass
    assert os.listdir(folder) == ["young"]


def test_a_cache_without_folder_is_private() -> None:
    one, two = Cache(None), Cache(None)
    path = keep(one, b"good")
    assert two.find(OBJECTS, KEY) is None
    assert one.find(OBJECTS, KEY) == path
    del one
    assert not os.path.exists(path)


WRITER = """
import sys
from inspector.fetch.caching.cache import OBJECTS, Cache
from inspector.model.outcome import NOT_FOUND
cache = Cache(sys.argv[1])
for number in range(120):
    with cache.temporary() as temp:
        with open(temp, "wb") as file:
            file.write(sys.argv[2].encode() * 5000)
        cache.store(OBJECTS, str(number % 3), temp)
    found = cache.find(OBJECTS, str(number % 3))
    content = open(found, "rb").read()
    assert len(content) == 5000 and len(set(content)) == 1, (len(content), set(content))
"""


def test_two_processes(cache: Cache) -> None:
    """Each always sees a whole file, its own or the other's."""
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, cache.root, letter], stderr=subprocess.PIPE)
        for letter in "ab"
    ]
    for writer in writers:
        _, error = writer.communicate()
        assert writer.returncode == 0, error.decode()


def test_words_longer_than_what_is_read_at_first() -> None:
    assert max(map(len, markers.WORDS)) == markers.LONGEST_WORD


@pytest.mark.parametrize(
    "content", [pytest.param(b"good", id="file"), pytest.param(b"", id="reads-as-a-miss")]
)
def test_age_of_a_file(tmp_path: Path, content: bytes) -> None:
    cache = Cache(str(tmp_path))
    assert cache.age(OBJECTS, KEY) is None
    with cache.temporary() as temp:
        Path(temp).write_bytes(content)
        cache.store(OBJECTS, KEY, temp)
    age = cache.age(OBJECTS, KEY)
    assert age is not None
    assert 0 <= age < 60


def test_age_of_a_miss(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path))
    cache.store_miss(OBJECTS, KEY, NOT_FOUND)
    metadata = Path(cache.path(OBJECTS, KEY) + METADATA)
    kept = json.loads(metadata.read_bytes())
    metadata.write_text(json.dumps(kept | {"time_created": kept["time_created"] - 500}))
    age = cache.age(OBJECTS, KEY)
    assert age is not None
    assert 499 <= age < 560
