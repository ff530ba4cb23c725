"""Files from their sources: how often they are asked for, what is told, what is kept."""

import asyncio
import gzip
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.fetch.caching.cache import OBJECTS, SOURCE_INDEX, SOURCEFILES, Cache
from inspector.fetch.downloads import OFFLINE, Downloads
from inspector.fetch.policy import DenyListPolicy, DownloadPolicy
from inspector.fetch.remote import Found, RemoteFile, WebSource
from inspector.model.events import Event, FetchEnded, FetchProgress, FetchStarted
from inspector.model.outcome import NOT_FOUND, Miss, Why
from inspector.model.places.sources import HttpSource
from tests.fetch.server import Asked, Reply, Server

QUICK = DownloadPolicy(retry_pause=0.0)


def at(server: Server, location: str, source: str = "x") -> RemoteFile:
    return RemoteFile(source=HttpSource(id=source, url=server.url), location=location, trusted=True)


def content(found: object) -> bytes:
    assert isinstance(found, Found)
    return Path(found.path).read_bytes()


async def test_a_file(cache: Cache, server: Server) -> None:
    server.routes = {"/a/b": Reply(body=b"\x7fELF")}
    async with Downloads(cache) as downloads:
        first = await downloads.get(at(server, "a/b"))
        second = await downloads.get(at(server, "a/b"))
    assert content(first) == b"\x7fELF"
    assert isinstance(first, Found)
    assert isinstance(second, Found)
    assert (first.cached, second.cached) == (False, True)
    assert (first.path, first.key) == (second.path, second.key)
    assert first.key == at(server, "a/b").key
    assert server.hits() == 1


async def test_twenty_at_once(cache: Cache, server: Server) -> None:
    server.routes = {"/good": Reply(body=b"good", wait=0.02), "/bad": Reply(status=500)}
    async with Downloads(cache, QUICK) as downloads:
        files = [at(server, name) for name in ("good", "bad", "missing") for _ in range(20)]
        answers = await asyncio.gather(*map(downloads.get, files))
    assert [server.hits(path) for path in ("/good", "/bad", "/missing")] == [1, 3, 1]
    assert {content(answer) for answer in answers[:20]} == {b"good"}
    assert set(answers[40:]) == {NOT_FOUND}


async def test_a_second_run_asks_nobody(cache: Cache, server: Server) -> None:
    server.routes = {
        "/good": Reply(body=b"good"),
        "/empty": Reply(status=204),
        "/500": Reply(status=500),
        "/403": Reply(status=403),
        "/slow": Reply(wait=60),
        "/broken": Reply(body=gzip.compress(b"x" * 100)[:-3]),
    }
    names = [*(name[1:] for name in server.routes), "missing"]
    policy = DownloadPolicy(retry_pause=0.0, max_download_timeout=0.3)
    answers = []
    for _ in range(2):
        async with Downloads(cache, policy) as downloads:
            answers.append([await downloads.get(at(server, name)) for name in names])
        asked = server.hits()
        assert asked == 1 + 1 + 3 + 1 + 1 + 1 + 1
    for first, second in zip(*answers, strict=True):
        if isinstance(first, Found):
            assert isinstance(second, Found)
            assert second.path == first.path
        else:
            assert second == first
    assert content(answers[1][1]) == b""
    assert answers[1][4] == Miss(Why.TIMEOUT, "300ms")


async def test_packed_files_are_kept_unpacked(cache: Cache, server: Server) -> None:
    """By their content, in kinds that want it; one layer."""
    server.routes = {"/a.pd_": Reply(body=gzip.compress(gzip.compress(b"object")))}
    async with Downloads(cache) as downloads:
        assert content(await downloads.get(at(server, "a.pd_"))) == gzip.compress(b"object")
        raw = await downloads.get(at(server, "a.pd_"), SOURCE_INDEX)
        assert content(raw) == server.routes["/a.pd_"].body  # type: ignore[union-attr]


async def test_a_bomb(cache: Cache, server: Server) -> None:
    server.routes = {"/a": Reply(body=gzip.compress(bytes(10_000_000)))}
    async with Downloads(cache, DownloadPolicy(max_download_size=100_000)) as downloads:
        miss = await downloads.get(at(server, "a"))
    assert miss == Miss(Why.MALFORMED, "Maximum file size exceeded")
    assert os.listdir(os.path.join(cache.root, "tmp")) == []
    assert server.hits() == 1  # unpacking is not tried again


