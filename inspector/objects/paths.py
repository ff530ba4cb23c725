"""Paths out of debug files: joined and cleaned by guessing where they come from.

Rules: spec/native.md 2.7. `symbolic` applies the same to what it answers; this is for paths
that are put together afterwards.
"""

import re

_SEPARATORS = "/\\"
_DRIVE = re.compile(r"[A-Za-z]:(?![^/\\])")  # `C:` alone or before a separator, not `C:name`


def join(base: str, other: str) -> str:
    """`other` seen from `base`. `<stdin>` and its like, and absolute paths, stand alone."""
    special = other.startswith("<") and other.endswith(">")
    if not base or special or other.startswith("/") or _is_absolute_windows(other):
        return other
    if not other:
        return base
    if other.startswith("\\"):  # from the root of the drive `base` is on
        return base[:2] + other if _is_absolute_windows(base) else other
    separator = "\\" if _is_windows(base) or _is_windows(other) else "/"
    return base.rstrip(_SEPARATORS) + separator + other.lstrip(_SEPARATORS)


def clean(path: str) -> str:
    """`path` without `.` and, where possible, `..`; with the separators of its system.

    Purely textual. As upstream has it, a path that climbs to the root loses it (`/a/../b` is
    `b`), and from the first `..` that climbs above its start nothing more is resolved.
    """
    segments = re.split(r"[/\\]", path)
    if segments[-1] == "":
        segments.pop()
    kept: list[str] = []
    above = False
    for segment in segments:
        if segment == ".":
            continue
        if segment != ".." or above:
            kept.append(segment)
        elif kept in ([], [""]):
            kept, above = [segment], True
        else:
            kept.pop()
            if kept == [""]:
                kept = []
    return ("\\" if _is_windows(path) else "/").join(kept)


def _is_absolute_windows(path: str) -> bool:
    return path.startswith(("\\\\", "//")) or _DRIVE.match(path) is not None


def _is_windows(path: str) -> bool:
    return "\\" in path or _is_absolute_windows(path)
