"""Source lines follow the cursor; what has none says why."""

from pathlib import Path

from inspector.tui.screens.stack import StackScreen
from tests.tui.scripted import press, seen, shown, until


async def test_lines_or_the_reason(tmp_path: Path) -> None:
    async with shown(tmp_path, size=(160, 40)) as (app, pilot):
        assert isinstance(app.screen, StackScreen)
        assert any("No source text: the files found for app" in line for line in seen(app))
        await press(pilot, "j", "j")
        await until(pilot, lambda: any("»214     return it->second;" in x for x in seen(app)))
        await press(pilot, "j")
        await until(pilot, lambda: not any("»214" in line for line in seen(app)))
        await press(pilot, "g")
        await until(pilot, lambda: any("The address lies in no module" in x for x in seen(app)))