async def test_equal_sources_share_and_scopes_do_not(cache: Cache, server: Server) -> None:
    server.routes = {"/a": Reply(body=b"a")}
    public = HttpSource(id="p", url=server.url, is_public=True)
    async with Downloads(cache) as downloads:
        for source in (HttpSource(id="x", url=server.url), public):
            for scope in ("1", "2", "1"):
                file = RemoteFile(source=source, location="a", scope=scope, trusted=True)
                await downloads.get(file)
    assert server.hits() == 3


async def test_headers(cache: Cache, server: Server) -> None:
    source = HttpSource(
        id="x",
        url=server.url.replace("//", "//user:pass%20word@"),
        headers={"X-Key": "1", "bad name": "x", "user-agent": "mine"},
    )
    file = RemoteFile(
        source=source, location="a", headers=(("SymbolChecksum", "SHA256:1"),), trusted=True
    )
    async with Downloads(cache) as downloads:
        await downloads.get(file)
    (asked,) = server.asked
    assert asked.all("x-key") == ["1"]
    assert asked.all("symbolchecksum") == ["SHA256:1"]
    assert asked.all("user-agent") == ["mine"]
    assert asked.all("range") == ["bytes=0-134217727"]
    assert asked.all("accept-encoding") == ["br, deflate, gzip, zstd"]
    assert asked.all("authorization") == ["Basic dXNlcjpwYXNzIHdvcmQ="]
    assert asked.header("bad name") is None


async def test_a_header_that_cannot_be_sent(cache: Cache, server: Server) -> None:
    source = HttpSource(id="x", url=server.url, headers={"X": "a\r\nInjected: yes"})
    async with Downloads(cache, QUICK) as downloads:
        miss = await downloads.get(RemoteFile(source=source, location="a", trusted=True))
    assert isinstance(miss, Miss)
    assert miss.why is Why.DOWNLOAD_FAILED
    assert server.hits() == 0


async def test_a_blocked_host(cache: Cache, server: Server) -> None:
    """As in upstream's test: two failures, then no more questions; the answer is remembered."""
    server.routes = {f"/{name}": Reply(status=500) for name in "abc"}
    policy = DownloadPolicy(
        retry_pause=0.0, deny_list=DenyListPolicy(threshold=2, block_time=600.0)
    )
    async with Downloads(cache, policy) as downloads:
        answers = [await downloads.get(at(server, name)) for name in "abc"]
    assert server.hits() == 6
    assert answers[:2] == [Miss(Why.DOWNLOAD_FAILED, "500 Internal Server Error")] * 2
    blocked = answers[2]
    assert isinstance(blocked, Miss)
    assert blocked.details.startswith("Host 127.0.0.1 is temporarily blocked")
    assert cache.find(OBJECTS, at(server, "c").key) == blocked


async def test_built_in_sources_are_never_blocked(cache: Cache, server: Server) -> None:
    policy = DownloadPolicy(retry_pause=0.0, deny_list=DenyListPolicy(threshold=1))
    server.routes = {"/a": Reply(status=500), "/b": Reply(status=500)}
    async with Downloads(cache, policy) as downloads:
        for name in "ab":
            await downloads.get(at(server, name, "sentry:microsoft"))
    assert server.hits() == 6


async def test_offline(cache: Cache, server: Server) -> None:
    """What is known is given, nothing else is asked, and that is not remembered."""
    server.routes = {"/a": Reply(body=b"a"), "/b": Reply(body=b"b")}
    async with Downloads(cache) as downloads:
        await downloads.get(at(server, "a"))
    async with Downloads(cache, DownloadPolicy(offline=True)) as downloads:
        assert isinstance(await downloads.get(at(server, "a")), Found)
        assert await downloads.get(at(server, "b")) == OFFLINE
    async with Downloads(cache) as downloads:
        assert isinstance(await downloads.get(at(server, "b")), Found)


async def test_a_file_from_the_web(cache: Cache, server: Server) -> None:
    server.routes = {"/x.js": Reply(body=b"var x")}
    source = WebSource(id="web-scraping", headers={"X-Key": "1"})
    file = RemoteFile(source=source, location=f"{server.url}/x.js?v=1#173", trusted=True)
    async with Downloads(cache) as downloads:
        assert content(await downloads.get(file, SOURCEFILES)) == b"var x"
    assert [asked.path for asked in server.asked] == ["/x.js?v=1"]
    assert server.asked[0].header("x-key") == "1"


