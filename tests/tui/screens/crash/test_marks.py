"""Marks by keys, and their list."""

from pathlib import Path

from inspector.tui.screens.crash.marks import MarksDialog
from tests.tui.screens.crash.test_stack import frames, index
from tests.tui.scripted import press, seen, shown, until


async def test_marks_are_put_found_and_listed(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        await press(pilot, "space")
        text = "\n".join(seen(app))
        assert "1.1●◆✓" in text
        assert "1 mark, this one too" in text
        assert "marked (Space unmarks)" in text
        await press(pilot, "j", "j", "space", "right_square_bracket", "space")
        await press(pilot, "full_stop")
        assert any("thread 3 render loop" in line for line in seen(app))
        assert index(app) == 1
        await press(pilot, "full_stop")
        assert index(app) == 2
        await press(pilot, "comma", "comma")
        assert any("thread 1 main" in line for line in seen(app))
        await press(pilot, "apostrophe")
        assert isinstance(app.screen, MarksDialog)
        assert any("Marks 3" in line for line in seen(app))
        assert any("◆ 3 render loop" in line and "Scene::render()" in line for line in seen(app))
        await press(pilot, "G", "enter")
        assert index(app) == 2
        assert frames(app).has_focus
        await press(pilot, "space")
        assert any("2 marks" in line for line in seen(app))


async def test_without_marks_the_keys_say_how_to_make_one(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        await press(pilot, "full_stop")
        await until(pilot, lambda: any("Nothing is marked" in line for line in seen(app)))
        await press(pilot, "apostrophe")
        assert any("no marks: Space marks the frame" in line for line in seen(app))
        await press(pilot, "enter", "escape")
        assert frames(app).has_focus
