"""The shown thread in one line."""

from pathlib import Path

from tests.tui.scripted import seen, settle, shown


async def test_it_stands_where_there_is_no_thread_list(tmp_path: Path) -> None:
    async with shown(tmp_path, size=(80, 24)) as (app, pilot):
        assert seen(app)[2].startswith("  thread 2/6  ✗ 3 render loop (crashed)  13 frames")
        await pilot.resize_terminal(120, 24)
        await settle(pilot)
        assert "thread 2/6" not in seen(app)[2]
