"""What a Portable PDB says: documents, the lines of every method, sources. Damage is a BadObject.

Rules: spec/native.md 8. A heap may lie about sharing: a thousand rows can point at the same
large blob. So the total of what is read is bounded by the size of the heap.
"""

from collections.abc import Iterator
from uuid import UUID

import msgspec

from inspector.objects.dotnet.tables import (
    CUSTOM_DEBUG_INFORMATION,
    DOCUMENT,
    METHOD_DEBUG_INFORMATION,
    PARENT_BITS,
    PARENTS,
    Metadata,
    signed,
    unsigned,
)
from inspector.objects.errors import BadObject

_LANGUAGES = {
    UUID("3f5162f8-07c6-11d3-9053-00c04fa302a1").bytes_le: "csharp",
    UUID("3a12d0b8-c26c-11d0-b442-00a0244a1dd2").bytes_le: "visualbasic",
    UUID("ab4f38c9-b6e6-43ba-be3b-58080b2ccce3").bytes_le: "fsharp",
}
_SOURCE_LINK = UUID("cc110556-a091-4d38-9fec-25ab9a351a6a").bytes_le
_EMBEDDED_SOURCE = UUID("0e8a571b-6926-466e-b4ad-8ab04611f5fe").bytes_le

_MODULE = 0x00
_END_OFFSET = _END_LINE = 0x2000_0000
_END_COLUMN = 0x1_0000
_SHARED = 1 << 22
"""Bytes that may be read more often than that in a small file."""

Point = tuple[int, int, int]  # IL offset, line, 1-based document


class Budget:
    """Bytes that may still be read of the blob heap; below zero is a BadObject.

    Honest files share blobs too: the folders in document names, and methods that are equal.
    """

    def __init__(self, metadata: Metadata, times: int) -> None:
        """Each byte may be read so many `times` on average, and a little more."""
        self._left = times * metadata.blob_heap_size + _SHARED

    def spend(self, size: int) -> None:
        self._left -= size
        if self._left < 0:
            raise BadObject("blobs overlap absurdly")


class Documents:
    """Names and languages, by 1-based row."""

    def __init__(self, metadata: Metadata) -> None:
        budget = Budget(metadata, 16)
        self.names: list[str] = []
        self.languages: list[str] = []
        for name, _, _, language in metadata.rows(DOCUMENT):
            self.names.append(_document_name(metadata, name, budget))
            self.languages.append(_LANGUAGES.get(metadata.guid(language), "unknown"))

    def __len__(self) -> int:
        return len(self.names)


def methods(metadata: Metadata, documents: int) -> Iterator[list[Point]]:
    """The visible sequence points of every method row in order, by rising IL offset."""
    budget = Budget(metadata, 2)
    for document, index in metadata.rows(METHOD_DEBUG_INFORMATION):
        blob = metadata.blob(index) if index else b""
        budget.spend(len(blob))
        yield read_points(blob, document, documents) if index else []


def read_points(blob: bytes, document: int, documents: int) -> list[Point]:
    """The visible points of one method; `document` 0: the blob names it."""
    _, at = unsigned(blob, 0)  # local variable signature
    if not document:
        document, at = unsigned(blob, at)
    points: list[Point] = []
    offset, line, column, first = 0, 0, 0, True
    while at < len(blob):
        if blob[at] == 0 and not first:
            document, at = unsigned(blob, at + 1)
            continue
        delta, at = unsigned(blob, at)
        offset, first = offset + delta, False
        if offset >= _END_OFFSET:
            raise BadObject("implausible IL offset")
        lines, at = unsigned(blob, at)
        columns, at = signed(blob, at) if lines else unsigned(blob, at)
        if not lines and not columns:
            continue  # hidden: compiled from no line
        read = signed if points else unsigned
        line_delta, at = read(blob, at)
        column_delta, at = read(blob, at)
        line, column = line + line_delta, column + column_delta
        _check_extent(line, column, line + lines, column + columns)
        if not 1 <= document <= documents:
            raise BadObject(f"there is no document {document}")
        points.append((offset, line, document))
    return points


def _check_extent(line: int, column: int, end_line: int, end_column: int) -> None:
    """From start to end, both inside the bounds of the format. No end is before its start:
    on one line its distance is unsigned, and further lines only count up."""
    if line < 0 or end_line >= _END_LINE:
        raise BadObject("implausible line")
    if not (0 <= column < _END_COLUMN and 0 <= end_column < _END_COLUMN):
        raise BadObject("implausible column")


def _document_name(metadata: Metadata, index: int, budget: Budget) -> str:
    """A separator and the parts of a path, each of them a blob."""
    blob, at, parts = metadata.blob(index), 1, []
    budget.spend(len(blob))
    if not blob:
        raise BadObject("a document has no name")
    while at < len(blob):
        part, at = unsigned(blob, at)
        parts.append(metadata.blob(part) if part else b"")
        budget.spend(len(parts[-1]))
    separator = blob[:1].strip(b"\0")
    try:
        return separator.join(parts).decode()
    except UnicodeDecodeError:
        raise BadObject("the name of a document is not UTF-8") from None


def embedded_sources(metadata: Metadata, documents: int) -> Iterator[tuple[int, bytes]]:
    """1-based document and the blob with its text, in the order of the rows."""
    budget = Budget(metadata, 2)
    for table, row, index in _custom(metadata, _EMBEDDED_SOURCE):
        if table != DOCUMENT:
            continue
        if not 1 <= row <= documents:
            raise BadObject(f"source of document {row}, which is not there")
        blob = metadata.blob(index)
        budget.spend(len(blob))
        yield row, blob


class _SourceLinks(msgspec.Struct):
    documents: dict[str, str]


def source_links(metadata: Metadata) -> dict[str, str]:
    """The rules that map document names to URLs, of the first module."""
    rules: dict[str, str] = {}
    budget = Budget(metadata, 2)
    for table, row, index in _custom(metadata, _SOURCE_LINK):
        if (table, row) != (_MODULE, 1):
            continue
        blob = metadata.blob(index)
        budget.spend(len(blob))
        try:
            rules |= msgspec.json.decode(blob, type=_SourceLinks).documents
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise BadObject(f"source links: {error}") from None
    return rules


def _custom(metadata: Metadata, kind: bytes) -> Iterator[tuple[int, int, int]]:
    """Table, row and value of the custom debug information of one kind."""
    for parent, guid, value in metadata.rows(CUSTOM_DEBUG_INFORMATION):
        if metadata.guid(guid) != kind:
            continue
        tag = parent & (1 << PARENT_BITS) - 1
        if tag >= len(PARENTS):
            raise BadObject(f"information about tag {tag}, which is no table")
        yield PARENTS[tag], parent >> PARENT_BITS, value
