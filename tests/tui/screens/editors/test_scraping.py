"""W6: the editor of scraping. Numbers in names are those of the acceptance checks."""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from inspector.editing.trial import Fetched
from inspector.model.places.scraping import is_allowed
from inspector.tui.screens.crash.stack import StackScreen
from inspector.tui.screens.editors.scraping import fetched_text, switches_tree, with_switches
from tests.editing.opened import JS, NATIVE
from tests.fetch.server import Reply, Server
from tests.tui.editors import at_home, editing, scraping
from tests.tui.scripted import press, seen, settle, until

__all__ = ["at_home"]

PAIRS = [
    ("*", "https://a.example/x"),
    ("a.example", "https://a.example/x"),
    ("a.example", "https://b.a.example/x"),
    ("*.a.example", "https://b.a.example/x"),
    ("*.a.example", "https://a.example/x"),
    ("*.a.example", "https://nota.example/x"),
    ("*.a.example/secret", "https://b.a.example/public"),
    ("*.a.example:8080", "https://b.a.example:8080/"),
    ("https://a.example", "http://a.example/"),
    ("HTTPS://a.example", "https://a.example/"),
    ("a.example:443", "https://a.example/"),
    ("a.example:80", "https://a.example/"),
    ("a.example:8080", "http://a.example:8080/x"),
    ("http://a.example:8080/", "http://a.example:8080/x"),
    ("*:8080", "http://a.example:8080/x"),
    ("a.example/js", "http://a.example/js/x"),
    ("a.example/js/*", "http://a.example/js/x"),
    ("a.example//js", "http://a.example/js/x"),
    ("a.example//js/*", "http://a.example/css/x"),
    ("*/*", "http://a.example/js/x"),
    ("http://a.example/js/x", "http://a.example/js/x"),
    ("*.løcalhost.example", "http://www.xn--lcalhost-54a.example/"),
    ("xn--lcalhost-54a.example", "http://LØCALHOST.example/"),
    ("[::1]:8080", "http://[::1]:8080/x"),
    ("\ufffd.example", "http://a.example/"),
    ("", "http://a.example/"),
    (None, "http://a.example/"),
]
"""(rule, URL); None: the list is empty."""


def origins(app: Any) -> tuple[str, ...]:
    return scraping(app).bench.state.scraping.allowed_origins


def text(app: Any) -> str:
    return "\n".join(seen(app))


async def test_23_the_tester_agrees_with_the_engine(at_home: Path) -> None:
    async with editing(at_home, JS, "4") as (app, pilot):
        screen = scraping(app)
        for pattern, url in PAIRS:
            patterns = () if pattern is None else (pattern,)
            state = screen.bench.state
            screen.change(
                replace(state, scraping=replace(state.scraping, allowed_origins=patterns))
            )
            screen._url.value = url
            screen.judge()
            told = screen.told[0]
            assert told.startswith("ALLOWED") is is_allowed(url, patterns), (pattern, url)
            assert told.startswith(("ALLOWED", "BLOCKED"))
            if pattern:
                assert screen._origins.verdicts[0].matched is is_allowed(url, patterns)
        await settle(pilot)
        assert screen.told[0] in "\n".join(seen(app))


async def test_4_a_digit_typed_into_the_tester_stays_there(at_home: Path) -> None:
    async with editing(at_home, JS, "4") as (app, pilot):
        await press(pilot, "slash")
        scraping(app)._url.value = ""
        await settle(pilot)
        await press(pilot, *"http://h:1234/q?5")
        assert scraping(app)._url.value == "http://h:1234/q?5"
        await press(pilot, "escape", "1")
        assert isinstance(app.screen, StackScreen)


async def test_rules_are_explained(at_home: Path) -> None:
    async with editing(at_home, JS, "4") as (app, _pilot):
        shown = text(app)
    assert "Allowed origins 1" in shown
    assert "*.shop.example" in shown
    assert "This request: 5 frames with a URL, 4 origins, 3 blocked" in shown
    assert "✓ allowed     2 frames  https://static.shop.example" in shown
    assert "URL https://cdn.other.example/lib.js" in shown
    assert "BLOCKED: no pattern matches." in shown
    assert "neither shop.example nor below it" in shown


async def test_origins_are_added_changed_and_removed(at_home: Path) -> None:
    async with editing(at_home, JS, "4") as (app, pilot):
        await press(pilot, "a", *"cdn.x/js/*", "enter")
        screen = scraping(app)
        assert origins(app) == ("*.shop.example", "cdn.x/js/*")
        assert "write cdn.x//js/*" in text(app)
        await press(pilot, "escape", "enter")
        assert screen._new.value == "cdn.x/js/*"
        screen._new.value = "cdn.x//js/*"
        await press(pilot, "enter")
        assert origins(app) == ("*.shop.example", "cdn.x//js/*")
        assert "write cdn.x" not in text(app)
        await press(pilot, "escape", "delete")
        assert origins(app) == ("*.shop.example",)
        await press(pilot, "u", "u", "u")
        assert not screen.bench.edits.changed


