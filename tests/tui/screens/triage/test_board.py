"""The triage board: what is known of a folder, answering what is stale, drilling in and back."""

import os
import time
from pathlib import Path

import pytest

from inspector.batch.outcome import MissingModule
from inspector.tui.screens.crash.stack import StackScreen
from inspector.tui.screens.dialogs import MessageDialog, QuestionDialog
from inspector.tui.screens.triage.board import BoardScreen
from tests.tui.boards import Answers, app_on, board_on, listed, remember, requests, row
from tests.tui.scripted import press, seen, until


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three requests of two signatures, a changed one, a broken one and a new one."""
    folder = tmp_path / "crashes"
    a, b, c, d, _ = requests(folder, "a.json", "b.json", "c.json", "d.json", "sub/e.json")
    known = [row(a), row(b, modified=1), row(c, "other::thing", worst="found", missing=())]
    remember(folder, [*known, row(d, "", state="broken", reason=f"{d}: not JSON", frames=0)])
    return folder


def lines_with(screen: BoardScreen, text: str) -> list[str]:
    return [line for line in seen(screen.inspector) if text in line]


@pytest.mark.parametrize("size", [(80, 24), (120, 30)])
async def test_what_is_known_is_there_at_once_by_signature(
    folder: Path, size: tuple[int, int]
) -> None:
    async with board_on(folder, size=size) as (screen, _):
        (first,) = lines_with(screen, "»")
        words = first.split()
        assert words[:7] == ["»▸", "2", "75", "%", "!", "missing", "f"]
        assert words[7:] == ["libgl", "↻", "1", "stale"]
        assert len(lines_with(screen, "other::thing")) == 1
        assert "✗ broken" in lines_with(screen, "(cannot be read)")[0]
        assert "↻ 1" in lines_with(screen, "(not answered yet)")[0]
        verdict = seen(screen.inspector)[0]
        assert "crashes/  5" in verdict
        assert "✗ 1 broken  ↻ 1 stale  · 1 not run" in verdict
        assert "2 to answer: r answers what is new or changed, R all again" in "\n".join(
            seen(screen.inspector)
        )


async def test_a_group_unfolds_a_request_opens_and_escape_returns_to_its_row(folder: Path) -> None:
    async with board_on(folder) as (screen, pilot):
        await press(pilot, "enter")
        await listed(pilot, screen)
        assert "↻ changed" in lines_with(screen, "b.json")[0]
        await press(pilot, "j", "j")
        before = screen.rows.row
        await press(pilot, "enter")
        app = screen.inspector
        await until(pilot, lambda: isinstance(app.screen, StackScreen))
        await until(pilot, lambda: app.view is not None and app.view.run.state == "done")
        assert app.session is not None
        assert (app.session.path, app.session.trusted) == (str(folder / "b.json"), False)
        await press(pilot, "2", "escape")
        await press(pilot, "escape")
        assert screen.is_current
        assert screen.rows.row == before
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(app.screen, StackScreen))
        await press(pilot, "q")
        assert screen.is_current
        await press(pilot, "h")
        await listed(pilot, screen)
        assert lines_with(screen, "b.json") == []
        assert screen.rows.cursor == 0


async def test_only_what_is_stale_is_answered_and_rows_fill_in_below_the_cursor(
    folder: Path,
) -> None:
    answers = Answers()
    async with board_on(folder, answers) as (screen, pilot):
        await press(pilot, "v", "j", "j")
        await listed(pilot, screen)
        under = screen.rows.row
        await press(pilot, "r")
        await until(pilot, lambda: bool(answers.begun))
        assert answers.begun == [(["b.json", "sub/e.json"], False)]
        answers.rows.put(row(folder / "b.json", "quite::new"))
        await until(pilot, lambda: bool(lines_with(screen, "quite::new")))
        assert screen.rows.row == under
        assert any("1 of 2" in line and "/s" in line and "left · X" in line
                   for line in seen(screen.inspector))  # fmt: skip
        await press(pilot, "r")
        assert len(answers.begun) == 1
        answers.rows.put(row(folder / "sub/e.json"))
        answers.rows.put(None)
        await until(pilot, lambda: not screen.board.running)
        await listed(pilot, screen)
        assert lines_with(screen, "↻") == []
        await until(pilot, lambda: any("2 of 2 done" in line for line in seen(screen.inspector)))
        await press(pilot, "r")
        await until(pilot, lambda: any("R answers them all" in x for x in seen(screen.inspector)))
        await press(pilot, "R")
        await until(pilot, lambda: len(answers.begun) == 2)
        assert len(answers.begun[1][0]) == 5


async def test_a_cancelled_run_is_over_at_once_and_late_rows_change_nothing(folder: Path) -> None:
    answers = Answers()
    async with board_on(folder, answers) as (screen, pilot):
        await press(pilot, "R")
        await until(pilot, lambda: screen.board.running)
        await until(pilot, lambda: any("X Stop" in line for line in seen(screen.inspector)))
        started = time.monotonic()
        await press(pilot, "X")
        assert time.monotonic() - started < 0.5
        assert not screen.board.running
        await until(
            pilot, lambda: any("0 of 5 cancelled" in line for line in seen(screen.inspector))
        )
        await until(pilot, lambda: not any("X Stop" in line for line in seen(screen.inspector)))
        answers.rows.put(row(folder / "a.json", "late"))
        await pilot.pause(0.25)
        assert lines_with(screen, "late") == []


async def test_a_run_that_breaks_off_is_told(folder: Path) -> None:
    answers = Answers()
    answers.error = RuntimeError("[/red] no disk \x1b[1m")
    async with board_on(folder, answers) as (screen, pilot):
        await press(pilot, "R")
        answers.rows.put(None)
        app = screen.inspector
        await until(pilot, lambda: isinstance(app.screen, MessageDialog))
        assert isinstance(app.screen, MessageDialog)
        assert app.screen.text == "RuntimeError: [/red] no disk ␛[1m"


async def test_sorting_filtering_searching_leaving(folder: Path) -> None:
    async with board_on(folder) as (screen, pilot):
        await press(pilot, "s", "s", "s")
        await listed(pilot, screen)
        assert lines_with(screen, "signature▴") != []
        assert "f" in lines_with(screen, "▸")[0].split()
        await press(pilot, "S")
        await listed(pilot, screen)
        assert "(not answered yet)" in lines_with(screen, "▸")[0]
        await press(pilot, "&", *"thing", "enter")
        await listed(pilot, screen)
        assert len(lines_with(screen, "▸")) == 1
        assert "1 with 'thing'" in seen(screen.inspector)[0]
        await press(pilot, "escape")
        await listed(pilot, screen)
        assert len(lines_with(screen, "▸")) == 4
        await press(pilot, "/", *"e.json", "enter")  # in a group that is folded
        await until(pilot, lambda: "sub/e.json" in "".join(lines_with(screen, "»")))
        assert lines_with(screen, "1 found: e.json (n, N)") != []
        await press(pilot, "g", "n")
        assert "sub/e.json" in lines_with(screen, "»")[0]
        await press(pilot, "/", *"[red", "enter")
        await until(pilot, lambda: lines_with(screen, "Not found in this folder: [red") != [])


async def test_a_folder_is_trusted_when_the_person_says_so(folder: Path) -> None:
    answers = Answers()
    async with board_on(folder, answers) as (screen, pilot):
        app = screen.inspector
        await press(pilot, "T")
        await until(pilot, lambda: isinstance(app.screen, QuestionDialog))
        await press(pilot, "n")
        assert not screen.board.trusted
        await press(pilot, "T")
        await until(pilot, lambda: isinstance(app.screen, QuestionDialog))
        await press(pilot, "y")
        await until(pilot, lambda: bool(answers.begun))
        names, trusted = answers.begun[0]
        assert (len(names), trusted) == (5, True)
        await until(pilot, lambda: "trusted" in seen(app)[0])


async def test_hostile_names_and_signatures_are_text(tmp_path: Path) -> None:
    folder = tmp_path / "[red]x"
    paths = requests(folder, "a\x1b]0;x\x07.json", "[/b]\u202e.json")
    bad = "\x1b[2J[link=x]boom[/link]\u202e"
    remember(folder, [row(path, bad, missing=(MissingModule(bad, bad, 1),)) for path in paths])
    async with board_on(folder) as (screen, pilot):
        await press(pilot, "enter")
        await listed(pilot, screen)
        text = "\n".join(seen(screen.inspector))
        assert "␛[2J[link=x]boom[/link]<U+202E>" in text
        assert "[red]x/  2 requests" in text
        assert "a␛]0;x␇.json" in text
        assert "[/b]<U+202E>.json" in text
        assert not any(char in text for char in "\x1b\x07\u202e")
        await press(pilot, "j", "d")
        assert isinstance(screen.inspector.screen, MessageDialog)
        assert "signature  ␛[2J[link=x]boom[/link]<U+202E>" in screen.inspector.screen.text


async def test_folders_without_anything_to_show(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    (folder / "note.txt").write_text("x")
    async with board_on(folder) as (screen, pilot):
        assert lines_with(screen, "no requests here: they are the *.json files") != []
        await press(pilot, "r", "enter", "d", "y", "v", "h", "l", "s", "n")
        await until(
            pilot, lambda: any("nothing to answer" in line for line in seen(screen.inspector))
        )


async def test_a_folder_that_goes_away_keeps_its_rows(folder: Path) -> None:
    async with board_on(folder) as (screen, pilot):
        os.rename(folder, folder.parent / "elsewhere")
        await press(pilot, "r")
        await until(pilot, lambda: any("no such folder" in x for x in seen(screen.inspector)))
        assert len(lines_with(screen, "▸")) == 4
        await press(pilot, "enter")
        await listed(pilot, screen)
        await press(pilot, "j", "enter")
        app = screen.inspector
        await until(pilot, lambda: isinstance(app.screen, MessageDialog))
        await press(pilot, "escape")
        assert screen.is_current


async def test_nothing_can_be_kept(tmp_path: Path) -> None:
    folder = tmp_path / "crashes"
    requests(folder, "a.json")
    (tmp_path / "state").write_text("a file where a folder should be")
    async with board_on(folder) as (screen, _):
        assert lines_with(screen, "Nothing can be kept of this folder") != []


async def test_leaving_while_requests_are_answered_is_asked(folder: Path) -> None:
    answers = Answers()
    async with board_on(folder, answers) as (screen, pilot):
        await press(pilot, "r")
        await until(pilot, lambda: bool(answers.begun))
        await press(pilot, "escape")
        app = screen.inspector
        await until(pilot, lambda: isinstance(app.screen, QuestionDialog))
        await until(pilot, lambda: any("being answered" in line for line in seen(app)))
        await press(pilot, "y")
        await until(pilot, lambda: app.return_code == 0)
    assert answers.stopped.wait(5)


async def test_ten_thousand_requests(tmp_path: Path) -> None:
    folder = tmp_path / "crashes"
    folder.mkdir()
    rows = []
    for number in range(10_000):
        path = folder / f"{number:05}.json"
        path.write_bytes(b"{}")
        rows.append(row(path, f"crash {number % 40}", resolved=number % 5))
    remember(folder, rows)
    app = app_on(folder, Answers())
    async with app.run_test(size=(120, 30)) as pilot:
        started = time.monotonic()
        await until(pilot, lambda: isinstance(app.screen, BoardScreen))
        screen = app.screen
        assert isinstance(screen, BoardScreen)
        await until(pilot, lambda: len(screen.rows.laid.rows) == 40)
        assert time.monotonic() - started < 2.0
        await listed(pilot, screen)
        await press(pilot, "v")
        await until(pilot, lambda: screen.rows.count == 10_000)
        started = time.monotonic()
        await press(pilot, "G", "k", "pageup", "g", "j")
        assert time.monotonic() - started < 1.0


async def test_a_click_on_a_head_sorts_by_it_and_another_one_the_other_way_round(
    folder: Path,
) -> None:
    async with board_on(folder) as (screen, pilot):
        for word, column, reverse in (
            ("signature", "signature", False),
            ("signature", "signature", True),
            ("resol.", "resolved", False),
            ("stale", "resolved", False),  # nothing to sort by
        ):
            head = next(line for line in seen(screen.inspector) if "resol." in line)
            await pilot.click("#board-head", offset=(head.index(word), 0))
            await listed(pilot, screen)
            assert (screen.choice.column, screen.choice.reverse) == (column, reverse)
        head = next(line for line in seen(screen.inspector) if "resol." in line)
        assert "resol.▴" in head
