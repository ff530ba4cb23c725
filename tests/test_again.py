"""Asking again for some modules: what is remembered of the others stays."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from inspector.again import parts
from inspector.engine import Engine, Opened, load
from inspector.js.wire import JsRequest
from inspector.model.places.sources import HttpSource
from inspector.settings import Settings
from tests.fetch.server import Reply, Server
from tests.harbor_builds import BUILDS

BUILD = next(build for build in BUILDS if build.name == "elf-clang-dwarf5")


def native(folder: Path, server: Server) -> Opened:
    """Three modules, one frame in each; the first is the one of BUILD, the server has no other."""
    BUILD.lay_out(folder)
    modules = [BUILD.request()["modules"][0] | {"image_addr": hex(n << 32)} for n in range(1, 4)]
    for number, module in enumerate(modules[1:], 1):
        module |= {"code_id": f"{number:040x}", "debug_id": f"{number:032x}"}
    frames = [{"instruction_addr": "0x1992", "addr_mode": f"rel:{n}"} for n in range(3)]
    body = {
        "sources": [{"id": "web", "type": "http", "url": server.url}],
        "modules": modules,
        "stacktraces": [{"frames": frames}],
        "options": {"dif_candidates": True},
    }
    return saved(folder, body)


def saved(folder: Path, body: dict[str, Any]) -> Opened:
    path = folder / "crash.json"
    path.write_text(json.dumps(body))
    return load(str(path), trusted=True)


def asked(server: Server) -> Counter[str]:
    """What was asked since the last time, by the first folders of the path."""
    paths = Counter(request.path for request in server.asked)
    server.asked.clear()
    return paths


async def test_only_the_modules_named_are_asked_for_again(tmp_path: Path) -> None:
    with Server() as server:
        opened = native(tmp_path, server)
        async with Engine(Settings(cache_dir=str(tmp_path / "cache"))) as engine:
            first = await engine.symbolicate(opened)
            before = asked(server)
            assert engine.cached(opened) is not None
            assert engine.forget(opened, [1]) > 0
            assert engine.cached(opened) is None
            again = await engine.symbolicate(opened)
            repeated = asked(server)
    assert again.response_json() == first.response_json()
    of_it = {path for path in before if f"{1:038x}" in path or f"{1:032x}" in path}
    assert of_it
    assert set(repeated) == of_it
    assert set(repeated.values()) == {1}


async def test_a_file_that_is_there_by_now_is_found(tmp_path: Path) -> None:
    with Server() as server:
        opened = native(tmp_path, server)
        async with Engine(Settings(cache_dir=str(tmp_path / "cache"))) as engine:
            first = await engine.symbolicate(opened)
            for target in BUILD.files:
                file = tmp_path / "symbols" / BUILD.name / target
                server.routes["/" + target] = Reply(body=file.read_bytes())
            same = await engine.symbolicate(opened)
            engine.forget(opened, [0])
            again = await engine.symbolicate(opened)
    statuses = [[m.status for m in run.report.modules] for run in (first, same, again)]
    assert statuses[0] == statuses[1] == ["missing"] * 3
    assert statuses[2] == ["found", "missing", "missing"]


async def test_configured_sources_are_asked_again_as_well(tmp_path: Path) -> None:
    with Server() as server:
        opened = native(tmp_path, server)
        opened = structs.replace(opened, body=structs.replace(opened.body, sources=None))
        web = HttpSource(id="web", url=server.url)
        settings = Settings(cache_dir=str(tmp_path / "cache"), sources=(web,))
        async with Engine(settings) as engine:
            await engine.symbolicate(opened)
            before = asked(server)
            engine.forget(opened, range(3))
            await engine.symbolicate(opened)
            assert asked(server) == before


async def test_what_was_found_is_not_fetched_again(tmp_path: Path) -> None:
    with Server() as server:
        opened = native(tmp_path, server)
        for target in BUILD.files:
            file = tmp_path / "symbols" / BUILD.name / target
            server.routes["/" + target] = Reply(body=file.read_bytes())
        async with Engine(Settings(cache_dir=str(tmp_path / "cache"))) as engine:
            await engine.symbolicate(opened)
            asked(server)
            engine.forget(opened, [0])
            await engine.symbolicate(opened)
            repeated = asked(server)
    assert not set(repeated) & {"/" + target for target in BUILD.files}


async def test_a_script_that_failed_is_fetched_again(tmp_path: Path) -> None:
    with Server() as server:
        frames = [{"abs_path": f"{server.url}/{name}.js", "lineno": 1, "colno": 1} for name in "ab"]
        body = {"platform": "javascript", "stacktraces": [{"frames": frames}],
                "scraping": {"enabled": True, "allowed_origins": ["*"], "headers": {}}}  # fmt: skip
        server.routes |= {"/a.js": Reply(status=503), "/b.js": Reply(status=503)}
        opened = saved(tmp_path, body)
        async with Engine(Settings(cache_dir=str(tmp_path / "cache"))) as engine:
            first = await engine.symbolicate(opened)
            asked(server)
            server.routes |= {"/a.js": Reply(body=b"a()"), "/b.js": Reply(body=b"b()")}
            engine.forget(opened, [1])
            again = await engine.symbolicate(opened)
            repeated = asked(server)
    assert set(repeated) == {"/b.js"}
    assert [m.status for m in first.report.modules] == ["missing_source"] * 2
    assert [m.status for m in again.report.modules] == ["missing_source", "unused"]


@pytest.mark.parametrize("modules", [(), (7,)], ids=["none", "not-there"])
def test_nothing_to_ask_for(tmp_path: Path, modules: tuple[int, ...]) -> None:
    with Server() as server:
        opened = native(tmp_path, server)
    assert list(parts(opened, modules, Settings())) == []


def test_without_sentry_once_more(tmp_path: Path) -> None:
    source = {"id": "s", "type": "sentry", "url": "https://sentry.example/", "token": "t"}
    frames = [{"abs_path": f"async https://h/{name}.js", "lineno": 1} for name in "ab"]
    body = {"source": source, "stacktraces": [{"frames": frames}], "allow_scraping": True}
    made = [part.body for _, part in parts(saved(tmp_path, body), [0], Settings())]
    kept = [body for body in made if isinstance(body, JsRequest)]
    assert [body.source is None for body in kept] == [False, True]
    assert {f.abs_path for body in kept for t in body.stacktraces for f in t.frames} == {
        "async https://h/a.js"
    }
