"""`inspector compare`: two requests or responses side by side."""

import sys
from typing import TYPE_CHECKING, Any

import click

from inspector.cli import engine_options
from inspector.cli.answers import Mend, explained, load_options, save, settings_of
from inspector.cli.output import json_text, put
from inspector.cli.requests import answered
from inspector.model.clean import clean

if TYPE_CHECKING:
    from inspector.answered import Saved
    from inspector.compare.comparison import Comparison
    from inspector.engine import Engine
    from inspector.model.report import Report
    from inspector.opening import Opened
    from inspector.settings import Settings

DIFFERS = 3
"""The exit code when --fail-on found what it looks for."""


@click.command()
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@click.option(
    "--fail-on",
    type=click.Choice(("worse", "changed", "any")),
    help="Exit with 3 if B is worse than A, differs in more than spelling, or differs at all.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json", "markdown")),
    default="text",
    show_default=True,
)
@click.option("--all", "equal", is_flag=True, help="Show what is equal, too.")
@click.option("-o", "out", metavar="FILE", help="Write to a file instead of stdout.")
@engine_options
def compare(
    a: str, b: str, *, fail_on: str | None, form: str, equal: bool, out: str | None, **given: Any
) -> None:
    """What is better, worse or otherwise different in B than in A.

    Each is a request, which is answered first, or a response saved from a server; which of
    them is told by the content. Frames are aligned by module and function.

    \b
    inspector compare before.json after.json
    inspector compare server-response.json crash.json --fail-on worse
    """
    settings = settings_of(given)
    with explained(settings):
        comparison = _compared(a, b, settings, given)
    text = _written(comparison, form, equal=equal)
    if out is None:
        put(text)
    else:
        save(text.encode("utf-8", "replace"), out)
    if fail_on is not None and comparison.has(fail_on):
        sys.exit(DIFFERS)


def _compared(a: str, b: str, settings: "Settings", given: dict[str, Any]) -> "Comparison":
    from inspector.answered import read
    from inspector.compare.comparison import compare
    from inspector.engine import Engine
    from inspector.opening import BadRequest

    options = load_options(settings, given)
    try:
        sides = read(a, **options), read(b, **options)
        one, other = _reports(Engine(settings), *sides)
    except BadRequest as error:
        raise Mend(error.told) from None
    if one.kind != other.kind:
        raise Mend(f"{a} is {one.kind} and {b} is {other.kind}: they have nothing in common")
    return compare(one, other)


def _reports(engine: "Engine", a: "Opened | Saved", b: "Opened | Saved") -> "tuple[Report, Report]":
    """What both sides say."""
    from inspector.answered import Saved, report_of

    reports = []
    for side, other in ((a, b), (b, a)):
        if isinstance(side, Saved):
            reports.append(report_of(side, None if isinstance(other, Saved) else other))
        else:
            reports.append(answered(engine, side).report)
    return reports[0], reports[1]


def _written(comparison: "Comparison", form: str, *, equal: bool) -> str:
    from inspector.compare import writing

    if form == "json":
        return json_text(writing.tree(comparison))
    write = writing.text if form == "text" else writing.markdown
    return write(comparison, clean, equal=equal)
