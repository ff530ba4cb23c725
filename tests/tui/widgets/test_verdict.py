"""What crashed, and how much of it is known."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from inspector.detail.signatures.signature import signature
from inspector.model.report import Module, Report, Thread, resolved
from inspector.tui.opened.run import Run, State
from inspector.tui.view import opened
from inspector.tui.widgets.verdict import Tally, score, what
from tests.tui.scripted import Script, app_for, crash, seen, until

ASKED, ANSWER = crash()


def test_what() -> None:
    expected = "linux_req.json · SIGSEGV (11) · x86_64 linux · thread 3 render loop crashed"
    assert what(ASKED) == expected
    assert what(Report(kind="js", name="a.json")) == "a.json"
    assert what(ASKED, "a | b") == f"{expected} · a | b"


async def test_the_signature_follows(tmp_path: Path) -> None:
    app = app_for(ASKED, Script(ANSWER, cached=True), tmp_path)
    known_by = signature(ANSWER).text
    assert known_by
    async with app.run_test(size=(200, 30)) as pilot:
        await until(pilot, lambda: known_by in seen(app)[0])


@pytest.mark.parametrize(
    ("state", "words", "tone"),
    [
        ("idle", "· 22 frames, not run yet", "dim"),
        ("running", "14/22 frames so far · 1 module without file", "accent"),
        ("cancelled", "! partial 14/22 frames, cancelled · 1 module without file", "weak"),
        ("failed", "✗ run failed, 14/22 frames · 1 module without file", "bad"),
        ("done", "~ 14/22 frames · 1 module without file", "weak"),
    ],
)
def test_score(state: State, words: str, tone: str) -> None:
    assert score(replace(opened(ANSWER), run=Run(state=state)), 14, 22) == (words, tone)


def test_all_good() -> None:
    frames = ANSWER.threads[1].frames[2:4]
    report = Report(kind="native", threads=(Thread(index=0, frames=frames),), done=True)
    assert score(replace(opened(report), run=Run(state="done")), 2, 2) == ("✓ 2/2 frames", "good")


@pytest.mark.parametrize(
    ("statuses", "said"),
    [((), ("no frames", "dim")), (("missing",), ("no frames · 1 module without file", "weak"))],
)
def test_without_frames_nothing_is_good(statuses: tuple[str, ...], said: tuple[str, str]) -> None:
    modules = tuple(Module(index=n, status=status) for n, status in enumerate(statuses))
    report = Report(kind="native", modules=modules, done=True)
    assert score(replace(opened(report), run=Run(state="done")), 0, 0) == said


def test_tally_counts_raw_frames_and_notices_other_threads() -> None:
    tally = Tally()
    assert tally.count(ASKED.threads) == (0, 22)
    assert tally.count(ANSWER.threads) == (14, 22) == resolved(ANSWER)
    assert tally.count(ANSWER.threads[:1]) == (1, 2)
