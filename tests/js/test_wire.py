"""Request bodies in, response bodies out."""

import json
from typing import Any

import pytest

from inspector.js.finding.origins import individual_file
from inspector.js.wire import (
    Attempt,
    Frame,
    FrameData,
    FrameError,
    JsResponse,
    Trace,
    decode,
    encode,
    sort_attempts,
    sort_errors,
)
from inspector.model.body import BadBody
from inspector.model.places.sources import FilesystemSource

SOURCE = {"id": "s", "url": "https://sentry.example/lookup", "token": "secret"}


def body(**changes: Any) -> bytes:
    """A request with one frame; a change to `...` leaves the key out."""
    tree = {"source": SOURCE, "stacktraces": [{"frames": [frame()]}]} | changes
    return json.dumps({k: v for k, v in tree.items() if v is not ...}).encode()


def frame(**changes: Any) -> dict[str, Any]:
    tree = {"abs_path": "http://h/a.js", "lineno": 1} | changes
    return {k: v for k, v in tree.items() if v is not ...}


def with_frame(**changes: Any) -> bytes:
    return body(stacktraces=[{"frames": [frame(**changes)]}])


def module(**changes: Any) -> dict[str, Any]:
    return {"type": "sourcemap", "code_file": "http://h/a.js", "debug_id": "0" * 32} | changes


def test_defaults() -> None:
    request = decode(body(), strict=True)
    [trace] = request.stacktraces
    assert trace.frames == (Frame(abs_path="http://h/a.js", lineno=1),)
    assert request.options.frame_order == "caller_first"
    assert request.options.apply_source_context
    assert request.scraping.enabled
    assert request.scraping.allowed_origins == ("*",)
    assert request.source is not None
    assert request.source.token == "secret"
    assert "secret" not in repr(request)


@pytest.mark.parametrize(
    ("sent", "place"),
    [
        pytest.param(body(source=...), "source", id="no-source"),
        pytest.param(body(source=None), "source", id="null-source"),
        pytest.param(body(source={"id": "s", "url": "http://h/"}), "source", id="no-credentials"),
        pytest.param(body(source=SOURCE | {"url": "lookup"}), "source", id="relative-url"),
        pytest.param(body(source=SOURCE | {"token": None}), "source", id="null-token"),
        pytest.param(body(stacktraces=None), "stacktraces", id="null-traces"),
        pytest.param(body(stacktraces=[{}]), "stacktraces[0]", id="no-frames"),
        pytest.param(body(modules=None), "modules", id="null-modules"),
        pytest.param(body(modules=[module(type="debug_id")]), "modules[0].type", id="module-type"),
        pytest.param(body(modules=[module(type="elf")]), "modules[0].type", id="unknown-type"),
        pytest.param(body(modules=[module(debug_id=None)]), "modules[0].debug_id", id="null-id"),
        pytest.param(body(release=1), "release", id="release"),
        pytest.param(body(dist=1), "dist", id="dist"),
        pytest.param(body(platform=1), "platform", id="platform"),
        pytest.param(body(allow_scraping=None), "allow_scraping", id="allow-scraping"),
        pytest.param(body(scraping={"enabled": True}), "scraping", id="partial-scraping"),
        pytest.param(body(scraping=None), "scraping", id="null-scraping"),
        pytest.param(body(options={"frame_order": "x"}), "options.frame_order", id="frame-order"),
        pytest.param(
            body(options={"apply_source_context": None}),
            "options.apply_source_context",
            id="context",
        ),
        pytest.param(with_frame(abs_path=...), "stacktraces[0].frames[0]", id="no-path"),
        pytest.param(
            with_frame(abs_path=None), "stacktraces[0].frames[0].abs_path", id="null-path"
        ),
        pytest.param(with_frame(lineno=...), "stacktraces[0].frames[0]", id="no-line"),
        pytest.param(with_frame(lineno=-1), "stacktraces[0].frames[0].lineno", id="negative"),
        pytest.param(with_frame(lineno=1.0), "stacktraces[0].frames[0].lineno", id="float"),
        pytest.param(with_frame(lineno=1 << 32), "stacktraces[0].frames[0].lineno", id="33-bits"),
        pytest.param(with_frame(lineno="1"), "stacktraces[0].frames[0].lineno", id="text"),
        pytest.param(with_frame(colno="1"), "stacktraces[0].frames[0].colno", id="colno"),
        pytest.param(
            with_frame(pre_context=None), "stacktraces[0].frames[0].pre_context", id="null-context"
        ),
        pytest.param(with_frame(data=None), "stacktraces[0].frames[0].data", id="null-data"),
        pytest.param(
            with_frame(data={"symbolicated": None}),
            "stacktraces[0].frames[0].data.symbolicated",
            id="null-symbolicated",
        ),
        pytest.param(
            with_frame(data={"resolved_with": "magic"}),
            "stacktraces[0].frames[0].data.resolved_with",
            id="unknown-resolution",
        ),
        pytest.param(
            with_frame(data={"sourcemap_origin": {"x": 1}}),
            "stacktraces[0].frames[0].data.sourcemap_origin",
            id="unknown-origin",
        ),
        pytest.param(b"[]", "", id="array"),
        pytest.param(b"{", "", id="syntax"),
    ],
)
def test_refused(sent: bytes, place: str) -> None:
    with pytest.raises(BadBody) as refusal:
        decode(sent, strict=True)
    assert refusal.value.path == place


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(body(platform=None, release=None, dist=None), id="nulls"),
        pytest.param(body(source=SOURCE | {"type": "anything"}), id="source-type"),
        pytest.param(body(modules=[module(debug_id="not an id")]), id="bad-id"),
        pytest.param(body(sources=5, options={"chain": 5}, more=[1]), id="unknown-keys"),
        pytest.param(with_frame(colno=None, function=None, in_app=1, vars=[]), id="frame"),
        pytest.param(with_frame(lineno=0), id="line-zero"),
        pytest.param(
            with_frame(data={"sourcemap_origin": "embedded", "sourcemap": None}), id="data"
        ),
        pytest.param(body(stacktraces=...), id="no-traces"),
    ],
)
def test_accepted(sent: bytes) -> None:
    assert len(decode(sent, strict=True).stacktraces) <= 1


