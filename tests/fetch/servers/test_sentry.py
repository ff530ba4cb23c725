"""Sentry's debug files (spec/sources.md 4.12)."""

import asyncio

import pytest

from inspector.fetch.caching.cache import Cache
from inspector.fetch.downloads import Downloads
from inspector.fetch.policy import DownloadPolicy
from inspector.fetch.remote import Found, RemoteFile, SentryFile
from inspector.fetch.servers.sentry import credentials, decode_listing, file_url, with_query
from inspector.model.outcome import Miss, Why
from inspector.model.places.sources import SentrySource
from tests.fetch.internet import PUBLIC, Internet
from tests.fetch.server import Asked, Reply, Server

LISTING = b'[{"id": "2", "symbolType": "elf", "more": 1}, {"id": "1", "symbolType": "wasm"}]'
LISTED = (SentryFile("2", "elf"), SentryFile("1", "wasm"))
BY_ID = "/api/?debug_id=a-b&code_id=cd"


def source(server: Server, token: str = "secret") -> SentrySource:
    return SentrySource(id="sentry:project", url=f"{server.url}/api/", token=token)


def at(server: Server, location: str = "", url: str = "", scope: str = "1") -> RemoteFile:
    return RemoteFile(source=source(server), location=location, url=url, scope=scope, trusted=True)


@pytest.mark.parametrize(
    ("url", "parameters", "expected"),
    [
        ("https://h/api/", (("id", "abc123"),), "https://h/api/?id=abc123"),
        ("https://h/api?x=1", (("id", "a"), ("b", "c")), "https://h/api?x=1&id=a&b=c"),
        ("https://h/api?", (("id", "a"),), "https://h/api?id=a"),
        ("https://h/api", (("id", "a b&c/ü~*"),), "https://h/api?id=a+b%26c%2F%C3%BC%7E*"),
        ("https://h/api", (), "https://h/api"),
    ],
)
def test_with_query(url: str, parameters: tuple[tuple[str, str], ...], expected: str) -> None:
    assert with_query(url, parameters) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(LISTING, LISTED, id="in-its-order"),
        pytest.param(b"[]", (), id="empty"),
        pytest.param(b'[{"id": "1", "symbolType": "elf"}, {"id": "2", "symbolType": "new"}]', None,
                     id="one-unknown-type"),
        pytest.param(b'{"detail": "no"}', None, id="no-list"),
        pytest.param(b'[{"id": 1, "symbolType": "elf"}]', None, id="id-no-text"),
        pytest.param(b'[{"symbolType": "elf"}]', None, id="no-id"),
        pytest.param(b"<html>", None, id="no-json"),
        pytest.param(b"", None, id="nothing"),
        pytest.param(b"\xff", None, id="no-text"),
    ],
)  # fmt: skip
def test_decode_listing(content: bytes, expected: tuple[SentryFile, ...] | None) -> None:
    assert decode_listing(content) == expected


TOKEN = (("Authorization", "Bearer t"),)


@pytest.mark.parametrize(
    ("base", "url", "trusted"),
    [
        ("https://s.io/api/files/", "https://s.io/api/files/?id=1", True),
        ("https://s.io/api/files", "https://s.io/api/files/1?download", True),
        ("https://s.io", "https://s.io/x", True),
        ("HTTPS://S.io:443/a", "https://s.io/a/b", True),
        ("https://s.io", "https://s.io.evil.example/x", False),
        ("https://s.io", "https://s.io@evil.example/x", False),
        ("https://s.io/api", "https://s.io/apix", False),
        ("https://s.io/api/", "https://s.io/api/../x", False),
        ("https://s.io/", "http://s.io/x", False),
        ("https://s.io/", "https://s.io:8443/x", False),
        ("https://s.io/", "https://storage.example/s.io/", False),
        ("https://s.io/", "not a url", False),
    ],
)
def test_credentials_stay_below_the_source(base: str, url: str, trusted: bool) -> None:
    sentry = SentrySource(id="s", url=base, token="t")
    assert credentials(sentry, url) == (TOKEN if trusted else ())


def test_cookies() -> None:
    sentry = SentrySource(id="s", url="https://s.io/", cookies="a=b")
    assert credentials(sentry, "https://s.io/") == (("Cookie", "a=b"),)


def test_artifacts_are_where_the_lookup_says() -> None:
    sentry = SentrySource(id="s", url="https://s.io/api/", token="t")
    assert file_url(RemoteFile(source=sentry, location="7"), sentry) == "https://s.io/api/?id=7"
    file = RemoteFile(source=sentry, location="7", url="https://store/x")
    assert file_url(file, sentry) == "https://store/x"


