"""One file that a request wanted: its text, or why there is none; how it was found; what it
refers to. Rules: spec/js.md 4.1 and the table of 4.2.
"""

from typing import Literal

from msgspec import Struct

from inspector.fetch.remote import RemoteFile
from inspector.js.finding.origins import FileKey, Origin
from inspector.js.tables import Tables, Text
from inspector.js.urls import join
from inspector.model.ids import DebugId, read_debug_id
from inspector.model.outcome import Miss
from inspector.model.places.artifacts import ResolvedWith

Fault = Literal["disabled", "malformed", "missing"]
"""Why there is no text: scraping is off; it cannot be read; anything else."""


class RemoteMap(Struct, frozen=True):
    """The script's map is a file of its own."""

    url: str  # as seen from the script


class EmbeddedMap(Struct, frozen=True):
    """The script's map was in the script."""

    text: Text


class Near(Struct, frozen=True):
    """A file of a local build whose place its URL did not tell: its neighbours are there too."""

    abs_path: str  # what it was wanted as
    file: RemoteFile


class Entry(Struct, frozen=True, kw_only=True):
    """A file, found or not."""

    text: Text | None = None
    fault: Fault = "missing"  # without `text` only
    details: str = ""  # of the fault, for people
    resolved_with: ResolvedWith = "unknown"
    origin: Origin | None = None
    map: RemoteMap | EmbeddedMap | None = None
    map_miss: Miss | None = None  # why what it says of its map is of no use
    header: str | None = None  # what manifest or headers say of its map
    debug_id: DebugId | None = None  # that the file gives itself
    near: Near | None = None


class Sighting(Struct, frozen=True, kw_only=True):
    """Where a file was found, and what its manifest or its headers say of it."""

    resolved_with: ResolvedWith
    origin: Origin | None = None
    header: str | None = None  # reference to the map; beats the comment
    comments: bool = True  # comments count
    bundled: bool = False  # a bundle's word is final: a broken reference spoils the file


async def describe(text: Text, key: FileKey, seen: Sighting, tables: Tables) -> Entry:
    """The entry of a file that was found."""
    referred: RemoteMap | EmbeddedMap | Miss | None = None
    if key.abs_path is not None and (seen.bundled or key.role == "minified_source"):
        referred = await _map_of(text, key.abs_path, seen, tables)
    broken: Miss | None = None
    if isinstance(referred, Miss):
        if seen.bundled:
            return missing(seen, details=referred.details)
        referred, broken = None, referred
    own_id = text.info.debug_id if not seen.bundled else None
    return Entry(
        text=text,
        resolved_with=seen.resolved_with,
        origin=seen.origin,
        map=referred,
        map_miss=broken,
        header=seen.header,
        debug_id=read_debug_id(own_id),
    )


def missing(seen: Sighting, fault: Fault = "missing", details: str = "") -> Entry:
    """The entry of a file that is known to be at a place, and cannot be had."""
    return Entry(fault=fault, details=details, resolved_with=seen.resolved_with, origin=seen.origin)


async def _map_of(
    text: Text, path: str, seen: Sighting, tables: Tables
) -> RemoteMap | EmbeddedMap | Miss | None:
    url = seen.header
    if url is None and seen.comments:
        url = text.info.map_url
    if url is None:
        return None
    if not url.startswith("data:"):
        return RemoteMap(join(path, url))
    content = await tables.embedded_map(text, url if seen.header else "", path)
    return content if isinstance(content, Miss) else EmbeddedMap(content)


def map_header(headers: dict[str, str]) -> str | None:
    """The reference to the map in headers; names are in lower case."""
    return headers.get("sourcemap", headers.get("x-sourcemap"))
