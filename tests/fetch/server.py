"""A small web server on loopback, for tests: routes, delays, and what was asked.

with Server({"/a": Reply(body=b"x"), "/b": Reply(status=404)}) as server:
    server.url, server.hits("/a")
"""

import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType

from msgspec import Struct


class Reply(Struct):
    """What a route answers."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    wait: float = 0.0  # seconds before the head; ends early when the server stops
    stall: bool = False  # send half of the body, then nothing more until the server stops
    ranges: bool = False  # honour Range, as storage servers do
    length: int | None = None  # a Content-Length that is not the truth


class Asked(Struct, frozen=True):
    """One request as it came in."""

    path: str  # with query
    headers: tuple[tuple[str, str], ...]
    method: str = "GET"
    body: bytes = b""

    def header(self, name: str) -> str | None:
        """The first value of a header."""
        return next((v for n, v in self.headers if n.lower() == name.lower()), None)

    def all(self, name: str) -> list[str]:
        """All values of a header."""
        return [v for n, v in self.headers if n.lower() == name.lower()]


Route = Reply | Callable[[Asked], Reply]


class Server:
    """Serves on a free port while in its `with` block. What has no route is 404."""

    def __init__(self, routes: Mapping[str, Route] | None = None, host: str = "127.0.0.1") -> None:
        self.routes: dict[str, Route] = dict(routes or {})
        self.asked: list[Asked] = []
        self.connections = 0
        self.stopping = threading.Event()
        self._lock = threading.Lock()
        self._http = _Http((host, 0), _handler(self))
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.002,))

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._http.server_address[1]

    @property
    def url(self) -> str:
        """Its address, without a final slash."""
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "Server":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stopping.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def note(self, asked: Asked) -> None:
        """Remember a request."""
        with self._lock:
            self.asked.append(asked)

    def hits(self, path: str | None = None) -> int:
        """How often a path was asked for; None: all requests."""
        with self._lock:
            return sum(path is None or asked.path == path for asked in self.asked)

    def reply(self, asked: Asked) -> Reply:
        """What to answer."""
        route = self.routes.get(asked.path) or self.routes.get(asked.path.partition("?")[0])
        if route is None:
            return Reply(status=404, body=b"nothing here")
        return route if isinstance(route, Reply) else route(asked)


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are what is tested here."""


def _handler(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def setup(self) -> None:
            server.connections += 1
            super().setup()

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = Asked(self.path, tuple(self.headers.items()), self.command, body)
            server.note(asked)
            reply = server.reply(asked)
            if reply.wait:
                server.stopping.wait(reply.wait)
            status, body, extra = _cut(reply, asked)
            self.send_response(status)
            for name, value in (*reply.headers, *extra):
                self.send_header(name, value)
            length = len(body) if reply.length is None else reply.length
            self.send_header("Content-Length", str(length))
            self.end_headers()
            if reply.stall:
                self.wfile.write(body[: len(body) // 2])
                server.stopping.wait(60)
            else:
                self.wfile.write(body)
            if reply.length is not None:
                self.close_connection = True

        do_POST = do_GET  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Nothing: the tests look at `asked`."""

    return Handler


def _cut(reply: Reply, asked: Asked) -> tuple[int, bytes, tuple[tuple[str, str], ...]]:
    wanted = asked.header("Range")
    if not reply.ranges or wanted is None or reply.status != 200:
        return reply.status, reply.body, ()
    first, last = (int(x) for x in wanted.removeprefix("bytes=").split("-"))
    total = len(reply.body)
    if first >= total:
        return 416, b"", (("Content-Range", f"bytes */{total}"),)
    last = min(last, total - 1)
    said = f"bytes {first}-{last}/{total}"
    return 206, reply.body[first : last + 1], (("Content-Range", said),)
