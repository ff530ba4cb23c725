"""Files from the lookup API: release files and artifact bundles."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from inspector.fetch.remote import RemoteFile
from inspector.js.artifacts import Api
from inspector.js.origins import FileKey
from inspector.model.ids import DebugId
from inspector.model.sources import SentrySource
from tests.fetch.server import Reply, Server
from tests.js.maps import bundle, source_map
from tests.js.runs import ID, Runner, frame, request

SITE = "http://shop.example"
SCRIPT = b"function f(){throw 1}f();\n//# sourceMappingURL=app.js.map\n"
MAP = source_map([[(0, 0, 0, 0)]])
WEB = {"enabled": True, "allowed_origins": ["*"], "headers": {}}
MINIFIED = {"type": "minified_source", "url": "~/app.js"}
MAPPED = {"type": "source_map", "url": "~/app.js.map"}


def sentry(server: Server, *listed: Mapping[str, Any], **files: bytes) -> dict[str, Any]:
    """Let the server list and serve artifacts; what a request says about it."""
    entries: list[dict[str, Any]] = [{"resolved_with": "release", **entry} for entry in listed]
    for entry in entries:
        entry.setdefault("url", f"{server.url}/files/{entry['id']}")
    server.routes["/lookup"] = Reply(body=json.dumps(entries).encode())
    for name, content in files.items():
        server.routes[f"/files/{name}"] = Reply(body=content)
    return {
        "source": {"id": "project", "url": f"{server.url}/lookup", "token": "secret"},
        "release": "1.0",
    }


def file(id_: str, path: str, **more: Any) -> dict[str, Any]:
    return {"type": "file", "id": id_, "abs_path": path} | more


def pack(id_: str, **more: Any) -> dict[str, Any]:
    return {"type": "bundle", "id": id_} | more


def one(response: Any) -> Any:
    return response["stacktraces"][0]["frames"][0]


def errors(response: Any) -> list[str]:
    return [error["type"] for error in response.get("errors", [])]


KEY_ID = DebugId.parse(ID)


@pytest.mark.parametrize(
    ("release", "dist", "path", "debug_id", "expected"),
    [
        pytest.param(None, None, "/a.js", None, None, id="nothing-to-ask-for"),
        pytest.param("1", None, None, None, None, id="release-without-path"),
        pytest.param("1", None, "http://h/a.min.js?x", None, "release=1&url=/a", id="release"),
        pytest.param("1", "d", "/a.js", None, "release=1&url=/a&dist=d", id="dist"),
        pytest.param(None, "d", "/a.js", KEY_ID, f"dist=d&debug_id={ID}", id="id-without-release"),
        pytest.param(
            "1", None, "/a.js", KEY_ID, f"release=1&url=/a&debug_id={ID}", id="id-and-release"
        ),
        pytest.param("1", None, None, KEY_ID, f"release=1&debug_id={ID}", id="id-without-path"),
        pytest.param("", None, "/a.js", None, "release=&url=/a", id="empty-release"),
    ],
)
def test_what_the_api_is_asked(
    release: str | None,
    dist: str | None,
    path: str | None,
    debug_id: DebugId | None,
    expected: str | None,
) -> None:
    place = RemoteFile(source=SentrySource(id="s", url="http://h/", token="t"), location="")
    asked = Api(place, release, dist).parameters(FileKey("minified_source", path, debug_id))
    assert (None if asked is None else "&".join(f"{k}={v}" for k, v in asked)) == expected


async def test_release_files(runner: Runner, server: Server) -> None:
    files = [file("1", "~/app.js"), file("2", f"{SITE}/app.js.map")]
    said = sentry(server, *files, **{"1": SCRIPT, "2": MAP})
    response = await runner.response(request(frame(f"{SITE}/app.js"), **said))
    assert one(response)["data"] == {
        "sourcemap": f"{SITE}/app.js.map",
        "sourcemap_origin": {"individual_file": "sentry://project_debug_file/2"},
        "resolved_with": "release",
        "symbolicated": True,
    }
    assert {a["status"] for a in response["scraping_attempts"]} == {"not_attempted"}
    [lookup] = [asked for asked in server.asked if asked.path.startswith("/lookup")]
    assert lookup.path == "/lookup?release=1.0&url=%2Fapp"
    assert lookup.header("authorization") == "Bearer secret"
    others = [asked for asked in server.asked if not asked.path.startswith("/lookup")]
    assert {asked.header("authorization") for asked in others} == {None}


async def test_files_below_the_source_get_the_token(runner: Runner, server: Server) -> None:
    entry = file("1", "~/app.js", url=f"{server.url}/lookup/1")
    said = sentry(server, entry)
    server.routes["/lookup/1"] = Reply(body=SCRIPT)
    await runner.answer(request(frame(f"{SITE}/app.js"), **said))
    [asked] = [asked for asked in server.asked if asked.path == "/lookup/1"]
    assert asked.header("authorization") == "Bearer secret"


@pytest.mark.parametrize(
    ("headers", "label"),
    [
        pytest.param({"SourceMap": "m.map", "X-SourceMap": "x.map"}, "m.map", id="sourcemap"),
        pytest.param({"X-SoUrCemAp": "x.map"}, "x.map", id="x-sourcemap"),
        pytest.param({"sourcemap": "m.map?v=1"}, "m.map?v=1", id="query-stays"),
        pytest.param({"other": "x"}, "app.js.map", id="comment"),
    ],
)
async def test_where_headers_say_the_map_is(
    runner: Runner, server: Server, headers: dict[str, str], label: str
) -> None:
    files = [file("1", "~/app.js", headers=headers), file("2", f"~/{label}")]
    said = sentry(server, *files, **{"1": SCRIPT, "2": MAP})
    response = await runner.response(request(frame(f"{SITE}/app.js"), **said))
    assert one(response)["data"]["sourcemap"] == f"{SITE}/{label}"


async def test_a_map_in_a_header(runner: Runner, server: Server) -> None:
    headers = {"sourcemap": "data:application/json," + MAP.decode().replace(" ", "%20")}
    said = sentry(server, file("1", "~/app.js", headers=headers), **{"1": SCRIPT})
    response = await runner.response(request(frame(f"{SITE}/app.js"), **said))
    assert one(response)["data"]["sourcemap_origin"] == "embedded"
    assert one(response)["data"]["resolved_with"] == "release"


@pytest.mark.parametrize("headers", [{}, {"sourcemap": "app.js.map"}], ids=["bare", "hermes"])
async def test_empty_release_files(runner: Runner, server: Server, headers: dict[str, str]) -> None:
    files = [file("1", "~/app.js", headers=headers), file("2", "~/app.js.map")]
    said = sentry(server, *files, **{"1": b"", "2": MAP})
    response = await runner.response(request(frame(f"{SITE}/app.js"), **said))
    assert errors(response) == ([] if headers else ["missing_source"])
    assert one(response)["data"]["symbolicated"] == bool(headers)
    assert "context_line" not in response["raw_stacktraces"][0]["frames"][0]


async def test_a_listed_file_that_is_gone_is_not_scraped(runner: Runner, server: Server) -> None:
    said = sentry(server, file("1", f"{server.url}/app.js"))
    server.routes["/app.js"] = Reply(body=SCRIPT)
    path = f"{server.url}/app.js"
    response = await runner.response(request(frame(path), scraping=WEB, **said))
    assert errors(response) == ["missing_source"]
    assert response["scraping_attempts"] == [{"url": path, "status": "not_attempted"}]
    assert server.hits("/app.js") == 0


async def test_of_two_files_with_one_path_the_first_counts(runner: Runner, server: Server) -> None:
    files = [file("1", "~/app.js"), file("2", "~/app.js"), file("3", "~/app.js.map")]
    said = sentry(server, *files, **{"1": SCRIPT, "2": b"", "3": MAP})
    response = await runner.response(request(frame(f"{SITE}/app.js"), **said))
    assert one(response)["data"]["symbolicated"]


async def test_the_id_in_a_release_file_is_asked_for(runner: Runner, server: Server) -> None:
    script = f"f()\n//# debugId={ID}".encode()
    said = sentry(server, file("1", "~/app.js"), **{"1": script})
    await runner.answer(request(frame(f"{SITE}/app.js"), **said))
    assert server.hits(f"/lookup?release=1.0&debug_id={ID}") == 1


BAD_ANSWERS = [
    pytest.param(Reply(status=500), 3, id="500"),
    pytest.param(Reply(status=401), 3, id="401"),
    pytest.param(Reply(body=b"{"), 1, id="syntax"),
    pytest.param(Reply(body=b"{}"), 1, id="object"),
    pytest.param(Reply(body=b'[{"type":"other","id":"1","url":"http://h/"}]'), 1, id="type"),
    pytest.param(Reply(body=b'[{"type":"bundle","id":"1","url":"x"}]'), 1, id="relative"),
    pytest.param(Reply(body=b'[{"type":"bundle","id":1,"url":"http://h/"}]'), 1, id="number"),
    pytest.param(
        Reply(body=b'[{"type":"bundle","id":"1","url":"http://h/","resolved_with":"x"}]'),
        1,
        id="resolved-with",
    ),
    pytest.param(Reply(body=b'[{"type":"file","id":"1","url":"http://h/"}]'), 1, id="no-path"),
]


@pytest.mark.parametrize(("reply", "tries"), BAD_ANSWERS)
async def test_a_failing_api_is_silent(
    runner: Runner, server: Server, reply: Reply, tries: int
) -> None:
    said = sentry(server)
    server.routes["/lookup"] = reply
    server.routes["/app.js"] = Reply(body=SCRIPT)
    server.routes["/app.js.map"] = Reply(body=MAP)
    answer = await runner.answer(request(frame(f"{server.url}/app.js"), scraping=WEB, **said))
    assert answer.response.errors == ()
    assert [a.status for a in answer.response.scraping_attempts] == ["success", "success"]
    assert any("lookup failed" in note for note in answer.notes)
    assert not any("secret" in note for note in answer.notes)
    assert server.hits("/lookup?release=1.0&url=%2Fapp") >= tries


BY_ID = {"debug-id": ID.upper()}


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
    assert one(response)["data"] == {
        "sourcemap": "/srv/x.js",
        "sourcemap_origin": {
            "bundled": ["sentry://project_debug_file/7", {"source_map": {"debug_id": ID}}]
        },
        "resolved_with": "debug-id",
        "symbolicated": True,
    }
    assert one(response)["abs_path"] == "/srv/a.js"
    assert "module" not in one(response)
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
    assert one(response)["data"]["resolved_with"] == "url"
    assert one(response)["data"]["sourcemap_origin"] == {
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
    assert one(response)["data"]["resolved_with"] == "unknown"


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
    assert one(response)["data"]["sourcemap_origin"]["bundled"][0].endswith("/9")
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
    assert one(response)["data"]["symbolicated"]


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
    assert one(response)["data"]["sourcemap"] == f"{SITE}/other.map"
    assert not any("debug_id" in asked.path for asked in server.asked)


async def test_comments_in_a_member_of_another_type(runner: Runner, server: Server) -> None:
    content = bundle({"app.js": (SCRIPT, {"type": "source_map", "url": "~/app.js"})})
    said = sentry(server, pack("1"), **{"1": content})
    response = await runner.response(request(frame(f"{SITE}/app.js"), **said))
    assert errors(response) == []
    assert one(response)["data"] == {"symbolicated": False}


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
    assert (one(response)["pre_context"], one(response)["context_line"]) == (["one"], "two")
    assert [a["url"] for a in response["scraping_attempts"]] == [
        f"{SITE}/a.js",
        f"{SITE}/app.js",
        f"{SITE}/app.js.map",
    ]


async def test_what_one_answer_brought_is_known_later(runner: Runner, server: Server) -> None:
    files = [file("1", "~/app.js"), file("2", "~/app.js.map"), file("3", "~/b.js")]
    said = sentry(server, *files, **{"1": SCRIPT, "2": MAP, "3": b"b()"})
    frames = [frame(f"{SITE}/app.js"), frame(f"{SITE}/b.js")]
    await runner.answer(request(*frames, **said))
    assert [a.path for a in server.asked if a.path.startswith("/lookup")] == [
        "/lookup?release=1.0&url=%2Fb"
    ]


async def test_answers_are_kept_for_an_hour(runner: Runner, server: Server) -> None:
    said = sentry(server, file("1", "~/app.js"), **{"1": SCRIPT})
    for _ in range(2):
        await runner.answer(request(frame(f"{SITE}/app.js"), **said))
    assert server.hits("/lookup?release=1.0&url=%2Fapp") == 1
