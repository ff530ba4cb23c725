"""The evidence of a run: what was kept, and that it equals what the servers saw."""

import asyncio
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from inspector.engine import Engine, Opened, Result
from inspector.js.why.trace import JsTrace
from inspector.js.wire import from_tree
from inspector.questions.why import explain_frame
from inspector.settings import Settings
from tests.fetch.server import Reply, Server
from tests.js.maps import bundle, source_map
from tests.js.why.situations import (
    APP,
    BARE,
    FILES,
    ID,
    MAP,
    SCRIPT,
    Body,
    at,
    crash,
    lists,
    local,
    module,
    put,
    serve,
    web,
)


async def run(folder: Path, body: Body, *, warm: bool = False) -> tuple[Opened, Result]:
    """An answered request; `warm`: once more, from disk alone."""
    opened = Opened(
        kind="js", body=from_tree(body), name="crash.json", folder=str(folder), trusted=True
    )
    async with Engine(Settings(cache_dir=str(folder / "cache"))) as engine:
        result = await engine.symbolicate(opened)
        again = engine.cached(opened) if warm else result
    assert again is not None
    return opened, again


def of(result: Result) -> JsTrace:
    trace = result.trace
    assert trace.kind == "js"
    return trace


async def test_a_scraped_script(tmp_path: Path, server: Server) -> None:
    serve(server)
    _, result = await run(tmp_path, crash(at(f"{server.url}/app.js")))
    script = of(result).script(0)
    assert script.file is not None
    assert script.map is not None
    assert (script.file.found_by, script.file.attempt) == ("web", "success")
    assert (script.reference, script.referred) == ("comment", "app.js.map")
    assert script.map.path == script.label == f"{server.url}/app.js.map"
    (asked,) = script.file.asked
    assert asked.uri == f"{server.url}/app.js"  # without the hour of the copy
    assert asked.chosen
    assert (asked.transfer.origin, asked.transfer.size) == ("asked", len(SCRIPT))
    assert (script.frames, script.positions, script.answered) == (1, 1, 1)


async def test_a_warm_run_tells_the_same_and_how_old_it_is(tmp_path: Path, server: Server) -> None:
    serve(server, {"app.js": SCRIPT})
    _, cold = await run(tmp_path, crash(at(f"{server.url}/app.js")))
    _, warm = await run(tmp_path, crash(at(f"{server.url}/app.js")), warm=True)
    seen = [of(result).script(0) for result in (cold, warm)]
    origins = [one.map.asked[0].transfer.origin if one.map else "" for one in seen]
    assert origins == ["asked", "cache"]
    assert seen[1].map is not None
    assert seen[1].map.asked[0].transfer.age is not None
    assert of(warm).sent == []
    assert seen[0].map_fault == seen[1].map_fault == "missing"


async def test_frames_are_counted_callee_first_in_either_order(tmp_path: Path) -> None:
    put(tmp_path, FILES)
    frames = [at(APP, 1, 14), at(APP, 1, 1)]
    for order in ("callee_first", "caller_first"):
        asked = frames if order == "callee_first" else frames[::-1]
        _, result = await run(tmp_path, crash(*asked, **local(), options={"frame_order": order}))
        inner, outer = (of(result).frame(0, index) for index in (0, 1))
        assert (inner.at, outer.at) == ((2, 3), (1, 1))
        place = 0 if order == "callee_first" else 1
        assert inner.place == f"stacktraces[0].frames[{place}]"


async def test_async_frames_and_scripts_of_their_own(tmp_path: Path) -> None:
    put(tmp_path, FILES)
    frames = [at(f"async {APP}"), at("<anonymous>"), at(APP, 0)]
    _, result = await run(tmp_path, crash(*frames, **local()))
    traces = [of(result).frame(0, index) for index in range(3)]
    assert [one.script for one in traces] == [0, 1, 0]
    assert [one.at for one in traces] == [(2, 3), None, None]
    assert of(result).script(0).frames == 2


async def test_who_named_the_function(tmp_path: Path) -> None:
    """The name at the call of a caller counts where the scope says nothing of use."""
    files = {
        "app.js": b"(()=>{throw 1})();\n//# sourceMappingURL=app.js.map\n",
        "app.js.map": source_map([[(0, 0, 0, 0), (6, 0, 1, 0), (15, 0, 2, 0, 1)]]),
    }
    put(tmp_path, files)
    frames = [at(APP, 1, 7, function="sent"), at(APP, 1, 16)]
    _, result = await run(tmp_path, crash(*frames, **local()))
    inner = of(result).frame(0, 0)
    assert inner.callsite == "beta"
    assert inner.raw_function == "sent"
    words = {"scope": inner.scope, "caller": "beta", "request": "sent", "token": inner.token}
    assert words[inner.named_by] == inner.function


