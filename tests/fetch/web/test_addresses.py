"""Name -> addresses -> connection."""

import asyncio

import httpcore
import pytest

from inspector.fetch.guard import REFUSED_DESTINATION, Refused
from inspector.fetch.web.addresses import (
    GuardedBackend,
    NamedBackend,
    Names,
    public_addresses,
    resolve,
)
from tests.fetch.internet import PUBLIC, Internet
from tests.fetch.server import Server


async def test_resolve() -> None:
    assert await resolve("127.0.0.1", 80) == ["127.0.0.1"]
    assert await resolve("::1", 80) == ["::1"]


@pytest.mark.parametrize("name", ["nowhere.invalid", "x" * 70 + ".test", "a..b"])
async def test_a_name_that_does_not_exist(name: str) -> None:
    with pytest.raises(httpcore.ConnectError):
        await resolve(name, 80)


async def test_public_addresses() -> None:
    async def mixed(_host: str, _port: int) -> list[str]:
        return ["::1", "10.0.0.1", PUBLIC, "8.8.8.8"]

    assert await public_addresses("x", 80, mixed) == [PUBLIC, "8.8.8.8"]


async def test_none_is_public() -> None:
    async def private(_host: str, _port: int) -> list[str]:
        return ["127.0.0.1"]

    with pytest.raises(Refused) as refused:
        await public_addresses("x", 80, private)
    assert refused.value.miss == REFUSED_DESTINATION


class Unreachable(httpcore.AsyncNetworkBackend):
    """Only the last of the addresses answers."""

    def __init__(self, inner: httpcore.AsyncNetworkBackend, last: str) -> None:
        self._inner, self._last = inner, last
        self.tried: list[str] = []

    async def connect_tcp(self, host: str, port: int, *more: object) -> httpcore.AsyncNetworkStream:
        self.tried.append(host)
        if host != self._last:
            raise httpcore.ConnectError("unreachable")
        return await self._inner.connect_tcp(host, port)


@pytest.mark.parametrize("last", ["9.9.9.9", "none"])
async def test_one_address_after_the_other(server: Server, last: str) -> None:
    async def several(_host: str, _port: int) -> list[str]:
        return ["8.8.8.8", "192.168.0.1", "9.9.9.9"]

    network = Unreachable(Internet(server), last)
    backend = GuardedBackend(network, several)
    if last == "none":
        with pytest.raises(httpcore.ConnectError):
            await backend.connect_tcp("x", 80)
    else:
        await (await backend.connect_tcp("x", 80)).aclose()
    assert network.tried == ["8.8.8.8", "9.9.9.9"]


class NameServer:
    """Answers when it is let; an empty answer is an error."""

    def __init__(self, *addresses: str) -> None:
        self._addresses = list(addresses)
        self.let = asyncio.Event()
        self.asked: list[str] = []

    async def __call__(self, host: str, _port: int) -> list[str]:
        self.asked.append(host)
        await self.let.wait()
        if not self._addresses:
            raise httpcore.ConnectError("unknown name")
        return self._addresses


async def test_a_name_is_asked_for_once_at_a_time() -> None:
    server = NameServer(PUBLIC)
    names = Names(server)
    waiting = [asyncio.create_task(names("slow", 80)) for _ in range(20)]
    await asyncio.sleep(0)
    waiting[0].cancel()
    server.let.set()
    answers = await asyncio.gather(*waiting[1:])
    assert answers == [[PUBLIC]] * 19
    assert server.asked == ["slow"]
    assert await names("slow", 80) == [PUBLIC]
    assert server.asked == ["slow"] * 2  # answers are not kept
    await names.aclose()


async def test_a_name_nobody_waits_for_any_more() -> None:
    """Its thread is still at it: another question would take another thread."""
    server = NameServer()
    names = Names(server)
    for _ in range(3):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(names("slow", 80), 0.001)
    assert server.asked == ["slow"]
    server.let.set()
    with pytest.raises(httpcore.ConnectError):
        await names("slow", 80)
    await names.aclose()


async def test_a_name_server_that_does_not_answer_is_a_connection_that_failed() -> None:
    names = Names(NameServer())
    for backend in (
        NamedBackend(httpcore.AnyIOBackend(), names),
        GuardedBackend(httpcore.AnyIOBackend(), names),
    ):
        with pytest.raises(httpcore.ConnectTimeout):
            await backend.connect_tcp("slow", 80, 0.001)
    await names.aclose()


async def test_an_address_needs_no_name_server(server: Server) -> None:
    silent = NameServer()
    backend = NamedBackend(Internet(server), silent)
    for address in ("127.0.0.1", "::1"):
        await (await backend.connect_tcp(address, 80)).aclose()
    assert not silent.asked
