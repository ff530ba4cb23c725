"""Help is made from the bindings that hold."""

from pathlib import Path

import pytest

from inspector.settings import cache_folder, user_file
from inspector.tui.actions import action_of
from inspector.tui.screens.help import key_word, sections
from tests.tui.editors import at_home
from tests.tui.scripted import press, seen, shown

__all__ = ["at_home"]


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


async def test_files_that_a_person_may_look_into(at_home: Path) -> None:
    """W11: settings, cache and log; of settings those that are read, the strongest last."""
    async with shown(at_home) as (app, pilot):
        files = dict(sections(app.screen))["Files"]
        assert files == [
            ("settings", f"{user_file()} (not there: all is as by default)"),
            ("cache", cache_folder(app.settings)),
            ("log", str(at_home / "state" / "failures.log")),
        ]
        project = at_home / "inspector.toml"
        project.write_text("")
        user = Path(user_file())
        user.parent.mkdir(parents=True)
        user.write_text("")
        settings = [
            path for kind, path in dict(sections(app.screen))["Files"] if kind == "settings"
        ]
        assert settings == [str(user), str(project)]
        app.own.config = str(at_home / "\x1b[31m.toml")
        app.log_file = ""
        files = dict(sections(app.screen))["Files"]
        assert files[0] == ("settings", f"{at_home}/␛[31m.toml")
        assert files[-1] == ("log", "none")
        await press(pilot, "question_mark", *"failures")
        assert not any("failures.log" in line for line in seen(app))
        await press(pilot, "escape")
        app.log_file = "/somewhere/failures.log"
        await press(pilot, "question_mark", *"failures")
        assert any("log" in line and "/somewhere/failures.log" in line for line in seen(app))


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
