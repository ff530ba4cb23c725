"""The edits of a session, and the request that follows them."""

from pathlib import Path

from inspector.editing.drafts import added, new_source, removed
from inspector.engine import load, preview
from inspector.settings import Settings
from inspector.tui.opened.reading import read_session
from inspector.tui.opened.session import Session
from inspector.tui.opened.workbench import Workbench, carry
from tests.editing.opened import NATIVE, opened


def session(folder: Path, *, trusted: bool = False) -> Session:
    path = opened(folder, NATIVE).path or ""
    request = load(path, trusted=trusted)
    return Session(request, preview(request), path, trusted=trusted)


def test_the_request_follows_every_change(tmp_path: Path) -> None:
    bench = Workbench(session(tmp_path), Settings())
    assert bench.word == "as in the request"
    bench.change(removed(bench.state, 0))
    assert next(s.id for s in bench.session.request.body.sources) == "vendor"
    assert bench.session.is_stale
    assert bench.word == "changed, not saved"
    assert bench.undo()
    assert bench.session.request is bench.opened
    assert not bench.session.is_stale


def test_why_nothing_can_be_saved(tmp_path: Path) -> None:
    bench = Workbench(session(tmp_path), Settings())
    assert bench.refusal == ""
    bench.change(added(bench.state, new_source("http"), str(tmp_path)))
    assert bench.refusal == "server: url must not be empty"


def test_edits_go_on_when_the_request_is_trusted(tmp_path: Path) -> None:
    before = session(tmp_path)
    bench = Workbench(before, Settings())
    bench.change(removed(bench.state, 0))
    after = session(tmp_path, trusted=True)
    carry(before, after)
    assert after.edits is before.edits
    assert after.request.trusted
    assert len(after.request.body.sources) == len(NATIVE["sources"]) - 1


def test_reading_the_same_file_again_keeps_the_edits(tmp_path: Path) -> None:
    path = opened(tmp_path, NATIVE).path or ""
    before, _ = read_session(load, preview, path, trusted=False, kept=None, before=None)
    bench = Workbench(before, Settings())
    bench.change(removed(bench.state, 0))
    again, _ = read_session(load, preview, path, trusted=True, kept=None, before=before)
    assert again.edits is before.edits
    assert again.is_stale
    opened(tmp_path, {**NATIVE, "platform": "other"})
    changed, _ = read_session(load, preview, path, trusted=True, kept=None, before=before)
    assert changed.edits is None
