"""A request -> every location that will be asked for its modules. Pure: nobody is asked.

The locations are made by the function that makes them for a run, `lookup.offers`.
"""

import os.path
import shlex
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from inspector.model.ids import ObjectId
from inspector.model.labels import module_name
from inspector.model.places.sources import (
    FilesystemSource,
    FileType,
    HttpSource,
    SentrySource,
    hide_credentials,
    is_scanned,
)
from inspector.model.why.plan import ModulePlan, Planned
from inspector.native.finding import filetypes
from inspector.native.finding.lookup import Offer, Place, is_excluded, offers
from inspector.native.modules import ModuleMap
from inspector.native.why.searches import layout_text, rule_text

if TYPE_CHECKING:
    from inspector.fetch.remote import RemoteFile
    from inspector.native.wire import NativeRequest

Types = Sequence[FileType]

_MAPS = ("uuidmap", "bcsymbolmap", "il2cpp")
_NAMED = "the build that the UUID map names, once there is one"


def plan(
    request: "NativeRequest", places: Sequence[Place], *, strict: bool = False
) -> tuple[ModulePlan, ...]:
    """What will be asked for each module, in request order."""
    modules = ModuleMap(request.modules)
    used = set(modules.used_by(request.stacktraces))
    sources = request.options.apply_source_context
    plans = []
    for index, module in enumerate(request.modules):
        wanted = module.object_id
        name = module_name(module.code_file, module.debug_file)
        entries = tuple(
            planned
            for purpose, types, asked in _questions(wanted, sources=sources, strict=strict)
            for place in places
            if purpose != "embedded" or isinstance(place.source, FilesystemSource)
            for planned in _planned(place, purpose, types, asked)
        )
        plans.append(ModulePlan(index=index, name=name, used=index in used, entries=entries))
    return tuple(plans)


def _questions(
    wanted: ObjectId, *, sources: bool, strict: bool
) -> Iterator[tuple[str, Types, ObjectId]]:
    """The questions of a run: purpose, file types, ids; later ones may not come to be asked."""
    yield "debug", filetypes.debug_types(wanted.object_type), wanted
    if wanted.object_type == "pe_dotnet" and not strict:
        yield "embedded", ("pe",), wanted
    if wanted.debug_id is not None and wanted.object_type != "pe_dotnet":
        bare = ObjectId(debug_id=wanted.debug_id)
        yield "uuidmap", ("uuidmap",), bare
        yield "bcsymbolmap", ("bcsymbolmap",), bare
        yield "il2cpp", ("il2cpp",), wanted
    if sources:
        yield "source", filetypes.source_types(), wanted


def _planned(place: Place, purpose: str, types: Types, wanted: ObjectId) -> Iterator[Planned]:
    source = place.source
    # Which build a symbol map is of, only the UUID map tells: here another id stands for it.
    named = purpose == "bcsymbolmap"
    ids = _NAMED if named else f"{wanted.debug_id or wanted.code_id}"
    if isinstance(source, SentrySource):
        text = f"what {hide_credentials(source.url)} lists for {ids}"
        yield Planned(source=source.id, purpose=purpose, file_type="", text=text)
        return
    asked = []
    for offer in offers(place, types, wanted):
        if offer.refused is None and is_scanned(source):
            asked.append(offer.file_type)
        elif named and offer.files:
            text = f"a file below {place.file('').shown} for {ids}"
            yield Planned(source=source.id, purpose=purpose, file_type=offer.file_type, text=text)
        else:
            yield from _offered(offer, purpose)
    if asked and isinstance(source, FilesystemSource):
        yield _searched(source, purpose, ", ".join(asked), ids)


def _searched(source: FilesystemSource, purpose: str, types: str, ids: str) -> Planned:
    """What a folder is asked whose files are found by what they hold: objects, and no maps."""
    if purpose in _MAPS:
        text = "a folder that is searched is not asked for maps"
        return Planned(source=source.id, purpose=purpose, file_type=types, rule="layout", text=text)
    text = f"files below {source.path} that hold {ids}"
    return Planned(source=source.id, purpose=purpose, file_type=types, text=text)


def _offered(offer: Offer, purpose: str) -> Iterator[Planned]:
    source, file_type = offer.place.source, offer.file_type
    rule, text = "", ""
    if offer.refused is not None:
        rule, text = str(offer.refused), rule_text(source, offer.refused)
    elif not offer.files:
        rule, text = "layout", layout_text(offer)
    if rule:
        yield Planned(source=source.id, purpose=purpose, file_type=file_type, rule=rule, text=text)
    indexed = not isinstance(source, SentrySource) and source.has_index
    for file in offer.files:
        left_out = is_excluded(file, (offer.place,))
        yield Planned(
            source=source.id,
            purpose=purpose,
            file_type=file_type,
            uri=file.shown,
            rule="excluded" if left_out else "",
            text="you left it out" if left_out else "if the index lists it" if indexed else "",
            curl=curl(file),
        )


def curl(file: "RemoteFile") -> str:
    """A command line that asks for a file; "" where it takes more than a request.

    Values of the source's headers are secret: `***` stands for them, to be filled in.
    """
    source = file.source
    if isinstance(source, FilesystemSource):
        path = os.path.join(file.folder, source.path, file.location)
        return f"ls -l {shlex.quote(path)}"
    if not isinstance(source, HttpSource):
        return ""
    headers = [f"{name}: ***" for name in source.headers]
    headers += [f"{name}: {value}" for name, value in file.headers]
    parts = ["curl", "-fLO", *(word for header in headers for word in ("-H", header))]
    if source.accept_invalid_certs:
        parts.append("--insecure")
    return " ".join(shlex.quote(part) for part in [*parts, file.shown])
