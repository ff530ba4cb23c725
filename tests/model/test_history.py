"""Undo and redo of frozen values."""

from hypothesis import given
from hypothesis import strategies as st

from inspector.model.history import History


def test_there_and_back() -> None:
    tried = History(1).did(2).did(3)
    assert tried.undo().now == 2
    assert tried.undo().undo().now == 1
    assert tried.undo().redo() == tried
    assert tried.undo().did(4).redo().now == 4


def test_the_ends_stay() -> None:
    assert History(1).undo() == History(1)
    assert History(1).redo() == History(1)


def test_the_oldest_go_first() -> None:
    tried = History(0).did(1, kept=2).did(2, kept=2).did(3, kept=2)
    assert tried.past == (1, 2)


@given(st.lists(st.integers(), max_size=10))
def test_undoing_all_is_the_beginning_and_redoing_all_the_end(states: list[int]) -> None:
    tried = History(-1)
    for state in states:
        tried = tried.did(state)
    back = tried
    for _ in states:
        back = back.undo()
    assert back.now == -1
    for _ in states:
        back = back.redo()
    assert back == tried
