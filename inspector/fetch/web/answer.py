"""The answer of a server: its head at once, its body as it comes."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    import ssl

_WORTH_READING = 64 << 10  # bytes of a body nobody wants, read to keep the connection


class Answer:
    """Close it: only then its connection serves others."""

    def __init__(self, response: httpx.Response) -> None:
        self._response = response
        self._begun = False
        self.status = response.status_code

    @property
    def tls(self) -> "ssl.SSLObject | None":
        """The encryption it comes through, None without; to be asked before the body is read."""
        stream = self._response.extensions.get("network_stream")
        found: ssl.SSLObject | None = stream and stream.get_extra_info("ssl_object")
        return found

    def header(self, name: str) -> list[str]:
        """All values of a header."""
        wanted = name.lower().encode()
        headers = self._response.extensions["headers"]
        return [value.decode("latin-1") for key, value in headers if key.lower() == wanted]

    def chunks(self) -> AsyncIterator[bytes]:
        """The body as it was sent; once."""
        self._begun = True
        return self._response.aiter_raw()

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
        await self._response.aclose()
