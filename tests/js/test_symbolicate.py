"""Whole requests against a loopback server: the edge cases of spec/js.md 11, one by one."""

import json
from typing import Any

import pytest

from inspector.fetch.cached import NotCached
from inspector.model.events import ModulesFound, ThreadReady
from tests.fetch.server import Reply, Server
from tests.js.maps import source_map
from tests.js.runs import ID, Runner, frame, request

WEB = {"enabled": True, "allowed_origins": ["*"], "headers": {}}
SCRIPT = b"function f(){throw 1}f();\n//# sourceMappingURL=app.js.map\n"


def served(script: bytes = SCRIPT, map_: bytes | None = None, **more: bytes) -> dict[str, Reply]:
    """Routes with a script and a map of it; position 1:14 is line 2 of a.js."""
    if map_ is None:
        map_ = source_map([[(0, 0, 0, 0), (13, 0, 1, 2, 0), (21, 0, 2, 0, 1)]])
    files = {"app.js": script, "app.js.map": map_} | more
    return {f"/{name}": Reply(body=body) for name, body in files.items()}


def answered(response: Any) -> Any:
    """The one frame of a response."""
    return response["stacktraces"][0]["frames"][0]


def raw(response: Any) -> Any:
    """The one raw frame of a response."""
    return response["raw_stacktraces"][0]["frames"][0]


async def test_a_scraped_script(runner: Runner, server: Server) -> None:
    server.routes = {**served()}
    path = f"{server.url}/app.js"
    response = await runner.response(request(frame(path, 1, 14, function="f"), scraping=WEB))
    # Served at the root of an unnamed host: the module is the bare name.
    assert answered(response) == {
        "function": "f",
        "filename": "a.js",
        "module": "a",
        "abs_path": f"{server.url}/a.js",
        "lineno": 2,
        "colno": 3,
        "pre_context": ["one"],
        "context_line": "two",
        "post_context": ["three"],
        "data": {
            "sourcemap": f"{server.url}/app.js.map",
            "sourcemap_origin": answered(response)["data"]["sourcemap_origin"],
            "resolved_with": "scraping",
            "symbolicated": True,
        },
    }
    origin = answered(response)["data"]["sourcemap_origin"]["scraped_file"]
    assert origin.startswith(f"{server.url}/app.js.map#")
    assert raw(response)["context_line"] == "function f(){throw 1}f();"
    assert "errors" not in response
    assert [a["status"] for a in response["scraping_attempts"]] == ["success", "success"]
    assert server.hits() == 2


@pytest.mark.parametrize("column", [None, 0, 1])
async def test_no_column_is_the_first(runner: Runner, server: Server, column: int | None) -> None:
    server.routes = {**served()}
    response = await runner.response(
        request(frame(f"{server.url}/app.js", 1, column), scraping=WEB)
    )
    assert (answered(response)["lineno"], answered(response)["colno"]) == (1, 1)


@pytest.mark.parametrize(
    ("line", "column", "error"),
    [
        pytest.param(0, None, {"line": 0, "col": None}, id="no-line"),
        pytest.param(0, 7, {"line": 0, "col": 7}, id="no-line-but-column"),
        pytest.param(2, None, {"line": 2, "col": 0}, id="unmapped-line-without-column"),
        pytest.param(9, 3, {"line": 9, "col": 3}, id="beyond-the-end"),
    ],
)
async def test_invalid_locations(
    runner: Runner, server: Server, line: int, column: int | None, error: dict[str, Any]
) -> None:
    server.routes = {**served()}
    path = f"{server.url}/app.js"
    response = await runner.response(request(frame(path, line, column), scraping=WEB))
    assert response["errors"] == [{"abs_path": path, "type": "invalid_location"} | error]
    assert answered(response)["data"] == {"symbolicated": False}
    assert bool(server.hits()) == bool(line), "nothing is fetched for line 0"


