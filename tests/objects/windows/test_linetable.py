"""C13 line tables built by hand."""

from struct import pack

from hypothesis import given
from hypothesis import strategies as st

from inspector.objects.windows.linetable import FOREIGN, read_exports, read_lines


def part(kind: int, body: bytes) -> bytes:
    return pack("<2I", kind, len(body)) + body + bytes(-len(body) % 4)


def rva(section: int, offset: int) -> int | None:
    return 0x1000 + offset if section == 1 else None


def lines(*rows: tuple[int, int], file: int = 0, section: int = 1) -> bytes:
    body = b"".join(pack("<2I", place, line) for place, line in rows)
    block = pack("<3I", file, len(rows), 12 + len(body)) + body
    return part(0xF2, pack("<IHHI", 0x10, section, 0, 0x40) + block)


def test_rows() -> None:
    data = memoryview(lines((8, 12), (0, 11), file=24) + part(0xF4, pack("<IBBH", 5, 0, 0, 0) * 4))
    table = read_lines(data, rva)
    assert table.rows == [(0x1010, 24, 11), (0x1018, 24, 12)]
    assert table.within(0x1011, 0x1019) == [(0x1018, 24, 12)]
    assert table.within(0x1019, 0x2000) == []
    assert (table.name_at(24), table.name_at(400)) == (5, None)


def test_what_is_no_line_is_left_out() -> None:
    data = memoryview(lines((0, 0xFEEFEE), (4, 0xF00F00), (8, 3 | 1 << 31)))
    assert read_lines(data, rva).rows == [(0x1018, 0, 3)]


def test_unknown_sections_are_left_out() -> None:
    assert read_lines(memoryview(lines((0, 1), section=9)), rva).rows == []


def test_inlinees() -> None:
    plain = part(0xF6, pack("<4I", 0, 0x1001, 24, 7))
    extra = part(0xF6, pack("<7I", 1, 0x1002, 48, 9, 2, 1, 2))
    table = read_lines(memoryview(plain + extra), rva)
    assert table.inlinees == {0x1001: (24, 7), 0x1002: (48, 9)}


def test_imports_and_exports() -> None:
    data = memoryview(
        part(0xF7, pack("<4I", 33, 2, 0x1005, 0x1006)) + part(0xF8, pack("<2I", 5, 6))
    )
    table = read_lines(data, rva)
    assert table.imported(FOREIGN | 1) == (33, 0x1006)
    assert table.imported(FOREIGN | 2) is None
    assert table.imported(FOREIGN | 1 << 20) is None
    assert read_exports(data) == {5: 6}


@given(st.binary(max_size=60))
def test_any_exports(data: bytes) -> None:
    assert len(read_exports(memoryview(data))) <= len(data) // 8
