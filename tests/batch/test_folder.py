"""A folder and what is known of it: fresh, changed, new, gone, and files that cannot be had."""

import os
from pathlib import Path
from typing import Any

import pytest

from inspector.batch import folder as folders
from inspector.batch.finding import NoRequests
from inspector.batch.folder import Entry, index_file, listed, open_index, remembered, token_of
from inspector.batch.index import BadIndex, Index
from inspector.batch.outcome import MissingModule, Outcome
from inspector.settings import Settings


def row_of(path: Path, token: str = "t") -> Outcome:
    return Outcome(path=str(path), signature="f", modified=os.stat(path).st_mtime_ns, token=token)


def filled(folder: Path, names: list[str]) -> Index:
    """The folder with requests of those names, and an index that knows them all."""
    index = Index(str(folder.parent / "index"))
    folder.mkdir()
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"{}")
    index.add([row_of(folder / name) for name in names])
    return index


def stale(entries: tuple[Entry, ...]) -> dict[str, str]:
    return {entry.name: entry.stale for entry in entries}


def test_rows_hold_until_something_changes(tmp_path: Path) -> None:
    folder = tmp_path / "crashes"
    with filled(folder, ["a.json", "b.json", "c.json", "sub/d.json"]) as index:
        index.add([row_of(folder / "sub/d.json", "older")])
        os.utime(folder / "b.json", ns=(1, 1))
        (folder / "c.json").unlink()
        (folder / "e.json").write_bytes(b"{}")
        known = listed(str(folder), index, {"t"})
        assert stale(known.entries) == {
            "a.json": "", "b.json": "changed", "e.json": "new", "sub/d.json": "settings"
        }  # fmt: skip
        assert known.gone == 1
        assert index.get(str(folder / "c.json")) is None
        assert known.entries[2].outcome is None
        assert stale(listed(str(folder), index, {"t", "older"}).entries)["sub/d.json"] == ""


def test_what_is_remembered_is_there_before_anybody_looks(tmp_path: Path) -> None:
    folder = tmp_path / "crashes"
    with filled(folder, ["a.json", "b.json"]) as index:
        (folder / "a.json").unlink()
        known = remembered(str(folder), index, {"t"})
        assert stale(known.entries) == {"a.json": "", "b.json": ""}


def test_a_folder_that_is_not_there_forgets_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "crashes"
    with filled(folder, ["a.json"]) as index:
        folder.rename(tmp_path / "elsewhere")
        with pytest.raises(NoRequests, match="no such folder"):
            listed(str(folder), index, {"t"})
        assert len(index.remembered()) == 1


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_subfolder_that_cannot_be_listed_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "crashes"
    with filled(folder, ["a.json", "sub/b.json"]) as index:
        (folder / "sub").chmod(0)
        known = listed(str(folder), index, {"t"})
        (folder / "sub").chmod(0o700)
        assert [entry.name for entry in known.entries] == ["a.json"]
        assert "sub" in known.notes[0]
        assert len(index.remembered()) == 2


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_a_name_that_is_no_text_has_a_row_too(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/crashes/\xff.json")
    os.mkdir(tmp_path / "crashes")
    Path(path).write_bytes(b"{}")
    row = Outcome(
        path=path, state="broken", reason=f"{path}: bad", missing=(MissingModule("m", "", 1),)
    )
    with Index(str(tmp_path / "index")) as index:
        index.add([row])
        assert index.get(path) is not None
        known = listed(str(tmp_path / "crashes"), index, {""})
        assert [entry.path for entry in known.entries] == [path]
        assert known.entries[0].outcome is not None
        assert "\\udcff.json: bad" in known.entries[0].outcome.reason
        index.forget([path])
        assert index.remembered() == []


def test_each_folder_has_an_index_of_its_own_and_the_oldest_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = str(tmp_path / "state")
    first, second = (index_file(str(tmp_path / name), state) for name in "ab")
    assert first != second
    assert index_file(str(tmp_path / "x" / ".." / "a"), state) == first
    for number, path in enumerate((first, second)):
        open_index(path)
        os.utime(path, (number, number))
    monkeypatch.setattr(folders, "KEPT", 2)
    index_file(str(tmp_path / "c"), state)
    assert not os.path.exists(first)
    assert os.path.exists(second)


def test_a_damaged_index_is_put_aside(tmp_path: Path) -> None:
    path = tmp_path / "i.sqlite"
    path.write_bytes(b"no database at all, but long enough to be looked at" * 30)
    assert "put aside" in open_index(str(path))
    assert open_index(str(path)) == ""
    assert (tmp_path / "i.sqlite.broken").exists()
    with pytest.raises(BadIndex):
        open_index(str(tmp_path / "nowhere" / "i.sqlite"))


def test_a_token_stands_for_all_that_an_answer_depends_on() -> None:
    def token(strict: bool = False, **more: Any) -> str:
        options: dict[str, Any] = {"kind": None, "trusted": False, "scope": None, **more}
        return token_of(Settings(strict=strict), **options)

    assert token() == token()
    different = {token(), token(strict=True), token(trusted=True), token(scope="a")}
    assert len(different | {token(kind="js"), token(form="json"), token(form="text")}) == 7
