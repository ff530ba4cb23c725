"""A symbol server with good and bad moments.

Below `/good/` it always answers. Below `/flaky/` it is late, breaks off, refuses, or sends rubbish,
until it is told to be `well`. A client can tell every fault from a good answer.
"""

import asyncio
from collections import Counter
from random import Random

from tests.loopback import Loopback

FAULTS = {"none": 60, "late": 12, "reset": 8, "refused": 8, "rubbish": 5, "cut": 5, "silent": 2}
"""What happens, and how many of a hundred times."""


class SymbolServer(Loopback):
    """`async with` it; `files` are by path below the two prefixes."""

    def __init__(self, files: dict[str, bytes], seed: int = 1) -> None:
        super().__init__()
        self._files, self._rng = files, Random(seed)
        self.well = False
        self.told: Counter[str] = Counter()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Requests of one connection, until one goes wrong."""
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split(b" ")[1].decode("ascii")
            if not await self._answer(path, writer):
                return

    async def _answer(self, path: str, writer: asyncio.StreamWriter) -> bool:
        """Whether the connection can go on."""
        _, prefix, location = path.split("/", 2)
        body = self._files.get(location)
        fault = self._fault() if prefix == "flaky" and not self.well else "none"
        self.told[fault] += 1
        if fault == "late":
            await asyncio.sleep(self._rng.uniform(0.02, 0.3))
        elif fault == "silent":
            await asyncio.sleep(3)
            return False
        elif fault == "reset":
            writer.transport.abort()
            return False
        elif fault == "refused":
            body = None
        elif fault == "rubbish" and body is not None:
            body = b"\x01" + self._rng.randbytes(500)
        if body is None:
            status = b"503 Later" if fault == "refused" else b"404 Not Found"
            writer.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n\r\n")
            return True
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body))
        writer.write(body[: len(body) // 2] if fault == "cut" else body)
        await writer.drain()
        return fault != "cut"

    def _fault(self) -> str:
        return self._rng.choices(tuple(FAULTS), tuple(FAULTS.values()))[0]
