"""What is read from a Portable PDB: names, sequence points, custom debug information."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.objects.dotnet.read import (
    Documents,
    embedded_sources,
    methods,
    read_points,
    source_links,
)
from inspector.objects.dotnet.tables import Metadata
from inspector.objects.errors import BadObject
from tests.objects.ppdb_files import (
    EMBEDDED,
    SOURCE_LINK,
    Heaps,
    Hidden,
    Point,
    Table,
    Visible,
    container,
    pdb_stream,
    points_blob,
    portable_pdb,
    signed,
    table_stream,
    unsigned,
)

BIG = unsigned(0x1FFF_FFFF)


def from_tables(tables: dict[int, Table], heaps: Heaps) -> Metadata:
    streams = [
        ("#Pdb", pdb_stream()),
        ("#~", table_stream(tables, 0)),
        ("#GUID", bytes(heaps.guids)),
        ("#Blob", bytes(heaps.blobs)),
    ]
    return Metadata(container(streams))


def document(blob: bytes, parts: dict[bytes, bytes] | None = None) -> list[str]:
    """The names in a file whose one document has this name blob.

    `parts`: placeholder -> the part whose place is put there instead.
    """
    heaps = Heaps()
    for placeholder, part in (parts or {}).items():
        blob = blob.replace(placeholder, unsigned(heaps.blob(part)))
    return Documents(from_tables({0x30: ("<HHHH", [(heaps.blob(blob), 0, 0, 0)])}, heaps)).names


@pytest.mark.parametrize(
    ("blob", "name"),
    [
        pytest.param(b"/\0AB", "/dir/a.cs", id="leading-separator"),
        pytest.param(b"\\AB", "dir\\a.cs", id="backslash"),
        pytest.param(b"\0AB", "dira.cs", id="no-separator"),
        pytest.param(b"/\0\0A\0", "//dir/", id="empty-parts"),
        pytest.param(b"/B", "a.cs", id="one-part"),
        pytest.param(b"/", "", id="no-parts"),
    ],
)
def test_document_names(blob: bytes, name: str) -> None:
    assert document(blob, {b"A": b"dir", b"B": b"a.cs"}) == [name]


@pytest.mark.parametrize(
    ("blob", "part"),
    [
        pytest.param(b"", b"x", id="empty"),
        pytest.param(b"/A", b"\xff", id="part-not-utf8"),
        pytest.param(b"\xffAA", b"x", id="separator-not-utf8"),
        pytest.param(b"/\x80", b"x", id="cut-off"),
        pytest.param(b"/\xbf\xff", b"x", id="part-not-in-the-heap"),
    ],
)
def test_damaged_document_names(blob: bytes, part: bytes) -> None:
    with pytest.raises(BadObject):
        document(blob, {b"A": part})


@pytest.mark.parametrize(
    ("guid", "language"),
    [
        ("3f5162f8-07c6-11d3-9053-00c04fa302a1", "csharp"),
        ("3a12d0b8-c26c-11d0-b442-00a0244a1dd2", "visualbasic"),
        ("ab4f38c9-b6e6-43ba-be3b-58080b2ccce3", "fsharp"),
        ("ab4f38c9-b6e6-43ba-be3b-58080b2ccce4", "unknown"),
    ],
)
def test_languages(guid: str, language: str) -> None:
    assert Documents(Metadata(portable_pdb(["/a"], language=guid))).languages == [language]


def test_a_document_without_language() -> None:
    heaps = Heaps()
    row = (heaps.name("/a"), 0, 0, 0)
    assert Documents(from_tables({0x30: ("<HHHH", [row])}, heaps)).languages == ["unknown"]


@pytest.mark.parametrize(
    ("blob", "points"),
    [
        pytest.param(b"\0\x01", [], id="no-records"),
        pytest.param(b"\x05\x01" + b"\x03\0\x05\x0a\x02", [(3, 10, 1)], id="one"),
        pytest.param(b"\0\x01" + b"\0\0\x05\x0a\x02", [(0, 10, 1)], id="first-at-offset-zero"),
        pytest.param(
            b"\0\x01" + b"\x02\0\0" + b"\x03\0\x05\x0a\x02",
            [(5, 10, 1)],
            id="hidden-first-counts-as-base-of-offsets-only",
        ),
        pytest.param(
            b"\0\x01" + b"\0\0\x05\x0a\x02" + b"\x02\0\0" + b"\x02\x01\x7f\x06\0",
            [(0, 10, 1), (4, 13, 1)],
            id="hidden-between",
        ),
        pytest.param(
            b"\0\x01" + b"\0\0\x05\x0a\x02" + b"\0\x02" + b"\x01\0\x05\x7d\0",
            [(0, 10, 1), (1, 8, 2)],
            id="other-document",
        ),
        pytest.param(
            b"\0\x02" + b"\0\0\0" + b"\0\x01" + b"\x01\0\x05\x0a\x02",
            [(1, 10, 1)],
            id="document-after-hidden",
        ),
        pytest.param(
            b"\0\x01" + b"\0\0\x05\x0a\x02" + b"\x80\0\0\x05\x02\0",
            [(0, 10, 1), (0, 11, 1)],
            id="long-zero-is-no-document",
        ),
        pytest.param(
            b"\0\x01" + b"\0\0\x05\x0a\x02" + b"\0\x02",
            [(0, 10, 1)],
            id="document-for-nothing",
        ),
        pytest.param(b"\0\x01" + b"\0\0\x05\0\0", [(0, 0, 1)], id="line-0-column-0"),
        pytest.param(b"\0\x09" + b"\0\0\0", [], id="unknown-document-of-hidden"),
    ],
)
def test_points(blob: bytes, points: list[tuple[int, int, int]]) -> None:
    assert read_points(blob, 0, documents=2) == points


def test_the_document_of_the_row_is_not_in_the_blob() -> None:
    assert read_points(b"\0" + b"\0\0\x05\x0a\x02", 2, documents=2) == [(0, 10, 2)]


HEAD = b"\0\x01"
FIRST = b"\0\0\x05\x0a\x02"


@pytest.mark.parametrize(
    "blob",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\0", id="no-document"),
        pytest.param(HEAD + FIRST[:-1], id="cut-off"),
        pytest.param(HEAD + b"\xff" + FIRST[1:], id="no-integer"),
        pytest.param(b"\0\x03" + FIRST, id="unknown-document"),
        pytest.param(b"\0\0" + FIRST, id="document-zero"),
        pytest.param(HEAD + FIRST + b"\0\x03" + b"\x01\0\x05\0\0", id="switch-to-unknown"),
        pytest.param(HEAD + BIG + b"\0\0" + b"\x01" + FIRST[1:], id="offset-too-large"),
        pytest.param(HEAD + BIG + b"\0\0" + b"\x01\0\0", id="offset-of-hidden-too-large"),
        pytest.param(HEAD + b"\0\x01\0" + BIG + b"\x01", id="end-line-too-large"),
        pytest.param(HEAD + FIRST + b"\x01\0\x05" + signed(-11) + b"\0", id="negative-line"),
        pytest.param(HEAD + FIRST + b"\x01\0\x05" + b"\0" + signed(-3), id="negative-column"),
        pytest.param(HEAD + b"\0\0\x05\x0a" + unsigned(0x1_0000), id="column-too-large"),
        pytest.param(HEAD + b"\0\0" + unsigned(0x1_0000) + b"\x0a\0", id="end-column-too-large"),
        pytest.param(HEAD + b"\0\x01" + signed(-3) + b"\x0a\x02", id="end-column-negative"),
    ],
)
def test_damaged_points(blob: bytes) -> None:
    with pytest.raises(BadObject):
        read_points(blob, 0, documents=2)


visible = st.builds(
    Visible,
    offset=st.integers(0, 300),
    line=st.integers(0, 300_000),
    document=st.integers(1, 3),
    column=st.integers(0, 300),
    lines=st.integers(0, 3),
    columns=st.integers(1, 300),
)
in_order = st.lists(visible | st.builds(Hidden, offset=st.integers(0, 300)), max_size=8).map(
    lambda points: sorted(points, key=lambda point: point.offset)
)


def with_first_document(points: list[Point]) -> list[Point]:
    """A first record cannot switch the document, so a later visible one must not have to."""
    return points if not points or isinstance(points[0], Visible) else [Visible(0, 1), *points]


@given(in_order.map(with_first_document), st.booleans())
def test_points_are_read_as_they_are_written(points: list[Point], in_row: bool) -> None:
    first = points[0].document if points and isinstance(points[0], Visible) and in_row else 0
    expected = [(p.offset, p.line, p.document) for p in points if isinstance(p, Visible)]
    blob = points_blob(points, first) or b"\0\1"
    assert read_points(blob, first, documents=3) == expected


def test_methods_in_row_order() -> None:
    data = portable_pdb(["/a", "/b"], [[Visible(1, 2)], [], [Hidden(0), Visible(4, 5)]])
    assert list(methods(Metadata(data), 2)) == [[(1, 2, 1)], [], [(4, 5, 1)]]


def custom(rows: list[tuple[int, str, bytes]]) -> Metadata:
    heaps = Heaps()
    table = [(parent, heaps.guid(kind), heaps.blob(blob)) for parent, kind, blob in rows]
    return from_tables({0x37: ("<HHH", table)}, heaps)


def test_embedded_sources() -> None:
    metadata = custom(
        [
            (2 << 5 | 22, EMBEDDED, b"two"),
            (1 << 5 | 6, EMBEDDED, b"of a type"),
            (1 << 5 | 22, SOURCE_LINK, b"of another kind"),
            (1 << 5 | 22, EMBEDDED, b"one"),
        ]
    )
    assert list(embedded_sources(metadata, 2)) == [(2, b"two"), (1, b"one")]
    with pytest.raises(BadObject):
        list(embedded_sources(metadata, 1))


@pytest.mark.parametrize(
    ("rows", "rules"),
    [
        pytest.param([], {}, id="none"),
        pytest.param([(1 << 5 | 7, b'{"documents":{"a":"b"}}')], {"a": "b"}, id="one"),
        pytest.param([(1 << 5 | 7, b'{"documents":{},"x":[1]}')], {}, id="other-keys"),
        pytest.param([(2 << 5 | 7, b'{"documents":{"a":"b"}}')], {}, id="second-module"),
        pytest.param([(1 << 5 | 22, b"not JSON")], {}, id="of-a-document"),
        pytest.param(
            [(1 << 5 | 7, b'{"documents":{"a":"b"}}'), (1 << 5 | 7, b'{"documents":{"c":"d"}}')],
            {"a": "b", "c": "d"},
            id="two",
        ),
    ],
)
def test_source_links(rows: list[tuple[int, bytes]], rules: dict[str, str]) -> None:
    assert source_links(custom([(row, SOURCE_LINK, blob) for row, blob in rows])) == rules


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"{}", id="no-documents"),
        pytest.param(b"null", id="null"),
        pytest.param(b'{"documents":null}', id="documents-null"),
        pytest.param(b'{"documents":{"a":1}}', id="target-no-string"),
        pytest.param(b'{"documents":{"a":"b"}', id="cut-off"),
        pytest.param(b'\xef\xbb\xbf{"documents":{"a":"b"}}', id="byte-order-mark"),
        pytest.param(b'{"documents":{"a":"\xff"}}', id="not-utf8"),
        pytest.param(b'{"documents":{"a":"\\ud800"}}', id="lone-surrogate"),
        pytest.param(b'{"documents":{},"x":' + b"[" * 100_000, id="deep"),
    ],
)
def test_damaged_source_links(text: bytes) -> None:
    """What symbolic refuses, checked against it."""
    with pytest.raises(BadObject):
        source_links(custom([(1 << 5 | 7, SOURCE_LINK, text)]))


def test_information_about_no_table() -> None:
    with pytest.raises(BadObject):
        source_links(custom([(1 << 5 | 31, SOURCE_LINK, b"{}")]))
    assert list(embedded_sources(custom([(1 << 5 | 31, SOURCE_LINK, b"{}")]), 1)) == []


def test_many_rows_that_share_one_large_blob() -> None:
    """Each of 60,000 methods would be read for a second."""
    heaps = Heaps()
    blob = heaps.blob(points_blob([Visible(i, 1 + i % 9) for i in range(20_000)]))
    metadata = from_tables({0x31: ("<HH", [(0, blob)] * 60_000)}, heaps)
    with pytest.raises(BadObject, match="overlap"):
        for _ in methods(metadata, 1):
            pass
