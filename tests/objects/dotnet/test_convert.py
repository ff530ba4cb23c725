"""The table made of a Portable PDB: it answers like the file, or there is none."""

import os
import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.objects.dotnet.convert import convert_ppdb, make_table
from inspector.objects.dotnet.portable_pdb import PortablePdb
from inspector.objects.errors import BadObject
from tests.objects.ppdb_files import (
    Hidden,
    Point,
    Visible,
    deflated,
    mpdb,
    pe_with_debug,
    portable_pdb,
)

DOCUMENTS = ["/build/a.cs", "C:\\build\\b.cs", "/build/a.cs", "/build/ü.cs"]
PLAIN = portable_pdb(
    DOCUMENTS,
    [[Visible(0, 3), Hidden(4), Visible(7, 5, 2)], [], [Visible(2, 9, 4)]],
    [(2, deflated(b"class B {}\n" * 40)), (4, b"\0\0\0\0class U {}\n")],
    '{"documents":{"/build/*":"https://h/*"}}',
)


def converted(data: bytes, folder: Path) -> PortablePdb:
    """The table of a file, opened, as the engine goes about it."""
    (folder / "file.pdb").write_bytes(data)
    convert_ppdb(str(folder / "file.pdb"), 0, len(data), str(folder / "table"))
    return PortablePdb.open(str(folder / "table"))


def test_the_part_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"before" + PLAIN + b"after")
    convert_ppdb(str(tmp_path / "file"), 6, len(PLAIN), str(tmp_path / "table"))
    assert (tmp_path / "table").read_bytes() == make_table(PLAIN)


def test_the_portable_pdb_inside_an_executable(tmp_path: Path) -> None:
    executable = pe_with_debug([(2, b"RSDS"), (17, mpdb(PLAIN))])
    found = converted(executable, tmp_path)
    assert found.lookup(1, 0) == ("/build/a.cs", 3, "csharp")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(PLAIN[:-1], id="cut-off"),
        pytest.param(pe_with_debug([(2, b"RSDS")]), id="executable-without"),
        pytest.param(pe_with_debug([(17, mpdb(PLAIN[:-1]))]), id="damaged-inside"),
        pytest.param(b"Microsoft C/C++ MSF 7.00\r\n\x1aDS\0\0\0" * 9, id="windows-pdb"),
        pytest.param(portable_pdb(["/a"], [[Visible(0, 1, 2)]]), id="one-bad-method"),
        pytest.param(portable_pdb(["/a"], links="{}"), id="bad-links"),
        pytest.param(portable_pdb(["/a"], embedded=[(2, b"")]), id="text-of-no-document"),
    ],
)
def test_nothing_is_written_for_a_bad_file(data: bytes, tmp_path: Path) -> None:
    with pytest.raises(BadObject):
        converted(data, tmp_path)
    assert not (tmp_path / "table").exists()


def test_harbor(harbor: Path, tmp_path: Path) -> None:
    """The same Portable PDB, beside the executable and in it."""
    for name in ("out/Quay.pdb", "emb/Quay.exe"):
        path = harbor / "dotnet" / name
        convert_ppdb(str(path), 0, path.stat().st_size, str(tmp_path / path.name))
    assert (tmp_path / "Quay.pdb").read_bytes() == (tmp_path / "Quay.exe").read_bytes()
    found = PortablePdb.open(str(tmp_path / "Quay.pdb"))
    assert [found.lookup(method, 1000) for method in range(1, 10)] == [
        None,
        ("/build/quay/Quay.cs", 8, "csharp"),
        ("/build/quay/Quay.cs", 9, "csharp"),
        ("/build/quay/Quay.cs", 14, "csharp"),
        ("/build/quay/Quay.cs", 20, "csharp"),
        ("/build/quay/Quay.cs", 25, "csharp"),
        ("/build/quay/Quay.cs", 24, "csharp"),
        ("/build/quay/Quay.cs", 29, "csharp"),
        None,
    ]
    assert not found.has_sources
    assert found.source_by_path("/build/quay/Quay.cs") is None


SYMBOLS = "conformance/cases/fixtures/symbols"


