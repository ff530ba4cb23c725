"""Which frames are listed, and how they are spelt."""

from pathlib import Path

from tests.tui.screens.crash.test_stack import frames, index
from tests.tui.scripted import crash, press, seen, shown, until


async def test_app_only_hides_runs_and_gives_the_same_cursor_back(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        await press(pilot, "j", "j", "j", "j")
        assert index(app) == 4
        await press(pilot, "a")
        assert any("├─ 6 system frames, Enter shows them ─┤" in line for line in seen(app))
        assert any("app-only (built-in system list)" in line for line in seen(app))
        assert index(app) == 4  # the fold that holds it
        await press(pilot, "enter")
        assert not any("system frames" in line for line in seen(app))
        await press(pilot, "a")
        assert index(app) == 4
        assert not any("app-only" in line for line in seen(app))


async def test_inline_chains_fold_one_by_one_and_all_at_once(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        everything = frames(app).count
        await press(pilot, "h")
        assert (frames(app).count, index(app)) == (everything - 1, 1)
        await press(pilot, "l")
        assert frames(app).count == everything
        await press(pilot, "i")
        assert (frames(app).count, index(app)) == (everything - 1, 1)
        await press(pilot, "i", "o")
        assert any("caller first" in line for line in seen(app))
        assert index(app) == 1


async def test_looks_flip(tmp_path: Path) -> None:
    async with shown(tmp_path, size=(160, 40)) as (app, pilot):
        await press(pilot, "W")
        assert any("raw frames" in line for line in seen(app))
        assert not any("Scene::render" in line for line in seen(app)[3:30])
        await press(pilot, "W", "P", "M", "A")
        assert any("absolute · mangled · full paths" in line for line in seen(app))


async def test_app_only_says_why_it_does_nothing(tmp_path: Path) -> None:
    asked, answer = crash()
    async with shown(tmp_path, reports=(asked, answer)) as (app, pilot):
        await press(pilot, "right_square_bracket", "right_square_bracket", "a")
        await until(pilot, lambda: any("Nothing to hide" in line for line in seen(app)))


async def test_guessed_frames_fold_and_open(tmp_path: Path) -> None:
    async with shown(tmp_path, size=(160, 40)) as (app, pilot):
        await press(pilot, "u")
        assert any("├─ 1 guessed frame, Enter shows it ─┤" in line for line in seen(app))
        assert any("guessed hidden" in line for line in seen(app))
        await press(pilot, "u")
        assert not any("guessed frame," in line for line in seen(app))
