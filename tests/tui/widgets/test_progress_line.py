"""One line of progress."""

from typing import Any

from msgspec.structs import replace
from rich.cells import cell_len

from inspector.tui.opened.run import Job, Run
from inspector.tui.view import View, opened
from inspector.tui.widgets.progress_line import bar, doing, progress
from tests.tui.scripted import crash

JOB = Job(what="https://sym.example/lib/45E0/lib.debug", step="download", source="vendor")


def view(**run: Any) -> View:
    return replace(opened(crash()[0]), run=Run(**run))


def test_before_a_run() -> None:
    assert progress(view(), 0.0) == " not run yet: r symbolicates"


def test_while_it_runs() -> None:
    running = view(state="running", started=1.0, used=(0, 1, 2), ready=frozenset({0}), threads=2)
    assert progress(running, 8.3) == " 0:07.3 ▓▓▓░░░░░░░ modules 1/3 · threads 2/6"


def test_when_it_is_over() -> None:
    jobs = (replace(JOB, outcome="ok", received=8_100_000), replace(JOB, outcome="not_found"))
    done = view(state="done", started=1.0, ended=1.4, used=(0,), ready=frozenset({0}), jobs=jobs)
    assert progress(done, 99.0) == " 0:00.4 modules 1 done · 1 file fetched, 8.1 MB"


def test_bar() -> None:
    assert [bar(n, 2) for n in (0, 1, 2)] == ["░" * 10, "▓" * 5 + "░" * 5, "▓" * 10]
    assert bar(0, 0) == "░" * 10


def test_the_file_being_fetched_keeps_its_end() -> None:
    job = replace(JOB, received=3_100_000, total=24_000_000)
    assert doing(job, 2, 100).endswith("lib.debug from vendor 3.1 MB/24.0 MB (+2)")
    assert doing(replace(JOB, step="symcache", source=""), 0, 60).startswith("reading https")
    short = doing(job, 0, 50)
    assert cell_len(short) <= 50
    assert "lib.debug from vendor" in short
    assert doing(job, 0, -3) == ""
