"""What keeps a run from asking again: found by a run from the cache, then taken out of it."""

import os
from contextlib import suppress

from inspector.fetch.caching.cache import LAST_INDEX, LISTINGS, METADATA, Cache, Kind
from inspector.model.outcome import NOT_FOUND, Miss

_LISTS = (LISTINGS, LAST_INDEX)
"""What these hold says what there is, so a file they do not name is a miss too."""


class Forgetting(Cache):
    """A cache that notes the misses somebody comes across, and knows everything else as missing.

    So a run from the cache alone goes to all places, and changes nothing.
    """

    def __init__(self, cache: Cache) -> None:
        super().__init__(cache.root, cache.policy)
        self._noted: dict[str, None] = {}

    def find(self, kind: Kind, key: str, *, stale: bool = False) -> str | Miss:
        found = super().find(kind, key, stale=stale)
        if isinstance(found, Miss) or (found is not None and kind in _LISTS):
            self._noted[self.path(kind, key)] = None
        return NOT_FOUND if found is None else found

    def forget(self) -> int:
        """Take out what was noted, and tell how much that was."""
        noted, self._noted = self._noted, {}
        for path in noted:
            for file in (path + METADATA, path):
                with suppress(OSError):
                    os.unlink(file)
        return len(noted)
