"""The list of requests opened before."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from inspector.tui.opened.recent import KEPT, Entry, Recent, state_file


@pytest.fixture
def recent(tmp_path: Path) -> Recent:
    return Recent(str(tmp_path / "state" / "recent.json"))


def test_newest_first_and_each_path_once(recent: Recent) -> None:
    for path in ("/a", "/b", "/a"):
        recent.add(Entry(path=path, kind="native"))
    assert [entry.path for entry in recent.entries()] == ["/a", "/b"]


def test_it_does_not_grow_for_ever(recent: Recent) -> None:
    for number in range(KEPT + 3):
        recent.add(Entry(path=f"/{number}", kind="js"))
    assert len(recent.entries()) == KEPT
    assert recent.entries()[0].path == f"/{KEPT + 2}"


def test_two_apps_at_once_lose_nothing_of_each_other(tmp_path: Path) -> None:
    def add(name: str) -> None:
        recent = Recent(str(tmp_path / "state" / "recent.json"))
        for number in range(10):
            recent.add(Entry(path=f"/{name}{number}", kind="js"))

    with ThreadPoolExecutor() as apps:
        list(apps.map(add, "ab"))
    recent = Recent(str(tmp_path / "state" / "recent.json"))
    assert {e.path for e in recent.entries()} == {f"/{n}{i}" for n in "ab" for i in range(10)}


def test_forget(recent: Recent) -> None:
    recent.add(Entry(path="/a", kind="native"))
    recent.forget("/a")
    recent.forget("/never")
    assert recent.entries() == ()


@pytest.mark.parametrize("content", [b"", b"[1]", b'{"a":', b"\xff", b'[{"path":"/a"}]'])
def test_a_broken_file_is_an_empty_list(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "recent.json"
    file.write_bytes(content)
    recent = Recent(str(file))
    assert recent.entries() == ()
    recent.add(Entry(path="/b", kind="native"))
    assert [entry.path for entry in recent.entries()] == ["/b"]


def test_only_the_person_may_read_it(recent: Recent, tmp_path: Path) -> None:
    recent.add(Entry(path="/a", kind="native"))
    assert (tmp_path / "state" / "recent.json").stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_keeps_nobody_from_a_crash(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    recent = Recent(str(tmp_path / "state" / "recent.json"))
    recent.add(Entry(path="/a", kind="native"))
    assert recent.entries() == ()


def test_where_it_is_kept() -> None:
    assert Path(state_file()).name == "recent.json"
