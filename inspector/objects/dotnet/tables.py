"""The container of a Portable PDB: streams, heaps and tables. Any damage is a BadObject.

Rules: spec/native.md 8, after ECMA-335 II.24 and the Portable PDB specification. Every size
and index comes from the file and is checked where it is used.
"""

import struct
from collections.abc import Iterator

from inspector.objects.errors import BadObject

SIGNATURE = b"BSJB"

DOCUMENT, METHOD_DEBUG_INFORMATION, CUSTOM_DEBUG_INFORMATION = 0x30, 0x31, 0x37

_HEADER = struct.Struct("<4sHHII")
_STREAM = struct.Struct("<II")
_TABLES = struct.Struct("<IBBBBQQ")
_STREAM_NAMES = frozenset({"#Pdb", "#~", "#Blob", "#GUID", "#Strings", "#US"})
_ID_SIZE = 20
_GUID_SIZE = 16

# Column kinds: a number of bytes, the heap it points into, or the table whose row it names.
_STRING, _GUID, _BLOB, _PARENT = "string", "guid", "blob", "parent"
_U16, _U32 = "2", "4"
_COLUMNS: dict[int, tuple[str | int, ...]] = {
    DOCUMENT: (_BLOB, _GUID, _BLOB, _GUID),
    METHOD_DEBUG_INFORMATION: (DOCUMENT, _BLOB),
    0x32: (0x06, 0x35, 0x33, 0x34, _U32, _U32),  # LocalScope
    0x33: (_U16, _U16, _STRING),  # LocalVariable
    0x34: (_STRING, _BLOB),  # LocalConstant
    0x35: (0x35, _BLOB),  # ImportScope
    0x36: (0x06, 0x06),  # StateMachineMethod
    CUSTOM_DEBUG_INFORMATION: (_PARENT, _GUID, _BLOB),
}
# Tables a CustomDebugInformation may belong to, by tag.
PARENTS = (
    0x06, 0x04, 0x01, 0x02, 0x08, 0x09, 0x0A, 0x00, 0x0E, 0x17, 0x14, 0x11, 0x1A, 0x1B, 0x20,
    0x23, 0x26, 0x27, 0x28, 0x2A, 0x2C, 0x2B, 0x30, 0x32, 0x33, 0x34, 0x35,
)  # fmt: skip
PARENT_BITS = 5


class Metadata:
    """An opened Portable PDB: rows of its tables and members of its heaps."""

    def __init__(self, data: bytes) -> None:
        streams = read_streams(data)
        pdb, tables = streams.get("#Pdb", b""), streams.get("#~", b"")
        self._blobs, self._guids = streams.get("#Blob", b""), streams.get("#GUID", b"")
        if len(pdb) < _ID_SIZE + 12:
            raise BadObject("no complete #Pdb stream")
        if len(self._guids) % _GUID_SIZE:
            raise BadObject("the #GUID stream ends within a GUID")
        self.id = pdb[:_ID_SIZE]
        """GUID in mixed-endian form, then the age: the debug id."""
        self.blob_heap_size = len(self._blobs)
        mask = int.from_bytes(pdb[24:32], "little")
        referenced = _row_counts(pdb, 32, mask)
        self._rows, self._found = _locate_tables(tables, referenced)
        self._table_data = tables

    def count(self, table: int) -> int:
        """How many rows `table` has."""
        return self._rows.get(table, 0)

    def rows(self, table: int) -> Iterator[tuple[int, ...]]:
        """All rows of `table` in order; heap and row indexes are as stored, not yet checked."""
        if table not in self._found:
            return iter(())
        start, row = self._found[table]
        return row.iter_unpack(self._table_data[start : start + row.size * self._rows[table]])

    def blob(self, index: int) -> bytes:
        """The member of the blob heap that begins at byte `index`."""
        size, start = unsigned(self._blobs, index)
        if start + size > len(self._blobs):
            raise BadObject(f"blob at {index} reaches beyond the heap")
        return self._blobs[start : start + size]

    def guid(self, index: int) -> bytes:
        """A GUID in its stored form, by its 1-based number; b"" for 0."""
        end = index * _GUID_SIZE
        if end > len(self._guids):
            raise BadObject(f"there is no GUID {index}")
        return self._guids[end - _GUID_SIZE : end] if index else b""


