"""Which files of a folder are requests, and what their answers are called."""

import os
from pathlib import Path

import pytest

from inspector.batch.finding import NoRequests, find, modified_at


def tree(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}", encoding="utf-8")


def test_a_folder_gives_its_requests_by_name_with_subfolders(tmp_path: Path) -> None:
    tree(tmp_path, "b.json", "a.json", "sub/c.json", "a.txt", "b.response.json", ".git/d.json")
    found = list(find([str(tmp_path)]))
    assert [Path(one.path).relative_to(tmp_path).as_posix() for one in found] == [
        "a.json",
        "b.json",
        "sub/c.json",
    ]
    assert [Path(one.name).as_posix() for one in found] == ["a", "b", "sub/c"]


def test_files_of_one_name_get_names_of_their_own(tmp_path: Path) -> None:
    tree(tmp_path, "x/a.json", "y/a.json", "z/a.txt")
    paths = [str(tmp_path / name) for name in ("x/a.json", "y/a.json", "z/a.txt")]
    assert [one.name for one in find(paths)] == ["a", "a-2", "a-3"]


def test_folders_of_several_paths_keep_their_names_apart(tmp_path: Path) -> None:
    tree(tmp_path, "x/a.json", "y/a.json", "y/x/a.json", "a.json")
    paths = [str(tmp_path / name) for name in ("x", "y", "y/x", "a.json")]
    names = [Path(one.name).as_posix() for one in find(paths)]
    assert names == ["x/a", "y/a", "y/x/a", "x-2/a", "a"]


@pytest.mark.skipif(os.name == "nt", reason="paths are shorter there")
def test_folders_in_folders_a_thousand_deep(tmp_path: Path) -> None:
    tree(tmp_path, "keep.txt")
    inside = os.open(tmp_path, os.O_RDONLY)
    for _ in range(1_100):
        os.mkdir("d", dir_fd=inside)
        deeper = os.open("d", os.O_RDONLY, dir_fd=inside)
        os.close(inside)
        inside = deeper
    os.close(os.open("a.json", os.O_CREAT, dir_fd=inside))
    os.close(inside)
    (found,) = find([str(tmp_path)])
    assert found.name == "d/" * 1_100 + "a"
    os.unlink(found.path)  # here, as whoever tidies up goes down by recursion
    os.removedirs(os.path.dirname(found.path))


def test_a_link_to_itself_is_found_out_when_it_is_opened(tmp_path: Path) -> None:
    tree(tmp_path, "b.json")
    (tmp_path / "a.json").symlink_to("a.json")
    (tmp_path / "c.json").symlink_to("none.json")
    assert [one.name for one in find([str(tmp_path)])] == ["a", "b"]


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    tree(tmp_path, "a.json")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert len(list(find([str(tmp_path)]))) == 1


def test_a_file_that_is_not_there_is_found_out_when_it_is_opened(tmp_path: Path) -> None:
    assert [one.name for one in find([str(tmp_path / "none.json")])] == ["none"]


def test_a_folder_that_goes_away_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.path.isdir", lambda _: True)
    with pytest.raises(NoRequests, match="gone"):
        list(find([str(tmp_path / "gone")]))


def test_when_a_request_was_modified(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    assert modified_at(str(path)) == 0
    path.write_bytes(b"{}")
    assert modified_at(str(path)) == path.stat().st_mtime_ns
