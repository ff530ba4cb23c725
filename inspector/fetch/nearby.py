"""What a folder of this machine has, for explaining why it did not have what was asked for.

Only names are read, and only so many: the folder may be the root of a file system.
"""

import os
from itertools import islice

from inspector.fetch.guard import is_inside, is_spelt_inside
from inspector.fetch.scan import walk
from inspector.model.places.sources import FilesystemSource

MOST_NAMES = 20_000


def files_below(
    source: FilesystemSource, folder: str, *, trusted: bool, most: int = MOST_NAMES
) -> list[str]:
    """Locations in the folder of a source, so many at most; empty if it may not be read."""
    root = os.path.join(folder, source.path)
    if not trusted and not (is_spelt_inside(root, folder) and is_inside(root, folder)):
        return []
    return [location for location, _ in islice(walk(root, ""), most)]


def spelt_otherwise(source: FilesystemSource, folder: str, *, trusted: bool) -> str | None:
    """The path of a source's folder in another case, if it is not there but such a one is."""
    root = os.path.join(folder, source.path)
    if os.path.isdir(root) or (not trusted and not is_spelt_inside(root, folder)):
        return None
    parent, name = os.path.split(root.rstrip("/"))
    if not trusted and not is_inside(parent, folder):
        return None
    try:
        names = os.listdir(parent)
    except OSError:
        return None
    found = next((one for one in sorted(names) if one.lower() == name.lower()), None)
    if found is None or not os.path.isdir(os.path.join(parent, found)):
        return None
    given = source.path.rstrip("/")
    return given[: len(given) - len(name)] + found
