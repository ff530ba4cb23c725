"""One request with its redirects; foreign errors in our words (spec/sources.md 4.3, 4.4)."""

import socket
import ssl

import httpcore
import pytest

from inspector.fetch.policy import DownloadPolicy
from inspector.fetch.web.answer import Answer
from inspector.fetch.web.ask import Ask, Headers
from inspector.fetch.web.client import Client
from inspector.fetch.web.connections import Connections
from inspector.fetch.web.exchange import MOST_REDIRECTS, USER_AGENT, error_text, exchange
from inspector.model.outcome import Miss, Why
from tests.fetch.internet import PUBLIC, Internet
from tests.fetch.server import Asked, Reply, Server


def to(location: str, status: int = 302) -> Reply:
    return Reply(status=status, headers=(("Location", location),), body=b"moved")


async def send(
    server: Server, url: str, headers: Headers = (), form: bytes | None = None
) -> tuple[int, bytes] | Miss:
    """Status and body; all names of `.test` are this server."""
    names = {name: [[PUBLIC]] for name in ("one.test", "two.test", "dev.azure.com")}
    async with Internet(server, names).connections() as connections:
        answer = await exchange(
            connections, Ask(url=url, headers=headers, form=form, guarded=True), []
        )
        if isinstance(answer, Miss):
            return answer
        body = await answer.head(1000)
        await answer.aclose()
        return answer.status, body or b""


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "location",
    ["/b", "b", "./x/../b", "//two.test/b", "http://two.test/b", "http://TWO.test:80/b", "?b",
     "http://user:pass@two.test/b", "/b#fragment", "\\b"],
)  # fmt: skip
async def test_redirects(server: Server, status: int, location: str) -> None:
    server.routes = {
        "/a": to(location, status),
        "/b": Reply(body=b"here"),
        "/a?b": Reply(body=b"here"),
    }
    assert await send(server, "http://one.test/a") == (200, b"here")
    assert server.asked[-1].header("authorization") is None


async def test_a_redirect_may_speak_utf8(server: Server) -> None:
    server.routes = {
        "/a": to("/ü".encode().decode("latin-1")),
        "/%C3%BC": Reply(body=b"here"),
    }
    assert await send(server, "http://one.test/a") == (200, b"here")


async def test_ten_and_no_more(server: Server) -> None:
    server.routes = {f"/{i}": to(f"/{i + 1}") for i in range(30)}
    server.routes["/10"] = Reply(body=b"here")
    assert await send(server, "http://one.test/0") == (200, b"here")
    server.routes["/10"] = to("/11")
    assert await send(server, "http://one.test/0") == Miss(
        Why.DOWNLOAD_FAILED, "too many redirects"
    )
    assert server.hits("/10") == 2
    assert server.hits("/11") == 0
    assert MOST_REDIRECTS == 10


@pytest.mark.parametrize("status", [300, 304, 305])
async def test_other_statuses_are_not_followed(server: Server, status: int) -> None:
    server.routes = {"/a": to("/b", status)}
    answer = await send(server, "http://one.test/a")
    assert isinstance(answer, tuple)
    assert answer[0] == status


@pytest.mark.parametrize("location", ["http://[::1", "http://a b/", "http://:80/", "http://"])
async def test_a_redirect_to_nowhere_is_taken_as_it_is(server: Server, location: str) -> None:
    server.routes = {"/a": to(location)}
    assert await send(server, "http://one.test/a") == (302, b"moved")


async def test_a_login_page_is_not_followed(server: Server) -> None:
    server.routes = {"/a": to("/login"), "/b": to("/login", 301), "/login": Reply(body=b"login")}
    assert await send(server, "http://dev.azure.com/a") == (302, b"moved")
    assert await send(server, "http://dev.azure.com/b") == (200, b"login")


@pytest.mark.parametrize("location", ["ftp://one.test/b", "file:///b", "data:,b", "mailto:b"])
async def test_other_schemes(server: Server, location: str) -> None:
    server.routes = {"/a": to(location)}
    assert await send(server, "http://one.test/a") == Miss(
        Why.DOWNLOAD_FAILED, "URL scheme is not allowed"
    )


SECRET = (("Authorization", "a"), ("cookie", "b"), ("Proxy-Authorization", "c"), ("X-Own", "d"))


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        ("http://one.test/b", True),
        ("http://two.test/b", False),
        ("http://one.test:8080/b", False),
    ],
)
async def test_credentials_stay_with_their_host(server: Server, target: str, kept: bool) -> None:
    server.routes = {"/a": to(target), "/b": to("http://one.test/c")}
    await send(server, "http://one.test/a", SECRET)
    for asked in server.asked[1:]:  # once dropped they do not come back
        assert (asked.header("authorization") == "a") is kept
        assert (asked.header("cookie") == "b") is kept
        assert (asked.header("proxy-authorization") == "c") is kept
        assert asked.header("x-own") == "d"


async def test_userinfo_stays_with_its_host(server: Server) -> None:
    server.routes = {"/a": to("/b"), "/b": to("http://two.test/c")}
    await send(server, "http://user:pass@one.test/a")
    told = [asked.header("authorization") for asked in server.asked]
    assert told == ["Basic dXNlcjpwYXNz"] * 2 + [None]
    assert [asked.header("host") for asked in server.asked] == ["one.test"] * 2 + ["two.test"]


async def test_referer(server: Server) -> None:
    server.routes = {"/a": to("/b"), "/b": to("http://two.test/c?x#y")}
    await send(server, "http://user:pass@one.test/a#fragment")
    assert [asked.all("referer") for asked in server.asked] == [
        [],
        ["http://one.test/a"],
        ["http://one.test/b"],
    ]


