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
        """The first public address that answers. Raises Refused, httpcore.ConnectError."""
        failure: Exception | None = None
        for address in await public_addresses(host, port, self._resolve):
            try:
                return await self._inner.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or Refused(REFUSED_DESTINATION)