async def test_before_the_first_token_of_a_line(runner: Runner, server: Server) -> None:
    server.routes = {**served(map_=source_map([[(0, 0, 0, 0)], [(5, 0, 1, 0)]]))}
    path = f"{server.url}/app.js"
    response = await runner.response(request(frame(path, 2, 5), scraping=WEB))
    assert response["errors"][0]["type"] == "invalid_location"


async def test_tokens_collapse_across_lines(runner: Runner, server: Server) -> None:
    same = (0, 0, 0, 0)
    script = b"x();\ny();\n//# sourceMappingURL=app.js.map"
    server.routes = {**served(script, source_map([[same], [same, (1, 0, 0, 1)]]))}
    path = f"{server.url}/app.js"
    frames = [frame(path, 1, 1), frame(path, 2, 1), frame(path, 2, 2)]
    response = await runner.response(request(*frames, scraping=WEB))
    done = [f["data"]["symbolicated"] for f in response["stacktraces"][0]["frames"]]
    assert done == [True, False, True]


async def test_unmapped_tokens(runner: Runner, server: Server) -> None:
    server.routes = {**served(map_=source_map([[(0, 0, 0, 0), (4,)]]))}
    response = await runner.response(request(frame(f"{server.url}/app.js", 1, 5), scraping=WEB))
    assert response["errors"][0]["type"] == "invalid_location"


@pytest.mark.parametrize(
    ("path", "error", "attempts"),
    [
        ("/x.js", "missing_source", None),
        ("native", "missing_source", None),
        ("<anonymous>", "missing_source", None),
        ("http//typo", "missing_source", None),
        ("app:///x.js", "scraping_disabled", "disabled"),
        ("node:internal/x", "scraping_disabled", "disabled"),
        ("C:\\x.js", "scraping_disabled", "disabled"),
        ("https://h.example/x.js", "scraping_disabled", "disabled"),
    ],
)
async def test_without_the_web(runner: Runner, path: str, error: str, attempts: str | None) -> None:
    response = await runner.response(request(frame(path)))
    assert response["errors"] == [{"abs_path": path, "type": error}]
    expected = [{"url": path, "status": "failure", "reason": attempts}] if attempts else None
    assert response.get("scraping_attempts") == expected


@pytest.mark.parametrize(
    ("path", "reason", "details"),
    [
        ("app:///x.js", "invalid_host", "`app` is not an allowed download scheme"),
        ("node:internal/x", "invalid_host", "`node` is not an allowed download scheme"),
        ("C:\\x.js", "invalid_host", "`c` is not an allowed download scheme"),
        (
            "http://other.example/x.js",
            "invalid_host",
            "http://other.example/x.js is not an allowed download origin",
        ),
        ("http://localhost/x.js", "invalid_host", "Can't connect to restricted host localhost"),
        ("http://127.0.0.1/x.js", "invalid_host", "Can't connect to restricted host 127.0.0.1"),
        ("http://10.0.0.1/x.js", "download_error", "destination is restricted"),
    ],
)
async def test_what_the_guard_refuses(runner: Runner, path: str, reason: str, details: str) -> None:
    origins = ["localhost", "127.0.0.1", "10.0.0.1"]
    web = WEB | {"allowed_origins": origins}
    answer = await runner.answer(request(frame(path), scraping=web), trusted=False)
    [attempt] = answer.response.scraping_attempts
    assert (attempt.reason, attempt.details) == (reason, details)
    assert [error.type for error in answer.response.errors] == ["missing_source"]


