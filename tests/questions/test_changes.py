"""What if: after a change only what is new to the request is asked and read."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from msgspec import structs

from inspector.engine import Engine, load
from inspector.model.delta import delta, summary
from inspector.model.events import Event, ParseStarted
from inspector.model.history import History
from inspector.model.places.sources import FilesystemSource, HttpSource, SentrySource
from inspector.opening import Opened
from inspector.questions.changes import Changed, Tried, changed_sources, with_sources
from inspector.settings import Settings
from tests.fetch.server import Asked, Reply, Server
from tests.harbor import Build
from tests.harbor_builds import BUILDS

HARBOR: dict[str, Build] = {build.name: build for build in BUILDS}
TWO = (HARBOR["elf-clang-dwarf5"], HARBOR["elf-gcc-dwarf4"])


def web(server: Server, name: str, **fields: Any) -> HttpSource:
    return HttpSource(id=name, url=f"{server.url}/{name}/", **fields)


def saved(folder: Path) -> Opened:
    """Two modules, a thread each, and no source."""
    bodies = [build.request() for build in TWO]
    for number, body in enumerate(bodies):
        body["modules"][0]["image_addr"] = hex((number + 1) << 32)
        for frame in body["stacktraces"][0]["frames"]:
            frame |= {"addr_mode": f"rel:{number}", "instruction_addr": 0x1992}
    tree = {
        "sources": [],
        "modules": [body["modules"][0] for body in bodies],
        "stacktraces": [body["stacktraces"][0] for body in bodies],
    }
    path = folder / "crash.json"
    path.write_text(json.dumps(tree))
    return load(str(path), trusted=True)


def serve(server: Server, folder: Path, build: Build, prefix: str) -> None:
    build.lay_out(folder)
    for target in build.files:
        file = folder / "symbols" / build.name / target
        server.routes[f"/{prefix}/{target}"] = Reply(body=file.read_bytes())


def prefixes(server: Server) -> set[str]:
    """Which sources were asked since the last look."""
    asked = {one.path.split("/")[1] for one in server.asked}
    server.asked.clear()
    return asked


async def test_a_run_after_a_change_asks_the_changed_source_alone(tmp_path: Path) -> None:
    events: list[Event] = []
    with Server() as server:
        serve(server, tmp_path, TWO[0], "one")
        serve(server, tmp_path, TWO[1], "moved")
        opened = with_sources(saved(tmp_path), [web(server, "one"), web(server, "two")])
        moved = HttpSource(id="two", url=f"{server.url}/moved/")
        async with Engine(Settings(cache_dir=str(tmp_path / "cache"))) as engine:
            tried = History(Tried(opened, await engine.symbolicate(opened, events.append)))
            assert prefixes(server) == {"one", "two"}
            changed = with_sources(opened, [web(server, "one"), moved])
            assert engine.cached(changed) is None
            result = await engine.symbolicate(changed, events.append)
            assert prefixes(server) == {"moved"}
            tried = tried.did(Tried(changed, result))
            # Another order, one less, and back again: nobody is asked for any of it.
            for sources in ([moved, web(server, "one")], [moved], [web(server, "one"), moved]):
                assert engine.cached(with_sources(changed, sources)) is not None
    parsed = Counter((e.task, e.file) for e in events if isinstance(e, ParseStarted))
    assert parsed
    assert set(parsed.values()) == {1}
    before, after = tried.past[-1].result, tried.now.result
    assert before is not None
    assert after is not None
    bought = delta(before.report, after.report)
    assert summary(bought) == "6 frames gained; 1 module changed"
    assert {change.thread for change in bought.gained} == {1}
    assert [change.index for change in bought.modules if change.is_visible] == [1]
    assert tried.undo().now == Tried(opened, before)


async def test_a_token_that_is_mended_is_tried_at_once(tmp_path: Path) -> None:
    def guarded(asked: Asked) -> Reply:
        good = asked.header("X-Key") == "right"
        return Reply(body=content) if good else Reply(status=403)

    with Server() as server:
        serve(server, tmp_path, TWO[0], "one")
        for path, reply in list(server.routes.items()):
            assert isinstance(reply, Reply)
            content = reply.body
            server.routes[path] = guarded
        asked = web(server, "one", headers={"X-Key": "wrong"})
        opened = with_sources(saved(tmp_path), [asked])
        async with Engine(Settings(cache_dir=str(tmp_path / "cache"))) as engine:
            refused = await engine.symbolicate(opened)
            assert engine.cached(opened) is not None  # and is not asked again
            right = with_sources(opened, [structs.replace(asked, headers={"X-Key": "right"})])
            assert engine.cached(right) is None
            served = await engine.symbolicate(right)
            server.asked.clear()
            # What is here is used whatever the token is now.
            assert engine.cached(opened) is not None
    assert delta(refused.report, served.report).gained
    assert not server.asked


def load_empty() -> Any:
    from inspector.native import wire

    return wire.from_tree({"stacktraces": [], "modules": []})


def test_what_was_done_to_sources() -> None:
    a, b, c = (FilesystemSource(id=name, path=name) for name in "abc")
    sentry = SentrySource(id="a", url="https://h/", token="x")
    assert changed_sources([a, b], [a, b]) == Changed()
    assert changed_sources([a, b], [b, a]) == Changed(reordered=True)
    assert changed_sources([a, b], [b, c]) == Changed(added=("c",), removed=("a",))
    assert changed_sources([a], [sentry]) == Changed(edited=("a",))
