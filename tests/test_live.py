"""What a run that waits starts, who hears of it, and what it leaves behind."""

import os
import time
from pathlib import Path

import pytest

from inspector.fetch.cache import OBJECTS, Cache
from inspector.fetch.remote import RemoteFile
from inspector.live import Live
from inspector.model.events import Event, ParseEnded, ParseStarted
from inspector.model.outcome import RESTRICTED, Miss
from inspector.model.sources import HttpSource
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


async def test_events_go_to_all_who_listen_and_only_while_they_do(tmp_path: Path) -> None:
    path = str(HARBOR / "elf/sep.debug")
    first: list[Event] = []
    second: list[Event] = []
    live = await Live.start(Settings(), Cache(str(tmp_path)))
    with live.telling(first.append):
        with live.telling(second.append):
            await live.workers.run("identify", {"path": path}, "sep")
        await live.workers.run("identify", {"path": path}, "sep")
    await live.workers.run("identify", {"path": path}, "sep")
    await live.close()
    kinds = [ParseStarted, ParseEnded]
    assert [type(event) for event in first] == kinds * 2
    assert [type(event) for event in second] == kinds


async def test_one_who_failed_is_no_longer_told(tmp_path: Path) -> None:
    told: list[Event] = []
    live = await Live.start(Settings(), Cache(str(tmp_path)))
    with pytest.raises(KeyError), live.telling(told.append):
        await live.workers.run("no such task", {}, "x")
    await live.workers.run("identify", {"path": str(HARBOR / "elf/bare")}, "bare")
    await live.close()
    assert told == []


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
