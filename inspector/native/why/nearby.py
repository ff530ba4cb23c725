"""What a local folder has instead of what was looked for: another spelling, place, build, slice.

This one reads folders and files, within bounds, through the doors that a run uses. It is for
modules without an object, and nobody but the explainers asks for it.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, get_args

from inspector.fetch import nearby
from inspector.model.ids import ObjectId, read_debug_id
from inspector.model.outcome import Miss
from inspector.model.places.sources import (
    Casing,
    FilesystemSource,
    FileType,
    Layout,
    LayoutType,
    is_scanned,
)
from inspector.model.why.explanation import Action
from inspector.model.why.judged import NearMiss
from inspector.native.finding import filetypes, layouts

if TYPE_CHECKING:
    from inspector.native.access import Access
    from inspector.native.finding.lookup import Lookup, Place, Probe
    from inspector.objects.identify import ObjectInfo

_MOST_LOOKED_INTO = 8
"""Files that are read to tell their ids."""


async def near_misses(lookups: "Sequence[Lookup]", access: "Access") -> tuple[NearMiss, ...]:
    """What is nearly what the sources were asked for, the surest first."""
    found: list[NearMiss] = []
    for lookup in lookups:
        if lookup.question.purpose != "debug":
            continue
        for probe in lookup.probes:
            found += await _other_slices(probe, lookup.question.wanted, access)
        for place in lookup.question.places:
            source = place.source
            if isinstance(source, FilesystemSource):
                found += await _in_folder(place, source, lookup, access)
    return tuple(found)


async def _other_slices(probe: "Probe", wanted: ObjectId, access: "Access") -> list[NearMiss]:
    """A fat file without the slice that was wanted."""
    if probe.found is None or probe.info is not None:
        return []
    objects = await access.tables.identify(probe.found, probe.file.uri)
    if isinstance(objects, Miss) or len(objects) < 2:
        return []
    slices = ", ".join(f"{info.arch} {info.debug_id}" for info in objects)
    text = f"{probe.file.shown} holds other slices only: {slices}."
    return [
        NearMiss(
            kind="slice",
            text=text,
            facts=tuple((info.arch, info.debug_id) for info in objects),
            action=_find(wanted, "the file of this architecture"),
        )
    ]


async def _in_folder(
    place: "Place", source: FilesystemSource, lookup: "Lookup", access: "Access"
) -> list[NearMiss]:
    import asyncio

    other = nearby.spelt_otherwise(source, place.folder, trusted=place.trusted)
    if other is not None:
        text = f"the folder of {source.id!r} is spelt {other}, and not {source.path}."
        return [NearMiss(kind="folder", text=text, action=_path(source, other))]
    files = await asyncio.to_thread(nearby.files_below, source, place.folder, trusted=place.trusted)
    asked = {probe.file.location for probe in lookup.probes if probe.file.source == source}
    files = [file for file in files if file not in asked]
    wanted = lookup.question.wanted
    types = [t for t in lookup.question.types if filetypes.allowed(source.filters, t, wanted)]
    if not types:
        return []
    if not is_scanned(source):
        paths = [path for kind in types for path in layouts.paths(source.layout, kind, wanted)]
        spelling = next(_spellings(source, paths, files), None)
        if spelling is not None:
            return [spelling]
        layout = next(_layouts(source, types, wanted, set(files)), None)
        if layout is not None:
            return [layout]
    return await _by_name(place, source, files, wanted, access)


def _spellings(
    source: FilesystemSource, paths: Sequence[str], files: Sequence[str]
) -> Iterator[NearMiss]:
    """Files at the path that was asked for, but for case or a folder in front of it."""
    by_lower = {file.lower(): file for file in files}
    for path in paths:
        there = by_lower.get(path.lower())
        if there is not None and there != path:
            text = f"{source.id!r} has it as {there}, and {path} was asked for."
            yield NearMiss(kind="casing", text=text, action=_casing(source, path, there))
    for path in paths:
        for file in files:
            if file.endswith(f"/{path}"):
                prefix = file[: -len(path) - 1]
                text = f"{source.id!r} has it below {prefix}: {file}."
                inner = f"{source.path.rstrip('/')}/{prefix}"
                yield NearMiss(kind="prefix", text=text, action=_path(source, inner))


def _casing(source: FilesystemSource, path: str, there: str) -> Action:
    """A casing that gives the path that is there; without one, a search by content."""
    for casing in ("lowercase", "uppercase"):
        if there == (path.lower() if casing == "lowercase" else path.upper()):
            return Action(
                kind="fix_casing",
                text=f"Set the casing of {source.id!r} to {casing}.",
                arguments={"source": source.id, "casing": casing},
            )
    return _scan(source)


def _layouts(
    source: FilesystemSource, types: Sequence[FileType], wanted: ObjectId, files: set[str]
) -> Iterator[NearMiss]:
    """Files where another layout would have them."""
    for name in get_args(LayoutType):
        for casing in get_args(Casing):
            layout = Layout(type=name, casing=casing)
            for kind in types:
                for path in layouts.paths(layout, kind, wanted):
                    if path in files:
                        text = f"{source.id!r} has {path}, which is how the layout {name} has it."
                        yield NearMiss(kind="layout", text=text, action=_layout(source, layout))


async def _by_name(
    place: "Place",
    source: FilesystemSource,
    files: Sequence[str],
    wanted: ObjectId,
    access: "Access",
) -> list[NearMiss]:
    """Files of that name elsewhere in the folder: this build, or another one."""
    stems = {_stem(path) for path in (wanted.code_file, wanted.debug_file) if path}
    called = [file for file in files if _stem(file) in stems - {""}]
    same: list[NearMiss] = []
    other: list[NearMiss] = []
    for location in called[:_MOST_LOOKED_INTO]:
        file = place.file(location)
        found = await access.files.get(file)
        if isinstance(found, Miss):
            continue
        objects = await access.tables.identify(found, file.uri)
        if isinstance(objects, Miss):
            continue
        for info in objects:
            near = _compared(source, location, info, wanted)
            if near is not None:
                (same if near.kind == "elsewhere" else other).append(near)
    return [] if is_scanned(source) and same else same + other


def _compared(
    source: FilesystemSource, location: str, info: "ObjectInfo", wanted: ObjectId
) -> NearMiss | None:
    """A file of the right name: what its ids say."""
    own = read_debug_id(info.debug_id)
    facts = tuple(
        (label, value)
        for label, value in (
            ("found debug id", info.debug_id),
            ("wanted debug id", str(wanted.debug_id or "")),
            ("found code id", info.code_id or ""),
            ("wanted code id", wanted.code_id or ""),
            ("arch", info.arch),
        )
        if value
    )
    code = bool(wanted.code_id) and (info.code_id or "").lower() == wanted.code_id
    debug = own is not None and wanted.debug_id is not None and own.uuid == wanted.debug_id.uuid
    if debug and own and wanted.debug_id and own.age < wanted.debug_id.age:
        text = (
            f"{source.id!r} has {location} with age {own.age:x}, {wanted.debug_id.age:x} is wanted."
        )
        action = _find(wanted, "the PDB file as it was linked last")
        return NearMiss(kind="other age", text=text, facts=facts, action=action)
    if code or debug:
        text = f"{source.id!r} has this build as {location}, where its layout does not look."
        return NearMiss(kind="elsewhere", text=text, facts=facts, action=_scan(source))
    if info.error is not None:
        return None
    ids = info.debug_id or info.code_id or "without an id"
    text = f"{source.id!r} has {location}, which is another build: {ids}."
    action = _find(wanted, "the file of this build")
    return NearMiss(kind="other id", text=text, facts=facts, action=action)


def _stem(path: str) -> str:
    """A file's name without folders and endings, lower case: `/x/App.PDB` -> "app"."""
    name = (layouts.file_name(path) or "").lower()
    for ending in (".debug", ".dbg", ".pdb", ".exe", ".dll", ".sym", ".dsym"):
        name = name.removesuffix(ending)
    return name


