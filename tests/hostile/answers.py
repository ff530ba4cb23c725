"""What a hostile server says: `answer` writes one of some forty bad answers to a client."""

import asyncio
import gzip
import zlib
from collections.abc import Awaitable, Callable
from random import Random

from tests.hostile.mutations import damage

OK = b"HTTP/1.1 200 OK\r\n"
ENDLESS = 12 << 20  # bytes after which even an endless body ends
SLOW = 0.8  # seconds after which even a silent server hangs up
_ENCODINGS = (b"gzip", b"br", b"deflate", b"zstd", b"x")
_MAPS = (b"", b"\xff\xfe", b"file:///etc/passwd", b"//[", b"a" * 9000)
_BOMB = gzip.compress(bytes(48 << 20))

Writer = asyncio.StreamWriter
Answer = Callable[[Random, Writer, bytes, str], Awaitable[None]]


def whole(body: bytes, *headers: bytes, status: bytes = b"200 OK") -> bytes:
    """A decent answer."""
    lines = [b"HTTP/1.1 " + status, b"Content-Length: %d" % len(body), *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def heads(rng: Random, body: bytes, here: str) -> bytes:
    """An answer that is wrong somewhere, all of it at once."""
    choices = (
        b"",
        b"garbage\r\n\r\n",
        rng.randbytes(200),
        b"HTTP/1.1 2000 OK\r\n\r\n",
        b"HTTP/9.9 200 OK\r\n\r\n" + body,
        OK + b"no colon\r\n\r\n" + body,
        OK + b"Content-Length: -1\r\n\r\n" + body,
        OK + b"Content-Length: 99999999999999999999\r\n\r\n" + body,
        OK + b"Content-Length: %d\r\n\r\n" % (len(body) + 100) + body,
        OK + b"Content-Length: %d\r\n\r\n" % (len(body) // 2) + body,
        OK + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n" + body,
        OK + b"X: " + b"x" * 200_000 + b"\r\n\r\n",
        OK + b"X: x\r\n" * 20_000 + b"\r\n" + body,
        OK + b"X: a\0b\r\n\r\n" + body,
        OK[: rng.randrange(len(OK))],
        b"HTTP/1.1 100 Continue\r\n\r\n" * 30,
        whole(body, b"Content-Encoding: " + rng.choice(_ENCODINGS)),
        whole(_BOMB, b"Content-Encoding: gzip"),
        whole(_BOMB),
        whole(damage(rng, gzip.compress(body)), b"Content-Encoding: gzip"),
        whole(zlib.compress(body), b"Content-Encoding: deflate"),
        whole(gzip.compress(body), b"Content-Encoding: gzip, gzip"),
        OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + body,
        OK + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n" + body,
        OK + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % (len(body) + 7) + body,
        OK + b"Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
        OK + b"Transfer-Encoding: chunked\r\n\r\n" + b"1;" + b"e" * 3000 + b"\r\nx\r\n" * 3,
        whole(body, b"Content-Range: bytes 5-1/0", status=b"206 Partial Content"),
        whole(body[:10], b"Content-Range: bytes 0-9/99999999", status=b"206 Partial Content"),
        whole(b"", status=rng.choice((b"204 No", b"205 No", b"304 No", b"416 No", b"000 No"))),
        whole(body, status=b"%d Some" % rng.choice((201, 203, 226, 299, 300, 402, 418, 599))),
        whole(b"no", status=b"%d No" % rng.choice((400, 401, 403, 404, 410, 429, 500, 502, 503))),
        whole(b"", b"Retry-After: 99999999", status=b"503 Later"),
        whole(body, b"SourceMap: " + rng.choice(_MAPS)),
    )  # fmt: skip
    return rng.choice(choices + _redirects(rng, here))


def _redirects(rng: Random, here: str) -> tuple[bytes, ...]:
    targets = (
        here,
        here + "x",
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "http://127.0.0.1:1/",
        "http://[::1]:1/",
        "http://user:secret@127.0.0.1:1/",
        "//",
        "",
        "http://127.0.0.1:99999/",
        "data:,hello",
        "../" * 30,
        "x" * 20_000,
        "\\\\host\\share",
        "http://\u20ac\u202e/",
    )
    statuses = (b"301 M", b"302 M", b"303 M", b"307 M", b"308 M", b"300 M", b"305 M")
    chosen = rng.sample(targets, 6)
    return tuple(
        whole(b"", b"Location: " + target.encode(), status=rng.choice(statuses))
        for target in chosen
    )


async def at_once(rng: Random, writer: Writer, body: bytes, here: str) -> None:
    writer.write(heads(rng, body, here))


async def damaged(rng: Random, writer: Writer, body: bytes, here: str) -> None:
    writer.write(whole(damage(rng, body)))


async def endless(rng: Random, writer: Writer, body: bytes, here: str) -> None:
    """More and more, with a length or without, in chunks or not."""
    part = rng.choice((bytes(1 << 16), body * (1 + (1 << 16) // max(len(body), 1))))[: 1 << 16]
    head, frame = rng.choice(
        (
            (OK + b"\r\n", b"%s"),
            (OK + b"Content-Length: 9999999999\r\n\r\n", b"%s"),
            (OK + b"Transfer-Encoding: chunked\r\n\r\n", b"%x\r\n%%s\r\n" % len(part)),
        )
    )
    writer.write(head)
    for _ in range(ENDLESS // max(len(part), 1)):
        writer.write(frame % part)
        await writer.drain()


async def dripping(rng: Random, writer: Writer, body: bytes, here: str) -> None:
    """A byte at a time, of the head or of the body."""
    said = whole(body)
    kept = rng.choice((0, 20, said.index(b"\r\n\r\n") + 4))
    writer.write(said[:kept])
    for at in range(kept, min(len(said), kept + int(SLOW / 0.02))):
        writer.write(said[at : at + 1])
        await writer.drain()
        await asyncio.sleep(0.02)


async def silent(rng: Random, writer: Writer, body: bytes, here: str) -> None:
    writer.write(rng.choice((b"", OK, OK + b"\r\n", whole(body)[:-1])))
    await writer.drain()
    await asyncio.sleep(SLOW)


async def reset(rng: Random, writer: Writer, body: bytes, here: str) -> None:
    said = whole(body)
    writer.write(said[: rng.randrange(len(said))])
    await writer.drain()
    writer.transport.abort()


async def answer(rng: Random, writer: Writer, body: bytes, here: str) -> None:
    """One of all of them; the rare ones take time."""
    kinds: tuple[Answer, ...] = (at_once, damaged, reset, endless, dripping, silent)
    await rng.choices(kinds, (60, 20, 8, 5, 3, 4))[0](rng, writer, body, here)
