"""Proxies from the environment, and what is asked of them."""

import socket
import threading
from collections.abc import Iterator

import httpcore
import pytest

from inspector.fetch.guard import Refused
from inspector.fetch.web.answer import Answer
from inspector.fetch.web.ask import Ask
from inspector.fetch.web.connections import Connections
from inspector.fetch.web.exchange import exchange
from inspector.fetch.web.proxies import Proxies, Proxy
from inspector.model.places.urls import parse_url
from tests.fetch.internet import PUBLIC, PUBLIC6
from tests.fetch.server import Asked, Reply, Server


@pytest.mark.parametrize(
    ("environ", "url", "expected"),
    [
        ({}, "http://h/", ""),
        ({"http_proxy": "http://p:1"}, "http://h/", "http://p:1"),
        ({"HTTP_PROXY": "http://p:1"}, "http://h/", "http://p:1"),
        ({"http_proxy": "low", "HTTP_PROXY": "up"}, "http://h/", "low"),
        ({"HTTP_PROXY": "p", "REQUEST_METHOD": "GET"}, "http://h/", ""),
        ({"http_proxy": "p", "REQUEST_METHOD": "GET"}, "http://h/", "p"),
        ({"http_proxy": "p"}, "https://h/", ""),
        ({"HTTPS_PROXY": "p"}, "https://h/", "p"),
        ({"all_proxy": "p"}, "https://h/", "p"),
        ({"ALL_PROXY": "p", "https_proxy": "q"}, "https://h/", "q"),
        ({"http_proxy": "p", "no_proxy": "h"}, "http://h/", ""),
        ({"http_proxy": "p", "NO_PROXY": "other, H"}, "http://h/", ""),
        ({"http_proxy": "p", "no_proxy": "example"}, "http://a.example/", ""),
        ({"http_proxy": "p", "no_proxy": ".example"}, "http://a.example/", ""),
        ({"http_proxy": "p", "no_proxy": "*.example"}, "http://a.example/", ""),
        ({"http_proxy": "p", "no_proxy": "example"}, "http://notexample/", "p"),
        ({"http_proxy": "p", "no_proxy": "*"}, "http://h/", ""),
        ({"http_proxy": "p", "no_proxy": "h:80"}, "http://h/", ""),
        ({"http_proxy": "p", "no_proxy": "h:81"}, "http://h/", "p"),
        ({"http_proxy": "p", "no_proxy": "127.0.0.1"}, "http://2130706433/", ""),
        ({"http_proxy": "p", "no_proxy": "::1"}, "http://[::1]/", ""),
        ({"http_proxy": "p", "no_proxy": "a,,b"}, "http://h/", "p"),
        ({"http_proxy": "p", "no_proxy": ""}, "http://h/", "p"),
    ],
)  # fmt: skip
def test_from_environment(environ: dict[str, str], url: str, expected: str) -> None:
    parsed = parse_url(url)
    assert parsed is not None
    assert Proxies.from_environment(environ).serving(parsed) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://p:3128", Proxy("p", 3128, False)),
        ("p:3128", Proxy("p", 3128, False)),
        ("https://p", Proxy("p", 443, True)),
        (
            "http://user:pass%40@p",
            Proxy("p", 80, False, ((b"Proxy-Authorization", b"Basic dXNlcjpwYXNzQA=="),)),
        ),
        ("http://[::1]:80", Proxy("::1", 80, False)),
    ],
)
def test_parse(text: str, expected: Proxy) -> None:
    assert Proxy.parse(text) == expected


@pytest.mark.parametrize("text", ["socks5://p:1", "ftp://p", "http://", "http://p:x"])
def test_proxies_that_cannot_be_used(text: str) -> None:
    with pytest.raises(Refused, match="only http and https proxies"):
        Proxy.parse(text)


def test_passwords_are_not_shown() -> None:
    assert "hidden" not in repr(Proxies("http://user:hidden@p", "http://user:hidden@p"))
    assert "dXN" not in repr(Proxy.parse("http://user:hidden@p"))