async def test_listing(cache: Cache, server: Server) -> None:
    server.routes = {BY_ID: Reply(body=LISTING)}
    async with Downloads(cache) as downloads:
        answers = await asyncio.gather(
            *(downloads.sentry_files(at(server), "a-b", "cd") for _ in range(10))
        )
        assert answers == [LISTED] * 10
        assert await downloads.sentry_files(at(server), None, None) == ()
        assert await downloads.sentry_files(at(server), "", "") == ()
    assert [asked.path for asked in server.asked] == [BY_ID]
    assert server.asked[0].all("authorization") == ["Bearer secret"]
    assert server.asked[0].all("accept-encoding") == ["identity"]
    assert server.asked[0].header("range") is None


async def test_listings_of_others_are_not_shown(cache: Cache, server: Server) -> None:
    """Neither with another token nor in another scope."""
    server.routes = {"/api/": Reply(body=LISTING)}
    stranger = RemoteFile(source=source(server, "other"), location="", scope="1", trusted=True)
    async with Downloads(cache) as downloads:
        for file in (at(server), at(server, scope="2"), stranger, at(server)):
            await downloads.sentry_files(file, "a", None)
    assert server.hits() == 3


@pytest.mark.parametrize(
    ("reply", "hits"),
    [
        pytest.param(Reply(status=404), 3, id="404"),
        pytest.param(Reply(status=403), 3, id="403"),
        pytest.param(Reply(status=500), 3, id="500"),
        pytest.param(Reply(body=b"<html>"), 1, id="no-json"),
    ],
)
async def test_failed_listings_are_not_kept(
    cache: Cache, server: Server, reply: Reply, hits: int
) -> None:
    server.routes = {"/api/": reply}
    async with Downloads(cache) as downloads:
        assert await downloads.sentry_files(at(server), "a", None) == ()
        assert server.hits() == hits
        server.routes = {"/api/": Reply(body=LISTING)}
        assert await downloads.sentry_files(at(server), "a", None) == LISTED


async def test_a_slow_listing(cache: Cache, server: Server) -> None:
    server.routes = {"/api/": Reply(wait=60)}
    async with Downloads(cache, DownloadPolicy(listing_timeout=0.1)) as downloads:
        answer = await downloads.lookup(at(server), (("a", "b"),), decode_listing)
    assert answer == Miss(Why.TIMEOUT, "100ms")


async def test_an_endless_listing(cache: Cache, server: Server) -> None:
    """It is read into memory as a whole, so it has a limit of its own."""
    server.routes = {"/api/": Reply(body=b"[" + b" " * 2000 + b"]")}
    async with Downloads(cache, DownloadPolicy(max_list_size=1000, retry_pause=0)) as downloads:
        answer = await downloads.lookup(at(server), (("a", "b"),), decode_listing)
    assert answer == Miss(Why.MALFORMED, "Maximum file size exceeded")


async def test_lookup(cache: Cache, server: Server) -> None:
    """Any API, any answer; what is no answer is not kept."""
    server.routes = {"/api/?release=1&url=%2Fx": Reply(body=b"7")}

    def number(content: bytes) -> int | None:
        return int(content) if content.isdigit() else None

    query = (("release", "1"), ("url", "/x"))
    async with Downloads(cache) as downloads:
        assert await downloads.lookup(at(server), query, number) == 7
        assert await downloads.lookup(at(server), query, number) == 7
        long = (("url", "x" * 70_000),)
        too_long = Miss(Why.DOWNLOAD_FAILED, "uri too long")
        assert await downloads.lookup(at(server), long, number) == too_long
    assert server.hits() == 1


async def test_a_file_by_its_id(cache: Cache, server: Server) -> None:
    server.routes = {"/api/?id=7": Reply(body=b"object")}
    async with Downloads(cache) as downloads:
        assert isinstance(await downloads.get(at(server, "7")), Found)
    assert server.asked[0].all("authorization") == ["Bearer secret"]


async def test_storage_does_not_see_the_token(cache: Cache, server: Server) -> None:
    """Neither when the API redirects there nor when the lookup names it."""

    def api(asked: Asked) -> Reply:
        return Reply(status=302, headers=(("Location", "http://storage.test/file"),))

    server.routes = {"/api/": api, "/file": Reply(body=b"object"), "/own": Reply(body=b"object")}
    internet = Internet(server, {"sentry.test": [[PUBLIC]], "storage.test": [[PUBLIC]]})
    sentry = SentrySource(id="s", url="http://sentry.test/api/", token="secret")
    async with Downloads(cache, connections=internet.connections()) as downloads:
        for location, url in (("1", ""), ("2", "http://storage.test/own")):
            file = RemoteFile(source=sentry, location=location, url=url)
            assert isinstance(await downloads.get(file), Found)
    told = [(asked.path, asked.header("authorization")) for asked in server.asked]
    assert told == [("/api/?id=1", "Bearer secret"), ("/file", None), ("/own", None)]


async def test_only_sentry_can_be_looked_up(cache: Cache) -> None:
    from inspector.model.places.sources import HttpSource

    file = RemoteFile(source=HttpSource(id="x", url="http://h/"), location="")
    async with Downloads(cache) as downloads:
        with pytest.raises(ValueError, match="not a Sentry source"):
            await downloads.lookup(file, (), decode_listing)
