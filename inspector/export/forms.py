"""A report in one of the forms for people, and which form a file name asks for."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from inspector.export.redact import Redact
    from inspector.model.report import Report

Form = Literal["json", "text", "markdown", "html"]
EXTENSIONS: dict[Form, str] = {
    "json": ".json",
    "text": ".txt",
    "markdown": ".md",
    "html": ".html",
}


def render(
    report: "Report",
    form: Form,
    redact: "Redact",
    clean: Callable[[str], str],
    heads: Sequence[tuple[str, str]] = (),
    whys: Sequence[tuple[str, str, str]] = (),
) -> bytes:
    """The report as text, Markdown or HTML. `clean` makes control characters visible.

    heads   labels and texts that stand below the headline
    whys    modules without a usable file: name, why, what to do
    """
    from inspector.export.redact import applied

    report, heads = applied(report, redact), [(label, redact(told)) for label, told in heads]
    whys = [(redact(name), redact(why), redact(step)) for name, why, step in whys]
    match form:
        case "text":
            from inspector.export.plain import text

            written = text(report, clean, heads, whys)
        case "markdown":
            from inspector.export.issue import markdown

            written = markdown(report, clean, heads, whys)
        case "html":
            from inspector.export.page import page

            written = page(report, clean, heads, whys)
        case "json":
            raise ValueError("the JSON is the response, not a report")
    return written.encode("utf-8", "replace")
