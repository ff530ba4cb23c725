"""Line tables: those of pyelftools, and what a hostile header may not do."""

from pathlib import Path
from struct import pack

import pytest

from inspector.objects.dwarf.answers import open_dwarf
from inspector.objects.dwarf.codes import At, Form
from inspector.objects.dwarf.lines import LineTable, Row, Sequence, read_lines
from inspector.objects.dwarf.reader import Dwarf
from inspector.objects.errors import BadObject
from inspector.objects.second import Companions
from tests.harbor import HARBOR
from tests.objects.dwarf.trees import dwarf_info
from tests.objects.dwarf.units import based, unit


def opened(name: str) -> Dwarf:
    path = HARBOR / name
    return open_dwarf(str(path), 0, path.stat().st_size, Companions())


@pytest.mark.parametrize(
    "name", ["elf/gcc-dwarf4", "elf/gcc-dwarf5", "elf/clang-dwarf5", "elf/armv7", "elf/i686"]
)
def test_as_pyelftools(name: str) -> None:
    """All rows but those that a later row at the same address replaces."""
    dwarf = opened(name)
    info = dwarf_info(dwarf.sections)
    for mine in dwarf.units:
        program = info.line_program_for_CU(info.get_CU_at(mine.header.offset))
        assert program is not None
        states = [entry.state for entry in program.get_entries() if entry.state]
        rows = {each.address: (each.file, each.line) for each in states if not each.end_sequence}
        table = dwarf.lines(mine)
        assert table is not None
        found = {
            row.address: (row.file, row.line)
            for sequence in table.sequences
            for row in map(sequence.row, range(len(sequence.addresses)))
        }
        assert found == rows


ROWS = LineTable(
    [Sequence(0x10, 0x20, [0x10, 0x14, 0x18], [1, 1, 2], [5, 6, 7])],
    {1: ("src", "a.c"), 2: ("/abs", "b.h"), 3: ("..", "c.c")},
    "/build",
)


@pytest.mark.parametrize(
    ("within", "address", "expected"),
    [
        pytest.param((0x10, 0x20), 0x10, Row(0x10, 0x14, 1, 5), id="first"),
        pytest.param((0x10, 0x20), 0x17, Row(0x14, 0x18, 1, 6), id="inside"),
        pytest.param((0x10, 0x30), 0x2F, Row(0x18, 0x20, 2, 7), id="behind-the-last"),
        pytest.param((0x15, 0x17), 0x16, Row(0x14, 0x18, 1, 6), id="row-begins-before"),
        pytest.param((0x08, 0x20), 0x09, None, id="before-the-first"),
        pytest.param((0x10, 0x14), 0x19, Row(0x10, 0x14, 1, 5), id="not-of-the-next-function"),
        pytest.param((0x20, 0x30), 0x24, None, id="another-sequence"),
    ],
)
def test_row_at(within: tuple[int, int], address: int, expected: Row | None) -> None:
    assert ROWS.row_at(within, address) == expected


@pytest.mark.parametrize(("address", "line"), [(0x0F, 0), (0x10, 5), (0x1F, 7), (0x20, 0)])
def test_plain_row_at(address: int, line: int) -> None:
    row = ROWS.plain_row_at(address)
    assert (row.line if row else 0) == line


@pytest.mark.parametrize(
    ("file", "path"), [(1, "/build/src/a.c"), (2, "/abs/b.h"), (3, "/c.c"), (4, ""), (-1, "")]
)
def test_path(file: int, path: str) -> None:
    assert ROWS.path(file) in (path, path.removeprefix("/"))


HEADER = b"\x01\x01\x01\xfb\x0e\x0d" + bytes([0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1])
ADDRESS = b"\x00\x09\x02"
AT_64 = ADDRESS + pack("<Q", 64)
END = b"\x00\x01\x01"


def table(program: bytes, files: bytes = b"\0a.c\0\0\0\0\0", header: bytes = HEADER) -> LineTable:
    """A version 4 table with one file and this program."""
    head = header + files
    body = pack("<HI", 4, len(head)) + head + program
    data = pack("<I", len(body)) + body
    return read_lines(unit(4, debug_line=data), 0)


