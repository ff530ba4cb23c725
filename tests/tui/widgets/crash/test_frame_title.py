"""What the title of the frame list says."""

from msgspec.structs import replace

from inspector.tui.listing.rows import Choice, Place, Spot
from inspector.tui.view import View, frames_shown, opened
from inspector.tui.widgets.crash.frame_title import cursor_words, filter_words
from tests.tui.scripted import crash

VIEW = opened(crash()[1])


def filtered(text: str, at: int = 2) -> View:
    return replace(VIEW.at_place(Place(at)), choice=Choice(filter=text))


def test_a_filter_is_counted() -> None:
    assert filter_words(VIEW, frames_shown(VIEW)) == ""
    view = filtered("GTK")
    assert filter_words(view, frames_shown(view)) == "6 of 13 match 'GTK'"
    view = filtered("foo\x1b")
    assert filter_words(view, frames_shown(view)) == "0 of 13 match 'foo␛' - Esc clears"


def test_a_cursor_that_had_to_move_is_told_until_the_person_moves() -> None:
    view = filtered("renderer.cpp", 5)
    shown = frames_shown(view)
    row = shown.rows[shown.cursor]
    assert cursor_words(view, shown, row) == ["frame 5 hidden, nearest shown"]
    assert shown.frames[row.at].index == 2  # the nearest above
    back = replace(view, choice=Choice())
    assert frames_shown(back).hidden is None


def test_an_inlined_function_and_marks() -> None:
    view = replace(VIEW.at_place(Place(1, 1)), choice=Choice(inline=False))
    view = replace(view, marks=frozenset({Spot(1, Place(1)), Spot(0, Place(0))}))
    shown = frames_shown(view)
    words = cursor_words(view, shown, shown.rows[shown.cursor])
    hidden = "inlined function of frame 1 hidden, nearest shown"
    assert words == [hidden, "2 marks, this one too"]


def test_a_fold_says_itself_what_it_hides() -> None:
    view = replace(VIEW.at_place(Place(4)), choice=Choice(app_only=True))
    shown = frames_shown(view)
    assert cursor_words(view, shown, shown.rows[shown.cursor]) == []
