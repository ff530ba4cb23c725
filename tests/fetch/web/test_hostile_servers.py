"""Servers that do not speak HTTP, or speak it badly: always an answer, never an exception."""

import asyncio
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.fetch.policy import DownloadPolicy
from inspector.fetch.web.ask import Ask
from inspector.fetch.web.client import Client
from inspector.fetch.web.connections import Connections
from inspector.model.outcome import Miss, Why

HEAD = b"HTTP/1.1 200 OK\r\n"


async def fetch(reply: bytes, path: Path) -> Miss | None:
    """What comes of a server that says `reply` to everything and hangs up."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(reply)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        writer.close()

    policy = DownloadPolicy(head_timeout=2)
    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/a"
        async with Connections(5) as connections, asyncio.timeout(5):
            return await Client(connections, policy).download(
                Ask(url=url, guarded=False), str(path / "out"), 1000, lambda *_: None
            )


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(b"", id="silence"),
        pytest.param(b"garbage\r\n\r\n", id="garbage"),
        pytest.param(b"SSH-2.0-OpenSSH_9.6\r\n", id="another-protocol"),
        pytest.param(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", id="http2"),
        pytest.param(b"HTTP/1.1 2000 OK\r\n\r\n", id="four-digit-status"),
        pytest.param(b"HTTP/1.1 \xb2\xb2\xb2 OK\r\n\r\n", id="superscript-status"),
        pytest.param(HEAD, id="half-a-head"),
        pytest.param(HEAD + b"no colon\r\n\r\n", id="header-without-colon"),
        pytest.param(HEAD + b"Content-Length: -1\r\n\r\n", id="negative-length"),
        pytest.param(HEAD + b"Content-Length: \xb2\r\n\r\n", id="superscript-length"),
        pytest.param(HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", id="lengths"),
        pytest.param(HEAD + b"Content-Length: 5\r\n\r\nhell", id="short-body"),
        pytest.param(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", id="bad-chunk"),
        pytest.param(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhel", id="half-a-chunk"),
        pytest.param(HEAD + b"Transfer-Encoding: gzip\r\n\r\n", id="transfer-encoding"),
        pytest.param(HEAD + b"X: " + b"x" * 200_000 + b"\r\n\r\n", id="long-header"),
        pytest.param(HEAD + b"X: x\r\n" * 50_000 + b"\r\n", id="many-headers"),
        pytest.param(HEAD + b"X: a\0b\r\n\r\n", id="nul-in-header"),
        pytest.param(b"HTTP/1.1 100 Continue\r\n\r\n" * 5, id="continue-for-ever"),
    ],
)
async def test_bad_http(reply: bytes, tmp_path: Path) -> None:
    miss = await fetch(reply, tmp_path)
    assert isinstance(miss, Miss)
    assert miss.why is Why.DOWNLOAD_FAILED
    assert miss.details


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(HEAD + b"\r\nuntil the end", id="no-length"),
        pytest.param(b"HTTP/1.0 200 OK\r\n\r\nold", id="http-1.0"),
        pytest.param(b"HTTP/1.1 200\r\nContent-Length: 1\r\n\r\nx", id="no-reason"),
        pytest.param(b"HTTP/1.1 103 Early Hints\r\n\r\n" + HEAD + b"\r\nx", id="early-hints"),
    ],
)
async def test_odd_but_fine(reply: bytes, tmp_path: Path) -> None:
    assert await fetch(reply, tmp_path) is None


PIECES = [
    HEAD, b"HTTP/1.1 206 Partial Content\r\n", b"HTTP/1.1 302 Found\r\n", b"HTTP/1.1 416 x\r\n",
    b"Content-Length: 5\r\n", b"Content-Range: bytes 0-4/9\r\n", b"Content-Range: bytes 0-4/5\r\n",
    b"Content-Encoding: gzip\r\n", b"Content-Encoding: zstd\r\n", b"Location: /\r\n",
    b"Location: http://[\r\n", b"Transfer-Encoding: chunked\r\n", b"5\r\nhello\r\n", b"0\r\n\r\n",
    b"\r\n", b"hello", b"\x1f\x8b\x08", b"ETag: x\r\n", b"Content-Range: bytes 0-0/0\r\n",
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=20)), max_size=8))
def test_anything(tmp_path_factory: pytest.TempPathFactory, pieces: list[bytes]) -> None:
    path = tmp_path_factory.mktemp("x")
    miss = asyncio.run(fetch(b"".join(pieces), path))
    assert miss is None or isinstance(miss, Miss)
    assert {file.name for file in path.iterdir()} <= {"out"}
