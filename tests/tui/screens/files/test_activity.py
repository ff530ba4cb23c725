"""What the run did."""

from pathlib import Path

import pytest
from rich.cells import cell_len

from inspector.model.events import FetchEnded, FetchStarted, Note, ParseEnded, ParseStarted
from inspector.tui.opened.run import Job
from inspector.tui.screens.files.activity import JobList, job_line, job_mark
from tests.tui.scripted import Script, app_for, crash, press, seen, state, until

ASKED, ANSWER = crash()
EVENTS = (
    FetchStarted("local", "a/debug"),
    FetchEnded("local", "a/debug", "ok", size=8_100_000, seconds=1.1),
    ParseStarted("a/debug", "symcache"),
    ParseEnded("a/debug", "symcache", "ok", seconds=0.4),
    FetchStarted("vendor", "b/debug"),
    FetchEnded("vendor", "b/debug", "timeout", details="300s"),
    Note("vendor 503, retry 2 of 3"),
)


def test_marks_of_outcomes() -> None:
    assert [job_mark(outcome).word for outcome in ("", "ok", "not_found", "download_error")] == [
        "under way",
        "ok",
        "not found",
        "download error",
    ]


def test_a_line_of_text() -> None:
    job = Job(what="b\x1b", step="download", source="vendor", outcome="timeout", details="300s")
    assert job_line(job) == "download\tvendor\tb␛\ttimeout: 300s"


def test_the_list_follows_its_end_until_the_person_moves() -> None:
    jobs = JobList(id="jobs")
    made = tuple(Job(what=str(n), step="download") for n in range(5))
    jobs.show(made[:3])
    assert jobs.cursor == 2
    jobs.cursor = 1
    jobs.show(made)
    assert jobs.cursor == 1


@pytest.mark.parametrize("width", [80, 120])
def test_what_is_only_read_leaves_its_name_the_room_of_source_and_size(width: int) -> None:
    name = "file://problems/references-of-a-script.js"
    jobs = JobList(id="jobs")
    jobs.show((Job(what=name, step="build_folder", outcome="ok"),))
    line = "".join(text for text, _ in jobs.cells(0, width))
    assert name in line
    assert "build folder" in line
    assert cell_len(line) == width
    fetched = Job(what="x", step="download", source="vendor", received=3_000, total=8_000)
    jobs.show((*jobs.jobs, fetched))
    line = "".join(text for text, _ in jobs.cells(1, width))
    assert "vendor" in line
    assert "3.0 kB/8.0 kB" in line
    assert cell_len(line) == width


@pytest.mark.parametrize(("width", "least"), [(80, 18), (100, 30), (117, 45), (118, 30)])
def test_names_have_room_beside_what_is_fetched(width: int, least: int) -> None:
    name = "0123456789" * 20
    jobs = JobList(id="jobs")
    jobs.show((Job(what=name, step="download", source="vendor", total=8, received=3),))
    line = "".join(text for text, _ in jobs.cells(0, width))
    assert name[-least + 1 :] in line
    assert cell_len(line) == width


async def test_jobs_notes_and_errors_only(tmp_path: Path) -> None:
    script = Script(ANSWER, events=EVENTS)
    script.gate.set()
    app = app_for(ASKED, script, tmp_path)
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: state(app) == "done")
        await press(pilot, "5")
        text = "\n".join(seen(app))
        assert "Activity · run 1 · done" in text
        assert "vendor 503, retry 2 of 3" in text
        assert "timeout: 300s" in text
        assert "8.1 MB" in text
        await press(pilot, "l")
        text = "\n".join(seen(app))
        assert "timeout: 300s" in text
        assert "8.1 MB" not in text.split("Notes")[0]
        await press(pilot, "y")
        await until(pilot, lambda: "b/debug" in app.clipboard)
