"""A file is written whole or not at all, and by one program at a time."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from inspector.atomic import alone, write_whole


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


@pytest.mark.parametrize(("private", "rights"), [(False, 0o640), (True, 0o600)])
def test_rights_of_an_old_file(tmp_path: Path, private: bool, rights: int) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_whole(str(path), b"new", private=private)
    assert path.stat().st_mode & 0o777 == rights


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "target")
    write_whole(str(tmp_path / "link"), b"{}")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_bytes() == b"{}"


def test_one_at_a_time(tmp_path: Path) -> None:
    """What many add to one file is all there; without the lock some would be lost."""

    def add(number: int) -> None:
        with alone(str(tmp_path)):
            known = path.read_text() if path.exists() else ""
            write_whole(str(path), f"{known}{number} ".encode(), lasting=False)

    path = tmp_path / "a.txt"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(50)))
    assert sorted(map(int, path.read_text().split())) == list(range(50))
