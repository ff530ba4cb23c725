"""A symbol server that cannot be trusted: what it says depends on seed, case and path alone."""

import asyncio
from random import Random
from types import TracebackType
from typing import Self

from tests.hostile.answers import answer, whole

Files = dict[str, bytes]


class FaultyServer:
    """Serves `/NUMBER/...` on loopback, from what is registered for a case. `async with` it."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self.files: dict[int, Files] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """Without a final slash."""
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._begin, "127.0.0.1", 0, limit=1 << 18)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request for each connection."""
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split(b" ")[1].decode("latin-1")
            await self._say(path, writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            return
        finally:
            writer.close()

    async def _say(self, path: str, writer: asyncio.StreamWriter) -> None:
        number, _, location = path.removeprefix("/").partition("/")
        files = self.files.get(int(number) if number.isdecimal() else -1, {})
        rng = Random(f"{self._seed}/{path}")  # not the port: it is another one each time
        body = files.get(location, files.get(location.partition("?")[0]))
        if body is None:
            body = b"nothing here"
            if rng.random() < 0.8:
                writer.write(whole(body, status=b"404 No"))
                return
        elif rng.random() < 0.4:
            writer.write(whole(body, b"Connection: close"))
            return
        await answer(rng, writer, body, path)