async def test_own_headers_win(server: Server) -> None:
    headers = (("Accept-Encoding", "gzip"), ("User-Agent", "mine"), ("X-A", "1"), ("X-A", "2"))
    await send(server, "http://one.test/a", headers)
    await send(server, "http://one.test/a")
    first, second = server.asked
    assert first.all("accept-encoding") == ["gzip"]
    assert first.all("user-agent") == ["mine"]
    assert first.all("x-a") == ["1", "2"]
    assert second.all("accept-encoding") == ["br, deflate, gzip, zstd"]
    assert second.all("user-agent") == [USER_AGENT]


async def test_a_host_of_ones_own(server: Server) -> None:
    """For a server that goes by it; it stays behind when another is asked."""
    server.routes = {"/a": to("/b"), "/b": to("http://two.test/c")}
    await send(server, "http://one.test/a", (("host", "inner.test"),))
    told = [asked.all("host") for asked in server.asked]
    assert told == [["inner.test"], ["inner.test"], ["two.test"]]


async def test_cookies_are_not_kept(server: Server) -> None:
    server.routes = {"/a": Reply(status=302, headers=(("Location", "/b"), ("Set-Cookie", "a=b")))}
    await send(server, "http://one.test/a")
    assert server.asked[1].header("cookie") is None


async def test_a_form(server: Server) -> None:
    """Sent once: a redirect may turn it into a plain question."""
    server.routes = {"/a": to("/b", 303), "/b": Reply(body=b"here")}
    assert await send(server, "http://one.test/a", form=b"x=1") == (200, b"here")
    told = [(asked.method, asked.body) for asked in server.asked]
    assert told == [("POST", b"x=1"), ("GET", b"")]


@pytest.mark.parametrize(
    ("path", "sent"),
    [("/a%20b?c=d%2Fe", "/a%20b?c=d%2Fe"), ("/[x]^|~@:!$&'()*+,;=", "/[x]^|~@:!$&'()*+,;=")],
)
async def test_the_path_is_sent_as_it_is(server: Server, path: str, sent: str) -> None:
    await send(server, f"http://one.test{path}#fragment")
    assert server.asked[0].path == sent


async def test_connections_are_used_again(server: Server) -> None:
    server.routes = {"/a": to("/b"), "/b": to("/c")}
    async with Connections(5) as connections:
        for _ in range(3):
            answer = await exchange(connections, Ask(url=f"{server.url}/a", guarded=False), [])
            assert isinstance(answer, Answer)
            await answer.discard()
    assert server.hits() == 9
    assert server.connections == 1


async def test_a_long_body_nobody_wants_is_not_read(server: Server) -> None:
    def endless(_asked: Asked) -> Reply:
        return Reply(status=404, body=b"x" * 10_000_000)

    server.routes = {"/a": endless}
    async with Connections(5) as connections:
        answer = await exchange(connections, Ask(url=f"{server.url}/a", guarded=False), [])
        assert isinstance(answer, Answer)
        assert await answer.head(1000) is None
        await answer.discard()


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (
            caused(
                httpcore.ConnectError("All connection attempts failed"),
                ConnectionRefusedError(111, "x"),
            ),
            "Connection refused (os error 111)",
        ),
        (
            caused(
                httpcore.ConnectError("x"),
                ssl.SSLCertVerificationError(1, "certificate verify failed: expired"),
            ),
            "certificate verify failed",
        ),
        (caused(httpcore.ConnectError("x"), ssl.SSLError(1, "wrong version number")), "SSL error"),
        (
            caused(httpcore.ConnectError("x"), socket.gaierror(-2, "Name or service not known")),
            "failed to lookup address information: Name or service not known",
        ),
        (caused(httpcore.ConnectTimeout(""), TimeoutError()), "connection timed out"),
        (httpcore.RemoteProtocolError("illegal status line"), "illegal status line"),
        (httpcore.ReadError(), "ReadError"),
        (ExceptionGroup("x", [httpcore.ReadError("inside")]), "inside"),
    ],
)
def test_error_text(error: Exception, text: str) -> None:
    assert error_text(error) == text


@pytest.mark.parametrize(
    "host",
    [
        pytest.param("a" * 70_000, id="long"),
        pytest.param("xn--zzzz99999", id="no-punycode"),
        pytest.param("a..b", id="empty-label"),
        pytest.param("a_b!$&'()*+,;=~\"`{}", id="signs"),
        pytest.param("-.-", id="hyphens"),
    ],
)
async def test_a_host_that_cannot_be(server: Server, host: str) -> None:
    """A redirect may name any; it is a download that failed, whatever httpx thinks of it."""
    server.routes = {"/a": to(f"http://{host}/")}
    async with Internet(server, {"one.test": [[PUBLIC]]}).connections() as connections:
        client = Client(connections, DownloadPolicy())
        answer = await client.read(Ask(url="http://one.test/a"))
    assert isinstance(answer, Miss)
    assert answer.why in (Why.DOWNLOAD_FAILED, Why.NO_PERMISSION)


async def test_cookies_and_redirects_are_not_read_by_httpx(server: Server) -> None:
    """Neither a cookie nor a place is of use; reading them could fail, or take long."""
    odd = (("Set-Cookie", "a=b; expires=" + "0" * 4000), ("Location", "http://[::1"))
    server.routes = {"/a": Reply(status=304, headers=odd)}
    assert await send(server, "http://one.test/a") == (304, b"")
