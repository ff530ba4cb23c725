"""The copy menu offers only what there is."""

from inspector.model.report import Frame, Report, Thread
from inspector.tui.screens.crash.copy_menu import CopyMenu
from inspector.tui.view import opened


def test_what_there_is_nothing_of_is_not_offered() -> None:
    frame = Frame(function="f")
    view = opened(Report(kind="js", threads=(Thread(index=0, frames=(frame,)),)))
    assert sorted(CopyMenu(view, frame).offers) == ["f", "j", "m", "t", "y"]
