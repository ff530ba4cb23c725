"""A file that was not found, and how alike the path of another one is."""

from msgspec import Struct

from inspector.js.finding.origins import Role
from inspector.js.urls import strip_host
from inspector.model.ids import DebugId
from inspector.model.places.sources import hide_secrets


class Wanted(Struct, frozen=True):
    """A file that nobody had."""

    role: Role
    path: str  # URL; of a map that is wanted by id alone, where it would usually be
    debug_id: DebugId | None

    @property
    def about(self) -> str:
        """What near misses of it are about."""
        return hide_secrets(self.path) if self.role == "source" else self.role

    @property
    def bare(self) -> str:
        """The path without query and fragment."""
        return self.path.partition("#")[0].partition("?")[0]

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.bare.rpartition("/")[2]


def common_tail(path: str, location: str) -> str:
    """The last segments that a URL and a location share: "js/app.js"; "" if none."""
    segments = strip_host(path).split("/"), location.split("/")
    count = 0
    for left, right in zip(*(reversed(one) for one in segments), strict=False):
        if left != right or not left:
            break
        count += 1
    return "/".join(segments[1][len(segments[1]) - count :])


def differs_in_case(path: str, location: str) -> bool:
    """Whether a URL ends in a location, but for capital letters."""
    path = strip_host(path)
    return path.lower().endswith("/" + location.lower()) and not path.endswith("/" + location)
