"""Requests of a folder answered by processes that end when they are told to."""

import os
import threading
import time
from pathlib import Path

from inspector.batch.finding import Wanted
from inspector.batch.index import Index
from inspector.batch.sweep import Sweep, no_answer
from inspector.batch.work import How
from inspector.settings import Settings
from tests.batch.test_runner import crash


def sweep_over(folder: Path, count: int, source: str = "[]") -> Sweep:
    wanted = []
    for number in range(count):
        path = folder / f"{number}.json"
        path.write_bytes(crash(number) if source == "[]" else source.encode())
        wanted.append(Wanted(str(path), str(number)))
    how = How(settings=Settings(cache_dir=str(folder / "cache")), encode=no_answer, token="t")
    return Sweep(wanted, how, str(folder / "index"), 2)


def test_every_request_has_a_row_and_nothing_else_is_written(tmp_path: Path) -> None:
    done = list(sweep_over(tmp_path, 5).outcomes())
    assert sorted(os.path.basename(one.path) for one in done) == [f"{n}.json" for n in range(5)]
    assert {(one.state, one.token, one.out) for one in done} == {("answered", "t", "")}
    with Index(str(tmp_path / "index")) as index:
        assert {row.path for row in index.remembered()} == {one.path for one in done}
    assert list(tmp_path.glob("*response*")) == []


def test_a_broken_request_remembers_what_it_was_broken_with(tmp_path: Path) -> None:
    (one,) = sweep_over(tmp_path, 1, source="{").outcomes()
    assert (one.state, one.token) == ("broken", "t")
    assert one.modified == os.stat(one.path).st_mtime_ns


def test_stopped_in_the_middle_it_ends_at_once_and_keeps_what_is_done(tmp_path: Path) -> None:
    sweep = sweep_over(tmp_path, 400)
    done: list[str] = []
    some = threading.Event()

    def work() -> None:
        for outcome in sweep.outcomes():
            done.append(outcome.path)
            some.set()

    thread = threading.Thread(target=work)
    thread.start()
    assert some.wait(20)
    started = time.monotonic()
    sweep.stop()
    thread.join(5)
    assert not thread.is_alive()
    assert time.monotonic() - started < 0.5
    assert len(done) < 400
    with Index(str(tmp_path / "index")) as index:
        assert set(done) <= {row.path for row in index.remembered()}


def test_stopped_before_it_began_nothing_is_asked(tmp_path: Path) -> None:
    sweep = sweep_over(tmp_path, 3)
    sweep.stop()
    assert list(sweep.outcomes()) == []
