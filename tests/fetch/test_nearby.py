"""What a folder has, by names alone."""

from pathlib import Path

import pytest

from inspector.fetch import nearby
from inspector.model.places.sources import FilesystemSource


def source(path: str = "symbols") -> FilesystemSource:
    return FilesystemSource(id="s", path=path)


def touch(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def test_files_below(tmp_path: Path) -> None:
    touch(tmp_path / "symbols" / "a", tmp_path / "symbols" / "b" / "c", tmp_path / "other")
    found = nearby.files_below(source(), str(tmp_path), trusted=False)
    assert sorted(found) == ["a", "b/c"]


def test_only_so_many(tmp_path: Path) -> None:
    touch(*(tmp_path / "symbols" / str(number) for number in range(20)))
    assert len(nearby.files_below(source(), str(tmp_path), trusted=True, most=7)) == 7


@pytest.mark.parametrize("path", ["..", "../outside", "link"])
def test_outside_only_when_trusted(path: str, tmp_path: Path) -> None:
    folder = tmp_path / "request"
    touch(tmp_path / "outside" / "a", folder / "own")
    (folder / "link").symlink_to(tmp_path / "outside")
    assert nearby.files_below(source(path), str(folder), trusted=False) == []
    assert nearby.files_below(source(path), str(folder), trusted=True) != []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("symbols", None, id="there"),
        pytest.param("SYMBOLS", "symbols", id="last-folder"),
        pytest.param("SYMBOLS/", "symbols", id="with-a-slash"),
        pytest.param("x/Deep", "x/deep", id="deeper"),
        pytest.param("X/deep", None, id="above-the-last"),
        pytest.param("file", None, id="no-folder"),
        pytest.param("FILE", None, id="no-folder-either"),
        pytest.param("nowhere", None, id="nothing"),
    ],
)
def test_spelt_otherwise(path: str, expected: str | None, tmp_path: Path) -> None:
    touch(tmp_path / "symbols" / "a", tmp_path / "x" / "deep" / "a", tmp_path / "file")
    assert nearby.spelt_otherwise(source(path), str(tmp_path), trusted=False) == expected


def test_names_outside_are_not_told(tmp_path: Path) -> None:
    touch(tmp_path / "symbols" / "a", tmp_path / "request" / "own")
    folder = str(tmp_path / "request")
    assert nearby.spelt_otherwise(source("../SYMBOLS"), folder, trusted=False) is None
    assert nearby.spelt_otherwise(source("../SYMBOLS"), folder, trusted=True) == "../symbols"


def test_names_behind_a_link_are_not_told_either(tmp_path: Path) -> None:
    touch(tmp_path / "outside" / "symbols" / "a", tmp_path / "request" / "own")
    (tmp_path / "request" / "link").symlink_to(tmp_path / "outside")
    folder = str(tmp_path / "request")
    assert nearby.spelt_otherwise(source("link/SYMBOLS"), folder, trusted=False) is None
    assert nearby.spelt_otherwise(source("link/SYMBOLS"), folder, trusted=True) == "link/symbols"
