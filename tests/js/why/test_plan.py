"""What will be asked for scripts, told before anybody is asked."""

import json
from pathlib import Path
from typing import Any

import pytest

from inspector.engine import Engine, Opened
from inspector.js.finding.local import LocalBuild
from inspector.js.why.plan import plan
from inspector.js.wire import from_tree
from inspector.model.places.sources import FilesystemSource
from inspector.model.why.plan import ModulePlan, Planned
from inspector.questions.why import plan as plan_of
from inspector.settings import Settings
from tests.fetch.server import Server
from tests.js.why.situations import APP, ID, SITE, Body, at, crash, lists, module, web


def build(prefix: str = "") -> LocalBuild:
    source = FilesystemSource(id="build", path="dist", url_prefix=prefix)
    return LocalBuild(source=source, scope="global", trusted=True, folder="/srv/my builds")


def planned(body: Body, *builds: LocalBuild, vouched: bool = True) -> tuple[ModulePlan, ...]:
    return plan(from_tree(json.loads(json.dumps(body))), builds, vouched=vouched)


def shown(entries: Any) -> list[tuple[str, str, str]]:
    return [(one.source, one.uri, one.rule) for one in entries]


def test_in_the_order_of_a_run() -> None:
    source = {"id": "project", "url": "https://me:pw@sentry.example/api/", "token": "secret"}
    body = crash(at(APP), source=source, release="1.0", dist="d", **module(APP))
    (one,) = planned(body, build("~/assets/"), build("https://cdn.example/"))
    script = [entry for entry in one.entries if entry.purpose == "script"]
    query = "release=1.0&url=%2Fassets%2Fapp&dist=d&debug_id=" + ID
    assert shown(script) == [
        ("project", f"https://***@sentry.example/api/?{query}", ""),
        ("build", "", ""),
        ("build", "file://dist/app.js", ""),
        ("build", "", ""),
        ("build", "", ""),
        ("build", "", "url_prefix"),
        ("build", "", ""),
        ("web-scraping", APP, ""),
    ]
    source_map = [entry for entry in one.entries if entry.purpose == "source map"]
    assert (
        shown(source_map)[0][1]
        == f"https://***@sentry.example/api/?release=1.0&dist=d&debug_id={ID}"
    )
    assert "header, else its last comment" in source_map[-1].text
    assert one.entries[-1].purpose == "original sources"
    assert "secret" not in repr(one)
    assert "pw@" not in repr(one)


@pytest.mark.parametrize(
    ("path", "more", "vouched", "rule", "text"),
    [
        pytest.param(APP, web(), True, "", "allowed by *", id="any-origin"),
        pytest.param(
            APP,
            web(allowed_origins=["a.example", "*.example"]),
            True,
            "",
            "allowed by *.example",
            id="by-the-second",
        ),
        pytest.param(
            APP, web(allowed_origins=["a.example"]), True, "origin", "the host is", id="origin"
        ),
        pytest.param(APP, web(allowed_origins=[]), True, "origin", "no origin", id="none"),
        pytest.param(APP, web(enabled=False), True, "disabled", "scraping is off", id="off"),
        pytest.param(APP, {"allow_scraping": False}, True, "disabled", "off", id="off-for-all"),
        pytest.param("app:///a.js", {}, True, "scheme", "only http", id="scheme"),
        pytest.param("<anonymous>", {}, True, "no_url", "no URL", id="no-url"),
        pytest.param(
            "http://localhost/a.js", {}, False, "private_host", "nobody vouches", id="private"
        ),
        pytest.param("http://localhost/a.js", {}, True, "", "allowed by *", id="vouched"),
    ],
)
def test_the_web(path: str, more: Body, *, vouched: bool, rule: str, text: str) -> None:
    (one,) = planned(crash(at(path)) | more, vouched=vouched)
    (entry,) = (entry for entry in one.entries if entry.source == "web-scraping")
    assert entry.rule == rule
    assert text in entry.text
    assert bool(entry.curl) == (rule == "")


def test_command_lines_without_secrets() -> None:
    headers = {"X-Key": "secret"}
    body = crash(at(f"{SITE}/it's.js")) | web(headers=headers, verify_ssl=False)
    source = {"id": "project", "url": "https://sentry.example/api/", "token": "secret"}
    (one,) = planned(body | {"source": source, "release": "1"}, build())
    curls = [entry.curl for entry in one.entries if entry.curl]
    lookup = "'https://sentry.example/api/?release=1&url=%2Fit%27s'"
    assert curls == [
        f"curl -fL -H 'Authorization: Bearer ***' {lookup}",
        """ls -l '/srv/my builds/dist/it'"'"'s.js'""",
        """curl -fLO -H 'X-Key: ***' --insecure 'https://shop.example/it'"'"'s.js'""",
    ]


def test_a_lookup_needs_something_to_ask_for() -> None:
    source = {"id": "project", "url": "https://sentry.example/api/", "token": "secret"}
    (one,) = planned(crash(at(APP), source=source))
    assert (one.entries[0].rule, one.entries[0].uri) == ("no ids", "")


def test_a_script_without_lines_is_not_looked_for() -> None:
    first, second = planned(crash(at(APP, 0), at(f"async {SITE}/b.js")))
    assert (first.used, second.used) == (False, True)
    assert second.name == f"{SITE}/b.js"


async def test_the_plan_is_what_the_server_then_sees(tmp_path: Path, server: Server) -> None:
    body = crash(at(f"{server.url}/app.js"), at(f"{server.url}/lib/b.js"), **lists(server))
    opened = Opened(kind="js", body=from_tree(body), name="x", folder=str(tmp_path), trusted=True)
    settings = Settings(cache_dir=str(tmp_path / "cache"))
    before = plan_of(opened, settings)
    assert server.hits() == 0
    async with Engine(settings) as engine:
        await engine.symbolicate(opened)
    uris = [entry.uri for one in before for entry in asked_from(one.entries)]
    assert sorted(uris) == sorted(server.url + asked.path for asked in server.asked)


def asked_from(entries: tuple[Planned, ...]) -> list[Planned]:
    return [one for one in entries if one.uri.startswith("http") and not one.rule]
