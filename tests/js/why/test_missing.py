"""Scripts and maps that were not found: why, for each answer there is, and what to do."""

from pathlib import Path

import pytest

from inspector.model.places.sources import FilesystemSource
from tests.fetch.server import Reply, Server
from tests.js.why.situations import (
    ADDED,
    FILES,
    Body,
    Situation,
    at,
    checked,
    crash,
    fetched,
    made,
    put,
    rows,
    serve,
    web,
    with_spare,
)


def answers(server: Server, reply: Reply) -> Body:
    """The server answers that to whoever asks for the script; its map is there."""
    serve(server)
    server.routes["/app.js"] = reply
    return fetched(server)


def served(server: Server) -> None:
    serve(server)


SCRAPING = {
    "not-found": Situation(
        wire="not_found",
        make=lambda f, s: with_spare(f, fetched(s)),
        stops="script",
        says=("The script {server}/app.js was not found", "the web does not have it", "HTTP 404"),
        facts=("also as: ~/app.js", "web-scraping: {server}/app.js: not found"),
        next="add_source",
        arguments={"type": "filesystem", "url_prefix": "{server}/", "name": "app.js"},
        given=ADDED,
        resolves=True,
    ),
    "disabled": Situation(
        wire="disabled",
        make=lambda _, s: fetched(serve(s), **web(enabled=False)),
        stops="script",
        says=("{server}/app.js", "scraping is off"),
        facts=("web: not asked",),
        next="enable_scraping",
        resolves=True,
    ),
    "disabled-for-the-request": Situation(
        wire="scraping_disabled",
        make=lambda _, s: fetched(serve(s), allow_scraping=False),
        stops="script",
        says=("scraping is off",),
        next="enable_scraping",
        resolves=True,
    ),
    "invalid-host": Situation(
        wire="invalid_host",
        make=lambda _, s: fetched(serve(s), **web(allowed_origins=["https://cdn.example"])),
        stops="script",
        says=("its origin is not among the allowed ones",),
        facts=("allowed origin: https://cdn.example: the scheme is http, not https",),
        next="allow_origin",
        arguments={"origin": "{server}"},
        resolves=True,
    ),
    "no-origin-at-all": Situation(
        make=lambda _, s: fetched(serve(s), **web(allowed_origins=[])),
        stops="script",
        next="allow_origin",
        arguments={"origin": "{server}"},
        resolves=True,
    ),
    "private-host": Situation(
        wire="invalid_host",
        make=lambda _, s: fetched(serve(s)),
        trusted=False,
        stops="script",
        says=("its host is a private one",),
        next="trust_request",
        resolves=True,
    ),
    "other-scheme": Situation(
        wire="invalid_host",
        make=lambda f, _: with_spare(f, crash(at("app:///static/app.js"))),
        stops="script",
        says=("app:///static/app.js", "only http and https"),
        next="add_source",
        arguments={"url_prefix": "app:///static/"},
        given=ADDED,
        resolves=True,
    ),
    "permission-denied": Situation(
        wire="permission_denied",
        make=lambda _, s: answers(s, Reply(status=403)),
        stops="script",
        says=("the web server does not let us in", "403 Forbidden"),
        next="open_scraping",
        arguments={"url": "{server}/app.js"},
    ),
    "timeout": Situation(
        wire="timeout",
        make=lambda _, s: answers(s, Reply(wait=60)),
        settings={"head_timeout": 0.05},
        stops="script",
        says=("the web server took too long", "timed out after 50ms"),
        next="raise_timeout",
        arguments={"setting": "head_timeout", "seconds": "0.1"},
        meanwhile=served,
        resolves=True,
    ),
    "download-error": Situation(
        wire="download_error",
        make=lambda _, s: answers(s, Reply(status=500)),
        stops="script",
        says=("it could not be downloaded", "500 Internal Server Error"),
        next="retry",
        arguments={"source": "web-scraping", "location": "{server}/app.js"},
        meanwhile=served,
        resolves=True,
    ),
    "other": Situation(
        wire="other",
        make=lambda _, s: answers(s, Reply(body=b"\xff\xfe\xff")),
        stops="script",
        says=("{server}/app.js", "invalid utf-8 sequence at byte 0"),
        next="rebuild",
    ),
    "empty": Situation(
        wire="not_found",
        make=lambda _, s: answers(s, Reply(body=b"")),
        stops="script",
        says=("what is there is empty",),
        next="add_source",
    ),
    "offline": Situation(
        make=lambda _, s: fetched(serve(s)),
        settings={"offline": True},
        stops="script",
        says=("could not be asked: offline", "nobody was asked"),
        next="go_online",
        resolves=True,
    ),
}
PATHS = {
    "anonymous": Situation(
        wire="missing_source",
        make=lambda *_: crash(at("<anonymous>")),
        stops="script",
        says=("<anonymous> is no file",),
        next="nothing_to_do",
    ),
    "of-node-itself": Situation(
        make=lambda *_: crash(at("node:internal/timers")),
        stops="script",
        says=("it is code of the engine",),
        next="nothing_to_do",
    ),
    "of-an-extension": Situation(
        make=lambda *_: crash(at("chrome-extension://abc/content.js")),
        stops="script",
        says=("a part of a browser extension",),
        next="nothing_to_do",
    ),
    "no-url": Situation(
        make=lambda f, _: with_spare(f, crash(at("/srv/shop/app.js"))),
        stops="script",
        says=("The script /srv/shop/app.js was not found: it is no URL",),
        next="add_source",
        arguments={"url_prefix": "/srv/shop/"},
        given=ADDED,
        resolves=True,
    ),
    "strict": Situation(
        make=lambda f, _: made(put(f, FILES), crash(at("app:///app.js"), sources=None)),
        strict=True,
        settings={"sources": (FilesystemSource(id="build", path="dist", url_prefix="app:///"),)},
        stops="script",
        says=("only http and https",),
        next="leave_strict",
        resolves=True,
    ),
}
TABLES = {"scraping": SCRAPING, "path": PATHS}


@pytest.mark.parametrize("situation", rows(TABLES))
async def test_files(situation: Situation, tmp_path: Path, server: Server) -> None:
    await checked(situation, tmp_path, server)
