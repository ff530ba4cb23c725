"""Paths out of a crash never leave the folder that a person named."""

import os
from pathlib import Path

import pytest

from inspector.model.outcome import Miss
from inspector.tui.outside.local_files import LARGEST, Places, find, pair_for, places_of, read


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "src" / "gfx").mkdir(parents=True)
    (tmp_path / "src" / "gfx" / "a.cpp").write_text("one\ntwo\nthree\n")
    (tmp_path / "src" / "b.cpp").write_text("b\n")
    (tmp_path / "secret").write_text("secret\n")
    (tmp_path / "src" / "link.cpp").symlink_to(tmp_path / "secret")
    (tmp_path / "src" / "inner.cpp").symlink_to(tmp_path / "src" / "b.cpp")
    (tmp_path / "src" / "out").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "src" / "pipe.cpp")
    return tmp_path


def mapped(tree: Path, source: str = "/build") -> Places:
    return places_of({source: str(tree / "src")}, None)


FOUND = [
    pytest.param("/build", "/build/gfx/a.cpp", "gfx/a.cpp", id="below"),
    pytest.param("/build/", "/build//gfx/./a.cpp", "gfx/a.cpp", id="slashes-and-dots"),
    pytest.param("/build", "/build/inner.cpp", "b.cpp", id="a-link-that-stays-inside"),
    pytest.param(r"D:\a", r"d:\A\gfx\a.cpp", "gfx/a.cpp", id="windows-in-any-case"),
    pytest.param("src", "src/b.cpp", "b.cpp", id="relative"),
]


@pytest.mark.parametrize(("source", "path", "expected"), FOUND)
def test_found(tree: Path, source: str, path: str, expected: str) -> None:
    assert find(path, mapped(tree, source)) == str(tree / "src" / expected)


REFUSED = [
    pytest.param("/build/../secret", id="upwards"),
    pytest.param(r"\build\..\secret", id="upwards-with-backslashes"),
    pytest.param("/build/gfx/../../secret", id="upwards-further-down"),
    pytest.param("/build/link.cpp", id="a-link-to-elsewhere"),
    pytest.param("/build/out/secret", id="through-a-link-to-elsewhere"),
    pytest.param("/build/pipe.cpp", id="pipe"),
    pytest.param("/build/gfx", id="folder"),
    pytest.param("/build", id="the-folder-itself"),
    pytest.param("/buildings/b.cpp", id="half-a-name"),
    pytest.param("/build/b.cpp\0", id="nul"),
    pytest.param("/build/" + "x" * 300, id="long-name"),
    pytest.param("/" + "x/" * 5000, id="long-path"),
    pytest.param("/build/\udcff", id="lone-surrogate"),
    pytest.param("", id="empty"),
]


@pytest.mark.parametrize("path", REFUSED)
@pytest.mark.parametrize("kind", ["pair", "checkout"])
def test_refused(tree: Path, path: str, kind: str) -> None:
    places = mapped(tree) if kind == "pair" else Places(checkout=str(tree / "src" / "gfx"))
    assert isinstance(find(path, places), Miss)


def test_nothing_is_looked_for_before_a_person_said_where(tree: Path) -> None:
    assert isinstance(find(str(tree / "src" / "b.cpp"), Places()), Miss)


def test_the_longest_folder_counts(tree: Path) -> None:
    pairs = {"/b": str(tree), "/b/c": str(tree / "src"), "/": str(tree / "src" / "gfx")}
    places = places_of(pairs, None)
    assert find("/b/c/b.cpp", places) == str(tree / "src" / "b.cpp")
    assert find("/b/src/b.cpp", places) == str(tree / "src" / "b.cpp")
    assert find("/a.cpp", places) == str(tree / "src" / "gfx" / "a.cpp")


def test_a_checkout_is_searched_for_the_longest_end(tree: Path) -> None:
    places = Places(checkout=str(tree / "src"))
    assert find("/ci/job/src/gfx/a.cpp", places) == str(tree / "src" / "gfx" / "a.cpp")
    assert isinstance(find("/ci/secret", places), Miss)


def test_lines_around_a_line(tree: Path) -> None:
    lines = read(str(tree / "src" / "gfx" / "a.cpp"), 2)
    assert not isinstance(lines, Miss)
    assert (lines.before, lines.line, lines.after) == (("one\n",), "two\n", ("three\n",))


@pytest.mark.parametrize(("line", "reason"), [(0, "no line number"), (9, "fewer than 9 lines")])
def test_lines_that_are_not_there(tree: Path, line: int, reason: str) -> None:
    miss = read(str(tree / "src" / "gfx" / "a.cpp"), line)
    assert isinstance(miss, Miss)
    assert reason in miss.details


def test_what_is_not_read(tree: Path) -> None:
    large = tree / "src" / "large.cpp"
    with large.open("wb") as file:
        file.truncate(LARGEST + 1)
    for name, reason in (("large.cpp", "larger than 8 MB"), ("pipe.cpp", "not a plain file")):
        miss = read(str(tree / "src" / name), 1)
        assert isinstance(miss, Miss)
        assert reason in miss.details


def test_bytes_that_are_no_text(tree: Path) -> None:
    (tree / "src" / "b.cpp").write_bytes(b"\xff\xfe\n")
    lines = read(str(tree / "src" / "b.cpp"), 1)
    assert not isinstance(lines, Miss)
    assert lines.line == "\ufffd\ufffd\n"


def test_what_a_person_means_by_a_file_or_a_folder(tree: Path) -> None:
    path = "/ci/job/src/gfx/a.cpp"
    here = str(tree / "src")
    assert pair_for(path, here + "/gfx/a.cpp") == ("/ci/job", str(tree))
    assert pair_for(path, here) == ("/ci/job/src", here)
    assert pair_for(path, here + "/gfx") == ("/ci/job/src/gfx", here + "/gfx")
    assert pair_for(r"C:\ci\gfx\a.cpp", here) == (r"C:\ci", here)
    assert pair_for(path, str(tree / "src" / "b.cpp")) is None
    assert pair_for(path, str(tree / "nowhere")) is None
    assert pair_for("/ci/../a.cpp", here) is None
    assert pair_for("a.cpp", here + "/gfx/a.cpp") is None  # it would stand for every file


def test_what_is_said_is_found(tree: Path) -> None:
    for path in ("/ci/job/src/gfx/a.cpp", r"D:\ci\gfx\a.cpp", "gfx/a.cpp"):
        pair = pair_for(path, str(tree / "src" / "gfx" / "a.cpp"))
        assert pair is not None, path
        assert find(path, Places().with_pair(pair)) == str(tree / "src" / "gfx" / "a.cpp"), path
