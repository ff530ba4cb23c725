"""Name -> addresses -> connection. The address that was checked is the one connected to."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import httpcore

from inspector.fetch.guard import REFUSED_DESTINATION, Refused, is_reserved

Resolve = Callable[[str, int], Awaitable[list[str]]]
SocketOptions = Iterable[Any] | None


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, numeric, in the system's order of preference."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise httpcore.ConnectError(str(error)) from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


async def public_addresses(host: str, port: int, resolve: Resolve) -> list[str]:
    """The addresses of a name that anybody may reach. Raises Refused if there is none."""
    public = [address for address in await resolve(host, port) if not is_reserved(address)]
    if not public:
        raise Refused(REFUSED_DESTINATION)
    return public


class Names:
    """A `Resolve` that asks for a name once at a time, however many wait for it.

    The system's resolver takes a thread of a few: asked for every connection, a name whose
    server does not answer would keep all other names waiting.
    """

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve
        self._asked: dict[tuple[str, int], asyncio.Task[list[str]]] = {}

    async def __call__(self, host: str, port: int) -> list[str]:
        """The addresses. A question goes on when nobody waits any more: its thread does, too."""
        task = self._asked.get((host, port))
        if task is None:
            task = asyncio.ensure_future(self._resolve(host, port))
            self._asked[host, port] = task
            task.add_done_callback(lambda done: self._answered((host, port), done))
        return await asyncio.shield(task)

    def _answered(self, name: tuple[str, int], task: "asyncio.Task[list[str]]") -> None:
        self._asked.pop(name, None)
        if not task.cancelled():
            task.exception()  # somebody may have waited for it, or nobody

    async def aclose(self) -> None:
        """Wait for nothing any more."""
        asked = list(self._asked.values())
        for task in asked:
            task.cancel()
        await asyncio.gather(*asked, return_exceptions=True)


class NamedBackend(httpcore.AsyncNetworkBackend):
    """Connects as `inner` does, once it is known that the name has an address."""

    def __init__(self, inner: httpcore.AsyncNetworkBackend, resolve: Resolve) -> None:
        self._inner, self._resolve = inner, resolve

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  the interface of httpcore
        local_address: str | None = None,
        socket_options: SocketOptions = None,
    ) -> httpcore.AsyncNetworkStream:
        """What `inner` makes of the name. Raises httpcore.ConnectError, ConnectTimeout."""
        if not _is_numeric(host):
            await _in_time(self._resolve(host, port), timeout)
        return await self._inner.connect_tcp(host, port, timeout, local_address, socket_options)


async def _in_time(answer: Awaitable[list[str]], seconds: float | None) -> list[str]:
    """What a name server says. Raises httpcore.ConnectTimeout, as if it were the host itself."""
    try:
        async with asyncio.timeout(seconds):
            return await answer
    except TimeoutError as error:
        raise httpcore.ConnectTimeout from error


def _is_numeric(host: str) -> bool:
    from ipaddress import ip_address

    try:
        ip_address(host)
    except ValueError:
        return False
    return True


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Connects to public addresses only. A name is resolved once: what it means is not asked
    again between the check and the connection."""

    def __init__(self, inner: httpcore.AsyncNetworkBackend, resolve: Resolve) -> None:
        self._inner, self._resolve = inner, resolve

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  the interface of httpcore
        local_address: str | None = None,
        socket_options: SocketOptions = None,
    ) -> httpcore.AsyncNetworkStream:
        """The first public address that answers. Raises Refused, httpcore's errors."""
        failure: Exception | None = None
        public = await _in_time(public_addresses(host, port, self._resolve), timeout)
        for address in public:
            try:
                return await self._inner.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or Refused(REFUSED_DESTINATION)
