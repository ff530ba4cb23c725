"""Answers from disk alone."""

import asyncio
import gzip
import subprocess
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

from inspector.fetch.caching.cache import OBJECTS, Cache
from inspector.fetch.caching.cached import CachedFiles, NotCached
from inspector.fetch.downloads import Downloads
from inspector.fetch.remote import Found, RemoteFile, SentryFile
from inspector.model.outcome import NOT_FOUND, Miss, Why
from inspector.model.places.sources import FilesystemSource, HttpSource, Layout, SentrySource
from tests.fetch.server import Reply, Server

HTTP = RemoteFile(source=HttpSource(id="x", url="http://h/"), location="a")
SENTRY = RemoteFile(source=SentrySource(id="s", url="http://h/api/", token="t"), location="")


def step(work: Coroutine[Any, Any, Any]) -> Any:
    """The result of a coroutine that never waits; there is no event loop here."""
    try:
        work.send(None)
    except StopIteration as done:
        return done.value
    raise AssertionError("it waited")


def test_what_is_not_known(cache: Cache) -> None:
    files = CachedFiles(cache)
    with pytest.raises(NotCached, match="http://h/a"):
        step(files.get(HTTP))
    with pytest.raises(NotCached):
        step(files.index(HTTP))
    with pytest.raises(NotCached):
        step(files.sentry_files(SENTRY, "id", None))


def test_what_is_known(cache: Cache) -> None:
    files = CachedFiles(cache)
    cache.store_miss(OBJECTS, HTTP.key, NOT_FOUND)
    assert step(files.get(HTTP)) == NOT_FOUND
    with cache.temporary() as temp:
        Path(temp).write_bytes(b"good")
        path = cache.store(OBJECTS, HTTP.key, temp)
    assert step(files.get(HTTP)) == Found(path, HTTP.key, cached=True)


def test_sentry_without_ids_is_empty(cache: Cache) -> None:
    assert step(CachedFiles(cache).sentry_files(SENTRY, None, None)) == ()


def test_files_of_this_machine_need_no_cache(cache: Cache, tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"\x7fELF")
    source = FilesystemSource(id="here", path=".")
    file = RemoteFile(source=source, location="plain", folder=str(tmp_path))
    found = step(CachedFiles(cache).get(file))
    assert isinstance(found, Found)
    assert Path(found.path).read_bytes() == b"\x7fELF"
    assert step(CachedFiles(cache).get(file.at("nothing"))) == NOT_FOUND
    assert cache.usage() == {}


async def test_a_packed_file_of_this_machine(cache: Cache, tmp_path: Path) -> None:
    """Unpacked once; a new build is unpacked anew."""
    packed = tmp_path / "a.gz"
    packed.write_bytes(gzip.compress(b"one"))
    source = FilesystemSource(id="here", path=".")
    file = RemoteFile(source=source, location="a.gz", folder=str(tmp_path))
    cached = CachedFiles(cache)
    with pytest.raises(NotCached):
        await cached.get(file)
    async with Downloads(cache) as downloads:
        for content in (b"one", b"another"):
            packed.write_bytes(gzip.compress(content))
            found = await downloads.get(file)
            assert isinstance(found, Found)
            assert Path(found.path).read_bytes() == content
            assert await cached.get(file) == Found(found.path, found.key, cached=True)
        packed.write_bytes(gzip.compress(b"broken")[:-4])
        broken = await downloads.get(file)
    assert isinstance(broken, Miss)
    assert broken.why is Why.MALFORMED
    assert packed.exists()


async def test_a_second_run_asks_nobody(cache: Cache, server: Server) -> None:
    server.routes = {
        "/s/000Admin/lastid.txt": Reply(body=b"1"),
        "/s/000Admin/0000000001": Reply(body=b'"a.exe\\1","x"'),
        "/s/good": Reply(body=b"good"),
        "/s/bad": Reply(status=403),
        "/api/": Reply(body=b'[{"id": "1", "symbolType": "elf"}]'),
    }
    source = HttpSource(
        id="x", url=f"{server.url}/s/", layout=Layout(type="symstore"), has_index=True
    )
    file = RemoteFile(source=source, location="", trusted=True)
    sentry = SentrySource(id="s", url=f"{server.url}/api/", token="t")
    listed = RemoteFile(source=sentry, location="", trusted=True)

    async def ask(files: Downloads | CachedFiles) -> list[object]:
        return [
            getattr(await files.get(file.at("good")), "path", None),
            await files.get(file.at("bad")),
            await files.get(file.at("missing")),
            await files.index(file),
            await files.sentry_files(listed, "id", None),
        ]

    async with Downloads(cache) as downloads:
        first = await ask(downloads)
    asked = server.hits()
    assert asked == 6
    assert first[1:] == [
        Miss(Why.NO_PERMISSION, "403 Forbidden"),
        NOT_FOUND,
        frozenset({"a.exe/1/a.exe"}),
        (SentryFile("1", "elf"),),
    ]
    async with Downloads(cache) as downloads:
        assert await ask(downloads) == first
    assert await asyncio.to_thread(step, ask(CachedFiles(cache))) == first
    assert server.hits() == asked


def test_imports_nothing_that_waits() -> None:
    slow = "asyncio httpcore ssl socket pathlib logging dataclasses tempfile shutil zipfile idna"
    code = (
        "import sys, inspector.fetch.caching.cached;"
        f"print([name for name in {slow.split()} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr
