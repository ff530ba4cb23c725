"""`inspector plan`: which locations a run will ask, before anybody is asked."""

from typing import TYPE_CHECKING, Any

import click

from inspector.cli import engine_options
from inspector.cli.answers import Mend, settings_of
from inspector.cli.output import TEXT_OR_JSON, json_text, put
from inspector.cli.requests import opened
from inspector.model.clean import clean

if TYPE_CHECKING:
    from inspector.model.why.plan import ModulePlan, Planned


@click.command()
@click.argument("request", metavar="REQUEST")
@click.option("--module", type=int, help="Only this one. Default: all that frames need.")
@click.option("--curl", is_flag=True, help="Command lines that ask the same, one a line.")
@TEXT_OR_JSON
@engine_options
def plan(request: str, *, module: int | None, curl: bool, form: str, **given: Any) -> None:
    """Every location that symbolicating REQUEST will ask, in order; nothing is asked now.

    JSON is a list of modules: `index`, `name`, `used`, and `entries` of `source`, `purpose`,
    `file_type`, `uri`, `rule` (why it will not be asked; empty if it will), `text` and `curl`.
    """
    plans = _plans(request, given)
    if module is not None and not 0 <= module < len(plans):
        raise Mend(f"there is no module {module}; the request has {len(plans)}")
    chosen = plans if module is None else plans[module : module + 1]
    if module is None and form == "text":
        chosen = tuple(one for one in plans if one.used)
    if form == "json":
        put(json_text(chosen))
    else:
        put("".join(_commands(chosen) if curl else _lines(chosen)))


def _plans(request: str, given: dict[str, Any]) -> "tuple[ModulePlan, ...]":
    from inspector.questions import why

    settings = settings_of(given)
    return why.plan(opened(request, settings, given), settings)


def _commands(plans: "tuple[ModulePlan, ...]") -> list[str]:
    entries = [entry for one in plans for entry in one.entries]
    return [f"{clean(entry.curl)}\n" for entry in entries if entry.curl and not entry.rule]


def _lines(plans: "tuple[ModulePlan, ...]") -> list[str]:
    lines = []
    for one in plans:
        lines.append(f"module {one.index}: {clean(one.name)}\n")
        purpose = ""
        for entry in one.entries:
            if entry.purpose != purpose:
                purpose = entry.purpose
                lines.append(f"  {purpose}\n")
            lines.append(f"    {clean(_entry(entry))}\n")
    return lines or ["No frame falls into a module, so nothing will be asked.\n"]


def _entry(entry: "Planned") -> str:
    mark = "not asked" if entry.rule else "asked"
    what = entry.uri or entry.text
    note = f" ({entry.rule}: {entry.text})" if entry.rule and entry.uri else ""
    if entry.rule and not entry.uri:
        note = f" ({entry.rule})"
    elif entry.uri and entry.text and not entry.rule:
        note = f" ({entry.text})"
    return f"{mark:<9}  {entry.source}  {entry.file_type}: {what}{note}"
