"""A file we do not have, and the reason: expected, so a value and never an exception."""

from enum import StrEnum

from msgspec import Struct


class Why(StrEnum):
    """The seven ways a file can be missing (spec/sources.md, vocabulary)."""

    NOT_FOUND = "not_found"
    NO_PERMISSION = "permission_denied"
    TIMEOUT = "timeout"
    DOWNLOAD_FAILED = "download_error"
    MALFORMED = "malformed"
    UNSUPPORTED = "unsupported"
    INTERNAL = "internal"


RESTRICTED = "destination is restricted"
"""Details of a DOWNLOAD_FAILED that the guard refused before any connection."""


class Miss(Struct, frozen=True):
    """A file we do not have, and why. Returned, cached and shown; never raised.

    `details` is for people and for the response; code branches on `why` only. For a
    TIMEOUT it is the limit in the compact form of the response ("200ms", "300s").
    """

    why: Why
    details: str = ""


NOT_FOUND = Miss(Why.NOT_FOUND)


def duration_text(seconds: float) -> str:
    """A duration as Rust's Debug prints it: 0.2 -> "200ms", 1.5 -> "1.5s", 300 -> "300s"."""
    nanoseconds = round(seconds * 1e9)
    for unit, digits in (("s", 9), ("ms", 6), ("µs", 3)):
        if nanoseconds >= 10**digits:
            whole, rest = divmod(nanoseconds, 10**digits)
            return f"{whole}.{rest:0{digits}}".rstrip("0").rstrip(".") + unit
    return f"{nanoseconds}ns"
