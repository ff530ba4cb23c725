"""A miss as the content of a cache file, and back (spec/sources.md 5.4).

    not found           an empty file
    all others          a word, then the details: `malformed`, `permissiondenied`,
                        `timeout` (with a humantime duration), `downloaderror`, `unsupported`

Upstream's own form, so that its cache folders and ours read alike.
"""

import re

from inspector.model.outcome import NOT_FOUND, Miss, Why, duration_text

WORDS = {
    b"malformed": Why.MALFORMED,
    b"permissiondenied": Why.NO_PERMISSION,
    b"timeout": Why.TIMEOUT,
    b"downloaderror": Why.DOWNLOAD_FAILED,
    b"unsupported": Why.UNSUPPORTED,
}
LONGEST_WORD = max(map(len, WORDS))
DETAILS_LIMIT = 64 << 10  # bytes; an error text, not a document

_BY_WHY = {why: word for word, why in WORDS.items()}
_UNITS = {
    "d": 86400.0, "days": 86400.0, "day": 86400.0, "h": 3600.0, "m": 60.0, "s": 1.0,
    "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9,
}  # fmt: skip
# Plain text: this is compiled when it is first needed.
_PART = r"\s*(\d+(?:\.\d+)?)\s*([a-zµ]+)\s*"


def encode(miss: Miss) -> bytes | None:
    """The content of the cache file; None for INTERNAL, which is never kept."""
    if miss.why is Why.NOT_FOUND:
        return b""
    if miss.why is Why.INTERNAL:
        return None
    details = miss.details
    if miss.why is Why.TIMEOUT:
        seconds = parse_humantime(details)
        details = "" if seconds is None else humantime(seconds)
    return _BY_WHY[miss.why] + details.encode("utf-8", "replace")[:DETAILS_LIMIT]


def is_marker(head: bytes) -> bool:
    """Whether a file that begins with `head` (all of it if shorter) reads as a miss."""
    return not head or head.startswith(tuple(WORDS))


def decode(content: bytes) -> Miss | None:
    """The miss that a cache file holds; None if it holds a good file."""
    if not content:
        return NOT_FOUND
    for word, why in WORDS.items():
        if content.startswith(word):
            text = content[len(word) :].split(b"\0")[0].decode("utf-8", "replace")
            if why is not Why.TIMEOUT:
                return Miss(why, text)
            seconds = parse_humantime(text)
            return Miss(Why.INTERNAL) if seconds is None else Miss(why, duration_text(seconds))
    return None


def humantime(seconds: float) -> str:
    """A duration in whole units: 600 -> "10m", 273 -> "4m 33s", 0.5 -> "500ms"."""
    left = round(seconds * 1e9)
    parts = []
    for unit, size in (
        ("day", 86400 * 10**9),
        ("h", 3600 * 10**9),
        ("m", 60 * 10**9),
        ("s", 10**9),
        ("ms", 10**6),
        ("us", 10**3),
        ("ns", 1),
    ):
        count, left = divmod(left, size)
        if count:
            plural = "s" if unit == "day" and count > 1 else ""
            parts.append(f"{count}{unit}{plural}")
    return " ".join(parts) or "0s"


def parse_humantime(text: str) -> float | None:
    """Seconds of a duration such as "4m 33s" or "200ms"; None if it is none."""
    seconds, at = 0.0, 0
    while at < len(text):
        part = re.match(_PART, text[at:])
        if part is None or part[2] not in _UNITS:
            return None
        seconds += float(part[1]) * _UNITS[part[2]]
        at += part.end()
    return seconds if text else None
