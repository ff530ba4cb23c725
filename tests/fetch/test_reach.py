"""Probes of sources: what is found out, and that nothing secret is told."""

import asyncio
import time
from email.utils import formatdate
from pathlib import Path

import pytest

from inspector.fetch.policy import DownloadPolicy
from inspector.fetch.reach import Prober, Reach
from inspector.fetch.remote import RemoteFile
from inspector.model.outcome import NOT_FOUND, Miss, Why
from inspector.model.places.sources import (
    FilesystemSource,
    HttpSource,
    S3Region,
    S3Source,
    SentrySource,
    Source,
)
from tests.fetch.server import Reply, Server
from tests.fetch.web.test_connections import tls as _tls

tls = _tls  # a fixture: a server whose certificate nobody knows

QUICK = DownloadPolicy(connect_timeout=2.0, head_timeout=2.0)


def file(source: Source, location: str = "", *, trusted: bool = True) -> RemoteFile:
    return RemoteFile(source=source, location=location, trusted=trusted, folder="/nowhere")


def web(url: str) -> HttpSource:
    return HttpSource(id="web", url=url, headers={"X-Key": "canary"})


async def reach(source: Source, *, trusted: bool = True) -> Reach:
    found = await Prober(QUICK).reach(file(source, trusted=trusted))
    assert "canary" not in repr(found)
    return found


ROOTS = [(200, "ok"), (404, "ok"), (403, "ok"), (401, "permission_denied"), (500, "download_error")]


@pytest.mark.parametrize(("status", "outcome"), ROOTS)
async def test_the_root_of_a_server(server: Server, status: int, outcome: str) -> None:
    server.routes = {"/syms/": Reply(status=status), "/syms": Reply(status=status)}
    found = await reach(web(f"{server.url}/syms/"))
    assert (found.outcome, found.status) == (outcome, status)
    assert found.addresses == ("127.0.0.1",)
    assert found.seconds is not None
    assert 0 < found.seconds < 2
    assert found.tls == ""
    assert found.redirects == ()
    assert server.asked[0].header("x-key") == "canary"


async def test_redirects_are_told_without_their_secrets(server: Server) -> None:
    target = f"http://u:canary@127.0.0.1:{server.port}/b?token=canary"
    server.routes = {
        "/a": Reply(status=302, headers=(("Location", target),)),
        "/b": Reply(body=b"x"),
    }
    found = await reach(web(f"{server.url}/a"))
    assert (found.outcome, found.redirects) == ("ok", (f"{server.url}/b",))


@pytest.mark.parametrize(
    ("said", "skew"),
    [
        pytest.param(0, 0, id="same"),
        pytest.param(3600, 3600, id="ahead"),
        pytest.param(-3600, -3600, id="behind"),
        pytest.param(None, None, id="not-told"),
        pytest.param("yesterday", None, id="no-date"),
    ],
)
async def test_the_clock(said: int | str | None, skew: int | None) -> None:
    if isinstance(said, int):
        said = formatdate(time.time() + said, usegmt=True)
    date = "" if said is None else f"Date: {said}\r\n"

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(f"HTTP/1.1 200 OK\r\n{date}Content-Length: 0\r\n\r\n".encode())
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        found = await reach(web(f"http://127.0.0.1:{port}/"))
    assert found.outcome == "ok"
    assert found.clock_skew == (None if skew is None else pytest.approx(skew, abs=30))


async def test_encryption(tls: str) -> None:
    found = await reach(web(tls))
    assert (found.outcome, found.details) == ("download_error", "certificate verify failed")
    source = HttpSource(id="web", url=tls, accept_invalid_certs=True)
    found = await reach(source)
    assert found.outcome == "ok"
    assert found.tls.startswith("TLSv1.")
    assert found.tls.endswith(", unchecked")


async def test_nobody_listens() -> None:
    server = Server()
    with server:
        url = server.url
    found = await reach(web(url))
    assert found.outcome == "download_error"
    assert "refused" in found.details.lower()
    assert found.status is None


async def test_a_name_that_does_not_resolve() -> None:
    async def resolve(_host: str, _port: int) -> list[str]:
        import httpcore

        raise httpcore.ConnectError("unknown")

    found = await Prober(QUICK, resolve).reach(file(web("http://symbols.invalid/")))
    assert found.outcome == "download_error"
    assert found.addresses == ()


async def test_too_slow(server: Server) -> None:
    server.routes = {"/a": Reply(wait=5.0)}
    prober = Prober(DownloadPolicy(head_timeout=0.1))
    assert (await prober.reach(file(web(f"{server.url}/a")))).outcome == "timeout"


async def test_private_hosts_need_trust(server: Server) -> None:
    found = await reach(web(server.url), trusted=False)
    assert (found.outcome, found.details) == ("download_error", "destination is restricted")
    assert server.hits() == 0


async def test_offline(server: Server) -> None:
    prober = Prober(DownloadPolicy(offline=True))
    assert (await prober.reach(file(web(server.url)))).details == "offline"
    assert await prober.has(file(web(server.url), "a")) == Miss(Why.DOWNLOAD_FAILED, "offline")
    assert server.hits() == 0


@pytest.mark.parametrize(("status", "outcome"), [(200, "ok"), (401, "download_error")])
async def test_sentry(server: Server, status: int, outcome: str) -> None:
    server.routes = {"/dsyms/": Reply(status=status, body=b"[]")}
    found = await reach(SentrySource(id="s", url=f"{server.url}/dsyms/", token="canary"))
    assert (found.outcome, found.status) == (outcome, status)
    assert server.asked[0].header("authorization") == "Bearer canary"


@pytest.mark.parametrize(("status", "outcome"), [(404, "ok"), (403, "permission_denied")])
async def test_s3(server: Server, status: int, outcome: str) -> None:
    pytest.importorskip("botocore")
    server.routes = {"/bucket/syms/-": Reply(status=status)}
    region = S3Region("local", server.url)
    source = S3Source(
        id="s", bucket="bucket", prefix="syms", region=region,
        access_key="AKIACANARY", secret_key="canary",
    )  # fmt: skip
    found = await reach(source)
    assert (found.outcome, found.status) == (outcome, status)
    assert "Signature" not in repr(found)
    assert "AKIACANARY" not in repr(found)


async def test_folders(tmp_path: Path) -> None:
    there = FilesystemSource(id="f", path=str(tmp_path))
    assert (await reach(there)).details == "an empty folder"
    (tmp_path / "a").touch()
    assert (await reach(there)).details == "a folder"
    assert (await reach(FilesystemSource(id="f", path=str(tmp_path / "b")))).outcome == "not_found"
    outside = await reach(there, trusted=False)
    assert (outside.outcome, outside.details) == ("download_error", "outside the request's folder")


async def test_files(server: Server, tmp_path: Path) -> None:
    server.routes = {
        "/whole": Reply(body=b"x" * 100_000),
        "/ranges": Reply(body=b"x" * 100_000, ranges=True),
        "/empty": Reply(status=416),
        "/denied": Reply(status=403),
    }
    prober, source = Prober(QUICK), web(server.url)
    answers = [
        await prober.has(file(source, location))
        for location in ("whole", "ranges", "empty", "denied", "none")
    ]
    assert answers == [None, None, None, Miss(Why.NO_PERMISSION, "403 Forbidden"), NOT_FOUND]
    assert server.asked[0].header("range") == "bytes=0-0"
    (tmp_path / "a").write_bytes(b"x")
    folder = FilesystemSource(id="f", path=str(tmp_path))
    assert await prober.has(file(folder, "a")) is None
    assert await prober.has(file(folder, "b")) == NOT_FOUND