async def test_what_is_blocked_can_be_allowed_at_once(at_home: Path) -> None:
    async with editing(at_home, JS, "4") as (app, pilot):
        await press(pilot, "A")
        allowed = origins(app)
        assert allowed == ("*.shop.example", "https://cdn.other.example")
        assert app.session is not None
        assert app.session.request.body.scraping.allowed_origins == allowed
        await press(pilot, "A")
        assert "No origin of a frame is blocked" in text(app)


async def test_switches_change_the_verdict(at_home: Path) -> None:
    async with editing(at_home, JS, "4") as (app, pilot):
        row = scraping(app)._switches.row_of("enabled")
        assert row is not None
        row.editor.focus()
        await press(pilot, "space")
        assert not scraping(app).bench.state.scraping.enabled
        assert "BLOCKED: scraping is off." in text(app)


async def test_a_fetch_tells_how_it_went(at_home: Path) -> None:
    with Server({"/a.js": Reply(body=b"hello")}) as server:
        async with editing(at_home, {**JS, "scraping": {**JS["scraping"],
                           "allowed_origins": ["*"]}}, "4") as (app, pilot):  # fmt: skip
            screen = scraping(app)
            screen._url.value = f"{server.url}/a.js"
            await settle(pilot)
            await press(pilot, "F")
            await until(pilot, lambda: not screen.is_trying())
            assert "Not fetched: Can't connect to restricted host" in screen.fetched
            assert app.session is not None
            app.session.original = replace(app.session.original, trusted=True)
            await press(pilot, "F")
            await until(pilot, lambda: not screen.is_trying())
            assert screen.fetched.startswith("Fetched: 200, 5 B")
            assert "Fetched: 200" in text(app)


async def test_escape_stops_a_fetch_first(at_home: Path) -> None:
    with Server({"/slow": Reply(body=b"x", wait=30)}) as server:
        async with editing(at_home, {**JS, "scraping": {**JS["scraping"],
                           "allowed_origins": ["*"]}}, "4") as (app, pilot):  # fmt: skip
            screen = scraping(app)
            assert app.session is not None
            app.session.original = replace(app.session.original, trusted=True)
            screen._url.value = f"{server.url}/slow"
            await settle(pilot)
            await press(pilot, "F")
            await until(pilot, lambda: bool(server.asked))
            await press(pilot, "escape")
            await until(pilot, lambda: screen.fetched == "Fetch stopped")
            assert app.screen is screen


async def test_a_url_of_the_request_goes_into_the_tester(at_home: Path) -> None:
    async with editing(at_home, JS, "4") as (app, pilot):
        screen = scraping(app)
        screen._groups.focus()
        await press(pilot, "home", "enter")
        assert screen._url.value == "https://static.shop.example/js/app.min.js"
        assert "ALLOWED by rule 1." in text(app)


async def test_native_requests_have_links_to_sources(at_home: Path) -> None:
    from inspector import engine

    path = at_home / "crash.json"
    path.write_text("{}")
    report = engine.preview(engine.load(str(path), kind="native"))
    async with editing(at_home, NATIVE, "4") as (app, _pilot):
        assert app.session is not None
        asked = app.session.view.report
        frame = replace(asked.threads[0].frames[0], source_link="https://git.example/x.cs")
        thread = replace(asked.threads[0], frames=(frame,))
        view = replace(app.session.view, report=replace(asked, threads=(thread,)))
        app.show(view)
        await settle(_pilot)
        assert "https://git.example" in text(app)
        assert "The file is asked for anyway" in text(app)
    assert report.kind == "native"


def test_switches_go_into_a_form_and_back(tmp_path: Path) -> None:
    from inspector.editing.drafts import State

    state = State(headers={"x": {"env": "X"}})
    assert with_switches(state, switches_tree(state)) == state
    off = {**switches_tree(state), "verify_ssl": False}
    assert not with_switches(state, off).scraping.verify_ssl
    off.pop("headers")
    assert with_switches(state, off).headers == {}


@pytest.mark.parametrize(
    ("fetched", "said"),
    [
        (
            Fetched(url="u", outcome="ok", status=200, size=5, seconds=0.5),
            "Fetched: 200, 5 B, 500 ms",
        ),
        (Fetched(url="u", outcome="refused", details="no"), "Not fetched: no"),
        (
            Fetched(url="u", outcome="not_found", status=404, seconds=0.1),
            "Not fetched: 404 not found, 100 ms",
        ),
        (Fetched(url="u", outcome="timeout", details="5s"), "Not fetched: timeout: 5s, 0 ms"),
    ],
)
def test_how_a_fetch_is_told(fetched: Fetched, said: str) -> None:
    assert fetched_text(fetched) == said
