"""A file is written whole or not at all."""

import os
from pathlib import Path

import pytest

from inspector.tui.files import write_whole


def test_a_new_file_has_the_usual_rights(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_whole(str(path), b"{}")
    mask = os.umask(0)
    os.umask(mask)
    assert path.read_bytes() == b"{}"
    assert path.stat().st_mode & 0o777 == 0o666 & ~mask


def test_a_private_file(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_whole(str(path), b"{}", private=True)
    assert path.stat().st_mode & 0o777 == 0o600


def test_an_old_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"old and longer")
    write_whole(str(path), b"new")
    assert path.read_bytes() == b"new"


def test_what_goes_wrong_leaves_nothing_behind(tmp_path: Path) -> None:
    folder = tmp_path / "there"
    folder.mkdir()
    with pytest.raises(OSError, match=r"."):
        write_whole(str(folder), b"{}")
    with pytest.raises(FileNotFoundError):
        write_whole(str(tmp_path / "nowhere" / "a.json"), b"{}")
    assert list(tmp_path.iterdir()) == [folder]
