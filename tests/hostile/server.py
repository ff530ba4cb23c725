"""A symbol server that cannot be trusted: what it says depends on seed, case and path alone."""

import asyncio
from random import Random

from tests.hostile.answers import answer, whole
from tests.loopback import Loopback

Files = dict[str, bytes]


class FaultyServer(Loopback):
    """Serves `/NUMBER/...` on loopback, from what is registered for a case. `async with` it."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self._seed = seed
        self.files: dict[int, Files] = {}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request for each connection."""
        head = await reader.readuntil(b"\r\n\r\n")
        path = head.split(b" ")[1].decode("latin-1")
        await self._say(path, writer)
        await writer.drain()

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