def _layout(source: FilesystemSource, layout: Layout) -> Action:
    arguments = {"source": source.id, "layout": layout.type}
    text = f"Set the layout of {source.id!r} to {layout.type}."
    if layout.casing != "default":
        arguments["casing"] = layout.casing
        text = f"Set the layout of {source.id!r} to {layout.type} with {layout.casing} paths."
    return Action(kind="fix_layout", text=text, arguments=arguments)


def _scan(source: FilesystemSource) -> Action:
    text = f"Set the layout of {source.id!r} to scan: files are then found by what they hold."
    return Action(kind="fix_layout", text=text, arguments={"source": source.id, "layout": "scan"})


def _path(source: FilesystemSource, path: str) -> Action:
    text = f"Point {source.id!r} at {path}."
    return Action(kind="fix_path", text=text, arguments={"source": source.id, "path": path})


def _find(wanted: ObjectId, what: str) -> Action:
    debug_id, code_id = str(wanted.debug_id or ""), wanted.code_id or ""
    name = layouts.file_name(wanted.debug_file) or layouts.file_name(wanted.code_file) or ""
    text = f"Get {what}: {name or 'the module'} ({debug_id or code_id})."
    arguments = {"name": name, "debug_id": debug_id, "code_id": code_id}
    return Action(kind="find_file", text=text, arguments=arguments)
