"""What is there instead: which questions are put, and that they have bounds."""

from pathlib import Path

from inspector.engine import Engine, Opened
from inspector.js.wire import from_tree
from inspector.model.why.judged import NearMiss
from inspector.settings import Settings
from tests.fetch.server import Server
from tests.js.maps import Segment, source_map
from tests.js.why.situations import APP, FILES, SCRIPT, Body, at, crash, local, put, serve


async def nearby(folder: Path, body: Body, script: int = 0) -> tuple[NearMiss, ...]:
    opened = Opened(kind="js", body=from_tree(body), name="x", folder=str(folder), trusted=True)
    async with Engine(Settings(cache_dir=str(folder / "cache"))) as engine:
        return await engine.nearby(await engine.symbolicate(opened), script)


async def test_nothing_where_all_is_well(tmp_path: Path) -> None:
    put(tmp_path, FILES)
    assert await nearby(tmp_path, crash(at(APP), **local())) == ()


async def test_nothing_of_a_script_without_lines(tmp_path: Path) -> None:
    put(tmp_path, FILES)
    assert await nearby(tmp_path, crash(at(APP, 0), **local())) == ()


async def test_no_more_than_a_few_positions(tmp_path: Path) -> None:
    """Every position is one column before a token of its own; the first eight are told."""
    lines: list[list[Segment]] = [[(20, 0, 0, 0)], *([(20,), (25, 0, 0, 0)] for _ in range(30))]
    put(tmp_path, {"app.js": SCRIPT, "app.js.map": source_map(lines)})
    frames = [at(APP, line, 25) for line in range(2, 32)]
    found = await nearby(tmp_path, crash(*frames, **local()))
    assert [one.about for one in found] == [f"{line}:25" for line in range(2, 10)]
    assert {one.kind for one in found} == {"neighbour"}


async def test_the_web_is_not_asked_again(tmp_path: Path, server: Server) -> None:
    """Near misses are of this machine only."""
    serve(server, {"app.js": SCRIPT})
    put(tmp_path, FILES)
    body = crash(at(f"{server.url}/app.js"), **(local() | {"scraping": crash()["scraping"]}))
    found = await nearby(tmp_path, body)
    assert [(one.about, one.kind) for one in found] == [("source_map", "prefix")]
    assert server.hits() == 2
