"""`B`: raw and processed, in two columns or in turns."""

from pathlib import Path

from inspector.model.report import Frame, Report, Thread
from inspector.tui.screens.crash.both import BothScreen
from inspector.tui.screens.crash.stack import StackScreen
from tests.tui.scripted import Script, app_for, crash, press, seen, shown, until

RAW = Frame(index=0, function="t", raw_function="t", file="app.min.js", path="https://h/app.min.js",
            line=1, column=9500)  # fmt: skip
LINE = "x" * 9490 + "function t(e){throw[/e]}" + "y" * 9000
DONE = Frame(
    index=0, status="symbolicated", function="checkout [/x]\x1b", raw_function="t",
    file="cart.ts", path="webpack:///cart.ts", line=42, column=3, context_line="  throw failure;",
    facts=(("minified", LINE), ("token", "failure")),
)  # fmt: skip
LOST = Frame(index=1, function="n", raw_function="n", file="lib.js", path="https://h/lib.js",
             line=2, column=1)  # fmt: skip
FAILED = Frame(index=1, status="missing_source", function="n", raw_function="n", file="lib.js",
               path="https://h/lib.js", line=2)  # fmt: skip


def script() -> tuple[Report, Report]:
    asked = Report(kind="js", threads=(Thread(index=0, frames=(RAW, LOST)),))
    return asked, Report(kind="js", threads=(Thread(index=0, frames=(DONE, FAILED)),), done=True)


async def test_two_columns_where_there_is_room(tmp_path: Path) -> None:
    async with shown(tmp_path, size=(160, 40), reports=script()) as (app, pilot):
        await press(pilot, "g", "B")
        assert isinstance(app.screen, BothScreen)
        row = next(line for line in seen(app) if "»   0" in line)
        assert "app.min.js:1:9500" in row
        assert "checkout [/x]␛" in row
        assert "cart.ts:42:3" in row
        await until(pilot, lambda: any("throw failure;" in line for line in seen(app)))
        await until(pilot, lambda: any("function t(e){throw[/e]}" in line for line in seen(app)))
        await press(pilot, "j")
        row = next(line for line in seen(app) if "»   1" in line)
        assert "missing source" in row
        await press(pilot, "escape")
        assert isinstance(app.screen, StackScreen)
        assert app.screen.panes.frames.has_focus


async def test_one_column_and_tab_where_there_is_not(tmp_path: Path) -> None:
    async with shown(tmp_path, size=(80, 24), reports=script()) as (app, pilot):
        await press(pilot, "g", "B")
        row = next(line for line in seen(app) if "»   0" in line)
        assert "checkout" in row
        assert "app.min.js" not in row
        await press(pilot, "tab")
        row = next(line for line in seen(app) if "»   0" in line)
        assert "app.min.js:1:9500" in row
        assert "checkout" not in row
        assert isinstance(app.screen, BothScreen)
        assert not app.screen.processed.region
        assert app.screen.raw.region


async def test_native_frames_too(tmp_path: Path) -> None:
    async with shown(tmp_path, size=(120, 30)) as (app, pilot):
        await press(pilot, "B")
        text = "\n".join(seen(app))
        assert "inlined in the function below" in text
        assert "0x55d0c41a02b1" in text


async def test_a_run_that_ends_is_seen_and_the_cursor_stays(tmp_path: Path) -> None:
    asked, answer = crash()
    going = Script(answer)
    app = app_for(asked, going, tmp_path)
    async with app.run_test(size=(120, 30)) as pilot:
        await until(pilot, lambda: bool(going.told))
        await press(pilot, "B", "j")
        assert not any("Scene::render()" in line for line in seen(app))
        at = next(line for line in seen(app) if "»" in line and "0x55d0c41a02b1" in line)
        going.gate.set()
        await until(pilot, lambda: any("Scene::render()" in line for line in seen(app)))
        row = next(line for line in seen(app) if "»" in line and "0x55d0c41a02b1" in line)
        assert "Scene::render()" in row
        assert row.split()[:3] == at.split()[:3]  # the same frame
