"""A request -> a file on disk: encodings, ranges, limits (spec/sources.md 4.5, 4.6)."""

import gzip
import zlib
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
import zstandard

from inspector.fetch.policy import DownloadPolicy
from inspector.fetch.web.ask import Ask
from inspector.fetch.web.client import Client
from inspector.fetch.web.connections import Connections
from inspector.model.outcome import NOT_FOUND, Miss, Why
from tests.fetch.server import Asked, Reply, Server

BODY = bytes(range(256)) * 40
TOO_BIG = Miss(Why.MALFORMED, "Maximum file size exceeded")


async def download(
    server: Server,
    path: Path,
    limit: int | None = None,
    range_size: int = 128 << 20,
    ranges: bool = True,
) -> bytes | Miss:
    """What `/a` gives; nothing but the target is left behind."""
    policy = DownloadPolicy(range_size=range_size)
    ask = Ask(url=f"{server.url}/a", guarded=False, ranges=ranges)
    seen: list[tuple[int, int | None]] = []
    async with Connections(5) as connections:
        client = Client(connections, policy)
        miss = await client.download(
            ask, str(path / "out"), limit, lambda got, total: seen.append((got, total))
        )
    assert {file.name for file in path.iterdir()} <= {"out"}
    assert [got for got, _ in seen] == sorted(got for got, _ in seen)
    if miss is None:
        return (path / "out").read_bytes()
    return miss


PACKED = {
    "identity": BODY,
    "": BODY,
    "gzip": gzip.compress(BODY),
    "x-gzip": gzip.compress(BODY),
    "deflate": zlib.compress(BODY),
    "br": brotli.compress(BODY),
    "zstd": zstandard.compress(BODY),
}


@pytest.mark.parametrize("encoding", sorted(PACKED))
@pytest.mark.parametrize("range_size", [128 << 20, 50], ids=["whole", "in-parts"])
async def test_encodings(server: Server, tmp_path: Path, encoding: str, range_size: int) -> None:
    headers = (("Content-Encoding", f" {encoding} "),)
    server.routes = {"/a": Reply(body=PACKED[encoding], headers=headers, ranges=True)}
    assert await download(server, tmp_path, range_size=range_size) == BODY


@pytest.mark.parametrize(
    ("headers", "text"),
    [
        ([("Content-Encoding", "GZIP")], "Unsupported content encoding"),
        ([("Content-Encoding", "gzip, br")], "Unsupported content encoding"),
        ([("Content-Encoding", "compress")], "Unsupported content encoding"),
        (
            [("Content-Encoding", "gzip"), ("Content-Encoding", "gzip")],
            "Multiple content encodings not supported",
        ),
    ],
)
@pytest.mark.parametrize("range_size", [128 << 20, 50], ids=["whole", "in-parts"])
async def test_encodings_nobody_asked_for(
    server: Server, tmp_path: Path, headers: list[tuple[str, str]], text: str, range_size: int
) -> None:
    server.routes = {"/a": Reply(body=BODY, headers=tuple(headers), ranges=True)}
    miss = await download(server, tmp_path, range_size=range_size)
    assert miss == Miss(Why.DOWNLOAD_FAILED, text)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
async def test_a_broken_encoding(server: Server, tmp_path: Path, encoding: str) -> None:
    """`deflate` without the zlib wrapper is one."""
    body = PACKED[encoding][:-5] if encoding != "deflate" else PACKED["deflate"][2:-4]
    server.routes = {"/a": Reply(body=body, headers=(("Content-Encoding", encoding),))}
    miss = await download(server, tmp_path)
    assert isinstance(miss, Miss)
    assert miss.why is Why.DOWNLOAD_FAILED


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", ""])
async def test_the_limit_is_for_decoded_bytes(
    server: Server, tmp_path: Path, encoding: str
) -> None:
    body = PACKED[encoding]
    server.routes = {"/a": Reply(body=body, headers=(("Content-Encoding", encoding),))}
    assert await download(server, tmp_path, len(BODY)) == BODY
    assert await download(server, tmp_path, len(BODY) - 1) == TOO_BIG


async def test_an_empty_body_has_no_encoding(server: Server, tmp_path: Path) -> None:
    server.routes = {"/a": Reply(headers=(("Content-Encoding", "gzip"),))}
    assert await download(server, tmp_path) == b""


