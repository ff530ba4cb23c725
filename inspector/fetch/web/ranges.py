"""Big files in parts (spec/sources.md 4.5). Positions in bytes, ends included, as HTTP counts."""

import re

from msgspec import Struct

_CONTENT_RANGE = re.compile(r"\s*bytes\s+([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})\s*")


class ContentRange(Struct, frozen=True):
    """Which bytes of the file an answer holds."""

    first: int
    last: int
    total: int  # of the whole file; 0 for an empty one

    @property
    def whole(self) -> bool:
        """Whether nothing is left to ask for."""
        return self.first == 0 and self.last + 1 >= self.total


def parse_content_range(text: str) -> ContentRange | None:
    """The value of a Content-Range header; None if it does not say where the bytes belong."""
    match = _CONTENT_RANGE.fullmatch(text)
    if match is None:
        return None
    first, last, total = map(int, match.groups())
    return ContentRange(first, last, total) if first <= last else None


def split(known: ContentRange, part_size: int, most: int) -> list[tuple[int, int]]:
    """First and last byte of each part of the rest, at most `most` parts.

    Neighbours share a byte, as upstream's do: its requests can be compared with ours.
    """
    start = known.last + 1
    rest = known.total - start
    count = min(-(-rest // part_size), most)
    size = rest // count
    parts = []
    for i in range(count):
        first = start + i * size
        parts.append((first, known.total - 1 if i == count - 1 else first + size))
    return parts
