"""HTTP whose requests have heads of a bearable size."""

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LIMIT = 1 << 18
"""Bytes of a request line and headers: as much as is read at once, so never cut off too early."""


class BoundedHead(HttpToolsProtocol):
    """A connection that ends with 400 when a head does not.

    The parser takes a head of any size, and 20 x its size of memory for it.
    """

    _in_head = False
    _seen = 0  # bytes since the head began

    def data_received(self, data: bytes) -> None:
        """What came in on the connection."""
        super().data_received(data)
        if self._in_head and not self.transport.is_closing():
            self._seen += len(data)
            if self._seen > LIMIT:
                self.send_400_response("Invalid HTTP request received.")
                self.transport.close()

    def on_message_begin(self) -> None:
        """The parser has the first byte of a request."""
        self._in_head, self._seen = True, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The parser has the empty line below the headers."""
        self._in_head = False
        super().on_headers_complete()
