"""Whether the file of an open request is still what was read."""

import hashlib
import os

from msgspec import Struct

_PIECE = 1 << 20


class Seen(Struct, frozen=True):
    """A file as it was at one moment. `digest` is "" when it could not be read."""

    size: int = 0  # bytes
    changed: int = 0  # nanoseconds since 1970
    digest: str = ""  # SHA-256 of the content, hex


def look_at(path: str) -> Seen:
    """What the file is now. Reads all of it; nothing is raised."""
    digest = hashlib.sha256()
    try:
        with open(path, "rb") as file:
            status = os.fstat(file.fileno())
            while piece := file.read(_PIECE):
                digest.update(piece)
    except (OSError, ValueError):  # ValueError: a NUL in the path
        return Seen()
    return Seen(status.st_size, status.st_mtime_ns, digest.hexdigest())


def changed_since(path: str, before: Seen) -> Seen | None:
    """What the file is now, if its content is another one; None when it is the same, or gone."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    if (status.st_size, status.st_mtime_ns) == (before.size, before.changed):
        return None
    now = look_at(path)
    return now if now.digest and now.digest != before.digest else None