@pytest.mark.parametrize("range_size", [1, 7, 4000, 5119, 5120, 5121, 10239, 10240, 20000])
async def test_in_parts(server: Server, tmp_path: Path, range_size: int) -> None:
    server.routes = {"/a": Reply(body=BODY, ranges=True)}
    assert await download(server, tmp_path, range_size=range_size) == BODY
    first, *others = (asked.header("range") for asked in server.asked)
    assert first == f"bytes=0-{range_size - 1}"
    assert len(others) == (
        0 if range_size >= len(BODY) else min(4, -(-len(BODY) // range_size) - 1)
    )


async def test_the_total_is_known_before_the_parts(server: Server, tmp_path: Path) -> None:
    server.routes = {"/a": Reply(body=BODY, ranges=True)}
    assert await download(server, tmp_path, len(BODY) - 1, 100) == TOO_BIG
    assert server.hits() == 1


def said(text: str, body: bytes = BODY, status: int = 206) -> Reply:
    return Reply(status=status, body=body, headers=(("Content-Range", text),))


@pytest.mark.parametrize(
    "text", ["bytes 0-99/*", "bytes */10240", "items 0-99/10240", "bytes x", "bytes 5-9/10240"]
)
async def test_an_unusable_range(server: Server, tmp_path: Path, text: str) -> None:
    """The same is asked again, without one."""

    def answer(asked: Asked) -> Reply:
        return said(text) if asked.header("range") else Reply(body=BODY)

    server.routes = {"/a": answer}
    assert await download(server, tmp_path) == BODY
    assert [asked.header("range") is None for asked in server.asked] == [False, True]


async def test_416(server: Server, tmp_path: Path) -> None:
    def answer(asked: Asked) -> Reply:
        return Reply(status=416) if asked.header("range") else Reply(body=BODY)

    server.routes = {"/a": answer}
    assert await download(server, tmp_path) == BODY
    server.routes = {"/a": Reply(status=416)}
    assert await download(server, tmp_path) == NOT_FOUND


async def test_206_without_a_range_is_the_whole(server: Server, tmp_path: Path) -> None:
    server.routes = {"/a": Reply(status=206, body=BODY)}
    assert await download(server, tmp_path) == BODY


async def test_an_empty_file(server: Server, tmp_path: Path) -> None:
    server.routes = {"/a": said("bytes 0-0/0", b"")}
    assert await download(server, tmp_path) == b""


def after_first(server: Server, later: Reply) -> None:
    """Honest about the first 100 bytes; the parts get `later`."""

    def answer(asked: Asked) -> Reply:
        wanted = asked.header("range")
        return Reply(body=BODY, ranges=True) if wanted == "bytes=0-99" else later

    server.routes = {"/a": answer}


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        pytest.param(Reply(status=500), Miss(Why.DOWNLOAD_FAILED, "500 Internal Server Error"),
                     id="error"),
        pytest.param(Reply(status=404), NOT_FOUND, id="gone"),
        pytest.param(Reply(body=BODY), Miss(Why.INTERNAL), id="everything-again"),
        pytest.param(said("bytes 0-99/10240", BODY[:100]), Miss(Why.INTERNAL), id="other-part"),
        pytest.param(Reply(status=206, body=BODY[:100]), Miss(Why.INTERNAL), id="unnamed-part"),
        pytest.param(
            Reply(body=BODY, ranges=True, headers=(("ETag", "new"),)),
            Miss(Why.DOWNLOAD_FAILED, "the file changed while it was downloaded"),
            id="other-file",
        ),
    ],
)  # fmt: skip
async def test_parts_that_are_not_as_asked(
    server: Server, tmp_path: Path, later: Reply, expected: Miss
) -> None:
    after_first(server, later)
    assert await download(server, tmp_path, range_size=100) == expected


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (10_139, Miss(Why.DOWNLOAD_FAILED, "end of file before message length reached")),
        (10_141, Miss(Why.INTERNAL)),
    ],
    ids=["short", "long"],
)
async def test_parts_of_another_length(
    server: Server, tmp_path: Path, size: int, expected: Miss
) -> None:
    after_first(server, said("bytes 5120-10239/10240", BODY[:size]))
    server.routes = {
        "/a": lambda asked: (
            Reply(body=BODY, ranges=True)
            if asked.header("range") == "bytes=0-5119"
            else said("bytes 5120-10239/10240", BODY[: size - 5020])
        )
    }
    assert await download(server, tmp_path, range_size=5120) == expected


async def test_without_ranges(server: Server, tmp_path: Path) -> None:
    server.routes = {"/a": Reply(body=BODY, ranges=True)}
    assert await download(server, tmp_path, range_size=100, ranges=False) == BODY
    assert server.asked[0].header("range") is None


async def test_a_disk_that_cannot_be_written(server: Server, tmp_path: Path) -> None:
    server.routes = {"/a": Reply(body=BODY)}
    async with Connections(5) as connections:
        client = Client(connections, DownloadPolicy())
        ask = Ask(url=f"{server.url}/a", guarded=False)
        miss = await client.download(ask, str(tmp_path / "no" / "x"), None, lambda *_: None)
    assert miss == Miss(Why.INTERNAL)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (Reply(body=b"short"), b"short"),
        (Reply(body=b"x" * 100_000), TOO_BIG),
        (Reply(status=404), NOT_FOUND),
        (Reply(body=b"x", length=5), None),
    ],
    ids=["short", "long", "missing", "broken"],
)
async def test_read(server: Server, reply: Reply, expected: bytes | Miss | None) -> None:
    server.routes = {"/a": reply}
    async with Connections(5) as connections:
        client = Client(connections, DownloadPolicy())
        answer = await client.read(Ask(url=f"{server.url}/a", guarded=False))
    if expected is None:
        assert isinstance(answer, Miss)
        assert answer.why is Why.DOWNLOAD_FAILED
    else:
        assert answer == expected