NAMES = {"public.test": [PUBLIC, PUBLIC6], "private.test": ["10.0.0.1"]}


async def ask(proxy: str, url: str, *, guarded: bool = True) -> tuple[int, bytes]:
    async def resolve(host: str, port: int) -> list[str]:
        return NAMES.get(host) or [host]

    async with Connections(5, Proxies(proxy, proxy), resolve) as connections:
        answer = await exchange(connections, Ask(url=url, guarded=guarded), [])
        assert isinstance(answer, Answer)
        body = await answer.head(10_000)
        await answer.aclose()
        return answer.status, body or b""


async def test_plain_requests_are_forwarded(server: Server) -> None:
    """To the address that was checked; the name goes along in the header."""

    def forward(asked: Asked) -> Reply:
        return Reply(body=f"{asked.path} {asked.header('host')}".encode())

    server.routes = {f"http://{PUBLIC}/a": forward, "http://public.test/a": forward}
    proxy = server.url.replace("//", "//user:pass@")
    said = f"http://{PUBLIC}/a public.test".encode()
    assert await ask(proxy, "http://public.test/a") == (200, said)
    said = b"http://public.test/a public.test"
    assert await ask(proxy, "http://public.test/a", guarded=False) == (200, said)
    assert server.asked[0].header("proxy-authorization") == "Basic dXNlcjpwYXNz"


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("host", ["private.test", "127.0.0.1", "[::1]", "2130706433"])
async def test_a_proxy_is_no_way_around_the_guard(server: Server, scheme: str, host: str) -> None:
    with pytest.raises(Refused):
        await ask(server.url, f"{scheme}://{host}/a")
    assert server.connections == 0


class Tunnel:
    """A proxy that answers CONNECT with `reply` and then hangs up."""

    def __init__(self, reply: bytes) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://user:pass@127.0.0.1:{self._listening.getsockname()[1]}"
        self.asked = b""
        self._reply = reply
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        connection, _ = self._listening.accept()
        with connection:
            while not self.asked.endswith(b"\r\n\r\n"):
                self.asked += connection.recv(4096)
            connection.sendall(self._reply)

    def close(self) -> None:
        self._thread.join()
        self._listening.close()


@pytest.fixture
def tunnels() -> Iterator[list[Tunnel]]:
    opened: list[Tunnel] = []
    yield opened
    for tunnel in opened:
        tunnel.close()


@pytest.mark.parametrize(
    ("guarded", "host", "target"),
    [
        (True, "public.test", f"{PUBLIC}:443"),
        (False, "private.test", "private.test:443"),
        (False, "[::1]:8443", "[::1]:8443"),
    ],
)
async def test_tls_goes_through_a_tunnel(
    tunnels: list[Tunnel], guarded: bool, host: str, target: str
) -> None:
    tunnels.append(Tunnel(b"HTTP/1.1 200 Connection established\r\n\r\n"))
    with pytest.raises(httpcore.ConnectError):  # there is nobody at its far end
        await ask(tunnels[0].url, f"https://{host}/a", guarded=guarded)
    first, *headers = tunnels[0].asked.decode().split("\r\n")
    assert first == f"CONNECT {target} HTTP/1.1"
    assert f"Host: {target}" in headers
    assert "Proxy-Authorization: Basic dXNlcjpwYXNz" in headers


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        (b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "the proxy refused: 407 Proxy"),
        (b"garbage\r\n\r\n", "the proxy refused"),
        (b"HTTP/1.1 200", "the proxy does not answer"),
        (b"x" * 20_000, "the proxy does not answer"),
    ],
    ids=["refused", "garbage", "half", "endless"],
)
async def test_a_proxy_that_does_not_help(tunnels: list[Tunnel], reply: bytes, text: str) -> None:
    tunnels.append(Tunnel(reply))
    with pytest.raises(httpcore.ProxyError, match=text):
        await ask(tunnels[0].url, "https://public.test/a")
