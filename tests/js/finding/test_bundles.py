"""Artifact bundles: which one counts, and what is in it."""

import json
import zipfile
from pathlib import Path

import pytest

from inspector.objects.bundle import Bundle
from tests.fetch.server import Reply, Server
from tests.js.maps import bundle, source_map
from tests.js.runs import (
    ID,
    MAP,
    SCRIPT,
    SITE,
    Runner,
    answered,
    errors,
    frame,
    pack,
    request,
    sentry,
)

BY_ID = {"debug-id": ID.upper()}
MINIFIED = {"type": "minified_source", "url": "~/app.js"}
MAPPED = {"type": "source_map", "url": "~/app.js.map"}


async def test_a_bundle_by_debug_id(runner: Runner, server: Server) -> None:
    content = bundle(
        {
            "0.js": (b"f()", MINIFIED | {"url": "~/0.js", "headers": BY_ID}),
            "0.map": (MAP, MAPPED | {"url": "~/0.map", "headers": BY_ID}),
        }
    )
    said = sentry(server, pack("7", resolved_with="release"), **{"7": content})
    said["modules"] = [{"type": "sourcemap", "code_file": "/srv/x.js", "debug_id": ID}]
    response = await runner.response(request(frame("/srv/x.js"), **said))
    assert answered(response)["data"] == {
        "sourcemap": "/srv/x.js",
        "sourcemap_origin": {
            "bundled": ["sentry://project_debug_file/7", {"source_map": {"debug_id": ID}}]
        },
        "resolved_with": "debug-id",
        "symbolicated": True,
    }
    assert answered(response)["abs_path"] == "/srv/a.js"
    assert "module" not in answered(response)
    assert response["scraping_attempts"] == [{"url": "/srv/x.js", "status": "not_attempted"}]


async def test_a_bundle_by_url_whatever_the_type(runner: Runner, server: Server) -> None:
    content = bundle(
        {
            "app.js": (SCRIPT, {"type": "source", "url": f"{SITE}/app.js"}),
            "app.js.map": (MAP, {"url": "~/app.js.map"}),
        }
    )
    said = sentry(server, pack("7", resolved_with="url"), **{"7": content})
    response = await runner.response(request(frame(f"{SITE}/app.js"), **said))
    assert answered(response)["data"]["resolved_with"] == "url"
    assert answered(response)["data"]["sourcemap_origin"] == {
        "bundled": [
            "sentry://project_debug_file/7",
            {"source_map": {"abs_path": f"{SITE}/app.js.map"}},
        ]
    }


async def test_what_a_bundle_was_found_by_is_unknown_unless_said(
    runner: Runner, server: Server
) -> None:
    content = bundle({"a": (SCRIPT, MINIFIED), "b": (MAP, MAPPED)})
    said = sentry(server, **{"7": content})
    listed = [pack("7", url=f"{server.url}/files/7")]
    server.routes["/lookup"] = Reply(body=json.dumps(listed).encode())
    response = await runner.response(request(frame(f"{SITE}/app.js"), **said))
    assert answered(response)["data"]["resolved_with"] == "unknown"


async def test_the_greatest_bundle_counts(runner: Runner, server: Server) -> None:
    """As text: 9 before 10."""
    packs = {}
    for id_ in ("10", "9"):
        script = f"{SITE}\n//# sourceMappingURL=app.js.map?{id_}".encode()
        packs[id_] = bundle(
            {"app.js": (script + b"\n//" + id_.encode(), MINIFIED), "map": (MAP, MAPPED)}
        )
    said = sentry(server, pack("10"), pack("9"), **packs)
    response = await runner.response(request(frame(f"{SITE}/app.js"), **said))
    assert answered(response)["data"]["sourcemap_origin"]["bundled"][0].endswith("/9")
    assert response["raw_stacktraces"][0]["frames"][0]["post_context"][-1] == "//9"


async def test_ids_in_any_bundle_come_before_urls(runner: Runner, server: Server) -> None:
    by_url = bundle({"a": (b"url", MINIFIED), "m": (MAP, MAPPED)})
    by_id = bundle({"a": (b"id", {"type": "minified_source", "headers": BY_ID})})
    said = sentry(server, pack("2"), pack("1"), **{"2": by_url, "1": by_id})
    said["modules"] = [{"type": "sourcemap", "code_file": f"{SITE}/app.js", "debug_id": ID}]
    response = await runner.response(request(frame(f"{SITE}/app.js"), **said))
    assert response["raw_stacktraces"][0]["frames"][0]["context_line"] == "id"


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(bundle({"app.js": (b"\xff", MINIFIED)}), id="no-text"),
        pytest.param(
            bundle({"app.js": (SCRIPT, MINIFIED)}).replace(b"app.js", b"gone.x"), id="gone"
        ),
        pytest.param(b"SYSB....", id="no-zip"),
        pytest.param(bundle({}, number=1), id="manifest"),
        pytest.param(b"", id="empty"),
    ],
)
async def test_what_cannot_be_read_is_as_if_it_were_not_there(
    runner: Runner, server: Server, broken: bytes
) -> None:
    good = bundle({"app.js": (SCRIPT, MINIFIED), "map": (MAP, MAPPED)})
    said = sentry(server, pack("2"), pack("1"), **{"2": broken, "1": good})
    response = await runner.response(request(frame(f"{SITE}/app.js"), **said))
    assert answered(response)["data"]["symbolicated"]


