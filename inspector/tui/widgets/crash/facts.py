"""One frame -> the label/value pairs of the detail pane, most useful first."""

from collections.abc import Iterator

from inspector.model.report import Candidate, Frame, Module, Thread
from inspector.tui.listing.rows import Place, Spot
from inspector.tui.view import View
from inspector.tui.widgets.crash.registers import register_words
from inspector.tui.words.wording import (
    candidate_mark,
    frame_mark,
    guessed,
    module_mark,
    why_unresolved,
)

Fact = tuple[str, str | tuple[str, ...]]
"""A label of ours and a value that may be hostile; several values stand in columns.

An empty label goes on with the one before.
"""


def facts_of(view: View, frame: Frame) -> list[Fact]:
    """Everything known about a frame. Values are not cleaned."""
    module = view.module_of(frame)
    spot = Spot(view.thread, Place(frame.index, frame.depth))
    return [
        *([("mark", "marked (Space unmarks)")] if spot in view.marks else []),
        *_status(frame, module),
        *_names(frame),
        *_place(frame),
        *_ours(view, frame),
        *_addresses(frame, module),
        *frame.facts,
        *_module(module),
        *_registers(view, frame),
    ]


def _status(frame: Frame, module: Module | None) -> Iterator[Fact]:
    word = frame_mark(frame.status).word
    plain = word in (frame.status, frame.status.replace("_", " "))
    yield "status", word if plain or frame.status == "raw" else f"{word} ({frame.status})"
    if frame.status != "raw" and (reason := why_unresolved(frame, module)):
        yield "why", reason
    for problem in frame.problems:
        yield "problem", problem
    if frame.trust:
        yield "trust", frame.trust
    if guessed(frame.trust):
        yield "", "guessed from stack memory: it may not have been called"


def _names(frame: Frame) -> Iterator[Fact]:
    if frame.function:
        yield "function", frame.function
    if frame.depth:
        yield "inlined", f"depth {frame.depth} in raw frame {frame.index}"
    if frame.symbol and frame.symbol != frame.function:
        yield "symbol", frame.symbol
    if frame.raw_function and frame.raw_function != frame.function:
        yield "requested", frame.raw_function


def _place(frame: Frame) -> Iterator[Fact]:
    if path := frame.path or frame.file:
        line = f":{frame.line}" if frame.line else ""
        yield "path", path + line + (f":{frame.column}" if line and frame.column else "")
    if frame.lang:
        yield "language", frame.lang
    if frame.source_link:
        yield "link", frame.source_link


def _ours(view: View, frame: Frame) -> Iterator[Fact]:
    """Whether the frame counts as ours, and which rule says so."""
    verdict = view.ours.judge(frame)
    yield "in-app", f"{'yes' if verdict.ours else 'no'}: {verdict.rule}"


def _addresses(frame: Frame, module: Module | None) -> Iterator[Fact]:
    if frame.address is not None:
        yield "address", f"0x{frame.address:x}"
    if frame.offset is not None and module is not None:
        yield "offset", f"{module.name or 'module'} +0x{frame.offset:x}"


def _module(module: Module | None) -> Iterator[Fact]:
    if module is None:
        return
    yield "module", module.code_file or module.debug_file or module.name or "without a name"
    word = module_mark(module.status).word
    label = "source map" if module.type == "sourcemap" else "debug file"
    yield label, f"{word} ({', '.join(module.features)})" if module.features else word
    if module.debug_id:
        yield "debug id", module.debug_id
    if module.code_id:
        yield "code id", module.code_id
    label = "asked"
    for candidate in module.candidates:
        yield label, candidate_line(candidate)
        label = ""


def candidate_line(candidate: Candidate) -> str:
    """One place and its answer: "local: ab/cd/debuginfo - notfound"."""
    answer = candidate_mark(candidate.download).word
    details = f": {candidate.details}" if candidate.details else ""
    return f"{candidate.source}: {candidate.location} - {answer}{details}"


def _registers(view: View, frame: Frame) -> Iterator[Fact]:
    """Of the thread, with the first frame only: they are not kept for the others."""
    thread: Thread | None = view.shown_thread
    if thread is None or frame.index != 0:
        return
    noted, bare = register_words(thread, view.report.modules, thread.frames)
    label = "registers"
    for word in noted:
        yield label, word
        label = ""
    if bare:
        yield label, tuple(bare)
