"""Connections, TLS, and who may share them."""

import asyncio
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpcore
import pytest

from inspector.fetch.web.addresses import SocketOptions
from inspector.fetch.web.connections import Connections
from inspector.fetch.web.exchange import error_text
from inspector.model.places.urls import Url, parse_url
from tests.fetch.internet import Internet
from tests.fetch.server import Reply, Server


def url(text: str) -> Url:
    parsed = parse_url(text)
    assert parsed is not None
    return parsed


async def status(connections: Connections, text: str, *, verify: bool = True) -> int:
    host = (url(text).host or "").encode()
    answer = await connections.send(
        url(text), [(b"Host", host)], None, guarded=False, verify=verify
    )
    await answer.discard()
    return answer.status


async def test_kept_and_closed(server: Server) -> None:
    async with Connections(5) as connections:
        for _ in range(3):
            assert await status(connections, f"{server.url}/a") == 404
        assert server.connections == 1
        assert await status(connections, f"{server.url}/a", verify=False) == 404
        assert server.connections == 2  # never shared by what differs in trust


async def test_as_many_as_are_in_use(server: Server) -> None:
    """One each, taken again in turn; those of others are not taken."""
    server.routes = {"/a": Reply(wait=0.02)}
    async with Internet(server).connections() as connections:
        for _ in range(3):
            await asyncio.gather(*(status(connections, "http://10.0.0.1/a") for _ in range(5)))
        await status(connections, "http://10.0.0.2/a")
    assert server.connections == 6


async def test_idle_ones_are_limited(server: Server) -> None:
    """The oldest are closed."""
    async with Internet(server).connections() as connections:
        for number in range(1, 70):
            await status(connections, f"http://10.0.0.{number}/a")
        assert server.connections == 69
        await status(connections, "http://10.0.0.69/a")
        assert server.connections == 69
        await status(connections, "http://10.0.0.1/a")
        assert server.connections == 70


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server whose certificate nobody knows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(tmp_path_factory.mktemp("tls") / "both.pem"))
    running = HTTPServer(("127.0.0.1", 0), _Hello)
    running.socket = context.wrap_socket(running.socket, server_side=True)
    thread = threading.Thread(target=running.serve_forever, args=(0.01,))
    thread.start()
    yield f"https://localhost:{running.server_address[1]}/"
    running.shutdown()
    running.server_close()
    thread.join()


class _Hello(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing."""


def _certificate(path: Path) -> Path:
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    path.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(pem)
    )
    return path


async def test_a_certificate_nobody_knows(tls: str) -> None:
    async with Connections(5) as connections:
        with pytest.raises(httpcore.ConnectError) as error:
            await status(connections, tls)
        assert error_text(error.value) == "certificate verify failed"
        assert await status(connections, tls, verify=False) == 200
        with pytest.raises(httpcore.ConnectError):
            await status(connections, tls)


async def test_no_tls_at_all(server: Server) -> None:
    async with Connections(5) as connections:
        with pytest.raises(httpcore.ConnectError) as error:
            await status(connections, f"https://127.0.0.1:{server.port}/")
    assert error_text(error.value) == "SSL error"


async def test_the_connect_timeout() -> None:
    """A backend that is told how long it may take, and takes as long."""

    class Slow(httpcore.AsyncNetworkBackend):
        async def connect_tcp(
            self,
            host: str,
            port: int,
            timeout: float | None = None,  # noqa: ASYNC109  the interface of httpcore
            local_address: str | None = None,
            socket_options: SocketOptions = None,
        ) -> httpcore.AsyncNetworkStream:
            assert timeout == 0.25
            raise httpcore.ConnectTimeout from TimeoutError()

    async with Connections(0.25, backend=Slow()) as connections:
        with pytest.raises(httpcore.ConnectTimeout) as error:
            await status(connections, "http://127.0.0.1/")
    assert error_text(error.value) == "connection timed out"


READY = """\
import asyncio, sys
from inspector.fetch.web.connections import Connections
from inspector.model.places.urls import parse_url

async def main(url):
    async with Connections(5.0) as connections:
        await connections.ready()
        known = set(sys.modules)
        host = [(b"Host", b"here")]
        answer = await connections.send(parse_url(url), host, None, guarded=False, verify=True)
        await answer.discard()
        print(sorted(name for name in set(sys.modules) - known if name.startswith("anyio")))

asyncio.run(main(sys.argv[1]))
"""


def test_what_a_first_connection_imports_is_there_before_its_time_runs(server: Server) -> None:
    server.routes = {"/a": Reply(body=b"a")}
    done = subprocess.run(
        [sys.executable, "-c", READY, server.url + "/a"], check=True, capture_output=True, text=True
    )
    assert done.stdout == "[]\n"