@pytest.mark.parametrize(
    ("reply", "reason", "details"),
    [
        pytest.param(Reply(status=404), "not_found", None, id="404"),
        pytest.param(Reply(status=429), "not_found", None, id="429"),
        pytest.param(Reply(body=b""), "not_found", None, id="empty"),
        pytest.param(Reply(status=403), "permission_denied", "403 Forbidden", id="403"),
        pytest.param(Reply(status=500), "download_error", "500 Internal Server Error", id="500"),
        pytest.param(
            Reply(body=b"\xff"), "other", "invalid utf-8 sequence at byte 0", id="no-text"
        ),
    ],
)
async def test_what_a_server_answers(
    runner: Runner, server: Server, reply: Reply, reason: str, details: str | None
) -> None:
    server.routes = {"/app.js": reply}
    path = f"{server.url}/app.js"
    response = await runner.response(request(frame(path), scraping=WEB))
    expected = {"url": path, "status": "failure", "reason": reason}
    assert response["scraping_attempts"] == [expected | ({"details": details} if details else {})]
    assert response["errors"] == [{"abs_path": path, "type": "missing_source"}]
    assert answered(response)["data"] == {"symbolicated": False}


async def test_headers_origin_and_slash(runner: Runner, server: Server) -> None:
    server.routes = {"/app": Reply(body=SCRIPT)}
    path = f"{server.url}/app/"
    await runner.response(request(frame(path), scraping=WEB | {"headers": {"X-Key": "k"}}))
    assert server.asked[0].path == "/app"
    assert server.asked[0].header("x-key") == "k"


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


async def test_scraping_off_for_the_map_only(runner: Runner, server: Server) -> None:
    """The script is scraped, its map lies on a host that is not allowed."""
    script = b"//# sourceMappingURL=http://other.example/m.map"
    server.routes = {**served(script=script)}
    web = WEB | {"allowed_origins": ["127.0.0.1"]}
    response = await runner.response(request(frame(f"{server.url}/app.js"), scraping=web))
    assert response["errors"][0]["type"] == "missing_sourcemap"


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


async def test_an_embedded_map(runner: Runner, server: Server) -> None:
    embedded = source_map([[(0, 0, 0, 0)]], ["/src/a.js"]).decode()
    script = f"f()//# sourceMappingURL=data:application/json,{embedded.replace(' ', '')}".encode()
    server.routes = {**served(script=script)}
    path = f"{server.url}/app.js"
    response = await runner.response(request(frame(path), scraping=WEB))
    assert answered(response)["data"] == {
        "sourcemap": path,
        "sourcemap_origin": "embedded",
        "resolved_with": "scraping",
        "symbolicated": True,
    }
    assert answered(response)["abs_path"] == f"{server.url}/src/a.js"
    assert len(response["scraping_attempts"]) == 1


async def test_an_embedded_map_that_is_no_map(runner: Runner, server: Server) -> None:
    server.routes = {**served(script=b"//# sourceMappingURL=data:,nonsense")}
    path = f"{server.url}/app.js"
    response = await runner.response(request(frame(path), scraping=WEB))
    assert response["errors"] == [{"abs_path": path, "type": "malformed_sourcemap", "url": path}]
    assert answered(response)["data"]["sourcemap_origin"] == "embedded"


async def test_a_broken_data_url_is_no_reference(runner: Runner, server: Server) -> None:
    server.routes = {**served(script=b"//# sourceMappingURL=data:;base64,!")}
    response = await runner.response(request(frame(f"{server.url}/app.js"), scraping=WEB))
    assert "errors" not in response
    assert answered(response)["data"] == {"symbolicated": False}


async def test_a_script_that_is_no_javascript(runner: Runner, server: Server) -> None:
    server.routes = {**served(script=b"<html>((( //# sourceMappingURL=app.js.map")}
    response = await runner.response(
        request(frame(f"{server.url}/app.js", function="g"), scraping=WEB)
    )
    assert answered(response)["data"]["symbolicated"]
    assert answered(response)["function"] == "g"


