"""Requests and responses as a face shows them."""

from typing import Any

import pytest

from inspector.js.finding.origins import FileKey, bundled, individual_file
from inspector.js.report import preview, report
from inspector.js.wire import (
    Attempt,
    Frame,
    FrameData,
    FrameError,
    JsRequest,
    JsResponse,
    Module,
    Options,
    Trace,
)
from inspector.model import report as shown

APP = "https://h.example/js/app.js?v=1"
MAP = "https://h.example/js/app.js.map"
RAW = (
    Frame(abs_path=APP, lineno=1, colno=9, function="r", context_line="min"),
    Frame(abs_path=APP, lineno=1, colno=99),
    Frame(abs_path="native", lineno=0),
)
DATA = FrameData(
    sourcemap=MAP,
    sourcemap_origin=individual_file("file://dist/app.js.map"),
    resolved_with="url",
    symbolicated=True,
)
DONE = Frame(
    abs_path="https://h.example/js/a.ts",
    filename="../a.ts",
    lineno=3,
    colno=4,
    function="f",
    module="a",
    token_name="tok",
    context_line="src",
    data=DATA,
)
ERRORS = (
    FrameError(abs_path=APP, type="invalid_location", line=1, col=99),
    FrameError(abs_path=APP, type="missing_source_content", source=DONE.abs_path, sourcemap=MAP),
    FrameError(abs_path="native", type="invalid_location"),
)
ATTEMPTS = (
    Attempt(url=APP, status="success"),
    Attempt(url=MAP, status="not_attempted"),
    Attempt(url="https://h.example/other.js", status="failure", reason="not_found"),
)


def asked(**more: Any) -> JsRequest:
    fields: dict[str, Any] = {
        "platform": "node",
        "release": "1",
        "stacktraces": (Trace(RAW), Trace(())),
        "modules": (Module(type="sourcemap", code_file=APP, debug_id="0" * 32),),
        "options": Options(frame_order="callee_first"),
    }
    return JsRequest(**fields | more)


def answered(frames: tuple[Frame, ...] = (DONE, *RAW[1:])) -> JsResponse:
    return JsResponse(
        stacktraces=(Trace(frames), Trace(())),
        raw_stacktraces=(Trace(RAW), Trace(())),
        errors=ERRORS,
        scraping_attempts=ATTEMPTS,
    )


def test_preview() -> None:
    seen = preview(asked(), "crash.json")
    assert (seen.kind, seen.name, seen.platform, seen.done) == ("js", "crash.json", "node", False)
    assert seen.notes == ("Release 1",)
    rows = seen.threads[0].frames
    assert [(row.file, row.line, row.column) for row in rows] == [
        ("app.js", 1, 9),
        ("app.js", 1, 99),
        ("native", 0, None),
    ]
    assert {row.status for row in rows} == {"raw"}
    assert [(m.name, m.code_file, m.debug_id, m.status) for m in seen.modules] == [
        ("app.js", APP, "0" * 32, "raw"),
        ("native", "native", "", "raw"),
    ]


def test_answered_frames() -> None:
    seen = report(asked(), answered(), "crash.json")
    done, lost, native = seen.threads[0].frames
    assert seen.done
    assert (done.status, done.function, done.raw_function) == ("symbolicated", "f", "r")
    assert (done.file, done.path, done.line, done.column) == ("a.ts", DONE.abs_path, 3, 4)
    assert done.problems == (
        "The text of https://h.example/js/a.ts is neither in the map nor to be found.",
    )
    assert dict(done.facts) == {
        "as sent": "r",
        "sent at": f"{APP}:1:9",
        "minified": "min",
        "token": "tok",
        "map": MAP,
        "map from": "file://dist/app.js.map",
        "found by": "url",
    }
    assert lost.status == native.status == "invalid_location"
    assert lost.problems == ("The source map has nothing at line 1, column 99.",)
    assert native.problems == ("The frame has no line number.",)
    assert shown.resolved(seen) == (1, 3)


def test_answered_modules() -> None:
    app, native = report(asked(), answered(), "crash.json").modules
    assert (app.status, native.status) == ("found", "invalid_location")
    assert [(c.source, c.location, c.download) for c in app.candidates] == [
        ("web", APP, "ok"),
        ("artifacts", MAP, "ok"),
    ]


def test_frames_are_callee_first() -> None:
    options = Options(frame_order="caller_first")
    inwards = report(asked(), answered(), "x").threads[0].frames
    response = answered()
    turned = JsResponse(
        stacktraces=(Trace(response.stacktraces[0].frames[::-1]), Trace(())),
        raw_stacktraces=(Trace(RAW[::-1]), Trace(())),
        errors=ERRORS,
        scraping_attempts=ATTEMPTS,
    )
    body = asked(options=options, stacktraces=(Trace(RAW[::-1]), Trace(())))
    assert report(body, turned, "x").threads[0].frames == inwards
    assert preview(body, "x").threads == preview(asked(), "x").threads


def test_one_async_is_not_shown() -> None:
    body = asked(stacktraces=(Trace((Frame(abs_path="async " + APP, lineno=1),)),))
    assert preview(body, "x").modules[0].code_file == APP


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ("missing_source", "The script itself could not be found."),
        ("missing_sourcemap", "The source map could not be found."),
        ("scraping_disabled", "The file is on the web, and scraping is off."),
        ("malformed_sourcemap", "The source map u cannot be read."),
    ],
)
def test_sentences(error: Any, sentence: str) -> None:
    response = JsResponse(
        stacktraces=(Trace(RAW[:1]),),
        raw_stacktraces=(Trace(RAW[:1]),),
        errors=(FrameError(abs_path=APP, type=error, url="u"),),
        scraping_attempts=(
            Attempt(url=APP, status="failure", reason="permission_denied", details="403 Forbidden"),
        ),
    )
    seen = report(asked(), response, "x")
    assert seen.threads[0].frames[0].status == error
    assert seen.threads[0].frames[0].problems == (sentence,)
    [candidate] = seen.modules[0].candidates
    assert (candidate.download, candidate.details) == ("noperm", "403 Forbidden")
    assert seen.modules[0].status == error


def test_a_script_that_names_no_map() -> None:
    response = JsResponse(stacktraces=(Trace(RAW[:1]),), raw_stacktraces=(Trace(RAW[:1]),))
    [row] = report(asked(), response, "x").threads[0].frames
    assert row.status == "raw"
    assert row.problems == ("The script does not say where its source map is.",)


def test_origins_in_bundles() -> None:
    data = FrameData(
        sourcemap=MAP, sourcemap_origin=bundled("sentry://x/1", FileKey("source_map", MAP)),
        symbolicated=True,
    )  # fmt: skip
    frame = Frame(abs_path="a", lineno=1, data=data)
    row = report(asked(), answered((frame, *RAW[1:])), "x").threads[0].frames[0]
    assert dict(row.facts)["map from"] == "sentry://x/1"


def test_notes_are_added() -> None:
    assert report(asked(), answered(), "x", ["a note"]).notes == ("Release 1", "a note")
