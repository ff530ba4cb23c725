"""A report -> text or Markdown. What to do with hostile characters is the caller's `clean`."""

from collections.abc import Callable, Iterator

from inspector.model.report import Candidate, Frame, Module, Report, Thread, resolved

Clean = Callable[[str], str]

_SIGNALS = {4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 8: "SIGFPE", 11: "SIGSEGV"}
_UNHELPFUL = frozenset({"found", "unused", "raw"})


def text(report: Report, clean: Clean) -> str:
    """The whole report for a terminal or a mail: threads, then modules with their candidates."""
    lines = [headline(report, clean)]
    lines += [f"note: {clean(note)}" for note in report.notes]
    for thread in report.threads:
        lines += ["", _thread_title(thread, lambda name: f'"{clean(name)}"')]
        lines += _table([_frame_cells(frame, report, clean) for frame in thread.frames])
        if not thread.frames:
            lines.append("  no frames")
    if report.modules:
        lines += ["", "Modules"]
        lines += _table([_module_cells(module, clean) for module in report.modules])
        lines += list(_reasons(report, clean))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def markdown(report: Report, clean: Clean) -> str:
    """The report for an issue tracker: every stack in a fenced block."""

    def quote(name: str) -> str:
        return _code(clean(name))

    lines = [f"### {headline(report, quote)}", ""]
    for note in report.notes:
        lines += [f"> {_escaped(clean(note))}", ""]
    for thread in report.threads:
        rows = _table([_frame_cells(frame, report, clean) for frame in thread.frames])
        body = [row.rstrip().removeprefix("  ") for row in rows] or ["no frames"]
        lines += [f"**{_thread_title(thread, quote)}**", "", *_fenced(body), ""]
    if report.modules:
        rows = _table([_module_cells(module, clean) for module in report.modules])
        body = [row.rstrip().removeprefix("  ") for row in [*rows, *_reasons(report, clean)]]
        lines += ["**Modules**", "", *_fenced(body), ""]
    return "\n".join(lines)


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
    parts.append(_count(len(report.threads), "thread"))
    if report.modules:
        parts.append(_count(len(report.modules), "module"))
    parts.append(f"{good} of {_count(all_, 'frame')} symbolicated" if report.done else "not run")
    return " · ".join(parts)


def location(frame: Frame) -> str:
    """`file:line`, with the column where one is known; "" without a file."""
    if not frame.file:
        return ""
    line = f":{frame.line}" if frame.line else ""
    return frame.file + line + (f":{frame.column}" if frame.column else "")


def frame_name(frame: Frame) -> str:
    """The function, else the address in its module, else the bare address."""
    if frame.function:
        return frame.function
    if frame.offset is not None and frame.package:
        return f"{last_component(frame.package)} +0x{frame.offset:x}"
    return f"0x{frame.address:016x}" if frame.address is not None else "<unknown>"


def last_component(path: str) -> str:
    """The file name of a path with either separator."""
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2]


def _count(number: int, word: str) -> str:
    return f"{number} {word}" + ("" if number == 1 else "s")


def _thread_title(thread: Thread, show: Clean) -> str:
    title = f"Thread {thread.id if thread.id is not None else thread.index}"
    if thread.name:
        title += f" {show(thread.name)}"
    return title + (" (crashed)" if thread.crashed else "")


def _frame_cells(frame: Frame, report: Report, clean: Clean) -> list[str]:
    number = f"#{frame.index}" if not frame.depth else ""
    module = report.modules[frame.module].name if frame.module is not None else ""
    status = "" if frame.status in ("symbolicated", "raw") else frame.status
    inline = "inlined" if frame.depth else ""
    trust = frame.trust if frame.trust in ("scan", "cfiscan") else ""
    remarks = ", ".join(word for word in (status, inline, trust) if word)
    name = clean(frame_name(frame))
    return [number, clean(module), name, clean(location(frame)), remarks]


def _module_cells(module: Module, clean: Clean) -> list[str]:
    name = clean(module.name or module.debug_id or "unnamed")
    identity = module.debug_id or module.code_id
    return [module.status, name, clean(identity), module.arch, " ".join(module.features)]


def _reasons(report: Report, clean: Clean) -> Iterator[str]:
    """Where a module without a table was looked for, and what came back."""
    for module in report.modules:
        if module.status in _UNHELPFUL or not module.candidates:
            continue
        yield ""
        yield f"{clean(module.name or module.debug_id or 'unnamed')} is {module.status}:"
        yield from _table([_candidate_cells(one, clean) for one in module.candidates])


def _candidate_cells(candidate: Candidate, clean: Clean) -> list[str]:
    outcome = candidate.download
    if candidate.debug and candidate.debug != "ok":
        outcome += f", {candidate.debug}"
    details = f"({candidate.details})" if candidate.details else ""
    return [outcome, clean(candidate.source), clean(candidate.location), clean(details)]


def _table(rows: list[list[str]]) -> list[str]:
    """Rows with their columns lined up; a very long cell does not push the others out."""
    if not rows:
        return []
    widths = [min(max(len(row[i]) for row in rows), 60) for i in range(len(rows[0]))]
    return [
        "  "
        + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True) if width)
        for row in rows
    ]


def _fenced(lines: list[str]) -> list[str]:
    """A code block whose fence is longer than any run of backticks in it."""
    fence = "```"
    while any(fence in line for line in lines):
        fence += "`"
    return [fence + "text", *lines, fence]


def _code(name: str) -> str:
    """A code span: in it nothing is markup, a link, or the name of somebody to be told."""
    fence = "`"
    while fence in name:
        fence += "`"
    pad = " " if name[:1] in "` " or name[-1:] in "` " else ""
    return f"{fence}{pad}{name}{pad}{fence}"


def _escaped(line: str) -> str:
    """A line of plain text: nothing in it is markup, and it begins no list or heading."""
    line = line.strip()
    rest = line.lstrip("0123456789")
    mark = "\\" if rest.startswith(("-", "+", ".", ")", "=")) else ""
    plain = "".join("\\" + char if char in "\\`*_[]<>#|~&" else char for char in rest)
    return line[: len(line) - len(rest)] + mark + plain
