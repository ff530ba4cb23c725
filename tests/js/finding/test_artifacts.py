"""Files from the lookup API: release files and artifact bundles."""

import pytest

from inspector.fetch.remote import RemoteFile
from inspector.js.finding.artifacts import Api
from inspector.js.finding.origins import FileKey
from inspector.model.ids import DebugId
from inspector.model.places.sources import SentrySource
from tests.fetch.server import Reply, Server
from tests.js.runs import (
    ID,
    MAP,
    SCRIPT,
    SITE,
    WEB,
    Runner,
    answered,
    errors,
    file,
    frame,
    request,
    sentry,
)

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
    assert answered(response)["data"] == {
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
    assert answered(response)["data"]["sourcemap"] == f"{SITE}/{label}"


async def test_a_map_in_a_header(runner: Runner, server: Server) -> None:
    headers = {"sourcemap": "data:application/json," + MAP.decode().replace(" ", "%20")}
    said = sentry(server, file("1", "~/app.js", headers=headers), **{"1": SCRIPT})
    response = await runner.response(request(frame(f"{SITE}/app.js"), **said))
    assert answered(response)["data"]["sourcemap_origin"] == "embedded"
    assert answered(response)["data"]["resolved_with"] == "release"


@pytest.mark.parametrize("headers", [{}, {"sourcemap": "app.js.map"}], ids=["bare", "hermes"])
async def test_empty_release_files(runner: Runner, server: Server, headers: dict[str, str]) -> None:
    files = [file("1", "~/app.js", headers=headers), file("2", "~/app.js.map")]
    said = sentry(server, *files, **{"1": b"", "2": MAP})
    response = await runner.response(request(frame(f"{SITE}/app.js"), **said))
    assert errors(response) == ([] if headers else ["missing_source"])
    assert answered(response)["data"]["symbolicated"] == bool(headers)
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
    assert answered(response)["data"]["symbolicated"]


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
