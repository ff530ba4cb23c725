"""Marked frames."""

from inspector.tui.listing.marks import marked, next_mark, toggled
from inspector.tui.listing.rows import Place, Spot
from inspector.tui.view import opened
from tests.tui.scripted import crash

VIEW = opened(crash()[1])


def test_a_mark_comes_and_goes() -> None:
    once = toggled(VIEW, Place(2))
    assert once.marks == {Spot(1, Place(2))}
    assert toggled(once, Place(2)).marks == frozenset()


def test_marks_are_gone_through_around_both_ends() -> None:
    view = VIEW
    for place in (Place(1), Place(1, 1), Place(9)):
        view = toggled(view, place)
    view = toggled(view.at_thread(0), Place(0)).at_thread(1)
    order = []
    spot: Spot | None = Spot(1, Place(1, 1))
    for step in (1, 1, 1, 1, -1, -1):
        assert spot is not None
        spot = next_mark(view.at_thread(spot.thread), spot.place, step)
        order.append(spot)
    innermost, physical = Spot(1, Place(1, 1)), Spot(1, Place(1))
    ninth, other = Spot(1, Place(9)), Spot(0, Place(0))
    assert order == [physical, ninth, other, innermost, other, ninth]


def test_without_marks_there_is_none_to_go_to() -> None:
    assert next_mark(VIEW, Place(1), 1) is None
    assert next_mark(VIEW, Place(1), -1) is None


def test_a_mark_whose_inlined_frame_is_gone_stands_for_its_raw_frame() -> None:
    view = toggled(toggled(VIEW, Place(2, 7)), Place(99))
    assert [(spot.place, frame.function) for spot, frame in marked(view)] == [
        (Place(2, 7), "Scene::render()")
    ]
