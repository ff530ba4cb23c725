"""Two lines a thread."""

from inspector.tui.view import opened
from inspector.tui.widgets.crash.thread_list import ThreadList
from tests.tui.scripted import crash

VIEW = opened(crash()[1])


def drawn(*, merge: bool) -> list[str]:
    threads = ThreadList()
    threads.show(VIEW, merge=merge)
    cells = [
        c(row, 24) for row in range(threads.count) for c in (threads.cells, threads.second_cells)
    ]
    return ["".join(text for text, _ in line).rstrip() for line in cells]


def test_the_crashed_thread_is_first_and_says_so() -> None:
    assert drawn(merge=False)[:4] == [
        "» ✗ 3 render loop     13",
        "    crashed …::get",
        "    1 main             2",
        "    poll",
    ]


def test_identical_threads_are_one_row() -> None:
    lines = drawn(merge=True)
    assert len(lines) == 6
    assert lines[4].split() == ["4", "worker", "x4", "2"]


def test_the_title_counts_threads() -> None:
    threads = ThreadList()
    threads.show(VIEW, merge=True)
    assert threads.border_title == "Threads 6 (3 shown)"