async def test_debug_ids_and_bundles(tmp_path: Path, server: Server) -> None:
    ids = {"debug-id": ID}
    packed = bundle(
        {
            "a": (BARE, {"url": "~/x.js", "type": "minified_source", "headers": ids}),
            "b": (MAP, {"url": "~/x.js.map", "type": "source_map", "headers": ids}),
        },
        release="1.0",
    )
    about = lists(server, {"type": "bundle", "id": "7"}, files={"7": packed})
    _, result = await run(tmp_path, crash(at(APP), **about, **module(APP)))
    script = of(result).script(0)
    assert script.file is not None
    assert (script.debug_id, script.reference) == (ID, "debug_id")
    assert (script.file.found_by, script.file.resolved_with) == ("bundle", "debug-id")
    assert script.file.api is not None
    assert script.file.api.listed == (("bundle", f"{server.url}/files/7"),)
    assert script.map is not None
    assert script.map.api is None
    (known,) = script.bundles
    assert (known.uri, known.release) == ("sentry://project_debug_file/7", "1.0")


async def test_no_secrets(tmp_path: Path, server: Server) -> None:
    """Neither tokens nor passwords nor the values of headers are evidence."""
    serve(server)
    about = lists(server, {"type": "file", "id": "1", "abs_path": APP}, files={"1": SCRIPT})
    scraping = {"enabled": True, "allowed_origins": ["*"], "headers": {"X-Key": "s3cret-header"}}
    body = crash(at(APP), at(server.url.replace("//", "//me:s3cret@") + "/app.js"), **about)
    opened, result = await run(tmp_path, body | {"scraping": scraping})
    trace = of(result)
    shown = [trace.script(index) for index in (0, 1)]
    told = [explain_frame(opened, result, 0, index) for index in (0, 1)]
    text = f"{shown} {told} {trace.sent}"
    assert "s3cret" not in text
    assert "Bearer" not in text


def scraped(server: Server) -> Body:
    serve(server)
    return crash(at(f"{server.url}/app.js"), at(f"{server.url}/gone.js"))


def moved(server: Server) -> Body:
    serve(server, {"new/app.js": SCRIPT, "app.js.map": MAP})
    server.routes["/app.js"] = Reply(status=302, headers=(("Location", "/new/app.js"),))
    return crash(at(f"{server.url}/app.js"))


def failing(server: Server) -> Body:
    server.routes["/app.js"] = Reply(status=503)
    return crash(at(f"{server.url}/app.js"))


def from_api(server: Server) -> Body:
    entries: list[dict[str, Any]] = [
        {"type": "file", "id": "1", "abs_path": APP},
        {"type": "file", "id": "2", "abs_path": f"{APP}.map"},
    ]
    return crash(at(APP), **lists(server, *entries, files={"1": SCRIPT}))


def refused(server: Server) -> Body:
    return crash(at(APP), **lists(server, status=401))


@pytest.mark.parametrize("make", [scraped, moved, failing, from_api, refused])
async def test_the_evidence_is_what_the_server_saw(
    tmp_path: Path, server: Server, make: Any
) -> None:
    """Each request that was sent is in the evidence once, and nothing else is."""
    _, result = await run(tmp_path, make(server) | web(allowed_origins=[server.url]))
    trace = of(result)
    sent = [hop for _, how in trace.sent for hop in how.hops]
    saw = [asked.path.partition("?")[0] for asked in server.asked]
    assert sorted(urlsplit(hop.url).path for hop in sent) == sorted(saw)
    scripts = [trace.script(index) for index in range(len(result.report.modules))]
    files = [one for script in scripts for one in (script.file, script.map) if one]
    transfers = [asked.transfer for file in files for asked in file.asked]
    transfers += [file.api.transfer for file in files if file.api]
    hops = [hop for how in transfers if how.origin == "asked" for hop in how.hops]
    assert {hop.url for hop in hops} == {hop.url for hop in sent}


async def test_two_runs_at_once_keep_their_evidence_apart(tmp_path: Path, server: Server) -> None:
    serve(server)
    bodies = [crash(at(f"{server.url}/app.js")), crash(at(f"{server.url}/gone.js"))]
    settings = Settings(cache_dir=str(tmp_path / "cache"))
    async with Engine(settings) as engine:
        results = await asyncio.gather(
            *(
                engine.symbolicate(
                    Opened(
                        kind="js",
                        body=from_tree(body),
                        name="x",
                        folder=str(tmp_path),
                        trusted=True,
                    )
                )
                for body in bodies
            )
        )
    found = [of(result).script(0).file for result in results]
    assert [file.has_text for file in found if file] == [True, False]
