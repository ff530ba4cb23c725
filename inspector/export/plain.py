"""A report -> text. What to do with hostile characters is the caller's `clean`."""

from collections.abc import Callable, Iterator, Sequence

from inspector.model.labels import count_of, frame_name, location, thread_title
from inspector.model.report import Candidate, Frame, Module, Report, resolved

Clean = Callable[[str], str]
Heads = Sequence[tuple[str, str]]
"""Labels and texts that stand below the headline: signature, cause."""
Whys = Sequence[tuple[str, str, str]]
"""Modules without a usable file: name, why, what to do."""

_SIGNALS = {4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 8: "SIGFPE", 11: "SIGSEGV"}
UNHELPFUL = frozenset({"found", "unused", "raw"})
"""States of a module whose candidates answer no question."""


def text(report: Report, clean: Clean, heads: Heads = (), whys: Whys = ()) -> str:
    """The whole report for a terminal or a mail: threads, then modules with their candidates."""
    lines = [headline(report, clean)]
    lines += [f"{label}: {clean(told)}" for label, told in heads]
    lines += [f"note: {clean(note)}" for note in report.notes]
    for thread in report.threads:
        lines += ["", thread_title(thread, lambda name: f'"{clean(name)}"')]
        lines += table([frame_cells(frame, report, clean) for frame in thread.frames])
        if not thread.frames:
            lines.append("  no frames")
    if report.modules:
        lines += ["", "Modules"]
        lines += table([module_cells(module, clean) for module in report.modules])
        lines += list(reasons(report, clean))
    lines += ["", "Why"] if whys else []
    for name, why, step in whys:
        lines.append(f"  {clean(name)}: {clean(why)}")
        lines += [f"    next: {clean(step)}"] if step else []
    return "\n".join(line.rstrip() for line in lines) + "\n"


def headline(report: Report, show: Clean = str) -> str:
    """One line that says what this is: name, signal, sizes, how much is symbolicated.

    show  what to do with the texts of the request in it
    """
    good, all_ = resolved(report)
    parts = [show(report.name) if report.name else "request"]
    if report.signal is not None:
        name = _SIGNALS.get(report.signal)
        parts.append(f"{name} ({report.signal})" if name else f"signal {report.signal}")
    if report.platform:
        parts.append(show(report.platform))
    parts.append(count_of(len(report.threads), "thread"))
    if report.modules:
        parts.append(count_of(len(report.modules), "module"))
    parts.append(f"{good} of {count_of(all_, 'frame')} symbolicated" if report.done else "not run")
    return " · ".join(parts)


def frame_cells(frame: Frame, report: Report, clean: Clean) -> list[str]:
    """Number (of physical frames), module, name, location, remarks."""
    number = f"#{frame.index}" if not frame.depth else ""
    module = report.modules[frame.module].name if frame.module is not None else ""
    status = "" if frame.status in ("symbolicated", "raw") else frame.status
    inline = "inlined" if frame.depth else ""
    trust = frame.trust if frame.trust in ("scan", "cfiscan") else ""
    remarks = ", ".join(word for word in (status, inline, trust) if word)
    name = clean(frame_name(frame))
    return [number, clean(module), name, clean(location(frame)), remarks]


def module_cells(module: Module, clean: Clean) -> list[str]:
    """Status, name, id, architecture, features."""
    name = clean(module.name or module.debug_id or "unnamed")
    identity = module.debug_id or module.code_id
    return [
        clean(module.status),
        name,
        clean(identity),
        clean(module.arch),
        " ".join(module.features),
    ]


def reasons(report: Report, clean: Clean) -> Iterator[str]:
    """Where a module without a table was looked for, and what came back."""
    for module in report.modules:
        if module.status in UNHELPFUL or not module.candidates:
            continue
        yield ""
        yield f"{clean(module.name or module.debug_id or 'unnamed')} is {module.status}:"
        yield from table([candidate_cells(one, clean) for one in module.candidates])


def candidate_cells(candidate: Candidate, clean: Clean) -> list[str]:
    """Outcome, source, location, details in brackets."""
    outcome = candidate.download
    if candidate.debug and candidate.debug != "ok":
        outcome += f", {candidate.debug}"
    details = f"({candidate.details})" if candidate.details else ""
    return [clean(outcome), clean(candidate.source), clean(candidate.location), clean(details)]


def table(rows: list[list[str]]) -> list[str]:
    """Rows with their columns lined up; a very long cell does not push the others out."""
    if not rows:
        return []
    widths = [min(max(len(row[i]) for row in rows), 60) for i in range(len(rows[0]))]
    return [
        "  "
        + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True) if width)
        for row in rows
    ]
