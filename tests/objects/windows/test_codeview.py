"""Symbol records and the annotations of inlined calls, built by hand."""

from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.objects.windows.codeview import follow, read_procedures, records, text_at


def record(kind: int, body: bytes) -> bytes:
    body += bytes(-(len(body) + 2) % 4)
    return pack("<2H", len(body) + 2, kind) + body


def procedure(name: bytes, offset: int, size: int) -> bytes:
    return record(0x1110, pack("<12x5IHB", size, 0, 0, 0x1234, offset, 1, 0) + name + b"\0")


def inline(function: int, annotations: bytes) -> bytes:
    return record(0x114D, pack("<3I", 0, 0, function) + annotations)


END, INLINE_END = record(6, b""), record(0x114E, b"")


def rva(section: int, offset: int) -> int | None:
    return 0x1000 + offset if section == 1 else None


def test_procedures_and_what_is_in_them() -> None:
    data = memoryview(
        procedure(b"outer", 0x10, 0x40)
        + record(0x1103, b"")  # a block
        + inline(7, b"\x03\x04\x04\x08")
        + inline(8, b"\x03\x06\x04\x02")
        + INLINE_END
        + INLINE_END
        + END  # of the block
        + inline(9, b"")
        + INLINE_END
        + END
        + procedure(b"next", 0x80, 8)
    )
    outer, following = read_procedures(data, rva)
    assert (outer.name, outer.start, outer.size, outer.type) == ("outer", 0x1010, 0x40, 0x1234)
    assert [call.function for call in outer.inlined] == [7, 9]
    assert outer.inlined[0].ranges == [(0x1014, 0x101C)]
    assert [call.function for call in outer.inlined[0].inner] == [8]
    assert (following.name, following.inlined) == ("next", [])


@pytest.mark.parametrize(
    ("annotations", "ranges", "rows"),
    [
        pytest.param(b"", [], [], id="none"),
        pytest.param(b"\x03\x04\x04\x08", [(104, 112)], [(104, -1, 0)], id="offset-then-length"),
        pytest.param(b"\x0b\x44\x04\x08", [(104, 112)], [(104, -1, 2)], id="both-in-one"),
        pytest.param(b"\x0b\x63\x04\x05", [(103, 108)], [(103, -1, 3)], id="line-forward"),
        pytest.param(b"\x06\x03\x03\x01\x04\x01", [(101, 102)], [(101, -1, -1)], id="line-back"),
        pytest.param(b"\x05\x18\x03\x01\x04\x01", [(101, 102)], [(101, 24, 0)], id="file"),
        pytest.param(
            b"\x03\x02\x03\x02\x04\x02", [(102, 106)], [(102, -1, 0), (104, -1, 0)], id="neighbours"
        ),
        pytest.param(
            b"\x03\x02\x04\x01\x03\x02\x04\x02",
            [(102, 103), (105, 107)],
            [(102, -1, 0), (105, -1, 0)],
            id="gap",
        ),
        pytest.param(b"\x0c\x04\x06", [(106, 110)], [(106, -1, 0)], id="length-and-offset"),
        pytest.param(b"\x03\x81\x00\x04\x01", [(356, 357)], [(356, -1, 0)], id="two-bytes"),
        pytest.param(b"\x03\x05", [(105, 106)], [(105, -1, 0)], id="without-length"),
        pytest.param(b"\x03", [], [], id="cut-off"),
    ],
)
def test_annotations(
    annotations: bytes, ranges: list[tuple[int, int]], rows: list[tuple[int, int, int]]
) -> None:
    assert follow(annotations, 100) == (ranges, rows)


@given(st.binary(max_size=60))
def test_any_annotations(annotations: bytes) -> None:
    """Ranges are never empty, rows are in order."""
    ranges, rows = follow(annotations, 0)
    assert all(start < end for start, end in ranges)
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)


@given(st.binary(max_size=80))
def test_any_records(data: bytes) -> None:
    for _, body in records(memoryview(data)):
        assert len(body) <= len(data)


def test_names_end_at_a_zero() -> None:
    assert text_at(memoryview(b"xxabc\0def"), 2) == "abc"
    assert text_at(memoryview(b"ab\xff"), 0) == "ab\ufffd"
