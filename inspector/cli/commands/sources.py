"""`inspector sources`: the places that are asked, and whether they answer."""

import sys
from typing import TYPE_CHECKING, Any

import click

from inspector.cli import requests
from inspector.cli.answers import settings_of
from inspector.cli.output import TEXT_OR_JSON, echo, echo_table, json_text, put
from inspector.model.clean import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inspector.engine import Opened
    from inspector.model.places.sources import Source
    from inspector.native.finding.lookup import Place
    from inspector.questions.checkup import Checked
    from inspector.settings import Settings

_TOLERATED_SKEW = 60.0  # seconds; signatures of S3 fail at 900


@click.group()
def sources() -> None:
    """The places that are asked, and whether they answer."""


def _source_options(command: Any) -> Any:
    for option in (
        TEXT_OR_JSON,
        click.option("--config", metavar="FILE", help="Settings file to read."),
        click.argument("request", required=False, metavar="[REQUEST]"),
    ):
        command = option(command)
    return command


@sources.command("list")
@_source_options
@click.option("--presets", is_flag=True, help="The names that `preset` takes, instead.")
def list_(request: str | None, config: str | None, form: str, *, presets: bool) -> None:
    """The sources of a request; without one, those of the settings."""
    if presets:
        from inspector.model.places.presets import SERVERS

        rows = [{"preset": name, "where": tree["url"]} for name, tree in SERVERS.items()]
    else:
        settings = settings_of({"config": config, "cache_dir": None})
        rows = [_described(source) for source in _sources(_opened(request, settings), settings)]
    if form == "json":
        put(json_text(rows))
    elif rows:
        echo_table([list(rows[0]), *([str(cell) for cell in row.values()] for row in rows)])
    else:
        _say("no sources: the settings name none")


@sources.command()
@_source_options
@click.option("--cache-dir", metavar="DIR", help="Where fetched files are kept.")
@click.option("--trust", is_flag=True, help="Let the request's sources be private hosts.")
@click.option("--offline", is_flag=True, help="Only folders of this machine.")
def test(
    request: str | None,
    config: str | None,
    form: str,
    cache_dir: str | None,
    *,
    trust: bool,
    offline: bool,
) -> None:
    """Probe each source once; with a REQUEST, also for the files of its modules.

    Nothing is downloaded. The exit code is 1 if a source does not answer as it should.
    """
    import asyncio

    settings = settings_of({"config": config, "cache_dir": cache_dir, "offline": offline})
    opened = _opened(request, settings, trust=trust)
    checked = asyncio.run(_check_all(opened, settings))
    if form == "json":
        put(json_text(checked))
    elif not checked:
        _say("no sources: neither request nor settings name one")
    else:
        _report(checked, with_modules=opened is not None)
    sys.exit(1 if any(one.reach.outcome != "ok" for one in checked) else 0)


async def _check_all(opened: "Opened | None", settings: "Settings") -> "list[Checked]":
    """Every source at once, in their order."""
    import asyncio

    from inspector.fetch.caching.cache import Cache
    from inspector.fetch.reach import Prober
    from inspector.live import Live, download_policy
    from inspector.native.finding.scan import Scans
    from inspector.questions.checkup import check, wanted_modules
    from inspector.settings import cache_folder

    modules = []
    if opened is not None and opened.kind == "native":
        modules = wanted_modules(opened.body)  # type: ignore[arg-type]  # by its kind
    cache = Cache(cache_folder(settings))
    prober = Prober(download_policy(settings))
    live = await Live.start(settings, cache)
    scans = Scans(cache, live.workers, _note)
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(check(place, modules, prober, live.downloads, scans))
                for place in _places(opened, settings)
            ]
    finally:
        await live.close()
    return [task.result() for task in tasks]


def _opened(path: str | None, settings: "Settings", *, trust: bool = False) -> "Opened | None":
    if path is None:
        return None
    return requests.opened(path, settings, {"kind": None, "trust": trust, "scope": None})


def _sources(opened: "Opened | None", settings: "Settings") -> "Sequence[Source]":
    if opened is None:
        return settings.sources
    own = opened.body.sources
    service = getattr(opened.body, "source", None)  # of a JavaScript request
    listed = settings.sources if own is None else own
    return listed if service is None else (service, *listed)


def _places(opened: "Opened | None", settings: "Settings") -> "list[Place]":
    import os

    from inspector.native.finding.lookup import Place

    configured = set(map(id, settings.sources))
    folder = os.getcwd() if opened is None else opened.folder
    trusted = opened is not None and opened.trusted
    scope = "global" if opened is None else opened.scope
    return [
        Place(source, trusted=trusted or id(source) in configured, folder=folder, scope=scope)
        for source in _sources(opened, settings)
    ]


def _described(source: "Source") -> dict[str, Any]:
    from inspector.questions.checkup import where

    layout = getattr(source, "layout", None)
    return {
        "source": source.id,
        "type": source.__struct_config__.tag,
        "layout": layout.type if layout else "",
        "public": "yes" if getattr(source, "is_public", False) else "no",
        "where": where(source),
    }


def _report(checked: "Sequence[Checked]", *, with_modules: bool) -> None:
    head = ["source", "answer", "time", "modules"] if with_modules else ["source", "answer", "time"]
    rows = [head]
    for one in checked:
        seconds = one.reach.seconds
        time = "" if seconds is None else f"{seconds * 1000:.0f} ms"
        answer = one.reach.details if one.reach.outcome == "ok" else _failure(one)
        found = [f"{one.there} of {one.asked}"] if with_modules else []
        rows.append([one.source, answer, time, *found])
    echo_table(rows)
    for one in checked:
        click.echo()
        for line in _details(one):
            echo(line)


def _failure(one: "Checked") -> str:
    return f"{one.reach.outcome}: {one.reach.details}" if one.reach.details else one.reach.outcome


def _details(one: "Checked") -> list[str]:
    """What a probe found out, a line each."""
    reach = one.reach
    lines = [f"{one.source}: {one.type} {one.where}"]
    if one.type != "filesystem":
        lines.append(f"  resolves to  {', '.join(reach.addresses) or 'nothing'}")
    if reach.tls:
        lines.append(f"  encryption   {reach.tls}")
    lines += [f"  redirected   {url}" for url in reach.redirects]
    if reach.clock_skew is not None and abs(reach.clock_skew) > _TOLERATED_SKEW:
        ahead = "ahead of" if reach.clock_skew > 0 else "behind"
        lines.append(f"  clock        its is {abs(reach.clock_skew):.0f} s {ahead} ours")
    if one.problem:
        lines.append(f"  files        {one.problem}")
    return lines


def _say(text: str) -> None:
    click.echo(text, err=True)


def _note(event: Any) -> None:
    from inspector.model.events import Note

    if isinstance(event, Note):
        _say(clean(event.text))
