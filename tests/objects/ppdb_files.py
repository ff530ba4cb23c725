"""Portable PDBs written from scratch, so that tests can say what is in them, or wrong."""

import struct
import zlib
from collections.abc import Iterable, Sequence
from uuid import UUID

from msgspec import Struct

CSHARP = "3f5162f8-07c6-11d3-9053-00c04fa302a1"
SOURCE_LINK = "cc110556-a091-4d38-9fec-25ab9a351a6a"
EMBEDDED = "0e8a571b-6926-466e-b4ad-8ab04611f5fe"
MODULE_1 = 1 << 5 | 7
DOCUMENT_TAG = 22


class Hidden(Struct, frozen=True):
    """An instruction compiled from no line."""

    offset: int


class Visible(Struct, frozen=True):
    """An instruction and its line; `document` is a 1-based row."""

    offset: int
    line: int
    document: int = 1
    column: int = 1
    lines: int = 0  # so much further down it ends
    columns: int = 1  # and so much further right


Point = Hidden | Visible
Table = tuple[str, Sequence[tuple[int, ...]]]  # layout of a row, rows


class Heaps:
    """Blobs and GUIDs, shared when equal."""

    def __init__(self) -> None:
        self.blobs = bytearray(b"\0")
        self.guids = bytearray()
        self._known: dict[bytes, int] = {b"": 0}

    def blob(self, content: bytes) -> int:
        if content not in self._known:
            self._known[content] = len(self.blobs)
            self.blobs += unsigned(len(content)) + content
        return self._known[content]

    def guid(self, text: str) -> int:
        stored = UUID(text).bytes_le
        at = self.guids.find(stored)
        if at < 0 or at % 16:
            at = len(self.guids)
            self.guids += stored
        return at // 16 + 1

    def name(self, path: str) -> int:
        """A document name, split where people would."""
        separator = "\\" if "\\" in path else "/"
        parts = [self.blob(part.encode()) for part in path.split(separator)]
        return self.blob(separator.encode() + b"".join(map(unsigned, parts)))


def unsigned(value: int) -> bytes:
    if value < 0x80:
        return bytes([value])
    if value < 0x4000:
        return struct.pack(">H", value | 0x8000)
    return struct.pack(">I", value | 0xC000_0000)


def signed(value: int) -> bytes:
    for bits, layout, mark in ((6, ">B", 0), (13, ">H", 0x8000), (28, ">I", 0xC000_0000)):
        if -(1 << bits) <= value < 1 << bits:
            rotated = (value << 1 | (value < 0)) & (1 << bits + 1) - 1
            return struct.pack(layout, rotated | mark)
    raise ValueError(value)


def points_blob(points: Sequence[Point], document: int = 0) -> bytes:
    """Sequence points of one method; `document` 0: the blob names the first one itself."""
    if not points:
        return b""
    out = bytearray(unsigned(0))
    current = document
    if not document:
        current = next((p.document for p in points if isinstance(p, Visible)), 1)
        out += unsigned(current)
    offset, last = 0, None
    for number, point in enumerate(points):
        if isinstance(point, Visible) and point.document != current:
            if number == 0:
                raise ValueError("the first record cannot switch the document")
            current = point.document
            out += b"\0" + unsigned(current)
        delta = point.offset - offset
        # A record that starts with a zero byte would switch the document.
        out += unsigned(delta) if delta or not number else b"\x80\x00"
        offset = point.offset
        if isinstance(point, Hidden):
            out += b"\0\0"
            continue
        out += unsigned(point.lines)
        out += signed(point.columns) if point.lines else unsigned(point.columns)
        if last is None:
            out += unsigned(point.line) + unsigned(point.column)
        else:
            out += signed(point.line - last.line) + signed(point.column - last.column)
        last = point
    return bytes(out)