def unsigned(data: bytes, at: int) -> tuple[int, int]:
    """A compressed unsigned integer of one, two or four bytes, and where it ends."""
    try:
        first = data[at]
        if first < 0x80:
            return first, at + 1
        if first < 0xC0:
            return (first & 0x3F) << 8 | data[at + 1], at + 2
        if first < 0xE0:
            low = data[at + 1] << 16 | data[at + 2] << 8 | data[at + 3]
            return (first & 0x1F) << 24 | low, at + 4
    except IndexError:
        raise BadObject(f"integer at {at} is cut off") from None
    raise BadObject(f"no compressed integer at {at}")


def signed(data: bytes, at: int) -> tuple[int, int]:
    """A compressed signed integer, and where it ends; the sign is in the lowest bit."""
    value, end = unsigned(data, at)
    if not value & 1:
        return value >> 1, end
    return (value >> 1) - (0x40, 0x2000, 0, 0x1000_0000)[end - at - 1], end


def read_streams(data: bytes) -> dict[str, bytes]:
    """Name -> content of every stream of the metadata."""
    if len(data) < _HEADER.size or not data.startswith(SIGNATURE):
        raise BadObject("not a Portable PDB")
    at = _HEADER.size + _HEADER.unpack_from(data)[4] + 4
    if at > len(data):
        raise BadObject("the metadata header is cut off")
    if not _is_utf8(data[_HEADER.size : at - 4].split(b"\0", 1)[0]):
        raise BadObject("the version is not UTF-8")
    streams = {}
    for _ in range(int.from_bytes(data[at - 2 : at], "little")):
        name, start, size, at = _stream_header(data, at)
        if start + size > len(data):
            raise BadObject(f"stream {name} reaches beyond the file")
        streams[name] = data[start : start + size]
    return streams


def _stream_header(data: bytes, at: int) -> tuple[str, int, int, int]:
    """Name, place and size of a stream, and where the next header is."""
    name_at = at + _STREAM.size
    end = data.find(b"\0", name_at, name_at + 32)
    if end < 0:
        raise BadObject("a stream header is cut off")
    name = data[name_at:end].decode("latin-1")
    if name not in _STREAM_NAMES:
        raise BadObject(f"unknown stream {name!r}")
    start, size = _STREAM.unpack_from(data, at)
    padded = (end - name_at) // 4 * 4 + 4
    return name, start, size, name_at + padded


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _row_counts(data: bytes, at: int, mask: int) -> dict[int, int]:
    """Table -> rows for every bit of `mask`; the counts are u32 from `at` on."""
    tables = [table for table in range(64) if mask >> table & 1]
    if at + 4 * len(tables) > len(data):
        raise BadObject("row counts are cut off")
    return dict(zip(tables, struct.unpack_from(f"<{len(tables)}I", data, at), strict=True))


def _locate_tables(
    data: bytes, referenced: dict[int, int]
) -> tuple[dict[int, int], dict[int, tuple[int, struct.Struct]]]:
    """Row counts of the tables in this file, and for each one its start and row layout."""
    if len(data) < _TABLES.size:
        raise BadObject("no complete #~ stream")
    heap_flags, mask = _TABLES.unpack_from(data)[3], _TABLES.unpack_from(data)[5]
    rows = _row_counts(data, _TABLES.size, mask)
    widest = {t: max(rows.get(t, 0), referenced.get(t, 0)) for t in range(64)}
    at, found = _TABLES.size + 4 * len(rows), {}
    for table, count in rows.items():
        if table not in _COLUMNS:
            raise BadObject(f"unexpected table {table:#x}")
        layout = "".join(_column(kind, heap_flags, widest) for kind in _COLUMNS[table])
        row = struct.Struct("<" + layout)
        found[table] = at, row
        at += row.size * count
    if at > len(data):
        raise BadObject("tables reach beyond their stream")
    return rows, found


def _column(kind: str | int, heap_flags: int, widest: dict[int, int]) -> str:
    """The `struct` letter of a column: H for two bytes, I for four."""
    if isinstance(kind, int):
        wide = widest[kind] >= 0xFFFF
    elif kind == _PARENT:
        wide = any(widest[table] >= 1 << 16 - PARENT_BITS for table in PARENTS)
    elif kind in (_STRING, _GUID, _BLOB):
        wide = bool(heap_flags & {_STRING: 1, _GUID: 2, _BLOB: 4}[kind])
    else:
        wide = kind == _U32
    return "I" if wide else "H"
