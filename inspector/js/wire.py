"""Request and response JSON of POST /symbolicate-js, to the letter of spec/js.md 1 and 2.

A frame has the same fields coming in and going out; nothing else survives.
"""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from inspector.js.finding.origins import Origin, read_origin
from inspector.model.body import BadBody, convert, decode_tree
from inspector.model.places.artifacts import ResolvedWith
from inspector.model.places.scraping import DEFAULT_SCRAPING, Scraping
from inspector.model.places.sources import SentrySource, Source, first_credential_only
from inspector.model.places.urls import parse_url

U32 = Annotated[int, Meta(ge=0, le=0xFFFF_FFFF)]
FrameOrder = Literal["callee_first", "caller_first"]
ErrorType = Literal[
    "invalid_location",
    "missing_source_content",
    "missing_source",
    "malformed_sourcemap",
    "missing_sourcemap",
    "scraping_disabled",
]
AttemptStatus = Literal["not_attempted", "success", "failure"]

_ERROR_ORDER = {name: i for i, name in enumerate(ErrorType.__args__)}  # type: ignore[attr-defined]


class FrameData(Struct, frozen=True, kw_only=True, gc=False):
    """How a frame was resolved."""

    sourcemap: str | None = None  # label: URL of the map, else path of the script
    sourcemap_origin: Origin | None = None
    resolved_with: ResolvedWith | None = None
    symbolicated: bool = False


class Frame(Struct, frozen=True, kw_only=True, gc=False):
    """A frame as requested, and as answered."""

    abs_path: str
    lineno: U32  # 1-based; 0: unknown
    colno: U32 | None = None  # 1-based
    platform: str | None = None
    function: str | None = None
    filename: str | None = None
    module: str | None = None
    pre_context: tuple[str, ...] = ()
    context_line: str | None = None
    post_context: tuple[str, ...] = ()
    token_name: str | None = None  # never written out
    data: FrameData = FrameData()

    def __post_init__(self) -> None:
        if self.platform == "nodejs":
            msgspec.structs.force_setattr(self, "platform", "node")


class Trace(Struct, frozen=True):
    """One stack trace; frames in the order the request's options name."""

    frames: tuple[Frame, ...]


class Module(Struct, frozen=True, kw_only=True):
    """The debug id of one script, as the crashed program knew it."""

    type: Literal["sourcemap", "debug_id"]
    code_file: str
    debug_id: str


class Options(Struct, frozen=True, kw_only=True):
    """What a request may switch. `chain` is ours: follow the maps of generated sources."""

    apply_source_context: bool = True
    frame_order: FrameOrder = "caller_first"
    chain: bool = False


class JsRequest(Struct, frozen=True, kw_only=True):
    """A whole body. `sources` is ours: local builds to look in, None for the configured ones."""

    platform: str | None = None
    source: SentrySource | None = None
    sources: tuple[Source, ...] | None = None
    stacktraces: tuple[Trace, ...] = ()
    modules: tuple[Module, ...] = ()
    release: str | None = None
    dist: str | None = None
    allow_scraping: bool = True
    scraping: Scraping = DEFAULT_SCRAPING
    options: Options = Options()


class FrameError(Struct, frozen=True, kw_only=True):
    """Why a frame is not as good as it could be. `abs_path` is the script's."""

    abs_path: str
    type: ErrorType
    line: int = 0  # these two: invalid_location only
    col: int | None = None
    source: str = ""  # this and `sourcemap`: missing_source_content only
    sourcemap: str = ""
    url: str = ""  # malformed_sourcemap only


class Attempt(Struct, frozen=True, kw_only=True):
    """One file that was wanted from the web, whether or not that was tried."""

    url: str  # as wanted, not normalised
    status: AttemptStatus
    reason: str = ""
    details: str = ""


class JsResponse(Struct, frozen=True, kw_only=True):
    """A whole answer; errors and attempts in the order of the response."""

    stacktraces: tuple[Trace, ...]
    raw_stacktraces: tuple[Trace, ...]
    errors: tuple[FrameError, ...] = ()
    scraping_attempts: tuple[Attempt, ...] = ()


def decode(body: bytes, *, strict: bool = False) -> JsRequest:
    """A request body. Raises BadBody. Unless `strict`, our additions are understood."""
    return from_tree(decode_tree(body), strict=strict)


