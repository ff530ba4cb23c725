"""Loading requests, and the engine as a face uses it."""

import asyncio
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from inspector.engine import Engine, Opened, load
from inspector.js.wire import JsResponse
from inspector.model.events import (
    Event,
    FetchEnded,
    FetchStarted,
    ModuleReady,
    ParseEnded,
    ParseStarted,
    ThreadReady,
)
from inspector.model.places.scraping import Scraping
from inspector.model.places.sources import FilesystemSource
from inspector.settings import Settings
from tests.fetch.server import Reply, Server
from tests.harbor import Build
from tests.harbor_builds import BUILDS

NATIVE: dict[str, Any] = {"stacktraces": [{"frames": [{"instruction_addr": "0x10"}]}]}


def saved(folder: Path, body: object) -> str:
    path = folder / "crash.json"
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    path.write_bytes(data)
    return str(path)


HARBOR: dict[str, Build] = {build.name: build for build in BUILDS}
BUILD = HARBOR["elf-clang-dwarf5"]
CODE = "/17/6e2e9c3d6cd20b5d9a6dc37c0520d8e9ab4ee9"


def from_web(folder: Path, server: Server, *builds: Build) -> Opened:
    """A trusted request of several builds, one thread each, whose files the server has."""
    bodies = [build.request() for build in builds]
    for build in builds:
        build.lay_out(folder)
        for target in build.files:
            file = folder / "symbols" / build.name / target
            server.routes["/" + target] = Reply(body=file.read_bytes())
    for number, body in enumerate(bodies):
        body["modules"][0]["image_addr"] = hex(number << 32)
        for frame in body["stacktraces"][0]["frames"]:
            frame |= {"addr_mode": f"rel:{number}", "instruction_addr": 0x1992}
    body = {
        "sources": [{"id": "web", "type": "http", "url": server.url}],
        "modules": [body["modules"][0] for body in bodies],
        "stacktraces": [body["stacktraces"][0] for body in bodies],
        "options": {"dif_candidates": True},
    }
    return load(saved(folder, body), trusted=True)


async def test_what_is_cached_needs_nobody(tmp_path: Path) -> None:
    opened = load(BUILD.save(tmp_path))
    settings = Settings(cache_dir=str(tmp_path / "cache"))
    async with Engine(settings) as engine:
        assert engine.cached(opened) is None
        cold = await engine.symbolicate(opened)
        warm = engine.cached(opened)
    assert warm is not None
    assert warm.response_json() == cold.response_json()
    assert warm.report == cold.report
    assert json.loads(warm.response_json(pretty=True)) == json.loads(warm.response_json())


async def test_each_start_is_told_with_its_one_end(tmp_path: Path) -> None:
    events: list[Event] = []
    with Server() as server:
        opened = from_web(tmp_path, server, BUILD, HARBOR["elf-gcc-dwarf4"])
        async with Engine(Settings(cache_dir=str(tmp_path / "cache"))) as engine:
            await engine.symbolicate(opened, events.append)
            cold = balance(events)
            await engine.symbolicate(opened, events.append)
    assert set(cold.values()) == {(1, 1)}
    assert balance(events) == cold
    kinds = Counter(type(event) for event in events)
    assert (kinds[ModuleReady], kinds[ThreadReady]) == (4, 4)


def balance(events: list[Event]) -> dict[tuple[str, str], tuple[int, int]]:
    """What was fetched and parsed -> how often that was begun and ended."""
    begun: Counter[tuple[str, str]] = Counter()
    ended: Counter[tuple[str, str]] = Counter()
    for event in events:
        match event:
            case FetchStarted():
                begun["fetch", event.uri] += 1
            case FetchEnded():
                ended["fetch", event.uri] += 1
            case ParseStarted():
                begun[event.task, event.file] += 1
            case ParseEnded():
                ended[event.task, event.file] += 1
    return {what: (begun[what], ended[what]) for what in begun | ended}


@pytest.mark.parametrize("stage", [FetchStarted, ParseStarted])
async def test_a_cancelled_run_ends_what_it_began_and_can_be_repeated(
    tmp_path: Path, stage: type[Event]
) -> None:
    events: list[Event] = []
    reached = asyncio.Event()

    def tell(event: Event) -> None:
        events.append(event)
        if isinstance(event, stage):
            reached.set()

    with Server() as server:
        opened = from_web(tmp_path, server, BUILD)
        body = server.routes[CODE]
        if stage is FetchStarted:
            server.routes[CODE] = Reply(body=b"x" * 1000, stall=True)
        async with Engine(Settings(cache_dir=str(tmp_path / "cache"))) as engine:
            running = asyncio.create_task(engine.symbolicate(opened, tell))
            await reached.wait()
            running.cancel()
            with pytest.raises(asyncio.CancelledError):
                await running
            server.routes[CODE] = body
            again = await engine.symbolicate(opened)
    assert again.report.modules[0].status == "found"
    assert set(balance(events).values()) == {(1, 1)}


