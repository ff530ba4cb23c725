"""The shown thread in one line."""

from pathlib import Path

from msgspec.structs import replace

from tests.tui.scripted import Script, app_for, crash, seen, settle, shown, state, until


async def test_it_stands_where_there_is_no_thread_list(tmp_path: Path) -> None:
    async with shown(tmp_path, size=(80, 24)) as (app, pilot):
        assert seen(app)[2].startswith("  thread 2/6  ✗ 3 render loop (crashed)  13 frames")
        await pilot.resize_terminal(120, 24)
        await settle(pilot)
        assert "thread 2/6" not in seen(app)[2]


async def test_one_frame_is_one_frame(tmp_path: Path) -> None:
    asked, answer = crash()
    one = tuple(replace(thread, frames=thread.frames[:1]) for thread in answer.threads)
    reports = asked, replace(answer, threads=one)
    async with shown(tmp_path, size=(80, 24), reports=reports) as (app, _):
        assert "(crashed)  1 frame " in seen(app)[2]


async def test_keys_of_a_persons_own_are_shown(tmp_path: Path) -> None:
    keymap = {"next_thread": "f7"}
    app = app_for(crash()[0], Script(crash()[1], cached=True), tmp_path, keymap=keymap)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: state(app) == "done")
        assert any("[ prev  f7 next  t list" in line for line in seen(app))