def lines(found: LineTable) -> list[list[tuple[int, int]]]:
    return [list(zip(each.addresses, each.lines, strict=True)) for each in found.sequences]


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        pytest.param(AT_64 + b"\x01\x02\x04" + END, [[(64, 1)]], id="copy"),
        pytest.param(AT_64 + b"\x03\x09\x01\x02\x04" + END, [[(64, 10)]], id="advance-line"),
        pytest.param(AT_64 + b"\x14\x2e" + END, [[(64, 3), (66, 3)]], id="special"),
        pytest.param(AT_64 + b"\x08\x01" + END, [[(81, 1)]], id="const-add-pc"),
        pytest.param(AT_64 + b"\x09\x05\x00\x01" + END, [[(69, 1)]], id="fixed-advance"),
        pytest.param(AT_64 + b"\x0c\x07\x01" + END, [[(64, 1)]], id="isa-is-skipped"),
        pytest.param(AT_64 + b"\x01\x13\x02\x01" + END, [[(64, 2)]], id="last-at-an-address"),
        pytest.param(ADDRESS + bytes(8) + b"\x01\x02\x04" + END, [], id="thrown-away"),
        pytest.param(ADDRESS + b"\xff" * 8 + b"\x01" + END, [], id="thrown-away-by-lld"),
        pytest.param(AT_64 + b"\x01", [], id="no-end"),
    ],
)
def test_program(program: bytes, expected: list[list[tuple[int, int]]]) -> None:
    assert lines(table(program)) == expected


def test_file_0_is_the_unit() -> None:
    """In versions before 5; `symbolic` answers so for code without a place of its own."""
    found = based(unit(4), name=(At.NAME, (Form.STRING, b"/build/u.c")))
    head = HEADER + b"\0a.c\0\0\0\0\0"
    body = pack("<HI", 4, len(head)) + head
    found.sections = unit(4, debug_line=pack("<I", len(body)) + body).sections
    assert read_lines(found, 0).path(0) == "/build/u.c"
    assert read_lines(found, 0).path(1) == "a.c"


def modern(folders: bytes, files: bytes) -> LineTable:
    head = HEADER + folders + files
    body = pack("<HBBI", 5, 8, 0, len(head)) + head
    return read_lines(unit(5, debug_line=pack("<I", len(body)) + body), 0)


PATH_STRING = b"\x01\x01\x08"
PATH_AND_FOLDER = b"\x02\x01\x08\x02\x0b"


def test_files_of_version_5() -> None:
    found = modern(PATH_STRING + b"\x02/build\0src\0", PATH_AND_FOLDER + b"\x02a.c\0\x00b.h\0\x01")
    assert found.files == {0: ("/build", "a.c"), 1: ("src", "b.h")}


@pytest.mark.parametrize(
    ("folders", "files"),
    [
        pytest.param(b"\x00" + b"\xff\xff\xff\xff\x0f", b"\x00\x00", id="folders-of-nothing"),
        pytest.param(PATH_STRING + b"\xff\xff\xff\xff\x0f", b"\x00\x00", id="too-many-folders"),
        pytest.param(PATH_STRING + b"\x00", b"\x00\xff\x7f", id="files-of-nothing"),
    ],
)
def test_counts_that_are_lies(folders: bytes, files: bytes) -> None:
    with pytest.raises(BadObject, match="claims"):
        modern(folders, files)


def test_lines_without_a_range() -> None:
    with pytest.raises(BadObject, match="no range"):
        table(b"", header=HEADER[:4] + b"\0" + HEADER[5:])


@pytest.mark.parametrize("data", [b"", bytes(20), b"\x10\0\0\0\x09\0" + bytes(20)])
def test_no_table(data: bytes) -> None:
    with pytest.raises((BadObject, IndexError)):
        read_lines(unit(4, debug_line=data), 0)


def test_a_table_that_makes_no_sense_is_none(tmp_path: Path) -> None:
    """Names are then told without lines."""
    data = bytearray((HARBOR / "elf/gcc-dwarf4").read_bytes())
    dwarf = opened("elf/gcc-dwarf4")
    start = data.index(dwarf.sections.section("debug_line").whole()[:64])
    data[start + 4 : start + 6] = b"\x63\x00"
    file = tmp_path / "damaged"
    file.write_bytes(data)
    damaged = open_dwarf(str(file), 0, len(data), Companions())
    assert [each.line for each in damaged.lookup(0x1200)] == [0]
    assert [each.line for each in damaged.lookup(0x1290)] == [9, 15]
