"""The index of a symbol store (spec/sources.md 2.7)."""

import os
import time
from pathlib import Path

import pytest

from inspector.fetch.caching.cache import LAST_INDEX, METADATA, Cache
from inspector.fetch.downloads import Downloads
from inspector.fetch.remote import RemoteFile
from inspector.fetch.servers.symstore import listed_path
from inspector.model.places.sources import FilesystemSource, HttpSource, Source
from tests.fetch.server import Reply, Server

SEGMENT_1 = b'"crash.exe\\5AB380779000",some more data\r\n\r\nnonsense\r\n'
SEGMENT_2 = b'"kernel32.dll\\590285E9e0000",\n"crash.exe\\5AB380779000","again"\n'
BOTH = frozenset({"crash.exe/5AB380779000/crash.exe", "kernel32.dll/590285E9e0000/kernel32.dll"})
LASTID, FIRST, SECOND = "/000Admin/lastid.txt", "/000Admin/0000000001", "/000Admin/0000000002"


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ('"a.exe\\1F","x"', "a.exe/1F/a.exe"),
        ('"a.exe\\1F",', "a.exe/1F/a.exe"),
        ('junk"a b\\1"', "a b/1/a b"),
        ('"a\\b\\c"', "a/b\\c/a"),
        ('"a.exe"', None),
        ('"a.exe\\1F', None),
        ("", None),
        ("a.exe\\1F", None),
    ],
)
def test_listed_path(line: str, path: str | None) -> None:
    assert listed_path(line) == path


async def index(cache: Cache, source: Source, folder: str = "") -> frozenset[str]:
    file = RemoteFile(source=source, location="", trusted=True, scope="7", folder=folder)
    async with Downloads(cache) as downloads:
        return await downloads.index(file)


@pytest.fixture
def store(server: Server) -> HttpSource:
    server.routes = {
        LASTID: Reply(body=b" 2\r\n"),
        FIRST: Reply(body=SEGMENT_1),
        SECOND: Reply(body=SEGMENT_2),
    }
    return HttpSource(id="x", url=server.url)


async def test_all_segments_are_merged(cache: Cache, server: Server, store: HttpSource) -> None:
    assert await index(cache, store) == BOTH
    assert await index(cache, store) == BOTH
    assert [asked.path for asked in server.asked] == [LASTID, FIRST, SECOND]


async def test_it_is_kept_in_memory_and_shared_by_scopes(
    cache: Cache, server: Server, store: HttpSource
) -> None:
    async with Downloads(cache) as downloads:
        one = RemoteFile(source=store, location="", trusted=True, scope="1")
        two = RemoteFile(source=store, location="", trusted=True, scope="2")
        assert await downloads.index(one) is await downloads.index(two)
    assert server.hits() == 3


@pytest.mark.parametrize(
    ("last", "paths"),
    [
        pytest.param(b"0", frozenset(), id="zero-is-valid"),
        pytest.param(b"1", frozenset({"crash.exe/5AB380779000/crash.exe"}), id="one"),
        pytest.param(b"10001", frozenset(), id="too-many"),
        pytest.param(b"-1", frozenset(), id="negative"),
        pytest.param(b"two", frozenset(), id="no-number"),
        pytest.param("٢".encode(), frozenset(), id="arabic-digit"),
        pytest.param(b"2" + b" " * 20, frozenset(), id="too-long"),
        pytest.param(b"\xff", frozenset(), id="no-text"),
        pytest.param(b"", frozenset(), id="empty"),
    ],
)
async def test_last_id(
    cache: Cache, server: Server, store: HttpSource, last: bytes, paths: frozenset[str]
) -> None:
    server.routes[LASTID] = Reply(body=last)
    assert await index(cache, store) == paths


@pytest.mark.parametrize(
    "reply",
    [Reply(status=404), Reply(status=500), Reply(body=b"\xff\xfe")],
    ids=["missing", "error", "no-text"],
)
async def test_one_failing_segment_fails_all(
    cache: Cache, server: Server, store: HttpSource, reply: Reply
) -> None:
    server.routes[SECOND] = reply
    assert await index(cache, store) == frozenset()


async def test_segments_are_not_unpacked(cache: Cache, server: Server, store: HttpSource) -> None:
    import gzip

    server.routes[SECOND] = Reply(body=gzip.compress(SEGMENT_2))
    assert await index(cache, store) == frozenset()


async def test_a_new_last_id_is_seen_after_a_day(
    cache: Cache, server: Server, store: HttpSource
) -> None:
    server.routes[LASTID] = Reply(body=b"1")
    assert len(await index(cache, store)) == 1
    server.routes[LASTID] = Reply(body=b"2")
    assert len(await index(cache, store)) == 1
    outdate(cache, store)
    assert await index(cache, store) == BOTH
    assert server.hits(FIRST) == 1


async def test_an_old_list_outlives_an_error(
    cache: Cache, server: Server, store: HttpSource
) -> None:
    assert await index(cache, store) == BOTH
    server.routes[LASTID] = Reply(status=500)
    outdate(cache, store)
    asked = server.hits()
    assert await index(cache, store) == BOTH
    assert server.hits() == asked + 3
    assert await index(cache, store) == BOTH  # for another day
    assert server.hits() == asked + 3


def outdate(cache: Cache, source: Source) -> None:
    """Let the last id look a day older."""
    file = RemoteFile(source=source, location="000Admin/lastid.txt")
    path = cache.path(LAST_INDEX, file.key)
    os.utime(path, (time.time() - 90000,) * 2)
    os.unlink(path + METADATA)


async def test_a_folder(cache: Cache, tmp_path: Path) -> None:
    """Read in place: a segment added now counts now."""
    admin = tmp_path / "symbols" / "000Admin"
    admin.mkdir(parents=True)
    source = FilesystemSource(id="x", path="symbols")
    assert await index(cache, source, str(tmp_path)) == frozenset()
    (admin / "lastid.txt").write_bytes(b"1")
    (admin / "0000000001").write_bytes(SEGMENT_1)
    assert len(await index(cache, source, str(tmp_path))) == 1
    (admin / "0000000002").write_bytes(SEGMENT_2)
    (admin / "lastid.txt").write_bytes(b"2")
    assert await index(cache, source, str(tmp_path)) == BOTH


async def test_nothing_found_in_many_lines(cache: Cache, server: Server, store: HttpSource) -> None:
    server.routes[FIRST] = Reply(body=b'"a"\n' * 1_000)
    server.routes[LASTID] = Reply(body=b"1")
    assert await index(cache, store) == frozenset()
    assert await index(cache, store) == frozenset()
    assert server.hits(FIRST) == 1
