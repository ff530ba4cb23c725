"""Request and response -> model/report, the shape every face shows.

Frames are callee first whatever the order of the response. A module is a script: one path.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import structs

from inspector.js.frames import without_async
from inspector.js.wire import (
    Attempt,
    Frame,
    FrameError,
    JsRequest,
    JsResponse,
    Options,
    Trace,
)
from inspector.model import report as shown
from inspector.model.places.sources import hide_secrets

if TYPE_CHECKING:
    from inspector.js.modules import Resolved

_SENTENCES = {
    "invalid_location": "The source map has nothing at line {line}, column {col}.",
    "missing_source_content": "The text of {source} is neither in the map nor to be found.",
    "missing_source": "The script itself could not be found.",
    "malformed_sourcemap": "The source map {url} cannot be read.",
    "missing_sourcemap": "The source map could not be found.",
    "scraping_disabled": "The file is on the web, and scraping is off.",
}
_MAP_FAULTS = {
    "disabled": "scraping_disabled",
    "malformed": "malformed_sourcemap",
    "missing": "missing_sourcemap",
}
_DOWNLOADS = {"not_found": "notfound", "permission_denied": "noperm"}


def is_done(frame: Frame) -> bool:
    """Whether an answered frame is one of an original source."""
    return frame.data.symbolicated and frame.data.sourcemap is not None


def preview(request: JsRequest, name: str) -> shown.Report:
    """What was asked: raw frames and scripts, before any run."""
    traces = [_stripped(trace) for trace in request.stacktraces]
    threads = tuple(
        shown.Thread(
            index=number,
            frames=tuple(
                _raw_frame(i, frame) for i, frame in enumerate(_inwards(trace, request.options))
            ),
        )
        for number, trace in enumerate(traces)
    )
    return _report(request, name, threads, _modules(request, traces))


def report(
    request: JsRequest, response: JsResponse, name: str, notes: Sequence[str] = ()
) -> shown.Report:
    """What was answered. `notes`: what the response hides, as sentences."""
    errors = _Errors(response.errors)
    threads = tuple(
        _answered_thread(number, answered, raw, errors, request.options)
        for number, (answered, raw) in enumerate(
            zip(response.stacktraces, response.raw_stacktraces, strict=True)
        )
    )
    modules = tuple(_answered_modules(_modules(request, response.raw_stacktraces), response))
    seen = _report(request, name, threads, modules)
    return structs.replace(seen, notes=(*seen.notes, *notes), done=True)


def answered_thread(
    number: int, answered: Trace, raw: Trace, errors: Iterable[FrameError], options: Options
) -> shown.Thread:
    """One trace. `errors` are those of the whole response, or what is known of them."""
    return _answered_thread(number, answered, raw, _Errors(errors), options)


def _answered_thread(
    number: int, answered: Trace, raw: Trace, errors: "_Errors", options: Options
) -> shown.Thread:
    pairs = zip(_inwards(answered, options), _inwards(raw, options), strict=True)
    rows = tuple(
        _answered_frame(i, frame, asked, errors.about(frame, asked))
        for i, (frame, asked) in enumerate(pairs)
    )
    return shown.Thread(index=number, frames=rows)


class _Errors:
    """The errors of a response, to be found by the frame they are about."""

    def __init__(self, errors: Iterable[FrameError]) -> None:
        self._by_place: dict[tuple[str, int, int | None], FrameError] = {}
        self._by_source: dict[tuple[str, str], FrameError] = {}
        self._by_script: dict[str, FrameError] = {}
        for error in errors:
            if error.type == "invalid_location":
                self._by_place[error.abs_path, error.line, error.col] = error
            elif error.type == "missing_source_content":
                self._by_source[error.abs_path, error.source] = error
            else:
                self._by_script[error.abs_path] = error

    def about(self, frame: Frame, asked: Frame) -> FrameError | None:
        """The one error of a frame, if it has any."""
        if is_done(frame):
            return self._by_source.get((asked.abs_path, frame.abs_path))
        column = asked.colno if asked.lineno == 0 else asked.colno or 0
        place = (asked.abs_path, asked.lineno, column)
        return self._by_place.get(place) or self._by_script.get(asked.abs_path)


def ready_module(resolved: "Resolved") -> shown.Module:
    """A script as soon as everything asked for it has come back."""
    script = resolved.script
    return shown.Module(
        index=script.index,
        type="sourcemap",
        name=_last(script.abs_path),
        code_file=script.abs_path,
        debug_id=str(script.debug_id) if script.debug_id else "",
        status=_fate(resolved),
    )


def _fate(resolved: "Resolved") -> str:
    """What the response will say of a script, as far as its files decide that."""
    minified, source_map = resolved.minified, resolved.map
    if minified.text is None:
        return "scraping_disabled" if minified.fault == "disabled" else "missing_source"
    if source_map is None:
        return "unused"
    if source_map.text is not None:
        return "found"
    return _MAP_FAULTS[source_map.fault]


def _report(
    request: JsRequest,
    name: str,
    threads: tuple[shown.Thread, ...],
    modules: tuple[shown.Module, ...],
) -> shown.Report:
    release = (f"Release {request.release}",) if request.release else ()
    return shown.Report(
        kind="js",
        name=name,
        platform=request.platform or "",
        threads=threads,
        modules=modules,
        notes=release,
    )


def _inwards(trace: Trace, options: Options) -> Sequence[Frame]:
    """Frames callee first."""
    return trace.frames if options.frame_order == "callee_first" else trace.frames[::-1]


def _stripped(trace: Trace) -> Trace:
    return Trace(tuple(without_async(frame) for frame in trace.frames))


def _raw_frame(index: int, frame: Frame) -> shown.Frame:
    return shown.Frame(
        index=index,
        function=frame.function or "",
        raw_function=frame.function or "",
        package=frame.module or "",
        file=_last(frame.filename or frame.abs_path),
        path=frame.abs_path,
        line=frame.lineno,
        column=frame.colno,
        pre_context=frame.pre_context,
        context_line=frame.context_line,
        post_context=frame.post_context,
    )


def _answered_frame(
    index: int, frame: Frame, asked: Frame, error: FrameError | None
) -> shown.Frame:
    done = is_done(frame)
    if error is not None:
        problems: tuple[str, ...] = (_sentence(error),)
    else:
        problems = () if done else ("The script does not say where its source map is.",)
    return shown.Frame(
        status="symbolicated" if done else error.type if error else "raw",
        index=index,
        function=frame.function or "",
        raw_function=asked.function or "",
        package=frame.module or "",
        file=_last(frame.filename or frame.abs_path),
        path=frame.abs_path,
        line=frame.lineno,
        column=frame.colno,
        pre_context=frame.pre_context,
        context_line=frame.context_line,
        post_context=frame.post_context,
        problems=problems,
        facts=tuple(_facts(frame, asked)) if done else (),
    )


def _sentence(error: FrameError) -> str:
    if error.type == "invalid_location" and error.line == 0:
        return "The frame has no line number."
    return _SENTENCES[error.type].format(
        line=error.line, col=error.col or 0, source=error.source, url=error.url
    )


def _facts(frame: Frame, asked: Frame) -> Iterable[tuple[str, str]]:
    column = "" if asked.colno is None else f":{asked.colno}"
    yield "as sent", asked.function or ""
    yield "sent at", f"{asked.abs_path}:{asked.lineno}{column}"
    if asked.context_line is not None:
        yield "minified", asked.context_line
    if frame.token_name:
        yield "token", frame.token_name
    yield "map", frame.data.sourcemap or ""
    if frame.data.sourcemap_origin is not None:
        yield "map from", frame.data.sourcemap_origin.text
    yield "found by", frame.data.resolved_with or "unknown"


def _modules(request: JsRequest, traces: Iterable[Trace]) -> tuple[shown.Module, ...]:
    """The scripts in order of appearance."""
    ids = {module.code_file: module.debug_id for module in request.modules}
    paths = dict.fromkeys(frame.abs_path for trace in traces for frame in trace.frames)
    return tuple(
        shown.Module(
            index=index,
            type="sourcemap",
            name=_last(path),
            code_file=path,
            debug_id=ids.get(path, ""),
        )
        for index, path in enumerate(paths)
    )


def _answered_modules(
    modules: Iterable[shown.Module], response: JsResponse
) -> Iterator[shown.Module]:
    """The scripts, how each one fared, and the files that were wanted for it."""
    labels: dict[str, set[str]] = {}
    for answered, raw in zip(response.stacktraces, response.raw_stacktraces, strict=True):
        for frame, asked in zip(answered.frames, raw.frames, strict=True):
            if is_done(frame) and frame.data.sourcemap is not None:
                labels.setdefault(asked.abs_path, set()).add(frame.data.sourcemap)
    errors: dict[str, list[FrameError]] = {}
    for error in response.errors:
        errors.setdefault(error.abs_path, []).append(error)
    attempts: dict[str, list[Attempt]] = {}
    for attempt in response.scraping_attempts:
        attempts.setdefault(attempt.url, []).append(attempt)
    for module in modules:
        path = module.code_file
        failed = errors.get(path, [])
        known = labels.get(path, set())
        status = "found" if known else failed[0].type if failed else "unused"
        wanted = dict.fromkeys([path, *sorted(known), *(e.url for e in failed if e.url)])
        candidates = [_candidate(a) for url in wanted for a in attempts.get(url, ())]
        yield structs.replace(module, status=status, candidates=tuple(candidates))


def _candidate(attempt: Attempt) -> shown.Candidate:
    """A file of a script as a face lists it."""
    if attempt.status == "failure":
        download = _DOWNLOADS.get(attempt.reason, "error")
        details = attempt.details or attempt.reason.replace("_", " ")
        return shown.Candidate(
            source="web",
            location=hide_secrets(attempt.url),
            download=download,
            details=details,
            reason=attempt.reason,
        )
    source = "web" if attempt.status == "success" else "artifacts"
    return shown.Candidate(source=source, location=hide_secrets(attempt.url), download="ok")


def _last(path: str) -> str:
    """The last component of a path or URL, without query and fragment."""
    bare = path.partition("?")[0].partition("#")[0].rstrip("/")
    return bare.rpartition("/")[2] or path
