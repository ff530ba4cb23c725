"""The order of threads, and which of them are one row."""

from inspector.model.report import Frame, Thread
from inspector.tui.listing.threads import relevant, row_of_thread, thread_rows, title


def thread(index: int, *addresses: int, crashed: bool = False) -> Thread:
    frames = tuple(Frame(index=n, address=a) for n, a in enumerate(addresses))
    return Thread(index=index, frames=frames, crashed=crashed)


def test_crashed_threads_come_first() -> None:
    threads = [thread(0, 1), thread(1, 2), thread(2, 3, crashed=True)]
    assert [row.first for row in thread_rows(threads, merge=False)] == [2, 0, 1]


def test_equal_stacks_are_one_row_but_never_the_crashed_one() -> None:
    same = [thread(n, 1, 2) for n in range(4)]
    threads = [*same, thread(4, 1, 3), thread(5, 1, 2, crashed=True)]
    rows = thread_rows(threads, merge=True)
    assert [row.members for row in rows] == [(5,), (0, 1, 2, 3), (4,)]
    assert row_of_thread(rows, 2) == 1


def test_threads_without_frames_stay_apart() -> None:
    assert len(thread_rows([thread(0), thread(1)], merge=True)) == 2


def test_scripts_are_compared_by_name_and_line() -> None:
    frames = (Frame(function="f", path="a.js", line=3),)
    threads = [Thread(index=0, frames=frames), Thread(index=1, frames=frames)]
    assert len(thread_rows(threads, merge=True)) == 1


def test_titles() -> None:
    assert title(Thread(index=4)) == "4"
    assert title(Thread(index=4, id=0)) == "0"
    assert title(Thread(index=4, id=77, name="io")) == "77 io"


def test_a_thread_is_known_by_its_first_named_frame_of_ours() -> None:
    frames = (Frame(), Frame(function="poll"), Frame(function="run", package="app"))
    known = Thread(index=0, frames=frames)
    assert relevant(known, lambda f: f.package == "app") == frames[2]
    assert relevant(known, lambda _: False) == frames[1]
    assert relevant(Thread(index=0, frames=(Frame(),)), lambda _: True) is None
