"""A request -> every location that will be asked for its scripts. Pure: nobody is asked.

The locations are made by the functions that make them for a run. Where a script's map is, only
the script says: for maps that have no debug id there is no location before the run.
"""

import os.path
import shlex
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from inspector.fetch.remote import RemoteFile
from inspector.fetch.servers.sentry import shown_query
from inspector.js.finding import scrape
from inspector.js.finding.artifacts import Api
from inspector.js.finding.local import LocalBuild, places
from inspector.js.finding.origins import FileKey
from inspector.js.frames import without_async
from inspector.js.modules import Script, scripts_of
from inspector.js.why.searches import location_of
from inspector.js.wire import Trace
from inspector.model.places.scraping import Scraping, explain_origins
from inspector.model.places.sources import SentrySource, hide_secrets
from inspector.model.why.plan import ModulePlan, Planned

if TYPE_CHECKING:
    from inspector.js.wire import JsRequest

_PURPOSES = {"minified_source": "script", "source_map": "source map"}
_REFUSED = {
    "no_url": "it is no URL",
    "disabled": "scraping is off",
    "scheme": "only http and https URLs are fetched",
    "private_host": "its host is a private one, and nobody vouches for the request",
}


def plan(
    request: "JsRequest", builds: Sequence[LocalBuild], *, vouched: bool
) -> tuple[ModulePlan, ...]:
    """What will be asked for each script, in order of appearance.

    vouched  private hosts may be reached
    """
    traces = [
        Trace(tuple(without_async(frame) for frame in trace.frames))
        for trace in request.stacktraces
    ]
    return tuple(
        ModulePlan(
            index=script.index,
            name=script.abs_path,
            used=bool(script.positions),
            entries=tuple(_entries(request, script, builds, vouched=vouched)),
        )
        for script in scripts_of(request, traces).values()
    )


def _entries(
    request: "JsRequest", script: Script, builds: Sequence[LocalBuild], *, vouched: bool
) -> Iterator[Planned]:
    yield from _file(
        request,
        FileKey("minified_source", script.abs_path, script.debug_id),
        builds,
        vouched=vouched,
    )
    if script.debug_id is not None:
        key = FileKey("source_map", None, script.debug_id)
        yield from _file(request, key, builds, vouched=vouched)
    yield Planned(
        source="",
        purpose="source map",
        file_type="map",
        text="where the script says: its `SourceMap` header, else its last comment",
    )
    if request.options.apply_source_context:
        text = "files that the map names, as far as it does not carry their text"
        yield Planned(source="", purpose="original sources", file_type="source", text=text)


def _file(
    request: "JsRequest", key: FileKey, builds: Sequence[LocalBuild], *, vouched: bool
) -> Iterator[Planned]:
    """One file: the lookup API, local builds, the web."""
    purpose = _PURPOSES[key.role]
    if request.source is not None:
        yield _lookup(request, request.source, key, purpose)
    for build in builds:
        yield from _local(build, key, purpose)
    if key.abs_path is not None:
        yield _web(request, key.abs_path, purpose, vouched=vouched)


def _lookup(request: "JsRequest", source: SentrySource, key: FileKey, purpose: str) -> Planned:
    api = Api(RemoteFile(source=source, location=""), request.release, request.dist)
    parameters = api.parameters(key)
    if parameters is None:
        text = "there is neither a release nor a debug id to ask for"
        return Planned(
            source=source.id, purpose=purpose, file_type="lookup", rule="no ids", text=text
        )
    uri = shown_query(source, parameters)
    header = "Authorization: Bearer ***" if source.token is not None else "Cookie: ***"
    return Planned(
        source=source.id,
        purpose=purpose,
        file_type="lookup",
        uri=uri,
        text="which bundles and files have it; the ones listed are fetched",
        curl=_command("curl", "-fL", "-H", header, uri),
    )


def _local(build: LocalBuild, key: FileKey, purpose: str) -> Iterator[Planned]:
    name = build.source.id
    if key.debug_id is not None:
        text = f"files and bundles below {build.source.path} that name {key.debug_id}"
        yield Planned(source=name, purpose=purpose, file_type="debug id", text=text)
    files = list(places([build], key))
    for file in files:
        path = os.path.join(file.folder, build.source.path, file.location)
        yield Planned(
            source=name,
            purpose=purpose,
            file_type="file",
            uri=location_of(file),
            curl=_command("ls", "-l", path),
        )
    if not files and key.abs_path is not None:
        yield Planned(
            source=name,
            purpose=purpose,
            file_type="file",
            rule="url_prefix",
            text=f"{key.abs_path} is not below {build.prefix}",
        )
    if key.abs_path is not None:
        text = f"bundles below {build.source.path} that list it"
        yield Planned(source=name, purpose=purpose, file_type="bundle", text=text)


def _web(request: "JsRequest", path: str, purpose: str, *, vouched: bool) -> Planned:
    enabled = request.scraping.enabled and request.allow_scraping
    scraping = Scraping(
        enabled=enabled,
        allowed_origins=request.scraping.allowed_origins,
        headers=request.scraping.headers,
        verify_ssl=request.scraping.verify_ssl,
    )
    web = scrape.Web(scraping=scraping, scope="", trusted=vouched, reserved=vouched)
    target = scrape.target(path, web, 0.0)
    verdicts = explain_origins(path, scraping.allowed_origins)
    if isinstance(target, scrape.Refusal):
        text = _REFUSED.get(target.rule) or "; ".join(f"{v.pattern}: {v.reason}" for v in verdicts)
        return Planned(
            source=scrape.SOURCE_ID,
            purpose=purpose,
            file_type="web",
            uri=hide_secrets(path),
            rule=target.rule,
            text=text or "no origin is allowed",
        )
    pattern = next((v.pattern for v in verdicts if v.matched), "")
    headers = [word for name in scraping.headers for word in ("-H", f"{name}: ***")]
    insecure = [] if scraping.verify_ssl else ["--insecure"]
    uri = location_of(target)
    return Planned(
        source=scrape.SOURCE_ID,
        purpose=purpose,
        file_type="web",
        uri=uri,
        text=f"allowed by {pattern}; only if nobody before has it",
        curl=_command("curl", "-fLO", *headers, *insecure, uri),
    )


def _command(*words: str) -> str:
    """A command line; `***` stands for what is secret."""
    return " ".join(shlex.quote(word) for word in words)
