""".NET: method + IL offset -> document and line; document -> its text, or where to get it.

`convert_ppdb` in dotnet.convert makes a table of a Portable PDB once, in the child process;
`PortablePdb` answers from it, mapped, in the app itself. The table, after a magic and the
`Counts`, is made of 32-bit numbers in the order of this machine:

    starts     methods + 1    the first point of each method, by row; then the total
    offsets    points         IL offset, not falling within a method
    lines      points
    documents  points         index of the document
    languages  documents      index of LANGUAGES
    names      documents      index of its file
    files      files x 5      place and size of the name; place, size and format of the text
    text       bytes          names in the order of their bytes, embedded sources, rules

Rules: spec/native.md 2.8 and 8.
"""

import mmap
import sys
from bisect import bisect_left, bisect_right
from typing import Self

from msgspec import Struct

from inspector.model.places.sourcelinks import SourceLinks, SourceText
from inspector.objects.errors import BadObject

LANGUAGES = ("unknown", "csharp", "visualbasic", "fsharp")

MAGIC = b"PPDBv1" + sys.byteorder.encode()[:2]
"""Changes with the layout, so that a table of another version is none."""

NO_TEXT = 0xFFFF_FFFF
"""Format of a file without embedded text, or with one that cannot be read."""

FILE_WORDS = 5

LARGEST_SOURCE = 1 << 30
"""Bytes of one source file; a larger one is as if it were not there."""


class Counts(Struct, frozen=True, array_like=True):
    """Sizes of the parts of a table."""

    methods: int
    points: int
    documents: int
    files: int
    has_embedded: int  # 1: at least one file has a text, readable or not
    rules_size: int  # bytes of JSON at the end of the text; 0: none
    text: int  # bytes


HEADER_SIZE = len(MAGIC) + 4 * len(Counts.__struct_fields__)


class PortablePdb:
    """An open table. The file stays mapped as long as this lives, or until `close`."""

    def __init__(self, data: mmap.mmap) -> None:
        """Raises BadObject unless `data` is a whole table of this version."""
        if len(data) < HEADER_SIZE or data[: len(MAGIC)] != MAGIC:
            raise BadObject("not a table of a Portable PDB")
        self._data = data
        self._words = memoryview(data)[: len(data) & ~3].cast("I")
        begin = HEADER_SIZE // 4
        self._counts = c = Counts(*self._words[len(MAGIC) // 4 : begin])
        self._starts_at = begin
        self._offsets_at = self._starts_at + c.methods + 1
        self._lines_at = self._offsets_at + c.points
        self._documents_at = self._lines_at + c.points
        self._languages_at = self._documents_at + c.points
        self._names_at = self._languages_at + c.documents
        self._files_at = self._names_at + c.documents
        self._text_at = 4 * (self._files_at + FILE_WORDS * c.files)
        if self._text_at + c.text != len(data):
            self._words.release()
            raise BadObject("the table of a Portable PDB is incomplete")
        self._links: SourceLinks | None = None

    @classmethod
    def open(cls, path: str) -> Self:
        """Map the file that `convert_ppdb` wrote. Raises BadObject when it is none."""
        with open(path, "rb") as file:
            try:
                data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            except ValueError:
                raise BadObject("the table of a Portable PDB is empty") from None
        try:
            return cls(data)
        except BadObject:
            data.close()
            raise

    def close(self) -> None:
        """Give the file back; nothing can be asked afterwards."""
        self._words.release()
        self._data.close()

    @property
    def has_sources(self) -> bool:
        """Whether it can help to find source text, of any document."""
        rules = self._counts.rules_size and self._counts.documents
        return bool(self._counts.has_embedded or rules)

    def lookup(self, method: int, il_offset: int) -> tuple[str, int, str] | None:
        """Document as the compiler saw it, line and language ("unknown" if it is).

        method  1-based row, which is the function_id of a frame

        Of the last visible point of the method that is not after `il_offset`; None if there
        is none.
        """
        if not 1 <= method <= self._counts.methods:
            return None
        words, base = self._words, self._offsets_at
        first = base + words[self._starts_at + method - 1]
        last = base + words[self._starts_at + method]
        at = bisect_right(words, il_offset, first, last) - 1
        if at < first:
            return None
        at -= base
        document = words[self._documents_at + at]
        name = self._name(words[self._names_at + document]).decode()
        return name, words[self._lines_at + at], LANGUAGES[words[self._languages_at + document]]

    def source_by_path(self, path: str) -> SourceText | None:
        """The text embedded for a document, else what the source links make of its name.

        None when there is no such document, no rule fits, or its text cannot be read.
        """
        name = path.encode("utf-8", "surrogatepass")
        file = bisect_left(range(self._counts.files), name, key=self._name)
        if file == self._counts.files or self._name(file) != name:
            return None
        at = self._files_at + FILE_WORDS * file
        place, size, format_ = self._words[at + 2 : at + 5]
        if format_ != NO_TEXT:
            text = _unpack(self._bytes(place, size), format_)
            return None if text is None else SourceText(text=_as_utf8(text))
        url = self._source_links().url(path)
        return None if url is None else SourceText(url=url)

    def _name(self, file: int) -> bytes:
        at = self._files_at + FILE_WORDS * file
        return self._bytes(self._words[at], self._words[at + 1])

    def _bytes(self, place: int, size: int) -> bytes:
        return self._data[self._text_at + place : self._text_at + place + size]

    def _source_links(self) -> SourceLinks:
        if self._links is None:
            size = self._counts.rules_size
            self._links = SourceLinks(_read_rules(self._bytes(self._counts.text - size, size)))
        return self._links


def _read_rules(text: bytes) -> dict[str, str]:
    if not text:
        return {}
    from msgspec.json import decode

    return decode(text, type=dict[str, str])


def _unpack(data: bytes, format_: int) -> bytes | None:
    """Embedded source: as it is for format 0, else raw deflate of exactly `format_` bytes."""
    if format_ > LARGEST_SOURCE or len(data) > LARGEST_SOURCE:
        return None  # negative formats are that large too
    if format_ == 0:
        return data
    import zlib

    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        text = inflate.decompress(data, format_ + 1)
    except zlib.error:
        return None
    return text if len(text) == format_ and inflate.eof else None


def _as_utf8(data: bytes) -> str | bytes:
    """The same bytes if they are UTF-8, else text with replacement characters."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")
    return data
