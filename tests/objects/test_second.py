"""Which second reader is asked, and what they say of files none of them reads."""

from pathlib import Path

import pytest

from inspector.objects.errors import BadObject
from inspector.objects.second import describe


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\x7fELF\x02\x01\x01" + bytes(8), id="15-bytes"),
        pytest.param(b"this is a text file", id="text"),
    ],
)
def test_bad_file(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "file"
    file.write_bytes(data)
    with pytest.raises(BadObject, match=r"^[^\n]+$"):
        describe(str(file))


def test_missing_file_is_no_bad_object(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        describe(str(tmp_path / "nowhere"))
