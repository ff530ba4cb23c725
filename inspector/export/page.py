"""A report -> one HTML file: no script, nothing fetched, light or dark as the reader's system is.

Everything that others wrote is cleaned, then escaped; the page forbids itself all but its style.
"""

from collections.abc import Callable, Iterator
from html import escape

from inspector.export.page_style import STYLE
from inspector.export.plain import UNHELPFUL, Heads, Whys, candidate_cells, headline
from inspector.model.labels import count_of, frame_name, last_component, location, thread_title
from inspector.model.report import Frame, Module, Report, Thread, crashed_thread, resolved

Clean = Callable[[str], str]

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STATES = {"symbolicated": "good", "found": "good", "raw": "dim", "unused": "dim"}
_GUESSED = frozenset({"scan", "cfiscan"})


def page(report: Report, clean: Clean, heads: Heads = (), whys: Whys = ()) -> str:
    """The whole report as a document that needs no other file."""

    def show(text: str) -> str:
        return escape(clean(text))

    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="referrer" content="no-referrer">',
            f"<title>{escape(headline(report, clean))}</title>",
            f"<style>{STYLE}</style></head><body>",
            *_verdict(report, show, heads),
            *_threads(report, show),
            *_whys(whys, show),
            *_modules(report, show),
            "</body></html>",
            "",
        ]
    )


def _verdict(report: Report, show: Clean, heads: Heads) -> Iterator[str]:
    good, all_ = resolved(report)
    yield "<header>"
    yield f"<h1>{show(report.name or 'request')}</h1>"
    yield f'<p class="verdict">{headline(report, show).partition(" · ")[2]}</p>'
    yield from (f"<p>{label}: <b>{show(told)}</b></p>" for label, told in heads)
    if report.done and all_:
        yield f'<p><meter min="0" max="{all_}" value="{good}">{good} of {all_}</meter></p>'
    missing = [m for m in report.modules if m.status not in UNHELPFUL]
    if missing:
        names = ", ".join(f"<b>{show(_called(m))}</b>" for m in missing[:5])
        more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
        yield f'<p class="bad">{count_of(len(missing), "module")} without table: {names}{more}</p>'
    yield from (f'<p class="note">{show(note)}</p>' for note in report.notes)
    yield "</header>"


def _threads(report: Report, show: Clean) -> Iterator[str]:
    first = crashed_thread(report)
    for place, thread in enumerate(report.threads):
        crashed = ' class="crashed"' if thread.crashed else ""
        title = thread_title(thread, show)
        frames = count_of(len(thread.frames), "frame")
        yield f"<details{crashed}{' open' if place == first else ''}>"
        yield f"<summary><h2>{title}</h2> <span>{frames}</span></summary>"
        yield from _stack(thread, report, show)
        yield "</details>"


def _stack(thread: Thread, report: Report, show: Clean) -> Iterator[str]:
    if not thread.frames:
        yield "<p>no frames</p>"
        return
    heads = "<th>#<th>state<th>module<th>function<th>place"
    yield f'<table class="stack"><thead><tr>{heads}</tr></thead><tbody>'
    for frame in thread.frames:
        yield from _row(frame, report, show)
    yield "</tbody></table>"
    if thread.registers:
        values = " ".join(f"{show(name)}=0x{value:x}" for name, value in thread.registers)
        yield f"<details><summary>registers</summary><pre>{values}</pre></details>"


def _row(frame: Frame, report: Report, show: Clean) -> Iterator[str]:
    module = report.modules[frame.module].name if frame.module is not None else ""
    cells = [
        "" if frame.depth else str(frame.index),
        _state(frame),
        show(module or last_component(frame.package)),
        _function(frame, show),
        f'<span title="{show(frame.path)}">{show(location(frame))}</span>',
    ]
    kind = "inlined" if frame.depth else "own" if frame.in_app else ""
    body = "".join(f"<td>{cell}" for cell in cells)
    yield f'<tr class="{kind}">{body}</tr>' if kind else f"<tr>{body}</tr>"


def _state(frame: Frame) -> str:
    words = [frame.status, "inlined" if frame.depth else ""]
    words.append("guessed" if frame.trust in _GUESSED else "")
    text = ", ".join(escape(word.replace("_", " ")) for word in words if word)
    return f'<span class="{_STATES.get(frame.status, "bad")}">{text}</span>'


def _function(frame: Frame, show: Clean) -> str:
    """The name; what explains it and the source lines below, folded."""
    name = f"<code>{show(frame_name(frame))}</code>"
    inside = "".join(f'<p class="note">{show(problem)}</p>' for problem in frame.problems)
    if frame.context_line is not None:
        inside += f"<pre>{_source(frame, show)}</pre>"
    if frame.symbol and frame.symbol != frame.function:
        inside += f'<p class="dim">{show(frame.symbol)}</p>'
    return f"<details><summary>{name}</summary>{inside}</details>" if inside else name


def _source(frame: Frame, show: Clean) -> str:
    """Numbered lines, the one in question marked."""
    number = (frame.line or 1) - len(frame.pre_context)
    lines = []
    for line in (*frame.pre_context, frame.context_line or "", *frame.post_context):
        text = f"{number:>6}  {show(line.expandtabs(4))}"
        lines.append(f"<mark>{text}</mark>" if number == (frame.line or 1) else text)
        number += 1
    return "\n".join(lines)


def _whys(whys: Whys, show: Clean) -> Iterator[str]:
    if not whys:
        return
    yield f"<details open><summary><h2>Why</h2> <span>{len(whys)}</span></summary><ul>"
    for name, why, step in whys:
        following = f"<br>Next: {show(step)}" if step else ""
        yield f"<li><b>{show(name)}</b>: {show(why)}{following}</li>"
    yield "</ul></details>"


def _modules(report: Report, show: Clean) -> Iterator[str]:
    if not report.modules:
        return
    unhelpful = sum(module.status in ("unused", "raw") for module in report.modules)
    count = f"{len(report.modules)}, {unhelpful} unused" if unhelpful else len(report.modules)
    yield f"<details><summary><h2>Modules</h2> <span>{count}</span></summary>"
    heads = "<th>state<th>module<th>id<th>from<th>has"
    yield f'<table class="modules"><thead><tr>{heads}</tr></thead><tbody>'
    for module in report.modules:
        yield from _module(module, show)
    yield "</tbody></table></details>"


def _module(module: Module, show: Clean) -> Iterator[str]:
    state = f'<span class="{_STATES.get(module.status, "bad")}">{show(module.status)}</span>'
    address = f"0x{module.address:x}" if module.address else ""
    arch = f" {show(module.arch)}" if module.arch else ""
    cells = [
        state,
        _asked(module, show),
        show(module.debug_id or module.code_id),
        address + arch,
        show(" ".join(module.features)),
    ]
    yield "<tr>" + "".join(f"<td>{cell}" for cell in cells) + "</tr>"


def _asked(module: Module, show: Clean) -> str:
    """The name; every place that was asked for it below, folded."""
    name = f'<code title="{show(module.code_file)}">{show(_called(module))}</code>'
    if not module.candidates:
        return name
    rows = "".join(
        "<tr>" + "".join(f"<td>{cell}" for cell in candidate_cells(one, show)) + "</tr>"
        for one in module.candidates
    )
    return f"<details><summary>{name}</summary><table>{rows}</table></details>"


def _called(module: Module) -> str:
    return module.name or module.debug_id or "unnamed"
