"""What a path that is being typed may become: one opened before, else a file that is there."""

import os
from collections.abc import Iterable

from textual.suggester import Suggester

MOST = 2000
"""Names of a folder that are looked at."""


class Paths(Suggester):
    """Suggestions for the path box; right arrow takes one."""

    def __init__(self, recent: Iterable[str]) -> None:
        """`recent`: paths opened before, newest first."""
        super().__init__(use_cache=False, case_sensitive=True)
        self._recent = tuple(recent)

    async def get_suggestion(self, value: str) -> str | None:
        return completed(value, self._recent)


def completed(typed: str, recent: Iterable[str]) -> str | None:
    """The whole path that begins with what was typed; None when there is none or it is whole."""
    if not typed:
        return None
    for path in recent:
        if path.startswith(typed) and path != typed and path.isprintable():
            return path
    return _in_folder(typed)


def _in_folder(typed: str) -> str | None:
    """The first name, in their order, that fits; a folder with its separator."""
    folder, begun = os.path.split(typed)
    fitting = []
    try:
        with os.scandir(os.path.expanduser(folder) or ".") as entries:
            for _, entry in zip(range(MOST), entries, strict=False):
                shown = begun.startswith(".") or not entry.name.startswith(".")
                if entry.name.startswith(begun) and shown and entry.name.isprintable():
                    fitting.append(entry.name + (os.sep if entry.is_dir() else ""))
    except OSError:
        return None
    whole = os.path.join(folder, min(fitting)) if fitting else typed
    return whole if whole != typed else None
