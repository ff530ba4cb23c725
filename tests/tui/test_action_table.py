"""The table of actions."""

import re
from pathlib import Path

import pytest

from inspector.tui.action_table import ACTIONS
from inspector.tui.screens.help import key_word

ALL = [action for group in ACTIONS.values() for action in group]


def test_an_id_names_one_action_of_a_screen() -> None:
    """Screens that are never seen together may share one, and its key in a keymap."""
    everywhere = [*ACTIONS["app"], *ACTIONS["request"], *ACTIONS["list"], *ACTIONS["frames"]]
    for group in ACTIONS.keys() - {"app", "request", "list", "frames"}:
        ids = [action.id for action in (*everywhere, *ACTIONS[group])]
        assert sorted(set(ids)) == sorted(ids), group


@pytest.mark.parametrize("group", ["stack", "modules", "activity"])
def test_no_key_has_two_meanings_on_a_screen(group: str) -> None:
    together = [*ACTIONS["app"], *ACTIONS["request"], *ACTIONS["list"], *ACTIONS[group]]
    together += ACTIONS["frames"] if group == "stack" else ()
    keys = [key for action in together for key in action.keys.split(",")]
    assert sorted(set(keys)) == sorted(keys)


def test_every_action_says_what_it_does() -> None:
    assert [action.id for action in ALL if not action.label or not action.help] == []


def test_palette_names_begin_with_a_verb() -> None:
    verbs = {action.palette.partition(": ")[0] for action in ALL if action.palette}
    own = {"sources", "scraping", "compare"}  # of screens whose keys are commands to one thing
    known = {"show", "go", "run", "export", "view", "copy", "find", "save", "edit", "open"}
    assert verbs - own <= known


def test_the_keys_of_the_readme_are_those_of_the_app() -> None:
    """Every key of its table does something, and the table has what the stack's footer has."""
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
    table = readme.partition("## Keys")[2].partition("## ")[0]
    named = {key for line in table.splitlines() for key in re.findall(r"`(\S)`", line)}
    known = {key_word(key) for action in ALL for key in action.keys.split(",")}
    footer = [a for group in ("app", "request", "stack") for a in ACTIONS[group] if a.footer]
    assert len(named) > 20
    assert named <= known
    conditional = {"cancel", "trust"}  # not always there
    assert [
        action.id
        for action in footer
        if action.id not in conditional
        and not named & {key_word(key) for key in action.keys.split(",")}
    ] == []
