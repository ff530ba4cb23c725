"""A report -> Markdown for an issue tracker. Nothing that others wrote is markup in it."""

from inspector.export.plain import (
    Clean,
    Heads,
    Whys,
    frame_cells,
    headline,
    module_cells,
    reasons,
    table,
)
from inspector.model.labels import thread_title
from inspector.model.report import Report


def markdown(report: Report, clean: Clean, heads: Heads = (), whys: Whys = ()) -> str:
    """The report for an issue tracker: every stack in a fenced block."""

    def quote(name: str) -> str:
        return _code(clean(name))

    lines = [f"### {headline(report, quote)}", ""]
    for label, told in heads:
        lines += [f"**{label}**: {quote(told)}", ""]
    for note in report.notes:
        lines += [f"> {_escaped(clean(note))}", ""]
    for thread in report.threads:
        rows = table([frame_cells(frame, report, clean) for frame in thread.frames])
        body = [row.rstrip().removeprefix("  ") for row in rows] or ["no frames"]
        lines += [f"**{thread_title(thread, quote)}**", "", *_fenced(body), ""]
    if report.modules:
        rows = table([module_cells(module, clean) for module in report.modules])
        body = [row.rstrip().removeprefix("  ") for row in [*rows, *reasons(report, clean)]]
        lines += ["**Modules**", "", *_fenced(body), ""]
    lines += ["**Why**", ""] if whys else []
    for name, why, step in whys:
        following = f" Next: {_escaped(clean(step))}" if step else ""
        lines.append(f"- {quote(name)}: {_escaped(clean(why))}{following}")
    lines += [""] if whys else []
    return "\n".join(lines)


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
