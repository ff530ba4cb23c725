"""Finished frames, from a raw frame and a token."""

from typing import Any

import pytest
from msgspec import structs

from inspector.js.frames import symbolicated, with_context, without_async
from inspector.js.names import place
from inspector.js.wire import Frame, FrameData
from inspector.model.context import Context
from inspector.objects.scripts.sourcemap import Token

RAW = Frame(
    abs_path="http://h/app.js",
    lineno=1,
    colno=9,
    platform="javascript",
    function="r",
    filename="app.js",
    pre_context=("p",),
    context_line="c",
    post_context=("q",),
)
DATA = FrameData(sourcemap="m", symbolicated=True)
TOKEN = Token("../src/a.ts", 3, 4, "name", "scope", True, None)


def finished(token: Token = TOKEN, raw: Frame = RAW, lines: Context | None = None) -> Frame:
    named = place("http://h/js/app.js.map", token.source) if token.source else None
    return symbolicated(raw, token, named, DATA, None, lines)


def test_what_the_token_decides() -> None:
    frame = finished()
    assert (frame.function, frame.lineno, frame.colno) == ("scope", 3, 4)
    assert (frame.abs_path, frame.filename) == ("http://h/src/a.ts", "../src/a.ts")
    assert frame.module == "src/a"
    assert frame.data is DATA
    assert frame.token_name == "name"


def test_what_stays() -> None:
    frame = finished()
    assert frame.platform == "javascript"
    assert (frame.pre_context, frame.context_line, frame.post_context) == (("p",), "c", ("q",))


@pytest.mark.parametrize(
    ("source", "raw_module", "expected"),
    [
        pytest.param("", None, ("http://h/app.js", "app.js", None), id="no-source"),
        pytest.param("", "m", ("http://h/app.js", "app.js", "m"), id="no-source-but-module"),
        pytest.param("a.ts", "m", ("http://h/js/a.ts", "a.ts", "m"), id="module-kept"),
        pytest.param(
            "webpack:///./a.ts", "m", ("webpack:///./a.ts", "./a.ts", "a"), id="webpack-overrides"
        ),
    ],
)
def test_places(source: str, raw_module: str | None, expected: Any) -> None:
    frame = finished(structs.replace(TOKEN, source=source), structs.replace(RAW, module=raw_module))
    assert (frame.abs_path, frame.filename, frame.module) == expected


def test_its_own_lines() -> None:
    frame = finished(lines=Context((), "x", ("y",)))
    assert (frame.pre_context, frame.context_line, frame.post_context) == ((), "x", ("y",))


def test_context_replaces_all_or_nothing() -> None:
    assert with_context(RAW, None) is RAW
    frame = with_context(RAW, Context((), "x", ()))
    assert (frame.pre_context, frame.context_line, frame.post_context) == ((), "x", ())


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("async http://h/a.js", "http://h/a.js"),
        ("async async /a.js", "async /a.js"),
        ("asynchronous.js", "asynchronous.js"),
    ],
)
def test_without_async(path: str, expected: str) -> None:
    assert without_async(Frame(abs_path=path, lineno=1)).abs_path == expected
