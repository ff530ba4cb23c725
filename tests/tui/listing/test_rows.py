"""Frames to rows: inline chains, folds, dropped frames, and a cursor that stays put."""

from hypothesis import given
from hypothesis import strategies as st

from inspector.model.report import Frame
from inspector.tui.listing.rows import (
    Choice,
    DroppedRow,
    FoldRow,
    FrameRow,
    Place,
    Row,
    place_of,
    row_at,
    rows_of,
    start_row,
)


def ours(frame: Frame) -> bool:
    return frame.package == "app"


def stack(spelt: str) -> list[Frame]:
    """One letter a raw frame: "a" ours, "s" system, "I" ours with two functions inlined."""
    frames: list[Frame] = []
    for index, letter in enumerate(spelt):
        package = "system" if letter == "s" else "app"
        depths = (2, 1, 0) if letter == "I" else (0,)
        frames += [Frame(index=index, depth=d, package=package, address=7) for d in depths]
    return frames


def spell(rows: tuple[Row, ...], frames: list[Frame]) -> list[str]:
    """Rows as a person reads them."""
    said = []
    for row in rows:
        index = frames[row.at].index
        match row:
            case FrameRow(inline=0):
                said.append(str(index))
            case FrameRow(inline=inline):
                said.append(f"{index}.{inline}")
            case FoldRow(count=count):
                said.append(f"[{count}]")
            case DroppedRow(count=count):
                said.append(f"-{count}")
    return said


def listed(spelt: str, choice: Choice) -> list[str]:
    frames = stack(spelt)
    return spell(rows_of(frames, choice, ours), frames)


def test_an_inline_chain_is_numbered_from_the_innermost() -> None:
    assert listed("aI", Choice()) == ["0", "1.1", "1.2", "1"]


def test_recursion_with_equal_addresses_is_not_merged() -> None:
    assert listed("III", Choice())[2::3] == ["0", "1", "2"]


def test_without_inlined_functions_the_physical_frame_is_left() -> None:
    assert listed("aIa", Choice(inline=False)) == ["0", "1", "2"]


def test_a_chain_folded_by_hand() -> None:
    assert listed("II", Choice(closed=frozenset({0}))) == ["0", "1.1", "1.2", "1"]


def test_app_only_keeps_frame_0_and_who_called_us() -> None:
    assert listed("ssasssas", Choice(app_only=True)) == ["0", "[1]", "2", "3", "[2]", "6", "7"]


def test_a_fold_opened_by_hand_shows_its_whole_run() -> None:
    opened = Choice(app_only=True, opened=frozenset({4}))
    assert listed("ssasssas", opened) == ["0", "[1]", "2", "3", "4", "5", "6", "7"]


def test_caller_first_is_the_same_list_backwards() -> None:
    plain = listed("aIss", Choice())
    assert listed("aIss", Choice(caller_first=True)) == plain[::-1]


def test_frames_the_engine_dropped_are_told() -> None:
    frames = [Frame(index=0), Frame(index=1), Frame(index=4)]
    assert spell(rows_of(frames, Choice(), ours), frames) == ["0", "1", "-2", "4"]


def test_no_frames_no_rows() -> None:
    assert rows_of([], Choice(app_only=True), ours) == ()
    assert row_at((), [], Place(3)) == 0


STACKS = st.text(alphabet="asI", min_size=1, max_size=30)
CHOICES = st.builds(
    Choice, app_only=st.booleans(), inline=st.booleans(), caller_first=st.booleans()
)


@given(STACKS, CHOICES)
def test_every_raw_frame_is_shown_or_counted_once(spelt: str, choice: Choice) -> None:
    frames = stack(spelt)
    rows = rows_of(frames, choice, ours)
    shown = sum(isinstance(row, FrameRow) and row.inline == 0 for row in rows)
    folded = sum(row.count for row in rows if isinstance(row, FoldRow))
    assert shown + folded == len(spelt)


@given(STACKS, CHOICES)
def test_the_cursor_finds_its_row_again(spelt: str, choice: Choice) -> None:
    frames = stack(spelt)
    rows = rows_of(frames, choice, ours)
    for number, row in enumerate(rows):
        assert row_at(rows, frames, place_of(row, frames)) == number


@given(STACKS, CHOICES, st.data())
def test_a_hidden_cursor_goes_to_the_nearest_row_above(
    spelt: str, choice: Choice, data: st.DataObject
) -> None:
    frames = stack(spelt)
    frame = data.draw(st.sampled_from(frames))
    rows = rows_of(frames, choice, ours)
    found = frames[rows[row_at(rows, frames, Place(frame.index, frame.depth))].at]
    assert found.index == max(frames[r.at].index for r in rows if frames[r.at].index <= frame.index)


def test_the_cursor_begins_at_the_first_frame_of_ours() -> None:
    frames = stack("ssIa")
    rows = rows_of(frames, Choice(), ours)
    assert spell(rows, frames)[start_row(rows, frames, ours)] == "2.1"


def test_the_cursor_begins_at_frame_0_when_none_is_ours() -> None:
    frames = stack("sss")
    rows = rows_of(frames, Choice(caller_first=True), ours)
    assert spell(rows, frames)[start_row(rows, frames, ours)] == "0"
