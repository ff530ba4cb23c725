"""The start screen."""

import time
from pathlib import Path

import pytest
from textual.widgets import Input

from inspector.opening import BadRequest
from inspector.tui.opened.recent import Entry, Recent
from inspector.tui.screens.crash.stack import StackScreen
from inspector.tui.screens.dialogs import MessageDialog
from inspector.tui.screens.start import RecentList, StartScreen
from tests.tui.scripted import Script, app_for, crash, press, seen, settle, state, until

ASKED, ANSWER = crash()


def remembered(folder: Path) -> Path:
    """Two requests in the state file, one of which is no longer there; the other one's path."""
    there = folder / "there[1].json"
    there.write_text("{}")
    recent = Recent(str(folder / "state" / "recent.json"))
    gone = Entry(path=str(folder / "gone.json"), kind="js", opened=time.time())
    recent.add(gone)
    recent.add(Entry(path=str(there), kind="native", crash="SIGSEGV (11) · \x1b[x", threads=7,
                     frames=112, resolved=108, opened=time.time() - 7300))  # fmt: skip
    return there


async def test_without_history_it_says_how_to_begin(tmp_path: Path) -> None:
    app = app_for(ASKED, Script(ANSWER), tmp_path, start=None)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        text = "\n".join(seen(app))
        assert "No request was opened here before" in text
        assert isinstance(app.screen.focused, Input)
        await press(pilot, *"q[1", "enter")  # letters are letters in the path box
        await until(pilot, lambda: isinstance(app.screen, StackScreen))
        assert app.session is not None
        assert app.session.path.endswith("q[1")


async def test_recent_requests_open_are_forgotten_and_come_back(tmp_path: Path) -> None:
    there = remembered(tmp_path)
    app = app_for(ASKED, Script(ANSWER, cached=True), tmp_path, start=None)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        lines = seen(app)
        assert any(
            "there[1].json" in x and "native" in x and "~ 96 %" in x and "2 h" in x for x in lines
        )
        assert any("gone.json" in x and "file missing" in x for x in lines)
        await press(pilot, "enter")
        await until(pilot, lambda: state(app) == "done")
        assert app.session is not None
        assert app.session.path == str(there)
        await press(pilot, "q")
        await until(pilot, lambda: isinstance(app.screen, StartScreen))
        await press(pilot, "j", "delete")
        assert not any("gone.json" in line for line in seen(app))
        await press(pilot, "q")
        await until(pilot, lambda: app.return_code == 0)


async def test_two_marked_requests_are_compared(tmp_path: Path) -> None:
    there = remembered(tmp_path)
    asked: list[StartScreen.CompareMarked] = []

    class Listening(StartScreen):
        def on_start_screen_compare_marked(self, message: StartScreen.CompareMarked) -> None:
            asked.append(message)
            message.stop()  # the app would open the comparison

    app = app_for(ASKED, Script(ANSWER), tmp_path, start=None)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await app.switch_screen(Listening())
        await settle(pilot)
        await press(pilot, "space", "c")
        assert any("◆there[1].json" in line for line in seen(app))
        assert any("Recent · 1 marked" in line for line in seen(app))
        await until(pilot, lambda: any("Mark two requests" in line for line in seen(app)))
        assert asked == []
        await press(pilot, "j", "space", "c")
        await until(pilot, lambda: bool(asked))
        assert (asked[0].first, asked[0].second) == (str(there), str(tmp_path / "gone.json"))
        await press(pilot, "space")
        assert any("Recent · 1 marked" in line for line in seen(app))


async def test_a_broken_request_leaves_it_open(tmp_path: Path) -> None:
    def refuse(path: str) -> None:
        raise ValueError(f"{path}: [no] file")

    app = app_for(ASKED, Script(ANSWER), tmp_path, start=None, load=refuse)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "x", "enter")
        await until(pilot, lambda: isinstance(app.screen, MessageDialog))
        await press(pilot, "escape")
        assert isinstance(app.screen, StartScreen)
        assert isinstance(app.screen.focused, Input)


async def test_a_broken_request_can_be_opened_in_the_editor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "-bad; [x].json"
    file.write_text("oops")

    def refuse(path: str) -> None:
        raise BadRequest(f"{path}: line 7 column 1: not JSON", line=7)

    app = app_for(ASKED, Script(ANSWER), tmp_path, start=str(file), load=refuse)
    edited: list[tuple[str, int]] = []
    monkeypatch.setattr(app, "edit_file", lambda *place: edited.append(place))
    async with app.run_test(size=(100, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, MessageDialog))
        await press(pilot, "tab", "tab", "enter")
        assert edited == [(str(file), 7)]


async def test_the_row_under_the_cursor_is_told_in_two_lines(tmp_path: Path) -> None:
    there = remembered(tmp_path)
    app = app_for(ASKED, Script(ANSWER), tmp_path, start=None)
    async with app.run_test(size=(120, 24)) as pilot:
        await settle(pilot)
        text = "\n".join(seen(app))
        assert str(there) in text
        assert "SIGSEGV (11) · ␛[x · 7 threads · 0 modules · 108/112 symbolicated" in text
        assert "No request was opened here before" not in text
        await press(pilot, "j")
        assert "the file is not there any more" in "\n".join(seen(app))


async def test_the_box_completes_what_was_opened_before(tmp_path: Path) -> None:
    there = remembered(tmp_path)
    app = app_for(ASKED, Script(ANSWER), tmp_path, start=None)
    async with app.run_test(size=(120, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "slash", *str(there)[:-6])
        await until(pilot, lambda: any(there.name in line for line in seen(app)[:6]))
        await press(pilot, "right")
        assert app.screen.query_one(Input).value == str(there)


@pytest.mark.parametrize(
    ("frames", "resolved", "word"),
    [
        (4, 4, "✓ 100 %"),
        (4, 3, "~ 75 %"),
        (4, 0, "✗ 0 %"),
        (0, 0, "no frames"),
        (4, None, "not run"),
    ],
)
def test_how_a_request_came_out_has_a_glyph_and_a_number(
    tmp_path: Path, frames: int, resolved: int | None, word: str
) -> None:
    path = tmp_path / "a.json"
    path.touch()
    rows = RecentList(id="recent")
    rows.show((Entry(path=str(path), kind="js", frames=frames, resolved=resolved),))
    assert f" {word} " in "".join(text for text, _ in rows.cells(0, 80))


async def test_the_list_follows_what_is_typed(tmp_path: Path) -> None:
    there = remembered(tmp_path)
    app = app_for(ASKED, Script(ANSWER, cached=True), tmp_path, start=None)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "slash", *"THERE[")
        text = "\n".join(seen(app))
        assert "Recent · 1 of 2 match" in text
        assert "gone.json" not in text
        await press(pilot, "down")
        assert isinstance(app.focused, RecentList)
        await press(pilot, "escape")
        assert "gone.json" in "\n".join(seen(app))
        await press(pilot, "slash", *"nowhere")
        assert "none of the recent ones" in "\n".join(seen(app))
        await press(pilot, "down")
        assert isinstance(app.focused, Input)
        await press(pilot, "escape", "slash", *"there", "enter")
        await until(pilot, lambda: state(app) == "done")
        assert app.session is not None
        assert app.session.path == str(there)
        await press(pilot, "q")
        await until(pilot, lambda: isinstance(app.screen, StartScreen))
        assert isinstance(app.focused, RecentList)
        assert "gone.json" in "\n".join(seen(app))
