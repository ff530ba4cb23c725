"""Answers of the second reader on disk: a warm run needs no parser for them either."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from inspector.fetch.caching.cache import SECOND_ANSWERS
from inspector.model.outcome import Miss
from inspector.objects.second import Companions
from inspector.objects.symcache import Location

if TYPE_CHECKING:
    from inspector.fetch.caching.cache import Cache
    from inspector.fetch.remote import Found

Chain = tuple[Location, ...]

_MOST_KEPT = 4_000
"""Answers for one object, unless a single request asks for more."""


class Beside(Struct, frozen=True):
    """The files that were found for what an object refers to."""

    alternate: "Found | None" = None
    debug_link: "Found | None" = None
    package: "Found | None" = None
    split: "Mapping[str, Found]" = {}  # by the id of the unit

    def companions(self) -> Companions:
        """Their paths, as the reader wants them."""
        return Companions(
            alternate=self.alternate.path if self.alternate else None,
            debug_link=self.debug_link.path if self.debug_link else None,
            package=self.package.path if self.package else None,
            split={unit: found.path for unit, found in self.split.items()},
        )

    @property
    def key(self) -> str:
        """Names their contents: other companions, other answers."""
        named = [("alternate", self.alternate), ("debug link", self.debug_link)]
        named += [("package", self.package), *sorted(self.split.items())]
        return "".join(f"{name}: {found.key}" for name, found in named if found)


class _Kept(Struct, frozen=True):
    rows: tuple[tuple[int, Chain], ...]


_KEPT = msgspec.json.Decoder(_Kept)


def load(cache: "Cache", key: str) -> dict[int, Chain] | Miss:
    """What is known under a key; nothing if the file is damaged."""
    path = cache.find(SECOND_ANSWERS, key)
    if not isinstance(path, str):
        return {} if path is None else path
    try:
        with open(path, "rb") as file:
            return dict(_KEPT.decode(file.read()).rows)
    except (OSError, msgspec.DecodeError):
        return {}


def store(cache: "Cache", key: str, known: Mapping[int, Chain], asked: Iterable[int]) -> None:
    """Keep all that was asked now, and of the rest as much as a file should hold."""
    wanted = dict.fromkeys(asked)
    others = [rel for rel in known if rel not in wanted]
    room = max(_MOST_KEPT - len(wanted), 0)
    kept = [*others[max(len(others) - room, 0) :], *wanted]
    rows = tuple((rel, known[rel]) for rel in kept if rel in known)
    with cache.temporary() as temp:
        with open(temp, "wb") as file:
            file.write(msgspec.json.encode(_Kept(rows)))
        cache.store(SECOND_ANSWERS, key, temp)
