"""Help is made from the bindings that hold."""

from pathlib import Path

import pytest

from inspector.tui.actions import action_of
from inspector.tui.screens.help import key_word, sections
from tests.tui.scripted import press, seen, shown


@pytest.mark.parametrize(
    ("key", "word"),
    [("question_mark", "?"), ("ctrl+q", "Ctrl+Q"), ("G", "G"), ("pagedown", "PgDn"), ("f5", "f5")],
)
def test_key_word(key: str, word: str) -> None:
    assert key_word(key) == word


async def test_every_binding_of_a_screen_is_listed(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        for view in ("1", "2", "5"):
            await press(pilot, view)
            told = {line for _, section in sections(app.screen) for line in section}
            for key, active in app.screen.active_bindings.items():
                if (action := action_of(active.binding)) is not None:
                    assert any(
                        key_word(key) in k.split() for k, text in told if text == action.help
                    )


async def test_typing_filters_and_escape_goes_back(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        about = app.screen
        await press(pilot, "question_mark")
        assert any("Keys of this screen" in line for line in seen(app))
        await press(pilot, "pagedown")
        assert not any("This screen" in line for line in seen(app))
        await press(pilot, *"fold")
        filtered = "\n".join(seen(app))
        assert "Fold threads with the same stack" in filtered
        assert "One row down" not in filtered
        await press(pilot, "escape")
        assert app.screen is about
