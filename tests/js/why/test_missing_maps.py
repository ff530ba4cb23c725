"""Maps that were not found or cannot be read, and what the lookup API has to do with it."""

from pathlib import Path
from typing import Any

import pytest

from tests.fetch.server import Server
from tests.js.maps import bundle
from tests.js.why.situations import (
    ADDED,
    APP,
    BARE,
    FILES,
    ID,
    MAP,
    SCRIPT,
    Body,
    Situation,
    at,
    checked,
    crash,
    fetched,
    lists,
    local,
    made,
    module,
    put,
    rows,
    serve,
    web,
    with_spare,
)


def map_on_the_web(folder: Path, server: Server, **more: Any) -> Body:
    """A script of a local build, whose map is somewhere else."""
    serve(server, {"m.map": MAP})
    script = BARE + f"//# sourceMappingURL={server.url}/m.map\n".encode()
    put(folder, {"app.js": script})
    return crash(at(APP), **local(), **more)


def damaged() -> bytes:
    """A bundle whose manifest names a member that it does not have."""
    whole = bundle({"files/_/app.js": (SCRIPT, {"url": "~/assets/app.js"})})
    return whole.replace(b"files/_/app.js", b"files/_/xpp.js").replace(
        b"files/_/xpp.js", b"files/_/app.js", 1
    )


API = {
    "lists-nothing": Situation(
        make=lambda _, s: crash(at(APP), **lists(s), **web(enabled=False)),
        stops="script",
        says=("'project' lists nothing for it",),
        facts=("project: {server}/lookup?release=1.0&url=%2Fassets%2Fapp: 0 listed",),
        next="enable_scraping",
    ),
    "wrong-token": Situation(
        make=lambda _, s: crash(at(APP), **lists(s, status=401), **web(enabled=False)),
        stops="script",
        says=("the lookup at 'project' failed",),
        next="fix_credentials",
        arguments={"source": "project"},
    ),
    "fails": Situation(
        make=lambda _, s: crash(at(APP), **lists(s, status=503), **web(enabled=False)),
        stops="script",
        says=("the lookup at 'project' failed", "503"),
        next="retry",
        arguments={"source": "project"},
    ),
    "lists-a-file-that-is-gone": Situation(
        make=lambda _, s: crash(
            at(APP), **lists(s, {"type": "file", "id": "7", "abs_path": APP}), **web(enabled=False)
        ),
        stops="script",
        says=("{server}/files/7 not found",),
        facts=(f"listed: file {APP}",),
        next="rebuild",
    ),
    "damaged-member": Situation(
        make=lambda _, s: crash(
            at(APP),
            **lists(s, {"type": "bundle", "id": "7"}, files={"7": damaged()}),
            **web(enabled=False),
        ),
        stops="script",
        says=("files/_/app.js of", "is missing, damaged"),
        next="rebuild",
    ),
}
MAPS = {
    "not-found": Situation(
        wire="missing_sourcemap",
        make=lambda f, s: with_spare(f, fetched(serve(s, {"app.js": SCRIPT})), {"app.js.map": MAP}),
        stops="map",
        says=("The source map {server}/app.js.map was not found", "the web does not have it"),
        next="add_source",
        arguments={"url_prefix": "{server}/", "name": "app.js.map"},
        given=ADDED,
        resolves=True,
    ),
    "disabled": Situation(
        make=map_on_the_web,
        stops="map",
        says=("{server}/m.map", "scraping is off"),
        next="enable_scraping",
        resolves=True,
    ),
    "origin": Situation(
        make=lambda f, s: map_on_the_web(f, s) | web(allowed_origins=["cdn.example"]),
        stops="map",
        says=("its origin is not among the allowed ones",),
        facts=("allowed origin: cdn.example",),
        next="allow_origin",
        arguments={"origin": "{server}"},
        resolves=True,
    ),
    "by-id-alone": Situation(
        make=lambda f, _: made(put(f, {"app.js": BARE}), crash(at(APP), **local(), **module(APP))),
        stops="map",
        says=(f"The source map with the debug id {ID} was not found", "no bundle or local build"),
        next="find_file",
        arguments={"debug_id": ID},
    ),
    "malformed": Situation(
        wire="malformed_sourcemap",
        make=lambda _, s: fetched(serve(s, FILES | {"app.js.map": b"<html>log in</html>"})),
        stops="map",
        says=("The source map {server}/app.js.map cannot be read: bad json",),
        next="rebuild",
    ),
    "malformed-in-a-build": Situation(
        make=lambda f, _: made(
            put(f, FILES | {"app.js.map": b'{"version":3'}), crash(at(APP), **local())
        ),
        stops="map",
        says=("The source map file://dist/app.js.map cannot be read",),
        next="rebuild",
    ),
    "malformed-in-the-script": Situation(
        make=lambda _, s: fetched(
            serve(s, {"app.js": BARE + b"//# sourceMappingURL=data:application/json,nope\n"})
        ),
        stops="map",
        says=("cannot be read",),
        next="rebuild",
    ),
}
TABLES = {"api": API, "map": MAPS}


@pytest.mark.parametrize("situation", rows(TABLES))
async def test_maps(situation: Situation, tmp_path: Path, server: Server) -> None:
    await checked(situation, tmp_path, server)
