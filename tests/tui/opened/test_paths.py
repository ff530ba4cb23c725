"""What a path that is being typed may become."""

from pathlib import Path

import pytest

from inspector.tui.opened.paths import Paths, completed

RECENT = ("/crashes/new.json", "/crashes/old.json", "/crashes/\x1b]0;x\x07.json")


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        pytest.param("/cra", "/crashes/new.json", id="newest-first"),
        pytest.param("/crashes/o", "/crashes/old.json", id="older"),
        pytest.param("/crashes/\x1b", None, id="control-characters"),
        pytest.param("/crashes/new.json", None, id="whole"),
        pytest.param("", None, id="nothing-typed"),
        pytest.param("/no-such-folder/x", None, id="no-such-folder"),
    ],
)
def test_requests_opened_before(typed: str, whole: str | None) -> None:
    assert completed(typed, RECENT) == whole


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        pytest.param("b", "bodies/", id="a-folder"),
        pytest.param("bodies/", "bodies/a.json", id="in-it"),
        pytest.param("bodies/z", None, id="nothing-fits"),
        pytest.param(".", ".hidden.json", id="hidden-when-asked-for"),
        pytest.param("bodies/a.json", None, id="whole"),
    ],
)
def test_files_that_are_there(
    typed: str, whole: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bodies").mkdir()
    for name in ("bodies/b.json", "bodies/a.json", ".hidden.json"):
        (tmp_path / name).write_text("{}")
    monkeypatch.chdir(tmp_path)
    assert completed(typed, ()) == whole


def test_a_home_is_a_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "crash.json").write_text("{}")
    assert completed("~/cr", ()) == "~/crash.json"


async def test_the_box_is_told() -> None:
    assert await Paths(["/a/b.json"]).get_suggestion("/a") == "/a/b.json"
