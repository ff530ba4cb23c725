"""Whole requests against a loopback server: the edge cases of spec/js.md 11, one by one."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.model.events import ModuleReady, ModulesFound, ThreadReady
from tests.fetch.server import Server
from tests.js.maps import source_map
from tests.js.runs import SCRIPT, WEB, Runner, answered, frame, raw, request, served

DIST = Path(__file__).resolve().parent.parent / "fixtures" / "harbor" / "js" / "dist"


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


@pytest.mark.parametrize("contents", [None, ["one\n"]], ids=["without-contents", "contents"])
async def test_without_source_context(runner: Runner, server: Server, contents: Any) -> None:
    """Nor are lines shown that an earlier run has left on disk."""
    server.routes = {**served(map_=source_map([[(0, 0, 0, 0)]], contents=contents))}
    body = request(frame(f"{server.url}/app.js"), scraping=WEB)
    with_lines = await runner.response(body)
    assert "context_line" in raw(with_lines)
    body["options"]["apply_source_context"] = False
    response = await runner.response(body)
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


FRAMES = st.lists(
    st.builds(
        frame,
        st.sampled_from(["http://h/rollup.js", "http://h/terser.js", "http://h/gone.js", "native"]),
        st.integers(0, 60),
        st.none() | st.integers(0, 500),
        function=st.none() | st.sampled_from(["<anonymous>", "__webpack_require__", "f"]),
    ),
    max_size=8,
)


@settings(deadline=None, max_examples=40)
@given(FRAMES)
def test_both_orders_agree(
    tmp_path_factory: pytest.TempPathFactory, frames: list[dict[str, Any]]
) -> None:
    """Callee first is caller first turned round, whatever the frames."""
    local = {"type": "filesystem", "id": "b", "path": str(DIST), "url_prefix": "http://h/"}

    async def both() -> tuple[Any, Any]:
        async with Runner(tmp_path_factory.mktemp("run")) as runner:
            inwards = await runner.response(request(*frames, sources=[local]))
            options = {"frame_order": "caller_first"}
            outwards = await runner.response(
                request(*frames[::-1], sources=[local], options=options)
            )
            return inwards, outwards

    inwards, outwards = asyncio.run(both())
    for key in ("stacktraces", "raw_stacktraces"):
        assert outwards[key][0]["frames"] == inwards[key][0]["frames"][::-1]
    for key in ("errors", "scraping_attempts"):
        assert outwards.get(key) == inwards.get(key)


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
    modules = [event.module for event in runner.events if isinstance(event, ModuleReady)]
    assert {(m.index, m.name, m.status) for m in modules} == {
        (0, "app.js", "found"),
        (1, "b.js", "missing_source"),
    }
    [ready] = [event for event in runner.events if isinstance(event, ThreadReady)]
    assert [f.status for f in ready.thread.frames] == ["symbolicated", "missing_source"]
