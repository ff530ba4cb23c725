"""Sources and URLs put to the test while they are edited."""

import asyncio
from pathlib import Path

from msgspec.structs import replace

from inspector.editing.configured import Configured
from inspector.editing.desk import state_of
from inspector.editing.drafts import Draft, State
from inspector.editing.trial import fetch_url, try_source
from inspector.model.places.scraping import Scraping
from inspector.settings import Settings
from tests.editing.opened import JS, NATIVE, opened
from tests.fetch.server import Asked, Reply, Server

NOTHING = Configured(place="settings", folder="/nowhere", trees=())
ALL = State(scraping=Scraping(enabled=True, allowed_origins=("*",), headers={}))


def settings(folder: Path) -> Settings:
    return Settings(cache_dir=str(folder / "cache"), parser_processes=1)


def draft(folder: Path, tree: dict[str, object]) -> Draft:
    return Draft(key=0, tree=tree, origin="added", folder=str(folder))


async def test_a_server_is_probed_and_asked_for_the_modules(tmp_path: Path) -> None:
    request = opened(tmp_path, NATIVE)
    path = "/app.pdb/3249D99D0C4049318610F4E4FB0B69361/app.pdb"
    with Server({path: Reply(body=b"x")}) as server:
        tree: dict[str, object] = {"type": "http", "id": "w", "url": server.url}
        tree["layout"] = {"type": "symstore"}
        found = await try_source(request, draft(tmp_path, tree), settings(tmp_path), {}, print)
    assert [(one.there, one.asked, one.reach.outcome) for one in found] == [(1, 1, "ok")]


async def test_a_folder_tells_how_far_its_search_is(tmp_path: Path) -> None:
    heard: list[str] = []
    (tmp_path / "syms").mkdir()
    (tmp_path / "syms" / "no-object").write_text("text")
    tree: dict[str, object] = {"type": "filesystem", "id": "s", "path": "syms"}
    tree["layout"] = {"type": "scan"}
    request = opened(tmp_path, NATIVE)
    found = await try_source(request, draft(tmp_path, tree), settings(tmp_path), {}, heard.append)
    assert found[0].reach.outcome == "ok"
    assert heard[0].startswith("looking into")
    assert heard[-1].startswith("found")


async def test_fetching_a_url(tmp_path: Path) -> None:
    request = replace(opened(tmp_path, JS), trusted=True)
    with Server({"/a.js": Reply(body=b"hello")}) as server:
        good = await fetch_url(request, f"{server.url}/a.js", ALL, settings(tmp_path), {})
        gone = await fetch_url(request, f"{server.url}/b.js", ALL, settings(tmp_path), {})
        again = await fetch_url(request, f"{server.url}/a.js", ALL, settings(tmp_path), {})
        assert server.hits("/a.js") == 2  # nothing is kept
    assert (good.outcome, good.status, good.size) == ("ok", 200, 5)
    assert (gone.outcome, gone.status) == ("not_found", 404)
    assert again.outcome == "ok"


async def test_nothing_private_for_requests_nobody_vouches_for(tmp_path: Path) -> None:
    request = opened(tmp_path, JS)
    with Server({"/a.js": Reply(body=b"hello")}) as server:
        found = await fetch_url(request, f"{server.url}/a.js", ALL, settings(tmp_path), {})
        assert server.asked == []
    assert found.outcome == "refused"


async def test_what_no_rule_allows_is_not_fetched(tmp_path: Path) -> None:
    request = opened(tmp_path, JS)
    state = state_of(request, NOTHING)
    for url in ("https://cdn.other.example/lib.js", "native"):
        assert (await fetch_url(request, url, state, settings(tmp_path), {})).outcome == "refused"


async def test_a_fetch_can_be_stopped(tmp_path: Path) -> None:
    request = replace(opened(tmp_path, JS), trusted=True)
    loop, came = asyncio.get_running_loop(), asyncio.Event()

    def slow(_asked: Asked) -> Reply:
        loop.call_soon_threadsafe(came.set)
        return Reply(body=b"x", wait=30)

    with Server({"/slow": slow}) as server:
        url = f"{server.url}/slow"
        task = asyncio.create_task(fetch_url(request, url, ALL, settings(tmp_path), {}))
        async with asyncio.timeout(10):
            await came.wait()
        task.cancel()
        await asyncio.wait([task])
    assert task.cancelled()
