"""The requests of google-auth itself."""

import pytest

from tests.fetch.server import Reply, Server

pytest.importorskip("google.auth")

from google.auth.exceptions import TransportError

from inspector.fetch.servers.google_requests import Request


@pytest.mark.parametrize("status", [200, 400, 500])
def test_any_status_is_an_answer(server: Server, status: int) -> None:
    server.routes = {"/a": Reply(status=status, body=b"body", headers=(("X-A", "1"),))}
    answer = Request()(f"{server.url}/a", "POST", "form", {"X-B": "2"}, 5.0)
    assert (answer.status, answer.data, answer.headers["X-A"]) == (status, b"body", "1")
    (asked,) = server.asked
    assert (asked.method, asked.body, asked.header("x-b")) == ("POST", b"form", "2")


def test_nobody_there() -> None:
    with Server() as gone:
        pass
    with pytest.raises(TransportError, match="refused"):
        Request()(gone.url)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://h/"])
def test_other_schemes(url: str) -> None:
    with pytest.raises(TransportError, match="neither"):
        Request()(url)
