"""Whether an answer is one that the service may give: by the letter of its schema and in itself."""

import json
import re
from typing import Any

from inspector.engine import Opened
from inspector.js.wire import JsRequest
from inspector.native.wire import NativeRequest

MODULE_STATUSES = {"found", "unused", "missing", "malformed", "fetching_failed", "timeout",
                   "unsupported", "other"}  # fmt: skip
FRAME_STATUSES = {"symbolicated", "missing_symbol", "unknown_image", "missing", "malformed"}
DOWNLOADS = {"ok", "malformed", "notfound", "error", "noperm"}
ERRORS = {"invalid_location", "missing_source_content", "missing_source", "malformed_sourcemap",
          "missing_sourcemap", "scraping_disabled"}  # fmt: skip
ATTEMPTS = {"not_attempted", "success", "failure"}
_HEX = re.compile(r"0x[0-9a-f]+")
_U32, _U64 = 1 << 32, 1 << 64


def strictly(body: bytes) -> Any:
    """The JSON value; what is no JSON by the letter, or names a key twice, is an error."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        assert len(dict(pairs)) == len(pairs), "a key twice"
        return dict(pairs)

    def never(text: str) -> None:
        raise AssertionError(f"no JSON number: {text}")

    return json.loads(body.decode(), object_pairs_hook=once, parse_constant=never)


def check(opened: Opened, body: bytes) -> None:
    """Raises AssertionError for what no service would answer to this request."""
    tree = strictly(body)
    assert tree["status"] == "completed"
    if isinstance(opened.body, NativeRequest):
        _native(opened.body, tree)
    else:
        _js(opened.body, tree)


def _native(request: NativeRequest, tree: Any) -> None:
    assert set(tree) <= {"status", "signal", "stacktraces", "modules"}
    assert len(tree["stacktraces"]) == len(request.stacktraces)
    assert len(tree["modules"]) == len(request.modules)
    backwards = request.options.frame_order == "caller_first"
    for asked, thread in zip(request.stacktraces, tree["stacktraces"], strict=True):
        frames = thread["frames"][::-1] if backwards else thread["frames"]
        indexes = [frame["original_index"] for frame in frames]
        assert all(0 <= index < len(asked.frames) for index in indexes)
        assert indexes == sorted(indexes), "frames out of order"
        for frame in frames:
            _native_frame(frame)
    for module in tree["modules"]:
        _module(module)


def _native_frame(frame: Any) -> None:
    assert frame["status"] in FRAME_STATUSES
    for key in ("instruction_addr", "sym_addr", "function_id"):
        if key in frame:
            assert _HEX.fullmatch(frame[key]), key
            assert int(frame[key], 16) < _U64, key
    assert 0 <= frame.get("lineno", 0) < _U32
    for key in ("function", "symbol", "filename", "abs_path", "context_line", "package"):
        assert isinstance(frame.get(key, ""), str), key
    for key in ("pre_context", "post_context"):
        assert all(isinstance(line, str) for line in frame.get(key, [""])), key
    if frame["status"] == "symbolicated":
        assert "function" in frame or "symbol" in frame or "lineno" in frame


def _module(module: Any) -> None:
    assert module["debug_status"] in MODULE_STATUSES
    features = ("has_debug_info", "has_unwind_info", "has_symbols", "has_sources")
    assert all(isinstance(module["features"][name], bool) for name in features)
    assert isinstance(module["arch"], str)
    for candidate in module.get("candidates", ()):
        assert isinstance(candidate["source"] + candidate["location"], str)
        download = candidate["download"]
        assert download["status"] in DOWNLOADS
        assert ("features" in download) == (download["status"] == "ok")
        assert candidate.get("debug", {"status": "ok"})["status"] in {"ok", "malformed", "error"}


def _js(request: JsRequest, tree: Any) -> None:
    assert set(tree) <= {
        "status",
        "stacktraces",
        "raw_stacktraces",
        "errors",
        "scraping_attempts",
    }
    for key in ("stacktraces", "raw_stacktraces"):
        assert len(tree[key]) == len(request.stacktraces)
    pairs = zip(request.stacktraces, tree["stacktraces"], tree["raw_stacktraces"], strict=True)
    for asked, trace, raw in pairs:
        assert len(trace["frames"]) == len(raw["frames"]) <= len(asked.frames)
        for frame in (*trace["frames"], *raw["frames"]):
            assert isinstance(frame["abs_path"], str)
            assert 0 <= frame["lineno"] < _U32
            assert 0 <= frame.get("colno", 0) < _U32
            assert isinstance(frame["data"]["symbolicated"], bool)
    assert {error["type"] for error in tree.get("errors", ())} <= ERRORS
    attempts = tree.get("scraping_attempts", ())
    assert {attempt["status"] for attempt in attempts} <= ATTEMPTS
    assert all(attempt.get("reason") for attempt in attempts if attempt["status"] == "failure")
