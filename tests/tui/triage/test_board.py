"""An open folder: rows that come in, and runs that somebody stopped waiting for."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from inspector.batch.outcome import Outcome
from inspector.settings import Settings
from inspector.tui.triage.board import Board, Desk, Run, sweeps
from tests.tui.boards import Answers, remember, requests, row, token


def desk(folder: Path, answers: Answers) -> Desk:
    return Desk(start=answers, state=str(folder.parent / "state"), settings=Settings())


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.002)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "crashes"


def opened(folder: Path, answers: Answers) -> Board:
    board = Board(str(folder), desk(folder, answers))
    board.remembered()
    board.show(board.listed())
    return board


def test_rows_come_in_by_and_by_and_the_run_ends(folder: Path) -> None:
    a, b = requests(folder, "a.json", "b.json")
    answers = Answers()
    board = opened(folder, answers)
    assert [entry.stale for entry in board.entries.values()] == ["new", "new"]
    board.answer(list(board.entries.values()))
    answers.rows.put(row(b, "g"))
    version = board.version
    wait_for(board.look)
    assert board.entries[str(b)].outcome == row(b, "g")
    assert (board.entries[str(a)].stale, board.entries[str(b)].stale) == ("new", "")
    assert board.version == version + 1
    answers.rows.put(None)
    wait_for(board.look)
    assert board.run is not None
    assert (board.run.state, board.run.done, board.run.total) == ("done", 1, 2)


def test_what_comes_after_a_stop_is_not_heard(folder: Path) -> None:
    (a,) = requests(folder, "a.json")
    answers = Answers()
    board = opened(folder, answers)
    board.answer(list(board.entries.values()))
    wait_for(lambda: bool(answers.begun))
    board.stop()
    assert answers.stopped.wait(5)
    answers.rows.put(row(a))
    assert not board.look()
    assert board.entries[str(a)].outcome is None
    assert board.run is not None
    assert board.run.state == "cancelled"


def test_a_row_of_a_request_that_is_listed_no_more_falls_off(folder: Path) -> None:
    (a,) = requests(folder, "a.json")
    answers = Answers()
    board = opened(folder, answers)
    board.answer(list(board.entries.values()))
    answers.rows.put(Outcome(path="/elsewhere"))
    answers.rows.put(None)
    wait_for(lambda: board.look() and not board.running)
    assert list(board.entries) == [str(a)]


def test_a_run_that_cannot_begin_has_failed() -> None:
    def begin() -> Answers:
        raise OSError("no processes")

    run = Run(begin, 1)
    wait_for(lambda: run.look() == [] and run.state == "failed")
    assert str(run.error) == "no processes"


def test_rows_made_with_trust_hold_without_and_not_the_other_way(folder: Path) -> None:
    a, b = requests(folder, "a.json", "b.json")
    remember(folder, [row(a), row(b, token=token(trusted=True))])
    board = opened(folder, Answers())
    assert [entry.stale for entry in board.entries.values()] == ["", ""]
    board.trusted = True
    board.show(board.listed())
    assert [entry.stale for entry in board.entries.values()] == ["settings", ""]


def test_processes_answer_what_is_in_the_folder(folder: Path, tmp_path: Path) -> None:
    (folder).mkdir()
    (folder / "a.json").write_text('{"stacktraces": [{"frames": [{"instruction_addr": "0x1"}]}]}')
    settings = Settings(cache_dir=str(tmp_path / "cache"), parser_processes=2)
    start = sweeps(settings, kind=None, scope=None)
    made = Desk(start=start, state=str(tmp_path / "state"), settings=settings)
    board = Board(str(folder), made)
    board.remembered()
    board.show(board.listed())
    board.answer(list(board.entries.values()))
    wait_for(lambda: board.look() and not board.running)
    (entry,) = board.entries.values()
    assert entry.outcome is not None
    assert (entry.outcome.state, entry.outcome.frames) == ("answered", 1)
    assert [known.stale for known in board.listed().entries] == [""]  # it holds the next time
    assert [path.name for path in folder.iterdir()] == ["a.json"]