@pytest.mark.parametrize(
    ("contents", "context", "error"),
    [
        pytest.param(("",), None, False, id="empty"),
        pytest.param(("only\n",), None, False, id="line-beyond-the-end"),
        pytest.param((None,), None, True, id="null"),
        pytest.param((), None, True, id="too-short"),
        pytest.param(None, None, True, id="absent"),
    ],
)
async def test_contents_of_the_map(
    runner: Runner, server: Server, contents: Any, context: str | None, error: bool
) -> None:
    server.routes = {**served(map_=source_map([[(0, 0, 1, 0)]], contents=contents))}
    path = f"{server.url}/app.js"
    response = await runner.response(request(frame(path), scraping=WEB))
    assert answered(response)["data"]["symbolicated"]
    assert answered(response).get("context_line") == context
    missing = {"abs_path": path, "type": "missing_source_content"}
    places = {"source": f"{server.url}/a.js", "sourcemap": f"{path}.map"}
    assert response.get("errors") == ([missing | places] if error else None)


async def test_sources_are_fetched_once(runner: Runner, server: Server) -> None:
    tokens = [(0, 0, 0, 0), (5, 0, 1, 0), (9, 0, 7, 0)]
    routes = served(map_=source_map([tokens], contents=None), **{"a.js": b"one\ntwo\n"})
    server.routes = {**routes}
    path = f"{server.url}/app.js"
    frames = [frame(path, 1, column) for column in (1, 6, 10)]
    response = await runner.response(request(*frames, scraping=WEB))
    lines = [f.get("context_line") for f in response["stacktraces"][0]["frames"]]
    assert lines == ["one", "two", None]
    assert server.hits("/a.js") == 1
    assert [a["url"] for a in response["scraping_attempts"]].count(f"{server.url}/a.js") == 1
    assert "errors" not in response


async def test_webpack_sources_cannot_be_fetched(runner: Runner, server: Server) -> None:
    source = "webpack:///./src/a.js"
    server.routes = {**served(map_=source_map([[(0, 0, 0, 0)]], [source], None))}
    response = await runner.response(
        request(frame(f"{server.url}/app.js", module="sdk"), scraping=WEB)
    )
    assert answered(response)["module"] == "src/a"
    assert answered(response)["filename"] == "./src/a.js"
    assert answered(response)["abs_path"] == source
    assert response["errors"][0]["type"] == "missing_source_content"
    assert {"url": source, "status": "failure", "reason": "invalid_host"} == {
        k: v for k, v in response["scraping_attempts"][-1].items() if k != "details"
    }


async def test_a_source_without_name(runner: Runner, server: Server) -> None:
    server.routes = {**served(map_=source_map([[(0, 0, 1, 0)]], [None]))}
    path = f"{server.url}/app.js"
    response = await runner.response(request(frame(path, filename="raw.js"), scraping=WEB))
    assert answered(response)["abs_path"] == path
    assert answered(response)["filename"] == "raw.js"
    assert "module" not in answered(response)
    assert answered(response)["context_line"] == "two"


async def test_without_source_context(runner: Runner, server: Server) -> None:
    server.routes = {**served(map_=source_map([[(0, 0, 0, 0)]], contents=None))}
    options = {"apply_source_context": False, "frame_order": "callee_first"}
    response = await runner.response(
        request(frame(f"{server.url}/app.js"), scraping=WEB, options=options)
    )
    assert answered(response)["data"]["symbolicated"]
    assert "errors" not in response
    assert "context_line" not in answered(response) | raw(response)


async def test_what_the_sdk_sent_along(runner: Runner, server: Server) -> None:
    """Its context stays in the symbolicated frame; minified context replaces it in the raw one."""
    server.routes = {**served(map_=source_map([[(0, 0, 0, 0)]], contents=("",)))}
    sent: dict[str, Any] = {
        "pre_context": ["p"],
        "context_line": "c",
        "post_context": ["q"],
        "in_app": True,
    }
    data = {"sourcemap": "old", "symbolicated": True, "resolved_with": "index", "more": 1}
    one = frame(f"{server.url}/app.js", data=data, **sent)
    response = await runner.response(request(one, scraping=WEB))
    assert (answered(response)["pre_context"], answered(response)["context_line"]) == (["p"], "c")
    assert "pre_context" not in raw(response)
    assert raw(response)["context_line"].startswith("function f")
    assert raw(response)["data"] == {
        "sourcemap": "old",
        "resolved_with": "index",
        "symbolicated": True,
    }
    assert answered(response)["data"]["resolved_with"] == "scraping"
    assert "in_app" not in raw(response)


