"""Scripts and their maps: missing, malformed, shared."""

import json

import pytest

from tests.fetch.server import Reply, Server
from tests.js.runs import ID, SCRIPT, WEB, Runner, answered, frame, raw, request, served


async def test_a_script_without_map(runner: Runner, server: Server) -> None:
    server.routes = {**served(script=b"one\ntwo\n")}
    path = f"{server.url}/app.js"
    response = await runner.response(request(frame(path, 2, 1), scraping=WEB))
    assert answered(response) == raw(response)
    assert answered(response)["context_line"] == "two"
    assert answered(response)["data"] == {"symbolicated": False}
    assert "errors" not in response


async def test_a_map_that_is_not_there(runner: Runner, server: Server) -> None:
    server.routes = {"/app.js": Reply(body=SCRIPT)}
    path = f"{server.url}/app.js"
    response = await runner.response(request(frame(path), scraping=WEB))
    assert response["errors"] == [{"abs_path": path, "type": "missing_sourcemap"}]
    assert answered(response) == raw(response)
    assert answered(response)["data"] == {"symbolicated": False}
    assert answered(response)["context_line"]


MALFORMED = [
    pytest.param(b"]", id="syntax"),
    pytest.param(b"\xef\xbb\xbf{}", id="byte-order-mark"),
    pytest.param(b'{"version":"3","mappings":""}', id="version"),
    pytest.param(b'{"version":3,"version":3,"mappings":""}', id="twice"),
    pytest.param(b'{"version":3,"sources":["\\ud800"],"mappings":""}', id="surrogate"),
    pytest.param(b'{"version":3,"mappings":"","debugId":"x"}', id="debug-id"),
    pytest.param(b'{"version":3,"sources":[],"names":[],"mappings":"AA"}', id="two-fields"),
    pytest.param(b'{"version":3,"sources":[],"names":[],"mappings":"AAAA"}', id="source-index"),
    pytest.param(b'{"version":3,"sources":["a"],"names":[],"mappings":"AAAAA"}', id="name-index"),
    pytest.param(b'{"version":3,"sources":["a"],"names":[],"mappings":"AAAg"}', id="leftover"),
    pytest.param(
        b'{"version":3,"sections":[{"offset":{"line":0,"column":0},"url":"u"}]}', id="section-url"
    ),
    pytest.param(b")]}'", id="guard-without-line"),
    pytest.param(b'{"a":"\xff"}', id="not-utf-8"),
]


@pytest.mark.parametrize("content", MALFORMED)
async def test_malformed_maps(runner: Runner, server: Server, content: bytes) -> None:
    server.routes = {**served(map_=content)}
    path = f"{server.url}/app.js"
    response = await runner.response(request(frame(path), scraping=WEB))
    [error] = response["errors"]
    assert error == {"abs_path": path, "type": "malformed_sourcemap", "url": f"{path}.map"}
    for one in (answered(response), raw(response)):
        assert one["data"]["resolved_with"] == "scraping"
        assert "scraped_file" in one["data"]["sourcemap_origin"]
        assert "sourcemap" not in one["data"]
        assert not one["data"]["symbolicated"]


@pytest.mark.parametrize("content", [b"{}", b'{"mappings":null}', b" {}", b")]}'\n{}"], ids=repr)
async def test_maps_without_a_token(runner: Runner, server: Server, content: bytes) -> None:
    server.routes = {**served(map_=content)}
    response = await runner.response(request(frame(f"{server.url}/app.js"), scraping=WEB))
    assert response["errors"][0]["type"] == "invalid_location"


async def test_a_script_that_is_no_javascript(runner: Runner, server: Server) -> None:
    server.routes = {**served(script=b"<html>((( //# sourceMappingURL=app.js.map")}
    response = await runner.response(
        request(frame(f"{server.url}/app.js", function="g"), scraping=WEB)
    )
    assert answered(response)["data"]["symbolicated"]
    assert answered(response)["function"] == "g"


async def test_the_map_of_two_scripts(runner: Runner, server: Server) -> None:
    server.routes = {**served(**{"b.js": SCRIPT})}
    frames = [frame(f"{server.url}/{name}") for name in ("app.js", "b.js", "app.js")]
    response = await runner.response(request(*frames, scraping=WEB))
    urls = [attempt["url"].rpartition("/")[2] for attempt in response["scraping_attempts"]]
    assert urls == ["app.js", "app.js.map", "app.js.map", "b.js"]


async def test_one_question_for_each_pair(runner: Runner, server: Server) -> None:
    server.routes = {**served()}
    frames = [frame(f"{server.url}/app.js", 1, column) for column in range(1, 25)]
    body = request(*frames, scraping=WEB)
    body["stacktraces"] *= 3
    await runner.answer(body)
    assert sorted(runner.workers.asked) == ["script", "script", "sourcemap"]


async def test_the_same_content_is_parsed_once(runner: Runner, server: Server) -> None:
    """A script fetched anew in the next hour costs no new table."""
    server.routes = {**served()}
    body = request(frame(f"{server.url}/app.js", 1, 14), scraping=WEB)
    first = await runner.response(body)
    runner.now += 7200
    runner.workers.asked.clear()
    second = await runner.response(body)
    assert "sourcemap" not in runner.workers.asked
    assert (
        answered(first)["data"]["sourcemap_origin"] != answered(second)["data"]["sourcemap_origin"]
    )
    assert answered(first)["lineno"] == answered(second)["lineno"]


async def test_ids_in_the_request_and_in_the_script(runner: Runner, server: Server) -> None:
    """An id asks the API, which knows nothing; what the script refers to is scraped."""
    server.routes = {**served(script=SCRIPT + f"//# debugId={ID}".encode())}
    server.routes["/lookup"] = Reply(body=json.dumps([]).encode())
    source = {"id": "s", "url": f"{server.url}/lookup", "token": "t"}
    path = f"{server.url}/app.js"
    response = await runner.response(request(frame(path), source=source, scraping=WEB))
    assert answered(response)["data"]["symbolicated"]
    assert server.hits(f"/lookup?debug_id={ID}") == 1
    assert server.hits("/lookup") == 0


async def test_people_are_told_what_is_wrong_with_a_map(runner: Runner, server: Server) -> None:
    server.routes = {**served(map_=b"[")}
    answer = await runner.answer(request(frame(f"{server.url}/app.js"), scraping=WEB))
    [note] = answer.notes
    assert note.startswith(f"The source map of {server.url}/app.js cannot be used: bad json")