def test_of_two_credentials_the_first_counts() -> None:
    for first, second in (("token", "cookies"), ("cookies", "token")):
        source = {"id": "s", "url": "http://h/", first: "a", second: "b"}
        request = decode(body(source=source))
        assert request.source is not None
        assert getattr(request.source, first) == "a"
        assert getattr(request.source, second) is None


def test_ours_are_understood_unless_strict() -> None:
    local = {"type": "filesystem", "id": "build", "path": "dist", "url_prefix": "https://h/"}
    request = decode(
        body(
            source=..., sources=[local], options={"chain": True}, modules=[module(type="debug_id")]
        )
    )
    assert request.sources is not None
    assert isinstance(request.sources[0], FilesystemSource)
    assert request.options.chain
    assert request.modules[0].type == "debug_id"


def test_node_has_one_name() -> None:
    request = decode(with_frame(platform="nodejs"))
    assert request.stacktraces[0].frames[0].platform == "node"


def test_encode() -> None:
    plain = Frame(abs_path="http://h/ä.js", lineno=0, token_name="hidden")
    full = Frame(
        abs_path="a",
        lineno=2,
        colno=3,
        platform="node",
        function="f",
        filename="a.js",
        module="",
        pre_context=("p",),
        context_line="",
        post_context=("q",),
        data=FrameData(
            sourcemap="m",
            sourcemap_origin=individual_file("u"),
            resolved_with="release",
            symbolicated=True,
        ),
    )
    response = JsResponse(
        stacktraces=(Trace((full, plain)), Trace(())),
        raw_stacktraces=(),
        errors=(),
        scraping_attempts=(),
    )
    assert encode(response).decode() == (
        '{"status":"completed","stacktraces":[{"frames":[{"platform":"node","function":"f",'
        '"filename":"a.js","module":"","abs_path":"a","lineno":2,"colno":3,"pre_context":["p"],'
        '"context_line":"","post_context":["q"],"data":{"sourcemap":"m","sourcemap_origin":'
        '{"individual_file":"u"},"resolved_with":"release","symbolicated":true}},'
        '{"abs_path":"http://h/ä.js","lineno":0,"data":{"symbolicated":false}}]},{"frames":[]}],'
        '"raw_stacktraces":[]}'
    )
    assert json.loads(encode(response, pretty=True)) == json.loads(encode(response))


def test_errors_and_attempts_are_sorted_and_shaped() -> None:
    errors = sort_errors(
        [
            FrameError(abs_path="b", type="scraping_disabled"),
            FrameError(abs_path="a", type="missing_source"),
            FrameError(abs_path="a", type="invalid_location", line=1, col=0),
            FrameError(abs_path="a", type="invalid_location", line=1),
            FrameError(abs_path="a", type="missing_source"),
            FrameError(abs_path="ä", type="malformed_sourcemap", url="u"),
            FrameError(abs_path="a", type="missing_source_content", source="s", sourcemap="m"),
        ]
    )
    attempts = sort_attempts(
        [
            Attempt(url="b", status="success"),
            Attempt(url="a", status="failure", reason="other", details="d"),
            Attempt(url="a", status="not_attempted"),
        ]
    )
    response = JsResponse(
        stacktraces=(), raw_stacktraces=(), errors=errors, scraping_attempts=attempts
    )
    tree = json.loads(encode(response))
    assert tree["errors"] == [
        {"abs_path": "a", "type": "invalid_location", "line": 1, "col": None},
        {"abs_path": "a", "type": "invalid_location", "line": 1, "col": 0},
        {"abs_path": "a", "type": "missing_source_content", "source": "s", "sourcemap": "m"},
        {"abs_path": "a", "type": "missing_source"},
        {"abs_path": "b", "type": "scraping_disabled"},
        {"abs_path": "ä", "type": "malformed_sourcemap", "url": "u"},
    ]
    assert tree["scraping_attempts"] == [
        {"url": "a", "status": "failure", "reason": "other", "details": "d"},
        {"url": "a", "status": "not_attempted"},
        {"url": "b", "status": "success"},
    ]
