from pathlib import Path

import pytest

from inspector.objects.errors import BadObject
from inspector.objects.plain.part import mapped


@pytest.mark.parametrize(
    ("offset", "size", "expected"),
    [(0, None, b"0123456789"), (2, 3, b"234"), (9, 1, b"9"), (10, 0, b""), (4, None, b"456789")],
)
def test_parts(offset: int, size: int | None, expected: bytes, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"0123456789")
    with mapped(str(file), offset, size) as data:
        assert bytes(data) == expected


@pytest.mark.parametrize(("offset", "size"), [(0, 11), (9, 2), (11, None), (-1, 2), (2, -1)])
def test_beyond_the_end(offset: int, size: int | None, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"0123456789")
    with pytest.raises(BadObject, match="beyond the end"), mapped(str(file), offset, size):
        pass


def test_an_empty_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with mapped(str(tmp_path / "file")) as data:
        assert len(data) == 0
