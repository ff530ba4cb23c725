"""Requests through executors: all answered once, kept when they hold, few at a time."""

import json
import os
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from inspector.batch.executors import Inline, executor
from inspector.batch.finding import Wanted, find
from inspector.batch.index import Index
from inspector.batch.outcome import Outcome
from inspector.batch.runner import Batch, Runs, run
from inspector.batch.work import How
from inspector.engine import Opened, Result
from inspector.settings import Settings


def encode(_: Opened, result: Result) -> bytes:
    return result.response_json()


def crash(address: int) -> bytes:
    return json.dumps({"stacktraces": [{"frames": [{"instruction_addr": address}]}]}).encode()


@pytest.fixture
def crashes(tmp_path: Path) -> Path:
    folder = tmp_path / "crashes"
    folder.mkdir()
    for number in range(7):
        (folder / f"{number}.json").write_bytes(crash(number))
    (folder / "x.json").write_bytes(b"{")
    return folder


def batch(folder: Path, **more: Any) -> Batch:
    out = folder.parent / "out"

    def target(wanted: Wanted) -> str:
        return str(out / (wanted.name + ".response.json"))

    how = How(settings=Settings(cache_dir=str(folder.parent / "cache")), encode=encode)
    return Batch(how=how, target=target, chunk=2, **more)


def outcomes(folder: Path, chosen: Batch, runs: Runs | None = None) -> dict[str, Outcome]:
    with Index(str(folder.parent / "index")) as index:
        found = list(run(find([str(folder)]), chosen, index, runs or Inline()))
        assert len(found) == len(list(index.rows()))
    return {os.path.basename(one.path): one for one in found}


def test_every_request_is_answered_and_the_broken_one_told(crashes: Path) -> None:
    done = outcomes(crashes, batch(crashes))
    assert len(done) == 8
    assert done["x.json"].state == "broken"
    assert "x.json" in done["x.json"].reason
    for number in range(7):
        out = crashes.parent / "out" / f"{number}.response.json"
        assert json.loads(out.read_bytes())["status"] == "completed"
        assert done[f"{number}.json"].out == str(out)


def test_what_holds_is_kept_and_what_does_not_is_answered_again(crashes: Path) -> None:
    outcomes(crashes, batch(crashes))
    (crashes / "1.json").write_bytes(crash(99))
    (crashes.parent / "out" / "2.response.json").unlink()
    done = outcomes(crashes, batch(crashes))
    states = {name: one.state for name, one in sorted(done.items())}
    assert states == {f"{n}.json": "answered" if n in (1, 2) else "kept" for n in range(7)} | {
        "x.json": "broken"
    }
    again = outcomes(crashes, batch(crashes, again=True))
    assert {one.state for one in again.values()} == {"answered", "broken"}


def test_other_settings_make_other_answers(crashes: Path) -> None:
    first = batch(crashes)
    outcomes(crashes, first)
    other = structs.replace(first, how=structs.replace(first.how, token="other"))
    assert "kept" not in {one.state for one in outcomes(crashes, other).values()}


def test_only_a_window_of_requests_is_taken(tmp_path: Path) -> None:
    taken = 0

    def endless() -> Any:
        nonlocal taken
        while True:
            taken += 1
            yield Wanted(str(tmp_path / f"{taken}.json"), str(taken))

    class Slow:
        def submit(self, fn: Callable[..., Any], /, *args: Any) -> "Future[Any]":
            future: Future[Any] = Future()
            if not running:
                future.set_result(fn(*args))
            running.append(future)
            return future

    running: list[Future[Any]] = []
    with Index(str(tmp_path / "index")) as index:
        chosen = batch(tmp_path / "x", workers=3)
        next(run(endless(), chosen, index, Slow()))
    assert taken == 2 * 3 * 2  # two chunks of two for each of three workers


def test_several_processes(crashes: Path) -> None:
    with executor("", 2) as (runs, workers):
        done = outcomes(crashes, batch(crashes, workers=workers), runs)
    assert len(done) == 8
    assert sum(one.state == "answered" for one in done.values()) == 7
