"""What local builds have instead of a file."""

from pathlib import Path

import pytest

from tests.fetch.server import Server
from tests.js.maps import source_map
from tests.js.why.situations import (
    APP,
    BARE,
    FILES,
    ID,
    OTHER,
    SCRIPT,
    SITE,
    Situation,
    at,
    checked,
    crash,
    local,
    made,
    module,
    put,
)

FOLDERS = {
    "another-prefix": Situation(
        make=lambda f, _: made(put(f, FILES), crash(at(APP), **local("https://cdn.example/"))),
        stops="script",
        says=("'build' has app.js", "says that its files were at https://cdn.example/"),
        facts=(f"wanted: {APP}", "there: app.js"),
        next="fix_url_prefix",
        arguments={"source": "build", "url_prefix": f"{SITE}/assets/"},
        resolves=True,
    ),
    "any-host-but-another-path": Situation(
        make=lambda f, _: made(put(f, FILES), crash(at(APP), **local("~/static/"))),
        stops="script",
        next="fix_url_prefix",
        arguments={"url_prefix": f"{SITE}/assets/"},
        resolves=True,
    ),
    "a-part-of-the-path-is-the-folder's": Situation(
        make=lambda f, _: made(
            put(f, {f"assets/{name}": content for name, content in FILES.items()}),
            crash(at(APP), **local(f"{SITE}/assets/")),
        ),
        stops="script",
        next="fix_url_prefix",
        arguments={"url_prefix": f"{SITE}/"},
        resolves=True,
    ),
    "further-below": Situation(
        make=lambda f, _: made(
            put(f, {f"out/js/{name}": content for name, content in FILES.items()}),
            crash(at(APP), **local()),
        ),
        stops="script",
        says=("'build' has out/js/app.js",),
        next="fix_url_prefix",
        arguments={"url_prefix": f"{SITE}/assets/", "path": "dist/out/js"},
        resolves=True,
    ),
    "the-likeliest-of-several": Situation(
        make=lambda f, _: made(
            put(
                f, {f"{below}/{name}": FILES[name] for below in ("a", "b/assets") for name in FILES}
            ),
            crash(at(APP), **local("https://cdn.example/")),
        ),
        stops="script",
        says=("has b/assets/app.js",),
        next="fix_url_prefix",
        arguments={"url_prefix": f"{SITE}/", "path": "dist/b"},
        resolves=True,
    ),
    "a-map-of-another-folder": Situation(
        make=lambda f, _: made(
            put(f, {"app.js": SCRIPT, "maps/app.js.map": FILES["app.js.map"]}),
            crash(at(APP), **local()),
        ),
        stops="map",
        says=("'build' has maps/app.js.map",),
        next="fix_url_prefix",
        arguments={"path": "dist/maps"},
    ),
    "folder-spelt-otherwise": Situation(
        make=lambda f, _: made(put(f, FILES, below="Dist"), crash(at(APP), **local())),
        stops="script",
        says=("is spelt Dist, and not dist",),
        next="fix_path",
        arguments={"source": "build", "path": "Dist"},
        resolves=True,
    ),
    "file-spelt-otherwise": Situation(
        make=lambda f, _: made(put(f, {"App.js": SCRIPT}), crash(at(APP), **local())),
        stops="script",
        says=("'build' has it as App.js: upper and lower case differ",),
        next="find_file",
        arguments={"name": "app.js"},
    ),
    "script-of-another-build": Situation(
        make=lambda f, _: made(
            put(f, {"app.js": BARE + f"//# debugId={OTHER}\n".encode()}),
            crash(at(APP), **local("https://cdn.example/"), **module(APP)),
        ),
        stops="script",
        says=("'build' has app.js, which is of another build", OTHER),
        facts=(f"found debug id: {OTHER}", f"wanted debug id: {ID}"),
        next="find_file",
        arguments={"name": "app.js", "debug_id": ID},
    ),
    "map-of-another-build": Situation(
        make=lambda f, _: made(
            put(f, {"app.js": BARE, "app.js.map": source_map([[(0, 0, 0, 0)]], debugId=OTHER)}),
            crash(at(APP), **local(), **module(APP)),
        ),
        stops="map",
        says=("'build' has app.js.map, which is of another build", OTHER),
        next="find_file",
        arguments={"debug_id": ID},
    ),
    "nothing-alike": Situation(
        make=lambda f, _: made(put(f, {"other.js": SCRIPT}), crash(at(APP), **local())),
        stops="script",
        says=("1 place in local builds had nothing", "scraping is off"),
        facts=("build: file://dist/app.js: not found",),
        next="enable_scraping",
    ),
}


@pytest.mark.parametrize("situation", [pytest.param(s, id=name) for name, s in FOLDERS.items()])
async def test_folders(situation: Situation, tmp_path: Path, server: Server) -> None:
    await checked(situation, tmp_path, server)


async def test_a_folder_that_may_not_be_read_is_not_looked_into(
    tmp_path: Path, server: Server
) -> None:
    """Near misses keep to what the request may read."""
    outside = Situation(
        make=lambda f, _: made(
            put(f.parent, FILES, below=f"{f.name}-outside"),
            crash(at(APP), **local("~/", path=f"../{f.name}-outside")),
        ),
        trusted=False,
        stops="script",
        next="enable_scraping",
    )
    found = await checked(outside, tmp_path, server)
    assert "says that its files were at" not in found.verdict