async def test_a_cache_that_cannot_be_written(server: Server, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    server.routes = {"/a": Reply(body=b"a")}
    async with Downloads(Cache(str(tmp_path / "file" / "cache"))) as downloads:
        assert await downloads.get(at(server, "a")) == Miss(Why.INTERNAL)


async def test_without_a_cache_folder(server: Server) -> None:
    server.routes = {"/a": Reply(body=b"a")}
    async with Downloads(Cache(None)) as downloads:
        for _ in range(3):
            assert content(await downloads.get(at(server, "a"))) == b"a"
            assert await downloads.get(at(server, "missing")) == NOT_FOUND
    assert server.hits() == 2


async def test_events(cache: Cache, server: Server) -> None:
    server.routes = {"/a": Reply(body=b"x" * 500), "/b": Reply(status=403)}
    events: list[Event] = []
    async with Downloads(cache, QUICK, events.append) as downloads:
        for _ in range(2):  # the second time nothing is told
            for name in "ab":
                await downloads.get(at(server, name))
    ends = [
        (event.source, event.uri, event.outcome, event.details, event.size)
        for event in events
        if isinstance(event, FetchEnded)
    ]
    a, b = f"{server.url}/a", f"{server.url}/b"
    assert ends == [
        ("x", a, "ok", "", 500),
        ("x", b, "permission_denied", "403 Forbidden", 0),
    ]
    starts = [event for event in events if isinstance(event, FetchStarted)]
    assert starts == [FetchStarted("x", a), FetchStarted("x", b)]


async def test_a_cancelled_caller_leaves_nothing_behind(cache: Cache, server: Server) -> None:
    loop, asked = asyncio.get_running_loop(), asyncio.Event()

    def hang(_asked: Asked) -> Reply:
        loop.call_soon_threadsafe(asked.set)
        return Reply(body=b"x" * 100_000, stall=True)

    server.routes = {"/a": hang}
    events: list[Event] = []
    async with Downloads(cache, QUICK, events.append) as downloads:
        caller = asyncio.create_task(downloads.get(at(server, "a")))
        await asked.wait()
        caller.cancel()
        with pytest.raises(asyncio.CancelledError):
            await caller
    assert [type(e) for e in events if not isinstance(e, FetchProgress)] == [
        FetchStarted,
        FetchEnded,
    ]
    assert events[-1].outcome == "cancelled"  # type: ignore[union-attr]
    assert os.listdir(os.path.join(cache.root, "tmp")) == []
    assert cache.find(OBJECTS, at(server, "a").key) is None


@pytest.fixture(scope="module")
def busy() -> Iterator[Server]:
    with Server(
        {
            "/good": Reply(body=b"x" * 300_000),
            "/parts": Reply(body=b"y" * 300_000, ranges=True),
            "/packed": Reply(body=gzip.compress(b"z" * 1_000_000)),
            "/500": Reply(status=500),
            "/403": Reply(status=403),
            "/late": Reply(body=b"late", wait=0.01),
            "/stuck": Reply(body=b"x" * 1000, stall=True),
            "/loop": Reply(status=302, headers=(("Location", "/loop"),)),
        }
    ) as running:
        yield running


NAMES = ["good", "parts", "packed", "500", "403", "late", "stuck", "loop", "missing"]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(NAMES), min_size=1, max_size=12),
    st.floats(0, 0.04),
    st.sets(st.integers(0, 11)),
    st.booleans(),
)
def test_every_start_has_one_end(
    busy: Server, names: list[str], moment: float, cancelled: set[int], trusted: bool
) -> None:
    """Whatever is asked, whoever leaves, and whenever the block ends."""
    events: list[Event] = []
    asyncio.run(_some_run(busy, names, moment, cancelled, trusted, events))
    starts = Counter(event.uri for event in events if isinstance(event, FetchStarted))
    ends = Counter(event.uri for event in events if isinstance(event, FetchEnded))
    assert starts == ends
    known = {why.value for why in Why} | {"ok", "cancelled"}
    under_way: set[str] = set()
    for event in events:
        if isinstance(event, FetchStarted):
            assert event.uri not in under_way
            under_way.add(event.uri)
        elif isinstance(event, FetchProgress):
            assert event.uri in under_way
        elif isinstance(event, FetchEnded):
            assert event.outcome in known
            under_way.remove(event.uri)


async def _some_run(
    busy: Server,
    names: list[str],
    moment: float,
    cancelled: set[int],
    trusted: bool,
    events: list[Event],
) -> None:
    policy = DownloadPolicy(
        retry_pause=0.0, max_download_timeout=0.1, range_size=100_000, downloads_per_host=3
    )
    async with Downloads(Cache(None), policy, events.append) as downloads:
        source = HttpSource(id="x", url=busy.url)
        tasks = [
            asyncio.create_task(
                downloads.get(RemoteFile(source=source, location=name, trusted=trusted))
            )
            for name in names
        ]
        await asyncio.sleep(moment)
        for number in cancelled:
            if number < len(tasks):
                tasks[number].cancel()
        await asyncio.sleep(moment)
    await asyncio.gather(*tasks, return_exceptions=True)
