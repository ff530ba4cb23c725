"""What a run keeps: who was asked for which file, in which order."""

from typing import Any

import pytest

from inspector.js.evidence import Looked
from inspector.model.outcome import Miss
from tests.fetch.server import Reply, Server
from tests.js.maps import bundle
from tests.js.runs import MAP, SCRIPT, WEB, Runner, file, frame, pack, request, sentry, served

PATH = "https://shop.example/app.js"


def shown(looked: Looked) -> tuple[Any, ...]:
    """Role, where it was found, and where it was asked for."""
    asked = [(where, not isinstance(answer, Miss)) for where, _, answer in looked.asked]
    return looked.key.role, looked.found_by, asked


async def test_scraped(runner: Runner, server: Server) -> None:
    server.routes |= served()
    answer = await runner.answer(request(frame(f"{server.url}/app.js"), scraping=WEB))
    assert [shown(one) for one in answer.evidence.looked] == [
        ("minified_source", "web", [("web", True)]),
        ("source_map", "web", [("web", True)]),
    ]
    assert all(one.entry is not None and one.query is None for one in answer.evidence.looked)


@pytest.mark.parametrize(
    ("path", "scraping", "rule"),
    [
        pytest.param("<anonymous>", WEB, "no_url", id="no-url"),
        pytest.param(PATH, WEB | {"enabled": False}, "disabled", id="off"),
        pytest.param("app:///app.js", WEB, "scheme", id="scheme"),
        pytest.param(PATH, WEB | {"allowed_origins": ["a.example"]}, "origin", id="origin"),
        pytest.param("http://localhost/app.js", WEB, "private_host", id="private-host"),
    ],
)
async def test_why_the_web_was_not_asked(
    runner: Runner, path: str, scraping: dict[str, Any], rule: str
) -> None:
    answer = await runner.answer(request(frame(path), scraping=scraping), trusted=False)
    (looked,) = answer.evidence.looked
    assert looked.refusal is not None
    assert (looked.refusal.rule, looked.found_by, looked.asked) == (rule, None, [])


async def test_the_lookup_api(runner: Runner, server: Server) -> None:
    about = sentry(server, file("1", PATH), file("2", f"{PATH}.map"))
    server.routes |= {"/files/1": Reply(body=SCRIPT), "/files/2": Reply(body=MAP)}
    answer = await runner.answer(request(frame(PATH), **about))
    script, source_map = answer.evidence.looked
    assert script.query == (("release", "1.0"), ("url", "/app"))
    assert isinstance(script.answer, tuple)
    assert [one.id for one in script.answer] == ["1", "2"]
    assert shown(script) == ("minified_source", "release_file", [("release_file", True)])
    assert source_map.query is None  # what the API said before was enough
    assert shown(source_map) == ("source_map", "release_file", [("release_file", True)])


async def test_bundles_are_known_by_release(runner: Runner, server: Server) -> None:
    packed = bundle({"a": (SCRIPT, {"url": "~/app.js"})}, release="1.0", dist="x")
    about = sentry(server, pack("1"), pack("2"), **{"1": packed, "2": b"broken"})
    answer = await runner.answer(request(frame(PATH), **about))
    assert answer.evidence.looked[0].found_by == "bundle"
    good, broken = sorted(answer.evidence.bundles, key=lambda one: one.found is None)
    assert (good.release, good.dist, good.by_url, good.is_local) == ("1.0", "x", True, False)
    assert broken.found is None
    assert broken.miss is not None
