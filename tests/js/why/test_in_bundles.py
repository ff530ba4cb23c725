"""What artifact bundles have instead of a file."""

from pathlib import Path
from typing import Any

import pytest

from tests.fetch.server import Server
from tests.js.maps import bundle
from tests.js.why.situations import (
    APP,
    ID,
    MAP,
    OTHER,
    SCRIPT,
    Body,
    Situation,
    at,
    checked,
    crash,
    lists,
    local,
    made,
    module,
    put,
    web,
)

PAIR: dict[str, tuple[bytes, dict[str, Any]]] = {
    "a": (SCRIPT, {"url": "~/assets/app.js", "type": "minified_source"}),
    "b": (MAP, {"url": "~/assets/app.js.map", "type": "source_map"}),
}


def uploaded(server: Server, url: str, **more: Any) -> Body:
    """The API lists a bundle that has the script at `url`."""
    said = {"url": url, "type": "minified_source"} | more
    packed = bundle({"a": (SCRIPT, said)}, release="1.0")
    return lists(server, {"type": "bundle", "id": "7"}, files={"7": packed}) | web(enabled=False)


def packed_here(folder: Path, **attributes: str) -> Body:
    """A bundle in a local build; the request says release 1.0."""
    put(folder, {"artifacts.zip": bundle(PAIR, **attributes)})
    return local() | {"release": "1.0"}


BUNDLES = {
    "another-prefix": Situation(
        make=lambda _, s: crash(at(APP), **uploaded(s, "~/static/app.js")),
        stops="script",
        says=("has it as ~/static/app.js, and ~/assets/app.js is wanted",),
        facts=("there: ~/static/app.js",),
        next="rebuild",
        arguments={"url": "~/assets/app.js"},
    ),
    "spelt-otherwise": Situation(
        make=lambda _, s: crash(at(APP), **uploaded(s, "~/assets/App.js")),
        stops="script",
        says=("has it as ~/assets/App.js",),
        next="rebuild",
        arguments={"url": "~/assets/app.js"},
    ),
    "another-host": Situation(
        make=lambda _, s: crash(at(APP), **uploaded(s, "https://cdn.example/assets/app.js")),
        stops="script",
        says=("has it as https://cdn.example/assets/app.js",),
        next="rebuild",
    ),
    "another-debug-id": Situation(
        make=lambda _, s: crash(
            at(APP),
            **uploaded(s, "~/static/app.js", headers={"debug-id": OTHER}),
            **module(APP),
        ),
        stops="script",
        says=("has ~/static/app.js, which is of another build", OTHER),
        facts=(f"wanted debug id: {ID}",),
        next="find_file",
        arguments={"debug_id": ID},
    ),
    "another-dist": Situation(
        make=lambda f, _: crash(at(APP), **packed_here(f, release="1.0", dist="android")),
        stops="script",
        says=("has ~/assets/app.js, but it is of dist android, not unset",),
        facts=("dist of the bundle: android",),
        next="mend_request",
        arguments={"path": "dist", "value": "android"},
        resolves=True,
    ),
    "another-release": Situation(
        make=lambda f, _: crash(at(APP), **packed_here(f, release="2.0")),
        stops="script",
        says=("it is of release 2.0, not 1.0",),
        next="find_file",
        arguments={"name": "app.js"},
    ),
    "the-right-release": Situation(
        make=lambda f, _: crash(at(APP), **packed_here(f, release="1.0")),
        next="nothing_to_do",
    ),
    "nothing-alike": Situation(
        make=lambda _, s: crash(at(APP), **uploaded(s, "~/assets/other.js")),
        stops="script",
        says=("what 'project' lists does not have it",),
        next="enable_scraping",
    ),
    "broken": Situation(
        make=lambda _, s: made(
            crash(
                at(APP),
                **lists(s, {"type": "bundle", "id": "7"}, files={"7": b"SYSB no zip"}),
                **web(enabled=False),
            )
        ),
        stops="script",
        says=("sentry://project_debug_file/7 cannot be read",),
        next="rebuild",
    ),
}


@pytest.mark.parametrize("situation", [pytest.param(s, id=name) for name, s in BUNDLES.items()])
async def test_bundles(situation: Situation, tmp_path: Path, server: Server) -> None:
    await checked(situation, tmp_path, server)
