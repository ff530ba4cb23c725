"""The container of Portable PDBs: good ones, and every way to be damaged."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.objects.dotnet.tables import DOCUMENT, Metadata, read_streams, signed, unsigned
from inspector.objects.errors import BadObject
from tests.objects import ppdb_files
from tests.objects.ppdb_files import Visible, container, pdb_stream, table_stream

EMPTY = {"#Pdb": pdb_stream(), "#~": table_stream({}, 0)}


def with_streams(**changed: bytes) -> bytes:
    """An empty Portable PDB, some of its streams replaced; `Pdb` stands for `#Pdb`."""
    named = {f"#{name.replace('Tables', '~')}": content for name, content in changed.items()}
    return container(list((EMPTY | named).items()))


@pytest.mark.parametrize(
    ("data", "value"),
    [
        pytest.param(b"\x00", 0, id="zero"),
        pytest.param(b"\x7f", 0x7F, id="largest-of-1"),
        pytest.param(b"\x80\x80", 0x80, id="smallest-of-2"),
        pytest.param(b"\xbf\xff", 0x3FFF, id="largest-of-2"),
        pytest.param(b"\xc0\x00\x40\x00", 0x4000, id="smallest-of-4"),
        pytest.param(b"\xdf\xff\xff\xff", 0x1FFF_FFFF, id="largest-of-4"),
        pytest.param(b"\x80\x03", 3, id="longer-than-needed"),
    ],
)
def test_unsigned(data: bytes, value: int) -> None:
    assert unsigned(b"x" + data + b"x", 1) == (value, 1 + len(data))


@pytest.mark.parametrize(
    ("data", "value"),
    [
        pytest.param(b"\x01", -64, id="-64"),
        pytest.param(b"\x7e", 63, id="63"),
        pytest.param(b"\x7f", -1, id="-1"),
        pytest.param(b"\x80\x80", 64, id="64"),
        pytest.param(b"\x80\x01", -8192, id="-8192"),
        pytest.param(b"\xbf\xfe", 8191, id="8191"),
        pytest.param(b"\xc0\x00\x40\x00", 8192, id="8192"),
        pytest.param(b"\xc0\x00\x00\x01", -0x1000_0000, id="smallest"),
        pytest.param(b"\xdf\xff\xff\xfe", 0x0FFF_FFFF, id="largest"),
    ],
)
def test_signed(data: bytes, value: int) -> None:
    assert signed(data, 0) == (value, len(data))


@pytest.mark.parametrize("data", [b"", b"\x80", b"\xc0\0\0", b"\xe0\0\0\0", b"\xff"])
def test_no_integer(data: bytes) -> None:
    with pytest.raises(BadObject):
        unsigned(data, 0)


@given(st.integers(0, 0x1FFF_FFFF), st.integers(-0x1000_0000, 0x0FFF_FFFF))
def test_integers_are_read_as_they_are_written(natural: int, whole: int) -> None:
    assert unsigned(ppdb_files.unsigned(natural), 0)[0] == natural
    assert signed(ppdb_files.signed(whole), 0)[0] == whole


def test_streams() -> None:
    assert read_streams(container([("#~", b"tables"), ("#Strings", b""), ("#US", b"u")])) == {
        "#~": b"tables",
        "#Strings": b"",
        "#US": b"u",
    }


def test_heaps() -> None:
    metadata = Metadata(with_streams(Blob=b"\0\2ab", GUID=b"a" * 16 + b"b" * 16))
    assert metadata.blob(0) == b""
    assert metadata.blob(1) == b"ab"
    assert metadata.guid(0) == b""
    assert metadata.guid(2) == b"b" * 16
    for index in (2, 4, 1000):
        with pytest.raises(BadObject):
            metadata.blob(index)
    with pytest.raises(BadObject):
        metadata.guid(3)


@pytest.mark.parametrize(
    ("flags", "layout"),
    [
        pytest.param(0, "<HHHH", id="narrow"),
        pytest.param(1, "<HHHH", id="wide-strings"),
        pytest.param(2, "<HIHI", id="wide-guids"),
        pytest.param(4, "<IHIH", id="wide-blobs"),
        pytest.param(7, "<IIII", id="all-wide"),
    ],
)
def test_heap_flags_widen_columns(flags: int, layout: str) -> None:
    rows = [(1, 2, 3, 4), (5, 6, 7, 8)]
    metadata = Metadata(with_streams(Tables=table_stream({DOCUMENT: (layout, rows)}, flags)))
    assert list(metadata.rows(DOCUMENT)) == rows
    assert metadata.count(DOCUMENT) == 2
    assert list(metadata.rows(0x31)) == []
    assert metadata.count(0x31) == 0


@pytest.mark.parametrize(
    ("type_rows", "local_scope", "custom"),
    [
        pytest.param(2047, "<HHHHII", "<HHH", id="narrow"),
        pytest.param(2048, "<HHHHII", "<IHH", id="wide-parent"),
        pytest.param(0xFFFE, "<HHHHII", "<IHH", id="still-narrow-rows"),
        pytest.param(0xFFFF, "<IHHHII", "<IHH", id="wide-rows"),
    ],
)
def test_rows_of_the_type_system_widen_columns(
    type_rows: int, local_scope: str, custom: str
) -> None:
    """MethodDef is in another file; only its row count is here."""
    scope, information = (1, 2, 3, 4, 5, 6), (7, 8, 9)
    tables: dict[int, ppdb_files.Table] = {
        0x32: (local_scope, [scope] * 2),
        0x37: (custom, [information] * 3),
    }
    data = with_streams(Pdb=pdb_stream(type_rows), Tables=table_stream(tables, 0))
    assert list(Metadata(data).rows(0x37)) == [information] * 3


def test_debug_id() -> None:
    assert Metadata(with_streams()).id == EMPTY["#Pdb"][:20]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"BSJB", id="only-the-magic"),
        pytest.param(b"XSJB" + with_streams()[4:], id="other-magic"),
        pytest.param(with_streams()[:30], id="cut-in-header"),
        pytest.param(with_streams()[:40], id="cut-in-stream-headers"),
        pytest.param(with_streams()[:-1], id="cut-at-the-end"),
        pytest.param(
            with_streams().replace(struct.pack("<I", 12), b"\xff" * 4, 1), id="huge-version"
        ),
        pytest.param(container(list(EMPTY.items()), b"\xff\0\0\0"), id="version-not-utf8"),
        pytest.param(container([*EMPTY.items(), ("#New", b"")]), id="unknown-stream"),
        pytest.param(container([("#~", EMPTY["#~"])]), id="no-pdb-stream"),
        pytest.param(container([("#Pdb", EMPTY["#Pdb"])]), id="no-tables-stream"),
        pytest.param(with_streams(Pdb=EMPTY["#Pdb"][:31]), id="short-pdb-stream"),
        pytest.param(with_streams(Pdb=EMPTY["#Pdb"][:-1]), id="pdb-row-counts-cut-off"),
        pytest.param(with_streams(GUID=b"a" * 17), id="half-a-guid"),
        pytest.param(with_streams(Tables=EMPTY["#~"][:23]), id="short-tables-stream"),
        pytest.param(
            with_streams(Tables=table_stream({DOCUMENT: ("<HHHH", [(0, 0, 0, 0)])}, 0)[:-1]),
            id="table-cut-off",
        ),
        pytest.param(
            with_streams(Tables=table_stream({0x38: ("<H", [(0,)])}, 0)), id="unknown-table"
        ),
    ],
)
def test_damaged(data: bytes) -> None:
    with pytest.raises(BadObject):
        Metadata(data)


def test_a_claim_of_many_rows_costs_nothing() -> None:
    good = ppdb_files.portable_pdb(["/a"], [[Visible(0, 1)]])
    mask_at = read_streams(good)["#~"]
    tables = bytearray(mask_at)
    struct.pack_into("<I", tables, 24, 0xFFFF_FFFF)
    with pytest.raises(BadObject, match="beyond"):
        Metadata(good.replace(mask_at, bytes(tables)))
