"""`inspector missing`: which file to get first, over one request or a folder of them."""

import sys
from typing import TYPE_CHECKING, Any

import click

from inspector.cli import engine_options
from inspector.cli.answers import Mend, explained, load_options, say, settings_of
from inspector.cli.output import TEXT_OR_JSON, json_text, put
from inspector.model.clean import clean

if TYPE_CHECKING:
    from inspector.questions.buys import Buy, Ledger
    from inspector.settings import Settings


@click.command()
@click.argument("requests", nargs=-1, required=True, metavar="REQUEST|FOLDER...")
@click.option("--most", type=click.IntRange(1), default=20, show_default=True, help="How many.")
@TEXT_OR_JSON
@engine_options
def missing(requests: tuple[str, ...], *, most: int, form: str, **given: Any) -> None:
    """The missing files that would resolve most frames, the best one first.

    What is in the cache is used; the rest is fetched as by `symbolicate`, unless --offline.
    Frames of crashed threads weigh four times as much as others, the innermost three of a thread
    three times as much, and the next seven twice. In a folder each *.json counts, also below it.

    JSON is an object of `requests` (how many were read), `broken` (messages) and `missing`: a
    list of `name`, `type`, `status`, `debug_id`, `code_id`, `debug_file`, `presets` (public
    servers that are likely to have it), `advice`, `weight`, `frames`, `requests` and `index`.
    """
    from inspector.questions.buys import Ledger

    settings, ledger, broken = settings_of(given), Ledger(), list[str]()
    with explained(settings):
        count = _read(requests, settings, given, ledger, broken)
    for reason in broken:
        say(f"Error: {reason}")
    buys = ledger.ranked(most)
    if form == "json":
        put(json_text({"requests": count, "broken": broken, "missing": buys}))
    else:
        put("".join(_lines(count, buys)))
    sys.exit(2 if broken else 0)


def _read(
    paths: tuple[str, ...],
    settings: "Settings",
    given: dict[str, Any],
    ledger: "Ledger",
    broken: list[str],
) -> int:
    """Answer the requests one by one, and keep nothing of them but sums. How many there were."""
    import asyncio

    from inspector.batch.finding import NoRequests, find
    from inspector.engine import BadRequest, Engine, load
    from inspector.native.memory import Memory

    async def answer() -> int:
        count = 0
        async with Engine(settings, memory=Memory()) as engine:
            for wanted in find(paths):
                try:
                    opened = load(wanted.path, **load_options(settings, given))
                except BadRequest as error:
                    broken.append(error.told)
                    continue
                result = engine.cached(opened) or await engine.symbolicate(opened)
                ledger.add(result.report)
                count += 1
        return count

    try:
        return asyncio.run(answer())
    except NoRequests as error:
        raise Mend(str(error)) from None


def _lines(count: int, buys: "list[Buy]") -> list[str]:
    read = f"{count:,} request" + ("" if count == 1 else "s")
    if not buys:
        return [f"{read}: no missing file would resolve a frame.\n"]
    lines = [f"{read}\n\n", f"{'weight':>7} {'frames':>7} {'requests':>8}  file\n"]
    for buy in buys:
        ids = buy.debug_id or buy.code_id or "no id"
        file = f", look for {buy.debug_file}" if buy.debug_file not in ("", buy.name) else ""
        from_ = f", likely at {' or '.join(buy.presets)}" if buy.presets else ""
        status = "found, without debug information" if buy.status == "found" else buy.status
        what = f"{buy.name or 'a module without a name'} ({ids}): {status}{file}{from_}"
        lines.append(f"{buy.weight:>7,} {buy.frames:>7,} {buy.requests:>8,}  {clean(what)}\n")
        lines += [f"{'':26}{clean(buy.advice)}\n"] if buy.advice else []
    return lines
