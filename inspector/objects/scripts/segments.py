"""Base64 VLQ segments of source maps, decoded by `sourcemap`."""

from collections.abc import Collection

from inspector.objects.errors import BadObject

_LONGEST = 5 * 7  # characters; a number of 32 bits has seven
_BASE64 = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
_MOST_REMEMBERED = 1 << 16  # different segments; the same ones come again and again


class Segments(dict[str, tuple[int, ...]]):
    """Segment -> its fields. Raises BadObject unless they are as many as allowed."""

    def __init__(self, allowed: Collection[int]) -> None:
        from sourcemap.decoder import SourceMapDecoder

        super().__init__()
        self._decoder, self._allowed = SourceMapDecoder(), allowed

    def __missing__(self, segment: str) -> tuple[int, ...]:
        from sourcemap.exceptions import SourceMapDecodeError

        if len(segment) > _LONGEST or not _BASE64.issuperset(segment):
            raise BadObject(f"invalid segment: {segment[:40]!r}")
        try:
            fields = tuple(self._decoder.parse_vlq(segment))
        except SourceMapDecodeError as error:
            raise BadObject(f"invalid segment: {error}") from None
        if len(fields) not in self._allowed:
            raise BadObject(f"a segment of {len(fields)} fields")
        if len(self) < _MOST_REMEMBERED:
            self[segment] = fields
        return fields
