"""Which files a folder has, and what is still known of them."""

import os
from pathlib import Path

from inspector.fetch.caching.cache import Cache
from inspector.fetch.scan import Entry, Ids, compare, list_files, load, scan_key, store

KNOWN = Ids("elf", "a-b", None)


def fill(root: Path, *locations: str) -> None:
    for location in locations:
        path = root / location
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"content")


def names(root: Path, *, follow_links: bool = True) -> list[str]:
    return [entry.location for entry in list_files(str(root), follow_links=follow_links)]


def test_files_come_by_location(tmp_path: Path) -> None:
    fill(tmp_path, "b/y/z", "b/x", "a", "b.d", ".git/objects/aa", "b/.svn/entries")
    (tmp_path / "empty").touch()
    assert names(tmp_path) == ["a", "b.d", "b/x", "b/y/z"]
    assert names(tmp_path / "none") == []
    assert names(tmp_path / "a") == []


def test_size_and_time_are_told(tmp_path: Path) -> None:
    fill(tmp_path, "a")
    os.utime(tmp_path / "a", ns=(1, 1_234_567_890_123_456_789))
    assert list_files(str(tmp_path), follow_links=False) == [
        Entry("a", 7, 1_234_567_890_123_456_789)
    ]


def test_links(tmp_path: Path) -> None:
    fill(tmp_path, "tree/a", "elsewhere/b")
    tree = tmp_path / "tree"
    (tree / "link").symlink_to(tmp_path / "elsewhere" / "b")
    (tree / "dangling").symlink_to("nowhere")
    (tree / "circle").symlink_to(tree)
    assert names(tree, follow_links=True) == ["a", "link"]
    assert names(tree, follow_links=False) == ["a"]


def test_what_is_no_file_is_left_out(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    fill(tmp_path, "a")
    assert names(tmp_path) == ["a"]


def test_a_list_is_kept(cache: Cache) -> None:
    key = scan_key("/tree", "global", follow_links=True)
    assert load(cache, key) == ()
    entries = (Entry("a", 1, 2, (KNOWN, Ids("macho", "c", "d", "m"))), Entry("b", 3, 4))
    store(cache, key, entries)
    assert load(cache, key) == entries
    others = [
        scan_key("/tree", "mine", follow_links=True),
        scan_key("/tree", "global", follow_links=False),
        scan_key("/tree2", "global", follow_links=True),
    ]
    assert [load(cache, other) for other in others] == [(), (), ()]


def test_a_damaged_list_is_none(cache: Cache) -> None:
    key = scan_key("/tree", "global", follow_links=True)
    store(cache, key, [Entry("a", 1, 2)])
    (file,) = Path(cache.root).glob("scans/*/*/*/*[!a]")
    file.write_bytes(b'[["a",1')
    assert load(cache, key) == ()


def test_compare() -> None:
    known = [Entry("a", 1, 1, (KNOWN,)), Entry("b", 1, 1), Entry("gone", 1, 1), Entry("c", 1, 1)]
    listed = [Entry("a", 1, 1), Entry("b", 2, 1), Entry("c", 1, 2), Entry("d", 1, 1)]
    old, new = compare(listed, known)
    assert old == known[:1]
    assert new == listed[1:]
