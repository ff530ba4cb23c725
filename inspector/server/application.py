"""The routes. Each is a few lines: read, start, wait, answer."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from inspector.engine import Engine, Opened
from inspector.server.bodies import LARGE, Rules, open_body, read_body, read_query
from inspector.server.running import Busy, Running

_SMALL = 3_000
"""Frames of a request that is answered from disk in one go: about 30 ms."""


class Service:
    """An engine behind HTTP.

    grace  seconds that requests at work have when the service is shut down
    """

    def __init__(self, engine: Engine, running: Running, rules: Rules, grace: float = 10.0) -> None:
        self._engine, self._running, self._rules = engine, running, rules
        self._grace = grace
        self._reading = asyncio.Lock()

    def application(self) -> Starlette:
        """The ASGI application; its lifespan opens and closes the engine."""

        @asynccontextmanager
        async def lifespan(_: Starlette) -> AsyncIterator[None]:
            async with self._engine:
                yield
                await self.close()

        application = Starlette(
            routes=[
                Route("/symbolicate", self._taking("native"), methods=["POST"]),
                Route("/symbolicate-js", self._taking("js"), methods=["POST"]),
                Route("/requests/{name}", self._poll, methods=["GET"]),
                Route("/healthcheck", _healthy, methods=["GET"]),
            ],
            exception_handlers={Busy: _busy, 404: _unknown},
            lifespan=lifespan,
        )
        application.router.redirect_slashes = False  # another path is unknown, as any
        return application

    async def close(self, grace: float | None = None) -> None:
        """Finish what is at work, or fail it. Can be called more than once.

        grace  seconds that it has; None: what the service was made with
        """
        await self._running.close(self._grace if grace is None else grace)

    def _taking(self, kind: str) -> Callable[[Request], Awaitable[Response]]:
        async def take(request: Request) -> Response:
            asked = read_query(request.query_params)
            body = await read_body(request, self._rules.limit)
            async with self._turn(body):
                opened = await open_body(body, kind, asked.scope, self._rules)
            name = self._running.start(lambda: self._compute(opened))
            return _json(await self._running.answer(name, asked.timeout))

        return take

    def _turn(self, body: bytes) -> AbstractAsyncContextManager[None]:
        """Large bodies are read one at a time: a hostile one can take 30 x its size for a while."""
        return self._reading if len(body) > LARGE else nullcontext()

    async def _poll(self, request: Request) -> Response:
        asked = read_query(request.query_params)
        answer = await self._running.answer(request.path_params["name"], asked.timeout)
        return Response(status_code=404) if answer is None else _json(answer)

    async def _compute(self, opened: Opened) -> bytes:
        small = sum(len(trace.frames) for trace in opened.body.stacktraces) <= _SMALL
        result = self._engine.cached(opened) if small else None
        if result is None:
            result = await self._engine.symbolicate(opened)
        return result.response_json()


def _json(body: bytes | None) -> Response:
    return Response(body, media_type="application/json")


async def _healthy(_: Request) -> Response:
    return PlainTextResponse("ok")


async def _busy(_request: Request, _error: Exception) -> Response:
    detail = "maximum number of concurrent requests reached"
    return JSONResponse({"detail": detail}, status_code=503)


async def _unknown(_request: Request, _error: Exception) -> Response:
    return Response(status_code=404)
