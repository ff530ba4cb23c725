"""Files of a folder on this machine. They are used in place: nothing is copied or remembered.

The key of a file tells its size and time of change, so a symbol file that is built anew is
seen at once, and tables made from the old one are not used for it.
"""

import os
import stat

from msgspec import Struct

from inspector.fetch import guard
from inspector.fetch.remote import RemoteFile
from inspector.fetch.unpack import HEAD_SIZE
from inspector.model.outcome import NOT_FOUND, Miss, Why
from inspector.model.places.sources import FilesystemSource


class Here(Struct, frozen=True):
    """A file that can be read now."""

    path: str
    key: str
    head: bytes  # its first bytes, for `unpack.packing`


def look(file: RemoteFile, source: FilesystemSource) -> Here | Miss:
    """The file at a location, or why there is none (spec/sources.md 4.4, 8)."""
    if not file.location or not guard.stays_below(file.location):
        return NOT_FOUND if file.trusted else guard.REFUSED_DESTINATION
    path = os.path.join(file.folder, source.path, file.location)
    if not file.trusted and not guard.is_spelt_inside(path, file.folder):
        return guard.REFUSED_DESTINATION
    try:
        known = os.stat(path)
        # Only now: most places asked are empty, and following symlinks takes a while.
        if not file.trusted:
            if not guard.is_inside(path, file.folder):
                return guard.REFUSED_DESTINATION
            path = os.path.realpath(path)
        # Opening a pipe would wait for whoever writes to it.
        if not stat.S_ISREG(known.st_mode):
            return Miss(Why.INTERNAL)
        with open(path, "rb", buffering=0) as content:
            head = content.read(HEAD_SIZE)
    except FileNotFoundError:
        return NOT_FOUND
    except (OSError, ValueError):  # ValueError: no file can have such a name
        return Miss(Why.INTERNAL)
    return Here(path, f"{file.key}size: {known.st_size}\nchanged: {known.st_mtime_ns}\n", head)
