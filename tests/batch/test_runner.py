"""Requests through executors: all answered once, kept when they hold, few at a time."""

import json
import os
import threading
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
from inspector.batch.runner import Batch, Runs, chunk_for, run
from inspector.batch.work import How
from inspector.engine import Opened, Result
from inspector.settings import Settings
from tests.fetch.server import Asked, Reply, Server
from tests.harbor_builds import BUILDS


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


@pytest.mark.parametrize(
    ("count", "workers", "chunk"), [(1, 4, 1), (15, 1, 1), (100, 2, 6), (100_000, 2, 20)]
)
def test_chunks(count: int, workers: int, chunk: int) -> None:
    assert chunk_for(count, workers) == chunk


def test_what_two_processes_need_is_fetched_once(tmp_path: Path) -> None:
    build, folder = BUILDS[0], tmp_path / "crashes"
    build.lay_out(tmp_path)
    folder.mkdir()
    own = {"/0": threading.Event(), "/1": threading.Event()}

    def private(asked: Asked) -> Reply:
        """What each request asks for alone: it tells that its process is at work."""
        own[asked.path[:2]].set()
        return Reply(status=404)

    def wanted(asked: Asked) -> Reply:
        for started in own.values():
            assert started.wait(20)
        return Reply(body=(tmp_path / "symbols" / build.name / asked.path[1:]).read_bytes())

    with Server({"/" + target: wanted for target in build.files}) as server:
        for number in range(2):
            body = build.request()
            urls = (server.url, f"{server.url}/{number}")
            body["sources"] = [{"id": url[-2:], "type": "http", "url": url} for url in urls]
            (folder / f"{number}.json").write_text(json.dumps(body), encoding="utf-8")
            for target in build.files:
                server.routes[f"/{number}/{target}"] = private
        chosen = batch(folder, workers=2)
        how = structs.replace(chosen.how, trusted=True)
        with executor("", 2) as (runs, _):
            done = outcomes(folder, structs.replace(chosen, how=how, chunk=1), runs)
        assert [server.hits("/" + target) for target in build.files] == [1] * len(build.files)
    assert {one.resolved == one.frames > 0 for one in done.values()} == {True}


def test_several_processes(crashes: Path) -> None:
    with executor("", 2) as (runs, workers):
        done = outcomes(crashes, batch(crashes, workers=workers), runs)
    assert len(done) == 8
    assert sum(one.state == "answered" for one in done.values()) == 7