async def test_threads_are_told_as_they_will_be_answered(tmp_path: Path) -> None:
    events: list[Event] = []
    builds = [HARBOR[name] for name in ("elf-clang-dwarf5", "elf-gcc-dwarf4", "elf-gcc-dwarf5")]
    with Server() as server:
        opened = from_web(tmp_path, server, *builds)
        async with Engine(Settings(cache_dir=str(tmp_path / "cache"))) as engine:
            result = await engine.symbolicate(opened, events.append)
    told = {e.thread.index: e.thread for e in events if isinstance(e, ThreadReady)}
    assert tuple(told[number] for number in sorted(told)) == result.report.threads


@pytest.mark.parametrize(
    ("sources", "status"),
    [
        pytest.param(None, "found", id="null-asks-the-configured"),
        pytest.param([], "missing", id="none-are-none"),
    ],
)
async def test_configured_sources(tmp_path: Path, sources: object, status: str) -> None:
    """Somebody vouches for them, so they may be anywhere."""
    BUILD.lay_out(tmp_path)
    folder = tmp_path / "request"
    folder.mkdir()
    opened = load(saved(folder, BUILD.request() | {"sources": sources}))
    configured = FilesystemSource(id="mine", path=str(tmp_path / "symbols" / BUILD.name))
    settings = Settings(cache_dir=str(tmp_path / "cache"), sources=(configured,))
    async with Engine(settings) as engine:
        result = await engine.symbolicate(opened)
    assert result.report.modules[0].status == status


async def test_what_two_requests_at_once_need_is_parsed_once(tmp_path: Path) -> None:
    opened = load(BUILDS[0].save(tmp_path))
    events: list[Event] = []
    async with Engine(Settings(cache_dir=str(tmp_path / "cache"))) as engine:
        await asyncio.gather(
            engine.symbolicate(opened, events.append),
            engine.symbolicate(opened, lambda _event: None),
        )
    parsed = [(e.file, e.task) for e in events if isinstance(e, ParseStarted)]
    assert parsed
    assert len(set(parsed)) == len(parsed)


async def test_a_run_hears_nothing_of_another_at_the_same_time(tmp_path: Path) -> None:
    together: dict[str, list[Event]] = {"elf-clang-dwarf5": [], "elf-gcc-dwarf4": []}
    alone: dict[str, list[Event]] = {name: [] for name in together}
    opened = {}
    with Server() as server:
        for name in together:
            (tmp_path / name).mkdir()
            opened[name] = from_web(tmp_path / name, server, HARBOR[name])
        async with Engine(Settings(cache_dir=str(tmp_path / "cache"))) as engine:
            await asyncio.gather(
                *(engine.symbolicate(opened[name], together[name].append) for name in together)
            )
        async with Engine(Settings(cache_dir=str(tmp_path / "other"))) as engine:
            for name, events in alone.items():
                await engine.symbolicate(opened[name], events.append)
    for name, events in together.items():
        assert balance(events) == balance(alone[name]) != {}


async def test_requests_at_once_are_answered_as_one_by_one(tmp_path: Path) -> None:
    opened = [load(build.save(tmp_path)) for build in BUILDS[:6]]
    async with Engine(Settings(cache_dir=str(tmp_path / "cache"))) as engine:
        together = await asyncio.gather(*(engine.symbolicate(one) for one in opened))
        alone = [await engine.symbolicate(one) for one in opened]
    assert [a.response_json() for a in together] == [a.response_json() for a in alone]


@pytest.mark.parametrize(
    ("strict", "said", "error"),
    [
        pytest.param(False, {}, "scraping_disabled", id="configured"),
        pytest.param(True, {}, "missing_source", id="strict"),
        pytest.param(
            False,
            {"scraping": {"enabled": True, "allowed_origins": [], "headers": {}}},
            "missing_source",
            id="the-request-says-so",
        ),
    ],
)
def test_configured_scraping_holds_for_requests_that_say_nothing(
    tmp_path: Path, strict: bool, said: dict[str, Any], error: str
) -> None:
    frame = {"abs_path": "http://127.0.0.1:9/a.js", "lineno": 1, "colno": 1}
    source = {"id": "s", "url": "http://127.0.0.1:9/", "token": ""}
    body = {"source": source, "stacktraces": [{"frames": [frame]}], "modules": [], **said}
    off = Scraping(enabled=False, allowed_origins=("*",), headers={})
    settings = Settings(cache_dir=str(tmp_path / "cache"), scraping=off, strict=strict)
    opened = load(saved(tmp_path, body), kind="js", strict=strict)

    async def errors() -> set[str]:
        async with Engine(settings) as engine:
            response = (await engine.symbolicate(opened)).response
            assert isinstance(response, JsResponse)
            return {one.type for one in response.errors}

    assert asyncio.run(errors()) == {error}