async def test_a_broken_bundle_is_told_to_people(runner: Runner, server: Server) -> None:
    said = sentry(server, pack("2"), **{"2": b"nonsense that is no bundle"})
    answer = await runner.answer(request(frame(f"{SITE}/app.js"), **said))
    assert any("sentry://project_debug_file/2 cannot be used" in note for note in answer.notes)


async def test_a_broken_data_url_spoils_a_bundled_file(runner: Runner, server: Server) -> None:
    content = bundle({"app.js": (b"//# sourceMappingURL=data:nonsense", MINIFIED)})
    said = sentry(server, pack("1"), **{"1": content})
    response = await runner.response(request(frame(f"{SITE}/app.js"), **said))
    assert errors(response) == ["missing_source"]


async def test_headers_and_comments_of_a_bundle(runner: Runner, server: Server) -> None:
    """The header beats the comment; a debugId comment counts for nothing."""
    script = SCRIPT + f"//# debugId={ID}\n".encode()
    content = bundle(
        {
            "app.js": (script, MINIFIED | {"headers": {"Sourcemap": "other.map"}}),
            "other": (MAP, {"type": "source_map", "url": "~/other.map"}),
        }
    )
    said = sentry(server, pack("1"), **{"1": content})
    response = await runner.response(request(frame(f"{SITE}/app.js"), **said))
    assert answered(response)["data"]["sourcemap"] == f"{SITE}/other.map"
    assert not any("debug_id" in asked.path for asked in server.asked)


async def test_comments_in_a_member_of_another_type(runner: Runner, server: Server) -> None:
    content = bundle({"app.js": (SCRIPT, {"type": "source_map", "url": "~/app.js"})})
    said = sentry(server, pack("1"), **{"1": content})
    response = await runner.response(request(frame(f"{SITE}/app.js"), **said))
    assert errors(response) == []
    assert answered(response)["data"] == {"symbolicated": False}


async def test_sources_from_a_bundle(runner: Runner, server: Server) -> None:
    bare = source_map([[(0, 0, 1, 0)]], contents=None)
    content = bundle(
        {
            "app.js": (SCRIPT, MINIFIED),
            "map": (bare, MAPPED),
            "a.js": (b"one\r\ntwo\r\n", {"type": "source", "url": "~/a.js"}),
        }
    )
    said = sentry(server, pack("1"), **{"1": content})
    response = await runner.response(request(frame(f"{SITE}/app.js"), **said))
    assert (answered(response)["pre_context"], answered(response)["context_line"]) == (
        ["one"],
        "two",
    )
    assert [a["url"] for a in response["scraping_attempts"]] == [
        f"{SITE}/a.js",
        f"{SITE}/app.js",
        f"{SITE}/app.js.map",
    ]


REAL = Path(__file__).resolve().parent.parent.parent / "fixtures" / "harbor" / "js" / "sentry-cli"


def place_of(pack_name: str, script: str, text: str) -> tuple[int, int]:
    """Line and column of a text in a script of a real bundle."""
    with zipfile.ZipFile(REAL / pack_name) as members:
        name = next(name for name in members.namelist() if name.endswith("/" + script))
        before = members.read(name).decode().partition(text)[0]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


@pytest.mark.parametrize("script", ["terser.js", "es.external.js"])
@pytest.mark.parametrize("name", ["injected.zip", "release.zip"])
async def test_bundles_of_sentry_cli(
    runner: Runner, server: Server, name: str, script: str
) -> None:
    """Made by `tests/fixtures/build_sentry_bundle.py`: with debug ids, and for a release."""
    said = sentry(server, pack("1", resolved_with="release"), **{"1": (REAL / name).read_bytes()})
    line, column = place_of(name, script, "weight.toFixed")
    path = f"{SITE}/static/js/{script}"
    if name == "injected.zip":
        entry = Bundle.open(str(REAL / name)).by_url(f"~/{script}")
        assert entry is not None
        said["modules"] = [
            {"type": "sourcemap", "code_file": path, "debug_id": str(entry.debug_id)}
        ]
    response = await runner.response(request(frame(path, line, column), **said))
    assert answered(response)["function"] == "Dock.note"
    assert (answered(response)["filename"], answered(response)["lineno"]) == ("../src/dock.js", 21)
    how = "debug-id" if name == "injected.zip" else "release"
    assert answered(response)["data"]["resolved_with"] == how