@pytest.mark.parametrize(
    ("file", "asked", "document", "line", "has_sources"),
    [
        pytest.param("integration.pdb/0C10*", (6, 10), "/Program.cs", 55, False, id="integration"),
        pytest.param("integration.pdb/0C10*", (5, 6), "/Program.cs", 48, False, id="second"),
        pytest.param("integration.pdb/0C10*", (3, 0), "/Program.cs", 41, False, id="at-0"),
        pytest.param("integration.pdb/0C10*", (2, 0), "/Program.cs", 36, False, id="another-at-0"),
        pytest.param("integration.pdb/0C10*", (1, 45), "/Program.cs", 18, False, id="in-main"),
        pytest.param("portable-embedded.pdb/*", (5, 47), "\\Program.cs", 13, True, id="embedded"),
        pytest.param("source-links.pdb/37E9*", (7, 1), "/ThrowHelper.cs", 24, True, id="both"),
        pytest.param("source-links.pdb/0C38*", (5, 0x2F), "\\Program.cs", 13, True, id="links"),
    ],
)
def test_upstream_fixtures(
    shared: Path,
    tmp_path: Path,
    file: str,
    asked: tuple[int, int],
    document: str,
    line: int,
    has_sources: bool,
) -> None:
    (path,) = (shared / SYMBOLS).glob(file + "/*.pdb")
    found = converted(path.read_bytes(), tmp_path)
    point = found.lookup(*asked)
    assert point is not None
    assert point[0].endswith(document)
    assert point[1:] == (line, "csharp")
    assert found.has_sources == has_sources


visible = st.builds(
    Visible, offset=st.integers(0, 12), line=st.integers(0, 99), document=st.integers(1, 4)
)
method = st.lists(visible | st.builds(Hidden, offset=st.integers(0, 12)), max_size=5).map(
    lambda points: sorted(points, key=lambda point: point.offset)
)


def obvious(points: list[Point], il_offset: int) -> tuple[str, int, str] | None:
    """The rule of spec/native.md 8, slowly."""
    found = [p for p in points if isinstance(p, Visible) and p.offset <= il_offset]
    return (DOCUMENTS[found[-1].document - 1], found[-1].line, "csharp") if found else None


@given(
    st.lists(method.filter(lambda m: not m or isinstance(m[0], Visible)), max_size=4),
    st.booleans(),
)
def test_lookup_is_the_last_visible_point_not_after_it(
    tmp_path_factory: pytest.TempPathFactory, methods: list[list[Point]], in_row: bool
) -> None:
    folder = tmp_path_factory.mktemp("ppdb")
    data = portable_pdb(DOCUMENTS, methods, method_documents=in_row)
    found = converted(data, folder)
    for row in range(-1, len(methods) + 3):
        for il_offset in (-1, *range(14), 0xFFFF_FFFF):
            known = methods[row - 1] if 1 <= row <= len(methods) else []
            assert found.lookup(row, il_offset) == obvious(known, il_offset)
    found.close()


def damaged(seed: int, good: bytes) -> bytes:
    """`good` with some bytes changed, cut out or cut off, most of them in its tables."""
    draw = random.Random(seed)
    data = bytearray(good)
    for _ in range(draw.choice([1, 1, 2, 5])):
        at = draw.randrange(max(1, min(len(data), draw.choice([400, 1 << 20]))))
        match draw.randrange(5):
            case 0:
                data[at : at + 1] = draw.randbytes(1)
            case 1:
                data[at : at + 4] = draw.choice([b"\0\0\0\0", b"\xff" * 4, b"\xff\xff\xff\x7f"])
            case 2:
                del data[at : at + draw.randrange(1, 9)]
            case 3:
                del data[max(at, 8) :]
            case _:
                data[at:at] = draw.randbytes(draw.randrange(1, 9))
    return bytes(data)


@pytest.mark.parametrize("seed", range(8))
def test_damage_is_a_bad_object_or_a_table_that_answers(seed: int, tmp_path: Path) -> None:
    """Never another exception, never long; what is converted can be asked anything."""
    started, tables = time.perf_counter(), 0
    for number in range(250):
        try:
            found = converted(damaged(seed << 16 | number, PLAIN), tmp_path)
        except BadObject:
            continue
        tables += 1
        for method in range(5):
            found.lookup(method, 5)
        for document in DOCUMENTS:
            found.source_by_path(document)
        found.close()
    assert 0 < tables < 250
    assert time.perf_counter() - started < 20


@given(st.binary(max_size=300))
def test_noise_after_the_magic(noise: bytes) -> None:
    with pytest.raises(BadObject):
        make_table(b"BSJB" + noise)


def test_a_large_file_is_converted_in_time(tmp_path: Path) -> None:
    methods = [[Visible(i, 1 + (i + m) % 500) for i in range(0, 60, 3)] for m in range(2_000)]
    data = portable_pdb(["/a"], methods)
    started = time.perf_counter()
    found = converted(data, tmp_path)
    assert time.perf_counter() - started < 2
    assert found.lookup(2_000, 5) == ("/a", 1 + (3 + 1_999) % 500, "csharp")
    assert os.path.getsize(tmp_path / "table") < 13 * 40_000 + 5 * 2_000
