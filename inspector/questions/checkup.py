"""Sources put to the test: whether each answers, and which modules of a request it has."""

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from inspector.fetch.reach import Prober, Reach
from inspector.model.ids import ObjectId
from inspector.model.outcome import Miss
from inspector.model.places.sources import (
    FilesystemSource,
    GcsSource,
    HttpSource,
    S3Source,
    SentrySource,
    Source,
    is_scanned,
)
from inspector.model.places.urls import parse_url
from inspector.native.finding import filetypes, lookup
from inspector.native.finding.lookup import Place
from inspector.native.modules import ModuleMap

if TYPE_CHECKING:
    from inspector.fetch.remote import Files, RemoteFile
    from inspector.native.finding.scan import Scans
    from inspector.native.wire import NativeRequest

_AT_ONCE = 16  # files of one source


class Checked(Struct, frozen=True, kw_only=True):
    """How one source did."""

    source: str
    type: str
    where: str
    reach: Reach
    asked: int = 0  # modules of the request that may be there
    there: int = 0  # of those, how many have a file there
    problem: str = ""  # the first reason other than "not found" why one has none


def where(source: Source) -> str:
    """The place for people, without anything secret."""
    match source:
        case FilesystemSource():
            return source.path
        case S3Source():
            return f"s3://{source.bucket}/{source.prefix}"
        case GcsSource():
            return f"gs://{source.bucket}/{source.prefix}"
        case HttpSource() | SentrySource():
            url = parse_url(source.url)
            if url is None or not url.host:
                return url.scheme + ":" if url else ""
            port = "" if url.port is None else f":{url.port}"
            return f"{url.scheme}://{url.host}{port}{url.path}"


def wanted_modules(request: "NativeRequest") -> list[ObjectId]:
    """The modules that frames fall into: those a run would look for."""
    used = ModuleMap(request.modules).used_by(list(request.stacktraces))
    return [request.modules[number].object_id for number in used]


async def check(
    place: Place,
    modules: Sequence[ObjectId],
    prober: Prober,
    files: "Files",
    scans: "Scans | None" = None,
) -> Checked:
    """The probe of one source. Modules are looked for only where the source answers."""
    source = place.source
    reach = await prober.reach(place.file(""))
    asked, there, problem = 0, 0, ""
    if reach.outcome == "ok":
        slots = asyncio.Semaphore(_AT_ONCE)

        async def look(wanted: ObjectId) -> list[Miss | None]:
            types = filetypes.debug_types(wanted.object_type)
            listed = await lookup.locations([place], types, wanted, files, scans)
            if is_scanned(source):
                return [None for _ in listed]  # files that were seen, some in zip files
            return [await _has(file, prober, slots) for file in listed]

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(look(wanted)) for wanted in modules]
        answers = [task.result() for task in tasks]
        asked = len(answers) if is_scanned(source) else sum(map(bool, answers))
        there = sum(None in answer for answer in answers)
        problem = _problem(answers)
    return Checked(
        source=source.id,
        type=source.__struct_config__.tag,  # type: ignore[arg-type]  # it has one
        where=where(source),
        reach=reach,
        asked=asked,
        there=there,
        problem=problem,
    )


async def _has(file: "RemoteFile", prober: Prober, slots: asyncio.Semaphore) -> Miss | None:
    async with slots:
        return await prober.has(file)


def _problem(answers: Sequence[Sequence[Miss | None]]) -> str:
    for answer in answers:
        if None in answer:
            continue
        for miss in answer:
            if miss is not None and miss.why.value != "not_found":
                return f"{miss.why.value}: {miss.details}" if miss.details else miss.why.value
    return ""
