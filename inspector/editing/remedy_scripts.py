"""Next steps that only JavaScript requests have, taken: see `remedy`, which calls them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import structs

from inspector.model.places.sources import hide_secrets

if TYPE_CHECKING:
    from inspector.js.wire import Frame, JsRequest


def shifted(body: "JsRequest", said: Mapping[str, str], field: str) -> "JsRequest":
    """The request with the positions in one script moved. `field`: "lineno" or "colno".

    The action's path is without user and password.
    """
    by, path = int(said["by"]), said["abs_path"]

    def move(frame: "Frame") -> "Frame":
        number = getattr(frame, field)
        # A line of 0 is none at all; a column that is not sent counts as the first one.
        script = hide_secrets(frame.abs_path.removeprefix("async "))
        if script != path or number is None or not frame.lineno:
            return frame
        return structs.replace(frame, **{field: max(number + by, 1)})

    traces = tuple(
        structs.replace(trace, frames=tuple(move(frame) for frame in trace.frames))
        for trace in body.stacktraces
    )
    return structs.replace(body, stacktraces=traces)


def mended(body: "JsRequest", said: Mapping[str, str]) -> "JsRequest | None":
    """The request with another dist; None for what only the reporter knows."""
    if said.get("path") != "dist" or not said.get("value"):
        return None
    return structs.replace(body, dist=said["value"])
