"""Values as people write them: durations such as "200ms", sizes such as "15GiB", variables."""

import re
from collections.abc import Mapping
from typing import Any

_UNITS = {
    "ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0, "sec": 1.0, "m": 60.0, "min": 60.0,
    "h": 3600.0, "hr": 3600.0, "hour": 3600.0, "d": 86400.0, "day": 86400.0,
    "w": 604800.0, "week": 604800.0,
}  # fmt: skip
_SIZES = {"": 1, "b": 1, "k": 1000, "kb": 1000, "kib": 1 << 10, "m": 10**6, "mb": 10**6,
          "mib": 1 << 20, "g": 10**9, "gb": 10**9, "gib": 1 << 30}  # fmt: skip
_ENDLESS = float("inf")
_PART = r"\s*(\d+(?:\.\d+)?)\s*([a-zA-Zµ]*)\s*"


def parse_seconds(value: object) -> float:
    """Seconds from a number or a text such as "200ms" or "1h 30m". Raises ValueError."""
    return _parse(value, _UNITS, 'duration such as "90s" or "1h 30m"')


def parse_size(value: object) -> int:
    """Bytes from a number or a text such as "15GiB". Raises ValueError."""
    return int(_parse(value, _SIZES, "size such as 15GiB"))


def spell_seconds(seconds: float) -> str:
    """A duration as `parse_seconds` reads it: "90s", "5m", "30d"."""
    for unit, length in (("d", 86400), ("h", 3600), ("m", 60), ("s", 1), ("ms", 1e-3)):
        count = round(seconds / length)
        if count and count * length == seconds:
            return f"{count}{unit}"
    return f"{seconds:f}s" if seconds else "0s"


def spell_size(size: int) -> str | int:
    """A size as `parse_size` reads it: "15GiB"; a plain number when no unit fits."""
    for unit, length in (("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)):
        if size and size % length == 0:
            return f"{size // length}{unit}"
    for unit, length in (("GB", 10**9), ("MB", 10**6), ("KB", 10**3)):
        if size and size % length == 0:
            return f"{size // length}{unit}"
    return size


def _parse(value: object, units: Mapping[str, float], expected: str) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < _ENDLESS:
        return value
    total = 0.0
    text = rest = value if isinstance(value, str) else ""
    while rest and (part := re.match(_PART, rest)):
        unit = part[2].lower() if part[2].lower() in units else part[2].lower().removesuffix("s")
        if unit not in units:
            break
        total += float(part[1]) * units[unit]
        rest = rest[part.end() :]
    if not text or rest:
        raise ValueError(f"expected a {expected}, got {value!r}")
    return total


def from_text(kind: Any, text: str) -> Any:
    """An environment variable as the type of its setting; what does not fit is refused later."""
    if kind is bool and text.lower() in ("1", "0", "true", "false", "yes", "no"):
        return text.lower() in ("1", "true", "yes")
    if text.isdecimal() and kind is not str:
        return int(text)
    return text