def deflated(text: bytes) -> bytes:
    """An embedded source as compilers write long ones."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return struct.pack("<i", len(text)) + packer.compress(text) + packer.flush()


def portable_pdb(
    documents: Sequence[str] = (),
    methods: Iterable[Sequence[Point]] = (),
    embedded: Iterable[tuple[int, bytes]] = (),
    links: str | None = None,
    *,
    method_documents: bool = False,
    language: str = CSHARP,
    type_rows: int = 0,
) -> bytes:
    """A Portable PDB.

    embedded   1-based document and its blob: format and text
    links      the JSON of the source links
    method_documents  True: table rows name the first document, not the blobs
    type_rows  claimed rows of the type system's tables, which widen indexes
    """
    heaps = Heaps()
    documents_ = [(heaps.name(d), 0, 0, heaps.guid(language)) for d in documents]
    methods_ = []
    for points in methods:
        first = next((p.document for p in points if isinstance(p, Visible)), 1)
        document = first if method_documents else 0
        methods_.append((document, heaps.blob(points_blob(points, document))))
    custom = [(d << 5 | DOCUMENT_TAG, heaps.guid(EMBEDDED), heaps.blob(b)) for d, b in embedded]
    if links is not None:
        custom.append((MODULE_1, heaps.guid(SOURCE_LINK), heaps.blob(links.encode())))
    wide = len(heaps.blobs) > 0xFFFF
    blob = "I" if wide else "H"
    row = "I" if len(documents_) >= 0xFFFF else "H"
    parent = "I" if max(type_rows, len(documents_)) >= 2048 else "H"
    tables: dict[int, Table] = {
        0x30: (f"<{blob}H{blob}H", documents_),
        0x31: (f"<{row}{blob}", methods_),
        0x37: (f"<{parent}H{blob}", custom),
    }
    return container(
        [
            ("#Pdb", pdb_stream(type_rows)),
            ("#~", table_stream(tables, 4 * wide)),
            ("#Strings", b"\0"),
            ("#GUID", bytes(heaps.guids)),
            ("#Blob", bytes(heaps.blobs)),
        ]
    )


def pdb_stream(type_rows: int = 0) -> bytes:
    """Id, entry point and the row counts of two tables of the type system."""
    head = UUID("47d92e5b-ea38-49e9-870c-72d193aeee96").bytes_le + struct.pack("<II", 1, 0)
    return head + struct.pack("<QII", 1 << 0x02 | 1 << 0x06, type_rows, type_rows)


def table_stream(tables: dict[int, Table], heap_flags: int) -> bytes:
    """Tables by number: row layout and rows. Empty ones are left out."""
    present = {number: table for number, table in sorted(tables.items()) if table[1]}
    mask = sum(1 << number for number in present)
    head = struct.pack("<IBBBBQQ", 0, 2, 0, heap_flags, 1, mask, mask)
    counts = b"".join(struct.pack("<I", len(rows)) for _, rows in present.values())
    body = b"".join(struct.pack(layout, *row) for layout, rows in present.values() for row in rows)
    return head + counts + body


def container(streams: Sequence[tuple[str, bytes]], version: bytes = b"PDB v1.0\0\0\0\0") -> bytes:
    """The file around the streams."""
    names = [name.encode() + b"\0" * (4 - len(name) % 4) for name, _ in streams]
    head = struct.pack("<4sHHII", b"BSJB", 1, 1, 0, len(version)) + version
    head += struct.pack("<HH", 0, len(streams))
    at = len(head) + sum(8 + len(name) for name in names)
    directory, body = b"", b""
    for name, (_, content) in zip(names, streams, strict=True):
        directory += struct.pack("<II", at + len(body), len(content)) + name
        body += content
    return head + directory + body


def pe_with_debug(entries: Sequence[tuple[int, bytes]], *, plus: bool = False) -> bytes:
    """A PE file of one section with only a debug directory: type and content of each entry."""
    optional = bytearray(112 + 128 if plus else 96 + 128)
    struct.pack_into("<H", optional, 0, 0x20B if plus else 0x10B)
    directories = len(optional) - 128
    struct.pack_into("<I", optional, directories - 4, 16)
    struct.pack_into("<II", optional, directories + 48, 0x2000, 28 * len(entries))
    dos = b"MZ" + bytes(58) + struct.pack("<I", 64)
    coff = struct.pack("<4sHHIIIHH", b"PE\0\0", 0x14C, 1, 0, 0, 0, len(optional), 0)
    start = 64 + len(coff) + len(optional) + 40
    size = 28 * len(entries) + sum(len(content) for _, content in entries)
    section = struct.pack("<8sIIII16x", b".text", size, 0x2000, size, start)
    directory, body, at = b"", b"", start + 28 * len(entries)
    for kind, content in entries:
        directory += struct.pack("<IIHHIIII", 0, 0, 0, 0, kind, len(content), 0, at + len(body))
        body += content
    return dos + coff + bytes(optional) + section + directory + body


def mpdb(pdb: bytes) -> bytes:
    """The content of a debug entry of type 17."""
    return b"MPDB" + deflated(pdb)
