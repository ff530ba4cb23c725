"""The service on a socket: starts, says where, and leaves in order."""

import asyncio
import os
import socket
from contextlib import suppress

import uvicorn

from inspector.engine import Engine
from inspector.native.memory import Memory
from inspector.server.application import Service
from inspector.server.bodies import Rules
from inspector.server.heads import BoundedHead
from inspector.server.running import Running
from inspector.settings import Settings


def service_of(settings: Settings) -> Service:
    """The service as the settings want it."""
    rules = Rules(
        strict=settings.strict,
        roots=tuple(os.path.abspath(os.path.expanduser(root)) for root in settings.serve_roots),
    )
    running = Running(limit=settings.max_concurrent_requests or None)
    return Service(Engine(settings, memory=Memory()), running, rules)


def serve(settings: Settings, host: str, port: int) -> None:
    """Answer requests until a signal ends it. `port` 0: any free one; it is printed.

    Raises OSError when the address cannot be had.
    """
    service = service_of(settings)
    with listen(host, port) as listening:
        name, bound = listening.getsockname()[:2]
        shown = f"[{name}]" if ":" in name else name
        print(f"inspector answers at http://{shown}:{bound}", flush=True)  # noqa: T201  for scripts
        config = uvicorn.Config(
            service.application(),
            lifespan="on",
            http=BoundedHead,  # and not h11: that is as much work again as fifty frames
            access_log=False,
            proxy_headers=False,  # nobody is told where a request came from
            log_level="warning",
            timeout_keep_alive=75,
            timeout_graceful_shutdown=15,
        )
        with suppress(KeyboardInterrupt):  # a way to end it like any other
            _Server(config, service).run([listening])


def listen(host: str, port: int) -> socket.socket:
    """A socket that takes connections. Raises OSError when the address cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.create_server((host, port), family=family, backlog=2048)
    # Connections inherit it. asyncio sees to it only for sockets that name their protocol, and
    # without it a client that keeps its connection waits 40 ms for each answer.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


class _Server(uvicorn.Server):
    """Tells the service at once that it is to end: the connections wait for its answers."""

    def __init__(self, config: uvicorn.Config, service: Service) -> None:
        super().__init__(config)
        self._service = service

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Finish or fail what is at work, while its connections are still there."""
        closing = asyncio.create_task(self._service.close())
        await super().shutdown(sockets)
        if self.force_exit:  # a second signal: no more patience, but everybody gets an answer
            await self._service.close(0)
            await self.lifespan.shutdown()
        await closing
