"""The answer of a server: its head at once, its body as it comes."""

from collections.abc import AsyncIterator, Awaitable, Callable

import httpcore

_WORTH_READING = 64 << 10  # bytes of a body nobody wants, read to keep the connection


class Answer:
    """Close it: only then its connection serves others."""

    def __init__(self, response: httpcore.Response, release: Callable[[], Awaitable[None]]) -> None:
        self._response, self._release = response, release
        self._begun = self._closed = False
        self.status = response.status

    def header(self, name: str) -> list[str]:
        """All values of a header."""
        wanted = name.lower().encode()
        return [v.decode("latin-1") for n, v in self._response.headers if n.lower() == wanted]

    def chunks(self) -> AsyncIterator[bytes]:
        """The body as it was sent; once."""
        self._begun = True
        return self._response.aiter_stream()

    async def head(self, size: int) -> bytes | None:
        """The body if it is at most `size` bytes long, else None."""
        content = b""
        async for chunk in self.chunks():
            content += chunk
            if len(content) > size:
                return None
        return content

    async def discard(self) -> None:
        """Read a body of no interest, if it is short: the connection can then be used again."""
        try:
            if not self._begun:
                await self.head(_WORTH_READING)
        finally:
            await self.aclose()

    async def aclose(self) -> None:
        """Let go of the connection; more than once does no harm."""
        if self._closed:
            return
        self._closed = True
        try:
            await self._response.aclose()
        finally:
            await self._release()
