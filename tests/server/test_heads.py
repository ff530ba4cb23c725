"""How much a request may say before its body, on a real connection."""

import socket
from collections.abc import Iterator

import pytest

from inspector.server.heads import LIMIT
from tests.server.over_http import service

ASKED = b"GET /healthcheck HTTP/1.1\r\nHost: here\r\n"
HEADER = b"X-Long: " + b"x" * 1000 + b"\r\n"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with service("--cache-dir", str(tmp_path_factory.mktemp("cache"))) as (url, _):
        yield int(url.rpartition(":")[2])


def answer_to(port: int, *parts: bytes) -> bytes:
    """All that comes back until the service closes the connection, or says so of itself."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        try:
            for part in parts:
                connection.sendall(part)
        except ConnectionError:
            pass  # it was closed while more came in: what it said before is read below
        said = b""
        try:
            while part := connection.recv(65536):
                said += part
                if said.endswith(b"ok"):
                    break
        except ConnectionError:
            pass
        return said


def test_a_usual_head(port: int) -> None:
    assert answer_to(port, ASKED, HEADER * 60, b"\r\n").startswith(b"HTTP/1.1 200")


def test_a_head_that_does_not_end(port: int) -> None:
    count = 8 * LIMIT // len(HEADER)
    said = answer_to(port, ASKED, *[HEADER] * count)
    assert said.startswith(b"HTTP/1.1 400") or said == b""  # reset while more was on its way
    assert answer_to(port, ASKED, b"\r\n").startswith(b"HTTP/1.1 200")


def test_each_request_of_a_connection_begins_anew(port: int) -> None:
    head = ASKED + HEADER * 60 + b"\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        for _ in range(8):  # more in all than one may have
            connection.sendall(head)
            said = b""
            while not said.endswith(b"ok"):
                said += connection.recv(65536)
            assert said.startswith(b"HTTP/1.1 200")


def test_a_line_that_does_not_end(port: int) -> None:
    said = answer_to(port, b"GET /", *[b"a" * 65536] * 16)
    assert said.startswith(b"HTTP/1.1 400") or said == b""
