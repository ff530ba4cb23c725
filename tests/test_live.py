"""What a run that waits starts, who hears of it, and what it leaves behind."""

import asyncio
import os
import time
from pathlib import Path

import pytest

from inspector.fetch.caching.cache import OBJECTS, Cache
from inspector.fetch.remote import Found, RemoteFile
from inspector.live import Live
from inspector.model.events import Event, FetchEnded, FetchStarted, ParseEnded, ParseStarted
from inspector.model.outcome import RESTRICTED, Miss
from inspector.model.places.sources import HttpSource
from inspector.settings import Bytes, Seconds, Settings
from tests.fetch.server import Reply, Server
from tests.harbor import HARBOR


async def test_the_cache_is_kept_below_its_limit(tmp_path: Path) -> None:
    cache = Cache(str(tmp_path))
    paths = []
    for hours in range(4):
        with cache.temporary() as temp:
            Path(temp).write_bytes(b"x" * 10_000)
            paths.append(cache.store(OBJECTS, f"scope: global\n\n{hours}\n", temp))
        used = time.time() - 3600 * hours
        os.utime(paths[-1], (used, used))
    live = await Live.start(Settings(max_cache_size=Bytes(25_000)), cache)
    assert all(os.path.exists(path) for path in paths)
    await live.close()
    assert [os.path.exists(path) for path in paths] == [True, True, False, False]


async def test_each_run_hears_of_its_own_work_only(tmp_path: Path) -> None:
    live = await Live.start(Settings(connect_to_reserved_ips=True), Cache(str(tmp_path)))
    heard: dict[str, list[Event]] = {name: [] for name in ("a", "b")}
    with Server() as server:
        source = HttpSource(id="s", url=server.url)

        async def run(name: str) -> None:
            mine = live.heard_by(heard[name].append)
            server.routes[f"/{name}"] = Reply(body=name.encode())
            await mine.downloads.get(RemoteFile(source=source, location=name))
            await mine.workers.run("identify", {"path": str(HARBOR / "elf/bare")}, name)

        await asyncio.gather(run("a"), run("b"))
        await live.workers.run("identify", {"path": str(HARBOR / "elf/bare")}, "nobody hears")
        await live.close()
    for name, events in heard.items():
        kinds = [FetchStarted, FetchEnded, ParseStarted, ParseEnded]
        assert [type(event) for event in events] == kinds
        assert {getattr(event, "file", name) for event in events} == {name}
        uris = {event.uri for event in events if isinstance(event, FetchStarted | FetchEnded)}
        assert uris == {f"{server.url}/{name}"}


async def test_all_runs_hear_of_the_download_they_wait_for(tmp_path: Path) -> None:
    live = await Live.start(Settings(connect_to_reserved_ips=True), Cache(str(tmp_path)))
    first: list[Event] = []
    second: list[Event] = []
    with Server() as server:
        server.routes["/x"] = Reply(body=b"x")
        file = RemoteFile(source=HttpSource(id="s", url=server.url), location="x")
        await asyncio.gather(
            *(live.heard_by(one.append).downloads.get(file) for one in (first, second))
        )
        await live.close()
        assert server.hits() == 1
    assert [type(event) for event in first] == [FetchStarted, FetchEnded]
    assert second == first


async def test_all_runs_hear_of_the_table_they_wait_for(tmp_path: Path) -> None:
    live = await Live.start(Settings(), Cache(str(tmp_path)))
    found = Found(str(HARBOR / "elf/sep.debug"), "scope: global\n\nlocation: x\n", cached=True)
    heard: list[list[Event]] = [[], [], []]
    one, two, later = (live.heard_by(events.append).tables for events in heard)
    await asyncio.gather(one.identify(found, "x"), two.identify(found, "x"))
    await later.identify(found, "x")
    await live.close()
    assert [type(event) for event in heard[0]] == [ParseStarted, ParseEnded]
    assert heard[1] == heard[0]
    assert heard[2] == []


@pytest.mark.parametrize(
    ("settings", "details"),
    [
        pytest.param(Settings(), RESTRICTED, id="default"),
        pytest.param(Settings(connect_to_reserved_ips=True), "", id="reserved-allowed"),
        pytest.param(Settings(connect_to_reserved_ips=True, offline=True), "offline", id="offline"),
    ],
)
async def test_settings_reach_downloads(tmp_path: Path, settings: Settings, details: str) -> None:
    live = await Live.start(settings, Cache(str(tmp_path)))
    with Server() as server:
        source = HttpSource(id="a", url=server.url)
        miss = await live.downloads.get(RemoteFile(source=source, location="x"))
        await live.close()
        assert server.hits() == (not details)
    assert isinstance(miss, Miss)
    assert miss.details == details


async def test_limits_are_those_of_the_settings(tmp_path: Path) -> None:
    settings = Settings(
        connect_to_reserved_ips=True, max_download_timeout=Seconds(0.2), head_timeout=Seconds(9)
    )
    live = await Live.start(settings, Cache(str(tmp_path)))
    with Server() as server:
        server.routes["/x"] = Reply(body=b"x" * 100, stall=True)
        source = HttpSource(id="a", url=server.url)
        miss = await live.downloads.get(RemoteFile(source=source, location="x"))
        await live.close()
    assert isinstance(miss, Miss)
    assert miss.details == "200ms"
