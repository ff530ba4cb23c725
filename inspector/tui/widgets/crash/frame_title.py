"""What the title of the frame list says beyond the thread: filter, marks, a hidden cursor."""

from inspector.model.clean import clean
from inspector.tui.listing.rows import FoldRow, Row, Spot, place_of
from inspector.tui.view import FramesShown, View


def filter_words(view: View, shown: FramesShown) -> str:
    """ "12 of 112 match 'foo'"; "" without a filter."""
    if not (wanted := view.choice.filter):
        return ""
    end = "" if shown.rows else " - Esc clears"
    return f"{len(shown.rows)} of {shown.total} match '{clean(wanted)}'{end}"


def cursor_words(view: View | None, shown: FramesShown, row: Row | None) -> list[str]:
    """Which frame the cursor had to leave, how many marks there are, and whether it is on one."""
    if view is None:
        return []
    words = []
    at = shown.hidden
    folded = isinstance(row, FoldRow) and place_of(row, shown.frames) == at
    if at is not None and row is not None and not folded:
        what = f"inlined function of frame {at.index}" if at.depth else f"frame {at.index}"
        words.append(f"{what} hidden, nearest shown")
    if view.marks:
        here = row is not None and Spot(view.thread, place_of(row, shown.frames)) in view.marks
        marks = "1 mark" if len(view.marks) == 1 else f"{len(view.marks)} marks"
        words.append(f"{marks}, this one too" if here else marks)
    return words