async def test_one_async_is_removed(runner: Runner) -> None:
    response = await runner.response(request(frame("async async http://h/a.js")))
    assert raw(response)["abs_path"] == "async http://h/a.js"


async def test_the_map_of_two_scripts(runner: Runner, server: Server) -> None:
    server.routes = {**served(**{"b.js": SCRIPT})}
    frames = [frame(f"{server.url}/{name}") for name in ("app.js", "b.js", "app.js")]
    response = await runner.response(request(*frames, scraping=WEB))
    urls = [attempt["url"].rpartition("/")[2] for attempt in response["scraping_attempts"]]
    assert urls == ["app.js", "app.js.map", "app.js.map", "b.js"]


@pytest.mark.parametrize(
    ("caller", "expected"),
    [
        pytest.param((1, 22), "beta", id="called-by-name"),
        pytest.param((1, 1), "<anonymous>", id="caller-without-name"),
        pytest.param((7, 1), "<anonymous>", id="caller-not-mapped"),
    ],
)
async def test_the_caller_names_anonymous_functions(
    runner: Runner, server: Server, caller: tuple[int, int], expected: str
) -> None:
    script = b"(function(){throw 1})();\n//# sourceMappingURL=app.js.map\n"
    server.routes = {**served(script=script)}
    path = f"{server.url}/app.js"
    response = await runner.response(
        request(frame(path, 1, 14), frame(path, *caller), scraping=WEB)
    )
    assert answered(response)["function"] == expected


async def test_both_orders_agree(runner: Runner, server: Server) -> None:
    server.routes = {**served()}
    path = f"{server.url}/app.js"
    frames = [frame(path, 1, column) for column in (14, 22, 1)]
    inwards = await runner.response(request(*frames, scraping=WEB))
    options = {"frame_order": "caller_first"}
    outwards = await runner.response(request(*frames[::-1], scraping=WEB, options=options))
    assert outwards["stacktraces"][0]["frames"] == inwards["stacktraces"][0]["frames"][::-1]


async def test_no_column_in_the_raw_context(runner: Runner, server: Server) -> None:
    """Trimmed around column 0, not around the column that was looked up."""
    server.routes = {**served(script=b"x" * 400 + b"\n" + SCRIPT)}
    path = f"{server.url}/app.js"
    response = await runner.response(
        request(frame(path, 1, None), frame(path, 1, 300), scraping=WEB)
    )
    lines = [f["context_line"] for f in response["raw_stacktraces"][0]["frames"]]
    assert lines == ["x" * 140 + " {snip}", "{snip} " + "x" * 140 + " {snip}"]


async def test_events(runner: Runner, server: Server) -> None:
    server.routes = {**served()}
    path = f"{server.url}/app.js"
    await runner.answer(request(frame(path, 1, 14), frame("/b.js"), scraping=WEB))
    assert ModulesFound((0, 1)) in runner.events
    [ready] = [event for event in runner.events if isinstance(event, ThreadReady)]
    assert [f.status for f in ready.thread.frames] == ["symbolicated", "missing_source"]


async def test_nothing_is_asked_from_disk_alone(runner: Runner, server: Server) -> None:
    server.routes = {**served()}
    with pytest.raises(NotCached):
        await runner.answer(request(frame(f"{server.url}/app.js"), scraping=WEB), live=False)
    assert server.hits() == 0
    assert runner.workers.asked == []


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


async def test_one_question_for_each_pair(runner: Runner, server: Server) -> None:
    server.routes = {**served()}
    frames = [frame(f"{server.url}/app.js", 1, column) for column in range(1, 25)]
    body = request(*frames, scraping=WEB)
    body["stacktraces"] *= 3
    await runner.answer(body)
    assert sorted(runner.workers.asked) == ["script", "script", "sourcemap"]


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
