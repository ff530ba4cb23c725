"""The answer of a server."""

import asyncio

import pytest

from inspector.fetch.web.answer import Answer
from inspector.fetch.web.connections import Connections
from inspector.model.places.urls import parse_url
from tests.fetch.server import Reply, Server


async def get(connections: Connections, server: Server, path: str) -> Answer:
    url = parse_url(server.url + path)
    assert url is not None
    return await connections.send(url, [(b"Host", b"x")], None, guarded=False, verify=True)


async def test_head_and_body(server: Server) -> None:
    server.routes = {"/a": Reply(body=b"body", headers=(("X-A", "1"), ("x-a", "ü")))}
    async with Connections(5) as connections:
        answer = await get(connections, server, "/a")
        assert answer.status == 200
        assert answer.header("x-A") == ["1", "ü"]
        assert answer.header("x-b") == []
        assert b"".join([chunk async for chunk in answer.chunks()]) == b"body"
        await answer.aclose()


@pytest.mark.parametrize(("size", "expected"), [(4, b"body"), (3, None)])
async def test_at_most(server: Server, size: int, expected: bytes | None) -> None:
    server.routes = {"/a": Reply(body=b"body")}
    async with Connections(5) as connections:
        answer = await get(connections, server, "/a")
        assert await answer.head(size) == expected
        await answer.aclose()


@pytest.mark.parametrize(
    ("size", "connections_made"), [(1000, 1), (10_000_000, 2)], ids=["short", "long"]
)
async def test_discard(server: Server, size: int, connections_made: int) -> None:
    """A short body is read to keep the connection; a long one is not worth it."""
    server.routes = {"/a": Reply(body=b"x" * size)}
    async with Connections(5) as connections:
        await (await get(connections, server, "/a")).discard()
        await (await get(connections, server, "/b")).discard()
    assert server.connections == connections_made


async def test_discard_of_what_was_read(server: Server) -> None:
    server.routes = {"/a": Reply(body=b"body")}
    async with Connections(5) as connections:
        answer = await get(connections, server, "/a")
        await answer.head(100)
        await answer.discard()
        await answer.aclose()  # once too often: the connection is not lent out twice
        both = await asyncio.gather(*(get(connections, server, "/a") for _ in range(2)))
        for answer in both:
            await answer.discard()


async def test_discard_that_is_cancelled_lets_go(server: Server) -> None:
    server.routes = {"/a": Reply(body=b"x" * 1000, stall=True)}
    async with Connections(5) as connections:
        answer = await get(connections, server, "/a")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await answer.discard()
        await (await get(connections, server, "/b")).discard()
