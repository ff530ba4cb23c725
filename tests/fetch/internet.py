"""A made-up internet for tests: names, addresses, and one real server behind all of them."""

from collections.abc import Mapping, Sequence

import httpcore

from inspector.fetch.guard import is_reserved
from inspector.fetch.web.addresses import SocketOptions, resolve
from inspector.fetch.web.connections import Connections
from inspector.fetch.web.proxies import Proxies
from tests.fetch.server import Server

PUBLIC = "93.184.216.34"
PUBLIC6 = "2606:2800:220:1:248:1893:25c8:1946"


class Internet(httpcore.AsyncNetworkBackend):
    """Every connection, to whatever address, ends at `server`; `reached` tells the addresses.

    names  name -> the answers of the name server, one after the other, the last for ever;
           names without an entry are asked of the system
    """

    def __init__(
        self, server: Server, names: Mapping[str, Sequence[list[str]]] | None = None
    ) -> None:
        self._server, self._names = server, names or {}
        self._real = httpcore.AnyIOBackend()
        self._asked: dict[str, int] = {}
        self.reached: list[str] = []

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  the interface of httpcore
        local_address: str | None = None,
        socket_options: SocketOptions = None,
    ) -> httpcore.AsyncNetworkStream:
        """A connection to the server."""
        self.reached.append(host)
        return await self._real.connect_tcp("127.0.0.1", self._server.port, timeout)

    async def resolve(self, host: str, port: int) -> list[str]:
        """The addresses of a name."""
        name = host.rstrip(".").lower()
        answers = self._names.get(name)
        if answers is None:
            return await resolve(host, port)
        number = self._asked.get(name, 0)
        self._asked[name] = number + 1
        return answers[min(number, len(answers) - 1)]

    def connections(self, proxies: Proxies | None = None) -> Connections:
        """Connections over this internet."""
        return Connections(2.0, proxies or Proxies(), self.resolve, self)

    @property
    def trespassed(self) -> list[str]:
        """The reserved addresses that were connected to."""
        return [address for address in self.reached if is_reserved(address)]