def from_tree(tree: Any, *, strict: bool = False) -> JsRequest:
    """The same for a body that is a tree already. Raises BadBody."""
    if isinstance(tree, dict):
        tree = dict(tree)
        if isinstance(tree.get("source"), dict):
            tree["source"] = {k: v for k, v in tree["source"].items() if k != "type"}
            first_credential_only([tree["source"]])
        if strict:
            tree.pop("sources", None)
            if isinstance(tree.get("options"), dict):
                tree["options"] = {k: v for k, v in tree["options"].items() if k != "chain"}
    request = convert(tree, JsRequest, _read)
    if strict:
        _check_strictly(request)
    if request.source and parse_url(request.source.url) is None:
        raise BadBody("relative URL without a base", "source.url")
    return request


def _check_strictly(request: JsRequest) -> None:
    if request.source is None:
        raise BadBody("missing field `source`", "source")
    for i, module in enumerate(request.modules):
        if module.type != "sourcemap":
            raise BadBody(f"unknown module type `{module.type}`", f"modules[{i}].type")


def _read(kind: type, value: Any) -> Any:
    if kind is Origin:
        return read_origin(value)
    raise NotImplementedError(kind)


def sort_errors(errors: Iterable[FrameError]) -> tuple[FrameError, ...]:
    """Without duplicates, in the order of the response (spec/js.md 2.3)."""

    def key(error: FrameError) -> Any:
        column = (error.col is not None, error.col or 0)
        texts = (error.source.encode(), error.sourcemap.encode(), error.url.encode())
        return (error.abs_path.encode(), _ERROR_ORDER[error.type], error.line, column, texts)

    return tuple(sorted(set(errors), key=key))


def sort_attempts(attempts: Iterable[Attempt]) -> tuple[Attempt, ...]:
    """By URL; attempts for the same one stay in their order, and none is dropped."""
    return tuple(sorted(attempts, key=lambda attempt: attempt.url.encode()))


def encode(response: JsResponse, *, pretty: bool = False) -> bytes:
    """The response body, exactly as the service writes it; `pretty` adds white space only."""
    tree: dict[str, Any] = {
        "status": "completed",
        "stacktraces": [_trace_tree(trace) for trace in response.stacktraces],
        "raw_stacktraces": [_trace_tree(trace) for trace in response.raw_stacktraces],
    }
    if response.errors:
        tree["errors"] = [_error_tree(error) for error in response.errors]
    if response.scraping_attempts:
        tree["scraping_attempts"] = [_attempt_tree(a) for a in response.scraping_attempts]
    body = msgspec.json.encode(tree)
    return msgspec.json.format(body, indent=2) if pretty else body


def _trace_tree(trace: Trace) -> Any:
    return {"frames": [_frame_tree(frame) for frame in trace.frames]}


def _frame_tree(frame: Frame) -> Any:
    fields = {
        "platform": frame.platform,
        "function": frame.function,
        "filename": frame.filename,
        "module": frame.module,
        "abs_path": frame.abs_path,
        "lineno": frame.lineno,
        "colno": frame.colno,
        "pre_context": frame.pre_context or None,
        "context_line": frame.context_line,
        "post_context": frame.post_context or None,
        "data": _data_tree(frame.data),
    }
    return {name: value for name, value in fields.items() if value is not None}


def _data_tree(data: FrameData) -> Any:
    fields = {
        "sourcemap": data.sourcemap,
        "sourcemap_origin": data.sourcemap_origin.tree if data.sourcemap_origin else None,
        "resolved_with": data.resolved_with,
        "symbolicated": data.symbolicated,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _error_tree(error: FrameError) -> Any:
    tree: dict[str, Any] = {"abs_path": error.abs_path, "type": error.type}
    if error.type == "invalid_location":
        tree |= {"line": error.line, "col": error.col}
    elif error.type == "missing_source_content":
        tree |= {"source": error.source, "sourcemap": error.sourcemap}
    elif error.type == "malformed_sourcemap":
        tree["url"] = error.url
    return tree


def _attempt_tree(attempt: Attempt) -> Any:
    tree = {"url": attempt.url, "status": attempt.status}
    if attempt.reason:
        tree["reason"] = attempt.reason
    if attempt.details:
        tree["details"] = attempt.details
    return tree
