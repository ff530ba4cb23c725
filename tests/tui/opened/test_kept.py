"""What is kept of a request between two sittings."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from inspector.tui.listing.rows import Choice, Place, Spot
from inspector.tui.opened.kept import KEPT, MARKS, Kept, KeptViews, kept_folder, kept_of, restored
from inspector.tui.view import Looks, opened
from tests.tui.scripted import crash

VIEW = opened(crash()[1])
DIGEST = "ab" * 32


@pytest.fixture
def views(tmp_path: Path) -> KeptViews:
    return KeptViews(str(tmp_path / "views"))


def left() -> Kept:
    view = replace(
        VIEW.at_thread(2).at_place(Place(1, 1)),
        choice=Choice(app_only=True, inline=False, caller_first=True, no_guesses=True),
        looks=Looks(absolute=True, wide=True),
        marks=frozenset({Spot(1, Place(2)), Spot(0, Place(0))}),
    )
    return kept_of(view)


def test_a_view_comes_back_as_it_was_left(views: KeptViews) -> None:
    views.write(DIGEST, left())
    kept, note = views.read(DIGEST)
    assert (kept, note) == (left(), "")
    assert kept is not None
    view = restored(VIEW, kept)
    assert kept_of(view) == kept
    assert (view.thread, view.places) == (2, {2: Place(1, 1)})
    assert view.choice == Choice(app_only=True, inline=False, caller_first=True, no_guesses=True)


def test_of_another_request_nothing_is_known(views: KeptViews) -> None:
    views.write(DIGEST, left())
    assert views.read("cd" * 32) == (None, "")


@given(st.integers() | st.none(), st.integers(), st.integers())
def test_what_does_not_fit_is_left_out(thread: int | None, index: int, depth: int) -> None:
    place = Place(index, depth)
    kept = Kept(thread=thread, place=place, marks=(Spot(thread or 0, place),))
    view = restored(VIEW, kept)
    assert 0 <= view.thread < len(VIEW.report.threads)
    assert all(0 <= spot.thread < len(VIEW.report.threads) for spot in view.marks)


@pytest.mark.parametrize(
    "content", [b"", b"[1]", b'{"thread":"x"}', b"\xff", b'{"place":{"index":1.5}}', b" " * 300_000]
)
def test_a_broken_file_is_told_and_put_aside(
    views: KeptViews, tmp_path: Path, content: bytes
) -> None:
    folder = tmp_path / "views"
    folder.mkdir()
    file = folder / f"{DIGEST[:40]}.json"
    file.write_bytes(content)
    kept, note = views.read(DIGEST)
    assert kept is None
    assert str(file) in note
    assert file.read_bytes() == content  # reading changes nothing
    views.write(DIGEST, left())
    assert views.read(DIGEST) == (left(), "")
    assert Path(f"{file}.broken").read_bytes() == content


def test_two_apps_at_once_lose_nothing_of_each_other(tmp_path: Path) -> None:
    one, two = (KeptViews(str(tmp_path / "views")) for _ in range(2))
    one.read("a" * 64), two.read("b" * 64)
    one.write("a" * 64, left())
    two.write("b" * 64, Kept(thread=0))
    assert one.read("b" * 64)[0] == Kept(thread=0)
    assert two.read("a" * 64)[0] == left()


def test_it_does_not_grow_for_ever(views: KeptViews, tmp_path: Path) -> None:
    for number in range(KEPT + 3):
        views.write(f"{number:064}"[::-1], Kept(thread=number))
        os.utime(tmp_path / "views" / f"{f'{number:064}'[::-1][:40]}.json", (number, number))
    views.write("f" * 64, Kept())
    assert len(os.listdir(tmp_path / "views")) == KEPT
    assert views.read(f"{0:064}"[::-1]) == (None, "")
    assert views.read(f"{KEPT:064}"[::-1])[0] == Kept(thread=KEPT)
    many = replace(VIEW, marks=frozenset(Spot(0, Place(n)) for n in range(MARKS + 9)))
    assert len(kept_of(many).marks) == MARKS


def test_only_the_person_may_read_it_and_no_name_is_in_it(views: KeptViews, tmp_path: Path) -> None:
    """Names, paths and credentials cannot be in it: it is numbers and switches."""
    views.write(DIGEST, left())
    (file,) = (tmp_path / "views").iterdir()
    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0
    text = file.read_text()
    assert "render" not in text
    assert "app" not in text.replace("app_only", "")


def test_a_folder_that_cannot_be_written_keeps_nobody_from_a_crash(tmp_path: Path) -> None:
    (tmp_path / "views").write_text("a file where the folder should be")
    views = KeptViews(str(tmp_path / "views"))
    views.write(DIGEST, left())
    assert views.read(DIGEST)[0] is None


def test_a_request_without_a_hash_is_not_kept(views: KeptViews, tmp_path: Path) -> None:
    views.write("", left())
    assert not (tmp_path / "views").exists()


def test_where_it_is_kept() -> None:
    assert Path(kept_folder()).name == "views"
