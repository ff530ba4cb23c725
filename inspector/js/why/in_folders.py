"""What a local build has instead of a file: elsewhere, spelt otherwise, of another build."""

import asyncio
import os
from typing import TYPE_CHECKING

from inspector.fetch import nearby
from inspector.fetch.caching.cache import SOURCEFILES
from inspector.js.finding.local import list_files
from inspector.js.why.wanted import Wanted, common_tail, differs_in_case
from inspector.model.outcome import Miss
from inspector.model.places.sources import hide_secrets
from inspector.model.why.explanation import Action
from inspector.model.why.judged import NearMiss

if TYPE_CHECKING:
    from inspector.js.access import Access
    from inspector.js.evidence import Looked
    from inspector.js.finding.local import LocalBuild


async def built_otherwise(build: "LocalBuild", wanted: Wanted, access: "Access") -> list[NearMiss]:
    """What a folder has that is nearly a file, the likeliest one only."""
    source = build.source
    other = nearby.spelt_otherwise(source, build.folder, trusted=build.trusted)
    if other is not None:
        text = f"the folder of {source.id!r} is spelt {other}, and not {source.path}."
        action = Action(
            kind="fix_path",
            text=f"Point {source.id!r} at {other}.",
            arguments={"source": source.id, "path": other},
        )
        return [NearMiss(kind="folder", about=wanted.about, text=text, action=action)]
    files = await asyncio.to_thread(nearby.files_below, source, build.folder, trusted=build.trusted)
    same = [file for file in files if file.rpartition("/")[2] == wanted.name]
    if other_id := await _other_id(build, wanted, same, access):
        return [other_id]
    if same:
        location = max(same, key=lambda file: (len(common_tail(wanted.bare, file)), -len(file)))
        return [_elsewhere(build, wanted, location)]
    cased = next((file for file in files if _is_cased(wanted, file)), None)
    return [] if cased is None else [_cased(build, wanted, cased)]


async def _other_id(
    build: "LocalBuild", wanted: Wanted, same: list[str], access: "Access"
) -> NearMiss | None:
    """A file of that name that says it is of another build."""
    if wanted.debug_id is None or not same:
        return None
    listed = await access.tables.build_folder(build.root, list_files(build), build.scope)
    if isinstance(listed, Miss):
        return None
    for named in listed.files:
        if named.location in same and named.role == wanted.role:
            if named.debug_id == str(wanted.debug_id):
                return None  # that one is right, and only its place is not known
            return _of_other_build(build, wanted, named.location, named.debug_id)
    return None


def _of_other_build(build: "LocalBuild", wanted: Wanted, location: str, debug_id: str) -> NearMiss:
    text = f"{build.source.id!r} has {location}, which is of another build: {debug_id}."
    arguments = {"name": wanted.name, "debug_id": str(wanted.debug_id), "code_id": ""}
    return NearMiss(
        kind="other id",
        about=wanted.about,
        text=text,
        facts=(("found debug id", debug_id), ("wanted debug id", str(wanted.debug_id))),
        action=Action(
            kind="find_file",
            text=f"Get {wanted.name} of the build with the debug id {wanted.debug_id}.",
            arguments=arguments,
        ),
    )


def _elsewhere(build: "LocalBuild", wanted: Wanted, location: str) -> NearMiss:
    """A file of that name where the folder's prefix does not lead."""
    source = build.source
    tail = common_tail(wanted.bare, location)
    prefix, below = wanted.bare[: -len(tail)], location[: -len(tail)].rstrip("/")
    facts = (("prefix", build.prefix), ("wanted", hide_secrets(wanted.path)), ("there", location))
    folder = os.path.join(source.path, below) if below else source.path
    where = f"{folder.rstrip('/')} was served at {prefix}"
    if wanted.role == "source":
        # Scripts and sources have different prefixes: a second source for the same folder.
        text = f"{source.id!r} has it as {location}, but is for {build.prefix} only."
        arguments = {"type": "filesystem", "path": folder, "url_prefix": prefix, "name": tail}
        action = Action(
            kind="add_source", text=f"Add a local build that says {where}.", arguments=arguments
        )
    else:
        text = f"{source.id!r} has {location}, but says that its files were at {build.prefix}."
        arguments = {"source": source.id, "url_prefix": prefix}
        if below:
            arguments["path"] = folder
        action = Action(
            kind="fix_url_prefix",
            text=f"Set the URL prefix of {source.id!r}: {where}.",
            arguments=arguments,
        )
    return NearMiss(kind="prefix", about=wanted.about, text=text, facts=facts, action=action)


def _is_cased(wanted: Wanted, location: str) -> bool:
    same_name = location.rpartition("/")[2].lower() == wanted.name.lower()
    return same_name or differs_in_case(wanted.bare, location)


def _cased(build: "LocalBuild", wanted: Wanted, location: str) -> NearMiss:
    text = f"{build.source.id!r} has it as {location}: upper and lower case differ."
    name = location[: -len(wanted.name)] + wanted.name
    return NearMiss(
        kind="casing",
        about=wanted.about,
        text=text,
        facts=(("wanted", hide_secrets(wanted.path)), ("there", location)),
        action=Action(
            kind="find_file",
            text=f"Rename {location} to {name}: case counts in URLs.",
            arguments={"name": name, "debug_id": "", "code_id": ""},
        ),
    )


async def built_reference(looked: "Looked", access: "Access") -> list[NearMiss]:
    """A map beside a script that does not refer to it."""
    if looked.found_by != "local_build" or not looked.asked:
        return []
    script = looked.asked[-1][1]
    file = script.at(f"{script.location}.map")
    if isinstance(await access.files.get(file, SOURCEFILES), Miss):
        return []
    name = file.location.rpartition("/")[2]
    return [unreferenced(name, f"{script.source.id!r} has {file.location} beside it.")]


def unreferenced(name: str, text: str) -> NearMiss:
    """A map that nothing refers to."""
    return NearMiss(
        kind="unreferenced",
        about="reference",
        text=text,
        action=Action(
            kind="rebuild",
            text=f"End the script with `//# sourceMappingURL={name}`.",
            arguments={"name": name},
        ),
    )
