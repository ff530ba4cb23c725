"""An open table of a Portable PDB: its sources, and tables that are none.

Lookups are tested with what makes the tables, in dotnet/test_convert.
"""

import struct
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from inspector.model.places.sourcelinks import SourceText
from inspector.objects.dotnet import portable_pdb as reader
from inspector.objects.dotnet.convert import make_table
from inspector.objects.dotnet.portable_pdb import PortablePdb
from inspector.objects.errors import BadObject
from tests.objects.ppdb_files import Visible, deflated, portable_pdb

OpenTable = Callable[[bytes], PortablePdb]

TEXT = "class Ä {}\r\n".encode() * 30
LINKS = '{"documents":{"/build/*":"https://h/*","/exact.cs":"https://h/e"}}'


@pytest.fixture
def open_table(tmp_path: Path) -> Iterator[OpenTable]:
    """Opens the table of a Portable PDB, and closes it."""
    opened: list[PortablePdb] = []

    def open_(data: bytes) -> PortablePdb:
        (tmp_path / "table").write_bytes(make_table(data))
        opened.append(PortablePdb.open(str(tmp_path / "table")))
        return opened[-1]

    yield open_
    for found in opened:
        found.close()


def raw(text: bytes) -> bytes:
    return b"\0\0\0\0" + text


@pytest.mark.parametrize(
    ("blobs", "found"),
    [
        pytest.param([(1, raw(TEXT))], SourceText(TEXT), id="raw"),
        pytest.param([(1, deflated(TEXT))], SourceText(TEXT), id="deflated"),
        pytest.param([(1, raw(b""))], SourceText(b""), id="empty"),
        pytest.param([(1, raw(b"a\xff\xc3("))], SourceText("a\ufffd\ufffd("), id="not-utf8"),
        pytest.param([(1, raw(b"1")), (1, raw(b"2"))], SourceText(b"2"), id="the-last-row"),
        pytest.param([(3, raw(b"3"))], SourceText(b"3"), id="document-of-the-same-name"),
        pytest.param([(1, b"")], None, id="no-format"),
        pytest.param([(1, b"\0\0\0")], None, id="half-a-format"),
        pytest.param([(1, b"\xff\xff\xff\xff" + TEXT)], None, id="negative-format"),
        pytest.param([(1, b"\1\0\0\0" + TEXT)], None, id="not-deflated"),
        pytest.param([(1, b"\1\0\0\0" + deflated(TEXT)[4:])], None, id="longer-than-it-says"),
        pytest.param([(1, b"\xff\xff\0\0" + deflated(TEXT)[4:])], None, id="shorter-than-it-says"),
        pytest.param([(1, deflated(TEXT)[:-1])], None, id="cut-off"),
        pytest.param([(1, b"\1\0\0\x40" + deflated(TEXT)[4:])], None, id="above-1-gib"),
        pytest.param([(2, raw(TEXT))], SourceText(None, "https://h/a.cs"), id="of-another"),
    ],
)
def test_source_of_the_first_document(
    open_table: OpenTable, blobs: list[tuple[int, bytes]], found: SourceText | None
) -> None:
    names = ["/build/a.cs", "/build/b.cs", "/build/a.cs"]
    table = open_table(portable_pdb(names, embedded=blobs, links=LINKS))
    assert table.source_by_path("/build/a.cs") == found
    assert table.has_sources


@pytest.mark.parametrize(
    ("path", "url"),
    [
        pytest.param("/build/Sub/A.cs", "https://h/Sub/A.cs", id="prefix"),
        pytest.param("/exact.cs", "https://h/e", id="exact"),
        pytest.param("/elsewhere.cs", None, id="no-rule"),
        pytest.param("/build/unknown.cs", None, id="no-document"),
        pytest.param("/BUILD/sub/a.cs", None, id="another-case"),
        pytest.param("", None, id="empty"),
        pytest.param("\ud800", None, id="lone-surrogate"),
    ],
)
def test_links_are_for_documents_only(open_table: OpenTable, path: str, url: str | None) -> None:
    table = open_table(portable_pdb(["/build/Sub/A.cs", "/exact.cs", "/elsewhere.cs"], links=LINKS))
    found = table.source_by_path(path)
    assert found == (None if url is None else SourceText(url=url))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(portable_pdb(["/a"]), False, id="nothing"),
        pytest.param(portable_pdb(["/a"], links=LINKS), True, id="links"),
        pytest.param(portable_pdb([], links=LINKS), False, id="links-for-no-document"),
        pytest.param(portable_pdb(["/a"], links='{"documents":{}}'), False, id="no-rules"),
        pytest.param(portable_pdb(["/a"], embedded=[(1, b"")]), True, id="unreadable-text"),
    ],
)
def test_has_sources(open_table: OpenTable, data: bytes, expected: bool) -> None:
    assert open_table(data).has_sources == expected


def test_every_document_is_found_by_name(open_table: OpenTable) -> None:
    names = [f"/src/{name}" for name in ("b", "a", "ä", "A", "aa", "", "€", "Z", "\U0001f600")]
    data = portable_pdb(names, embedded=[(i + 1, raw(n.encode())) for i, n in enumerate(names)])
    table = open_table(data)
    assert [table.source_by_path(name) for name in names] == [
        SourceText(name.encode()) for name in names
    ]


GOOD = make_table(portable_pdb(["/a"], [[Visible(0, 1)]], [(1, raw(b"text"))], LINKS))
HUGE = struct.pack("=I", 0xFFFF_FFFF)


@pytest.mark.parametrize(
    "table",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"BSJB" + GOOD[4:], id="other-magic"),
        pytest.param(GOOD[: reader.HEADER_SIZE - 1], id="cut-in-the-header"),
        pytest.param(GOOD[:-1], id="cut-off"),
        pytest.param(GOOD + b"\0", id="too-long"),
        pytest.param(GOOD[:8] + HUGE + GOOD[12:], id="huge-count"),
    ],
)
def test_no_table(table: bytes, tmp_path: Path) -> None:
    (tmp_path / "table").write_bytes(table)
    with pytest.raises(BadObject):
        PortablePdb.open(str(tmp_path / "table"))


def test_close_gives_the_file_back(tmp_path: Path) -> None:
    (tmp_path / "table").write_bytes(GOOD)
    table = PortablePdb.open(str(tmp_path / "table"))
    assert table.lookup(1, 0) == ("/a", 1, "csharp")
    assert table.source_by_path("/a") == SourceText(b"text")
    table.close()
    with pytest.raises(ValueError, match="released"):
        table.lookup(1, 0)
