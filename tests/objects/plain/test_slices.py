from pathlib import Path
from struct import pack

import pytest

from inspector.objects.plain.slices import Slice, read_slices


def fat(count: int, *entries: bytes, magic: bytes = b"\xca\xfe\xba\xbe") -> bytes:
    return magic + pack(">I", count) + b"".join(entries)


def entry(offset: int, size: int) -> bytes:
    return pack(">5I", 7, 3, offset, size, 12)


def entry64(offset: int, size: int) -> bytes:
    return pack(">IIQQII", 7, 3, offset, size, 12, 0)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(fat(2, entry(64, 9), entry(80, 5)), [(64, 9), (80, 5)], id="two"),
        pytest.param(fat(0), [], id="none"),
        pytest.param(
            fat(1, entry64(1 << 40, 7), magic=b"\xca\xfe\xba\xbf"), [(1 << 40, 7)], id="64-bit"
        ),
        pytest.param(fat(2, entry(64, 9), entry(80, 5)[:-1]), [(64, 9)], id="table-cut-short"),
        pytest.param(fat(1, entry(2**32 - 1, 2**32 - 1)), [(2**32 - 1,) * 2], id="beyond-the-end"),
        pytest.param(fat(44, *[entry(1, 1)] * 44), [(1, 1)] * 44, id="most"),
        pytest.param(fat(45, *[entry(1, 1)] * 45), None, id="java-class-of-1996"),
        pytest.param(fat(2)[:7], None, id="header-cut-short"),
        pytest.param(b"", None, id="empty"),
        pytest.param(b"\xcf\xfa\xed\xfe" + bytes(60), None, id="thin"),
    ],
)
def test_slices(tmp_path: Path, data: bytes, expected: list[tuple[int, int]] | None) -> None:
    file = tmp_path / "file"
    file.write_bytes(data)
    slices = None if expected is None else tuple(Slice(*place) for place in expected)
    assert read_slices(str(file)) == slices


def test_real_file(harbor: Path) -> None:
    """Each slice is the thin file it was made from."""
    path = harbor / "macho" / "harbor.fat"
    data = path.read_bytes()
    found = [data[part.offset :][: part.size] for part in read_slices(str(path)) or ()]
    assert found == [
        (harbor / "macho" / arch / "harbor").read_bytes() for arch in ("x86_64", "arm64")
    ]
