"""Attempts, time limits, and which request belongs to which source."""

import pytest

from inspector.fetch.caching.cache import Cache
from inspector.fetch.downloads import Downloads
from inspector.fetch.policy import DownloadPolicy
from inspector.fetch.remote import RemoteFile
from inspector.fetch.traffic.progress import Told
from inspector.fetch.transfer import Transfers
from inspector.fetch.web.ask import Ask
from inspector.fetch.web.client import Client
from inspector.fetch.web.connections import Connections
from inspector.model.events import Event, FetchEnded, ignore
from inspector.model.outcome import NOT_FOUND, Miss, Why
from inspector.model.places.sources import HttpSource
from inspector.model.why.trace import Hop
from tests.fetch.server import Asked, Reply, Server

QUICK = DownloadPolicy(retry_pause=0.0)


async def get(cache: Cache, server: Server, path: str, policy: DownloadPolicy = QUICK) -> object:
    file = RemoteFile(source=HttpSource(id="x", url=server.url), location=path, trusted=True)
    async with Downloads(cache, policy) as downloads:
        return await downloads.get(file)


@pytest.mark.parametrize(
    ("status", "hits", "expected"),
    [
        (500, 3, Miss(Why.DOWNLOAD_FAILED, "500 Internal Server Error")),
        (502, 3, Miss(Why.DOWNLOAD_FAILED, "502 Bad Gateway")),
        (304, 3, Miss(Why.DOWNLOAD_FAILED, "304 Not Modified")),
        (599, 3, Miss(Why.DOWNLOAD_FAILED, "599 <unknown status code>")),
        (404, 1, NOT_FOUND),
        (400, 1, NOT_FOUND),
        (410, 1, NOT_FOUND),
        (429, 1, NOT_FOUND),
        (403, 1, Miss(Why.NO_PERMISSION, "403 Forbidden")),
        (401, 1, Miss(Why.NO_PERMISSION, "401 Unauthorized")),
        (302, 1, Miss(Why.NO_PERMISSION, "Potential login page detected")),
        (301, 3, Miss(Why.DOWNLOAD_FAILED, "301 Moved Permanently")),
    ],
)
async def test_attempts(
    cache: Cache, server: Server, status: int, hits: int, expected: Miss
) -> None:
    server.routes = {"/a": Reply(status=status)}
    assert await get(cache, server, "a") == expected
    assert server.hits() == hits


async def test_what_is_told_is_what_was_sent(cache: Cache, server: Server) -> None:
    """Every hop of every attempt, and nothing of what may be secret."""
    server.routes = {
        "/a": Reply(status=302, headers=(("Location", "/b?token=canary"),)),
        "/b": Reply(status=500),
    }
    events: list[Event] = []
    source = HttpSource(id="x", url=f"http://user:canary@127.0.0.1:{server.port}")
    file = RemoteFile(source=source, location="a", trusted=True)
    async with Downloads(cache, QUICK, events.append) as downloads:
        await downloads.get(file)
    (end,) = [event for event in events if isinstance(event, FetchEnded)]
    assert end.how is not None
    assert end.how.attempts == 3
    assert end.how.hops == (Hop(f"{server.url}/a", 302), Hop(f"{server.url}/b?***", 500)) * 3
    assert [asked.path.partition("?")[0] for asked in server.asked] == ["/a", "/b"] * 3
    assert "canary" not in repr(end)


async def test_an_attempt_starts_afresh(cache: Cache, server: Server) -> None:
    """Half a body of the first attempt does not stay in front of the second."""

    def answer(_asked: Asked) -> Reply:
        broken = server.hits() == 1
        return Reply(body=b"x" * 1000, length=5000 if broken else None)

    server.routes = {"/a": answer}
    found = await get(cache, server, "a")
    with open(found.path, "rb") as file:  # type: ignore[attr-defined]
        assert file.read() == b"x" * 1000
    assert server.hits() == 2


async def test_broken_bodies(cache: Cache, server: Server) -> None:
    server.routes = {"/a": Reply(body=b"x" * 1000, length=5000)}
    miss = await get(cache, server, "a")
    assert isinstance(miss, Miss)
    assert miss.why is Why.DOWNLOAD_FAILED
    assert server.hits() == 3


async def test_no_head_in_time(cache: Cache, server: Server) -> None:
    """Each attempt has its own limit, and there are three."""
    server.routes = {"/a": Reply(wait=60)}
    policy = DownloadPolicy(head_timeout=0.05, retry_pause=0.0)
    assert await get(cache, server, "a", policy) == Miss(Why.TIMEOUT, "50ms")
    assert server.hits() == 3


@pytest.mark.parametrize(
    "reply", [Reply(wait=60), Reply(body=b"x" * 1000, stall=True)], ids=["no-head", "no-end"]
)
async def test_not_done_in_time(cache: Cache, server: Server, reply: Reply) -> None:
    """One limit for all attempts together."""
    server.routes = {"/a": reply}
    policy = DownloadPolicy(max_download_timeout=0.2)
    assert await get(cache, server, "a", policy) == Miss(Why.TIMEOUT, "200ms")
    assert server.hits() == 1


async def test_a_limit_of_zero(cache: Cache, server: Server) -> None:
    server.routes = {"/a": Reply(wait=1)}
    policy = DownloadPolicy(max_download_timeout=0.0)
    assert await get(cache, server, "a", policy) == Miss(Why.TIMEOUT, "0ns")


async def test_a_closed_port(cache: Cache) -> None:
    with Server() as gone:
        pass
    miss = await get(cache, gone, "a")
    assert isinstance(miss, Miss)
    assert miss.why is Why.DOWNLOAD_FAILED
    assert miss.details.startswith("Connection refused (os error")


async def test_too_big(cache: Cache, server: Server) -> None:
    server.routes = {"/a": Reply(body=b"x" * 1001)}
    policy = DownloadPolicy(max_download_size=1000, retry_pause=0.0)
    assert await get(cache, server, "a", policy) == Miss(
        Why.MALFORMED, "Maximum file size exceeded"
    )
    assert server.hits() == 3


async def test_answers_have_a_limit_of_their_own(server: Server, tmp_path: object) -> None:
    server.routes = {"/a": Reply(wait=60)}
    policy = DownloadPolicy(listing_timeout=0.05)
    async with Connections(5) as connections:
        transfers = Transfers(Client(connections, policy), policy)
        ask = Ask(url=f"{server.url}/a", guarded=False)
        with Told(ignore, "s", ask.url) as told:
            miss = await transfers.answer(ask, f"{tmp_path}/x", told)
    assert miss == Miss(Why.TIMEOUT, "50ms")


@pytest.mark.parametrize(
    ("trusted", "allowed", "guarded"),
    [(False, False, True), (True, False, False), (False, True, False)],
)
async def test_guarded(trusted: bool, allowed: bool, guarded: bool) -> None:
    policy = DownloadPolicy(connect_to_reserved_ips=allowed)
    async with Connections(5) as connections:
        transfers = Transfers(Client(connections, policy), policy)
        file = RemoteFile(source=HttpSource(id="x", url="http://h/"), location="a", trusted=trusted)
        assert transfers.guarded(file) is guarded
