"""A folder of built JavaScript -> which files name themselves by a debug id, which are bundles.

Runs in a child process.
"""

import os
import re
from typing import Literal

from msgspec import Struct

from inspector.model.ids import read_debug_id
from inspector.objects.bundle import MAGIC
from inspector.objects.scripts.script import own_debug_id

_SCRIPTS = (".js", ".cjs", ".mjs", ".jsbundle", ".bundle")
_BUNDLES = (".zip", ".sysb")
_LARGEST = 1 << 29  # bytes; larger files are found by their URL only
_MAP_ID = re.compile(rb'"debug_?[iI]d"\s*:\s*"([^"\\]{32,80})"')


class NamedFile(Struct, frozen=True):
    """A file that says its debug id."""

    location: str  # below the folder, with slashes
    debug_id: str  # dashed
    role: Literal["minified_source", "source_map"]


class BuildFolder(Struct, frozen=True):
    """What a folder holds, each list by location."""

    files: tuple[NamedFile, ...]
    bundles: tuple[str, ...]


def list_folder(root: str, locations: list[str]) -> BuildFolder:
    """What the files at `locations` below `root` are; those that cannot be read are left out."""
    files, bundles = [], []
    for location in locations:
        try:
            named = _look(os.path.join(root, location), location)
        except OSError:
            continue
        if isinstance(named, NamedFile):
            files.append(named)
        elif named:
            bundles.append(location)
    return BuildFolder(tuple(files), tuple(bundles))


def _look(path: str, location: str) -> NamedFile | bool:
    """A file that names itself, True for a bundle, False for any other."""
    lowered = location.lower()
    if lowered.endswith(_SCRIPTS) and os.path.getsize(path) <= _LARGEST:
        return _named(own_debug_id(_read(path)), location, "minified_source")
    if lowered.endswith(".map") and os.path.getsize(path) <= _LARGEST:
        match = _MAP_ID.search(_read(path))
        return _named(
            match[1].decode("utf-8", "replace") if match else None, location, "source_map"
        )
    if not lowered.endswith(_BUNDLES):
        return False
    with open(path, "rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def _named(
    text: str | None, location: str, role: Literal["minified_source", "source_map"]
) -> NamedFile | bool:
    debug_id = read_debug_id(text)
    return False if debug_id is None else NamedFile(location, str(debug_id), role)


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()
