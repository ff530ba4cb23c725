"""What the board says around its table."""

import pytest
from msgspec.structs import replace

from inspector.batch.folder import Entry
from inspector.batch.outcome import MissingModule, Outcome
from inspector.settings import Settings
from inspector.tui.triage.board import Board, Desk, Run
from inspector.tui.triage.board_rows import Choice, GroupRow, Laid, RequestRow, Sums
from inspector.tui.triage.board_words import about, doing, nothing, verdict
from tests.tui.boards import Answers

SUMS = Sums(count=1200, resolved=30, frames=40, stale=7, new=5, broken=2, worst=7)
ROW = Outcome(
    path="/r/a.json", kind="native", signature="f\x1b", resolved=3, frames=4, worst="missing",
    missing=(MissingModule("lib\x07", "D", 1),),
)  # fmt: skip


def board(*, trusted: bool = False) -> Board:
    desk = Desk(start=Answers(), state="/nowhere", settings=Settings())
    return Board("/home/someone/cra\x1bshes", desk, trusted=trusted)


def test_verdict() -> None:
    laid = Laid(sums=SUMS, listed=3)
    assert verdict(board(), laid, Choice(), 120) == (
        "cra␛shes/  1,200 requests  75 % resolved  ✗ 2 broken  ↻ 2 stale  · 5 not run"
    )
    told = verdict(board(trusted=True), laid, Choice(filter="a\x07"), 140)
    assert "3 with 'a␇'" in told
    assert "resolved  trusted  ✗" in told
    assert "  1,200  75 %  ✗" in verdict(board(), laid, Choice(), 60)
    assert verdict(board(), Laid(sums=Sums(count=1)), Choice(), 80) == "cra␛shes/  1 request"
    assert len(verdict(board(), laid, Choice(), 40)) <= 40


@pytest.mark.parametrize(
    ("state", "done", "said"),
    [
        pytest.param(
            "running", 250, "0:05.0 ▓▓░░░░░░░░ 250 of 1,000  50/s  0:15.0 left · X stops", id="on"
        ),
        pytest.param("running", 0, "0:05.0 ░░░░░░░░░░ 0 of 1,000 · X stops", id="begun"),
        pytest.param("cancelled", 250, "0:05.0 ▓▓░░░░░░░░ 250 of 1,000 cancelled  50/s", id="off"),
        pytest.param("done", 1000, "7 to answer: r answers what is new or changed", id="stale"),
    ],
)
def test_how_a_run_stands(state: str, done: int, said: str) -> None:
    made = board()
    made.run = Run(Answers, 1000)
    made.run.state, made.run.done, made.run.seconds = state, done, 5.0
    assert doing(made, SUMS, 100).startswith(said)


def test_without_a_run_it_says_what_there_is_to_do() -> None:
    assert doing(board(), SUMS, 80).startswith("7 to answer: r answers")
    assert doing(board(), replace(SUMS, stale=0), 80) == ""


def test_an_empty_table_says_why() -> None:
    assert "Esc shows all" in nothing(Choice(filter="x"))
    assert "*.json" in nothing(Choice())


@pytest.mark.parametrize(
    ("row", "lines"),
    [
        pytest.param(
            RequestRow(Entry("/r/a.json", "a.json", ROW, "changed")),
            ["stale      changed", "signature  f␛", "resolved   3 of 4 frames",
             "worst      missing", "missing    lib␇ D: 1 frame"],
            id="answered",
        ),
        pytest.param(
            RequestRow(Entry("/r/a.json", "a.json", None, "new")),
            ["stale      not run", "It was never answered: r answers it."],
            id="new",
        ),
        pytest.param(
            RequestRow(Entry("/r/a.json", "a.json", replace(
                ROW, state="broken", reason="/r/a.json: not \x1bJSON"))),
            ["It cannot be read:", "not ␛JSON"],
            id="broken",
        ),
        pytest.param(
            GroupRow("=f", SUMS, "lib\x07"),
            ["f", "requests     1,200", "resolved     30 of 40 frames", "worst        missing",
             "top missing  lib␇", "stale        7"],
            id="group",
        ),
    ],
)  # fmt: skip
def test_all_about_a_row(row: RequestRow | GroupRow, lines: list[str]) -> None:
    told = about(row)[1].split("\n")
    assert [line for line in lines if line not in told] == []
