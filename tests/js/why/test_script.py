"""Scripts: from the path to the reference to the map."""

from pathlib import Path
from typing import Any

import pytest

from tests.fetch.server import Reply, Server
from tests.js.maps import bundle, source_map
from tests.js.why.situations import (
    APP,
    BARE,
    FILES,
    ID,
    MAP,
    OTHER,
    SITE,
    Body,
    Situation,
    at,
    checked,
    crash,
    lists,
    local,
    module,
    put,
    rows,
    serve,
)


def built(folder: Path, files: Any, *frames: Body, **more: Any) -> Body:
    put(folder, files)
    return crash(*(frames or (at(APP),)), **local(), **more)


def with_header(server: Server) -> Body:
    """A file of a release whose header names the map."""
    files: dict[str, Any] = {"1": BARE, "2": MAP}
    entries = (
        {"type": "file", "id": "1", "abs_path": APP, "headers": {"Sourcemap": "maps/m.map"}},
        {"type": "file", "id": "2", "abs_path": f"{SITE}/assets/maps/m.map"},
    )
    return crash(at(APP), **lists(server, *entries, files=files))


def packed(server: Server, files: Any) -> Body:
    return lists(server, {"type": "bundle", "id": "7"}, files={"7": bundle(files, release="1.0")})


REFERENCES = {
    "comment": Situation(
        make=lambda f, _: built(f, FILES),
        script=0,
        says=(f"Its frames are answered from {APP}.map",),
        next="nothing_to_do",
    ),
    "header": Situation(make=lambda _, s: with_header(s), script=0, next="nothing_to_do"),
    "nothing": Situation(
        make=lambda f, _: built(f, {"app.js": BARE}),
        stops="reference",
        says=("app.js does not say where its map is", "no header, comment or debug id"),
        next="rebuild",
    ),
    "a-map-that-is-not-referred-to": Situation(
        make=lambda f, _: built(f, {"app.js": BARE, "app.js.map": MAP}),
        stops="reference",
        says=("'build' has app.js.map beside it",),
        next="rebuild",
        arguments={"name": "app.js.map"},
    ),
    "the-same-in-a-bundle": Situation(
        make=lambda _, s: crash(
            at(APP),
            **packed(
                s,
                {
                    "a": (BARE, {"url": "~/assets/app.js", "type": "minified_source"}),
                    "b": (MAP, {"url": "~/assets/app.js.map", "type": "source_map"}),
                },
            ),
        ),
        stops="reference",
        says=("has ~/assets/app.js.map beside it",),
        next="rebuild",
    ),
    "invalid-base64": Situation(
        make=lambda f, _: built(
            f,
            {"app.js": BARE + b"//# sourceMappingURL=data:application/json;base64,e30=!!\n"},
        ),
        stops="reference",
        says=("The map in the comment of app.js is of no use: invalid data URL",),
        next="rebuild",
    ),
    "invalid-base64-and-an-id": Situation(
        make=lambda f, _: built(
            f,
            {"app.js": BARE + b"//# sourceMappingURL=data:x;base64,e30=!!\n"},
            **module(APP),
        ),
        stops="reference",
        says=("is of no use", f"The debug id {ID} of the request led to no map either"),
        next="rebuild",
    ),
    "id-of-the-request": Situation(
        make=lambda f, _: built(
            f, {"app.js": BARE, "m.map": source_map([[(0, 0, 0, 0)]], debugId=ID)}, **module(APP)
        ),
        script=0,
        next="nothing_to_do",
    ),
    "other-id-in-the-script": Situation(
        make=lambda f, _: built(
            f, {"app.js": BARE + f"//# debugId={OTHER}\n".encode()}, **module(APP)
        ),
        stops="map",
        says=(f"another debug id: {OTHER}, and {ID} is wanted",),
        next="find_file",
        arguments={"debug_id": ID},
    ),
    "id-that-names-nothing": Situation(
        make=lambda f, _: built(f, FILES, **module(APP, "nonsense")),
        next="nothing_to_do",
    ),
}
OF_SCRIPTS = {
    "no-frame-has-a-line": Situation(
        make=lambda f, _: built(f, FILES, at(APP, 0)),
        script=0,
        stops="use",
        says=("None of its frames has a line number",),
        next="mend_request",
    ),
    "some-positions": Situation(
        make=lambda f, _: built(
            f,
            FILES | {"app.js.map": source_map([[(20, 0, 0, 0)]])},
            at(APP, 1, 2),
            at(APP, 1, 21),
        ),
        script=0,
        stops="positions",
        says=("answers 1 of 2 positions",),
        next="nothing_to_do",
    ),
    "no-position": Situation(
        make=lambda f, _: built(
            f, FILES | {"app.js.map": source_map([[], [], [], [(0, 0, 0, 0)]])}
        ),
        script=0,
        stops="positions",
        says=("answers 0 of 1 position",),
        next="find_file",
    ),
    "positions-off-by-one": Situation(
        make=lambda f, _: built(
            f, FILES | {"app.js.map": source_map([[(13, 0, 0, 0)]])}, at(APP, 1, 13)
        ),
        script=0,
        stops="positions",
        says=("the positions are one column off",),
        next="shift_column",
        resolves=True,
    ),
    "not-found": Situation(
        make=lambda *_: crash(at(APP), **local()),
        script=0,
        stops="script",
        says=(APP,),
        next="enable_scraping",
    ),
}
TABLES = {"reference": REFERENCES, "script": OF_SCRIPTS}


@pytest.mark.parametrize("situation", rows(TABLES))
async def test_scripts(situation: Situation, tmp_path: Path, server: Server) -> None:
    await checked(situation, tmp_path, server)


async def test_an_id_that_names_nothing_is_told(tmp_path: Path, server: Server) -> None:
    found = await checked(REFERENCES["id-that-names-nothing"], tmp_path, server)
    assert any("'nonsense' names nothing" in step.text for step in found.steps)


async def test_a_header_is_told(tmp_path: Path, server: Server) -> None:
    found = await checked(REFERENCES["header"], tmp_path, server)
    assert any("A header names the map: maps/m.map" in step.text for step in found.steps)


async def test_what_the_web_said_is_evidence(tmp_path: Path, server: Server) -> None:
    serve(server)
    server.routes["/app.js.map"] = Reply(status=410)
    gone = Situation(
        make=lambda *_: crash(at(f"{server.url}/app.js")), script=0, stops="map", next="add_source"
    )
    found = await checked(gone, tmp_path, server)
    assert found.stopped is not None
    assert any("HTTP 410" in value for _, value in found.stopped.facts)
