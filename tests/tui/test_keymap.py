"""A person's keys."""

from pathlib import Path

import pytest

from inspector.tui.action_table import ACTIONS
from inspector.tui.keymap import keymap_of
from tests.tui.scripted import Script, app_for, crash, press, seen, state, until

ASKED, ANSWER = crash()


@pytest.mark.parametrize(
    ("given", "holds"),
    [
        pytest.param({"run": "f6"}, {"run": "f6"}, id="a-name"),
        pytest.param({"run": "ctrl+r, f6"}, {"run": "ctrl+r,f6"}, id="two-keys"),
        pytest.param({"search": "="}, {"search": "equals_sign"}, id="a-sign"),
        pytest.param({"app_only": "i", "inline": "a"}, {"app_only": "i", "inline": "a"}, id="swap"),
        pytest.param({"quit": "f12"}, {"quit": "ctrl+q,f12"}, id="ctrl-q-always-quits"),
        pytest.param({"unused": "a"}, {"unused": "a"}, id="a-key-of-another-screen"),
    ],
)
def test_keys_that_hold(given: dict[str, str], holds: dict[str, str]) -> None:
    assert keymap_of(given, {}) == (holds, [])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param({"serach": "f6"}, "no such action, did you mean search?", id="action"),
        pytest.param({"run": "pagedwn"}, "no such key: 'pagedwn', did you mean", id="key"),
        pytest.param({"run": "hyper+a"}, "no such key: 'hyper+a'", id="modifier"),
        pytest.param({"run": " "}, "names no key, the default holds", id="nothing"),
        pytest.param({"run": "f6,"}, "no such key: ''", id="empty-part"),
        pytest.param({"app_only": "i"}, "i is the key of inline (show or hide", id="clash"),
        pytest.param({"app_only": "?"}, "question_mark is the key of help (", id="clash-outside"),
        pytest.param({"app_only": "j"}, "j is the key of cursor_down (", id="clash-in-the-list"),
        pytest.param({"run": "ctrl+q"}, "ctrl+q is for quitting", id="ctrl-q"),
        pytest.param({"run": "ctrl+p"}, "ctrl+p is for the palette", id="palette"),
    ],
)
def test_what_does_not_hold_is_told_with_its_place(given: dict[str, str], said: str) -> None:
    places = dict.fromkeys(given, "/home/inspector.toml:7")
    holds, (problem,) = keymap_of(given, places)
    (action,) = given
    assert holds == {}
    assert problem.startswith(f"/home/inspector.toml:7: keys.{action}: {said}")


def test_two_that_clash_with_each_other_leave_the_first() -> None:
    holds, problems = keymap_of({"app_only": "f6", "inline": "f6"}, {})
    assert holds == {"app_only": "f6"}
    assert problems == [
        "settings: keys.inline: f6 is the key of app_only (hide system frames but who called us)"
    ]


def test_half_a_swap_does_not_hold() -> None:
    """`inline` names no key, so it keeps `i`, and `app_only` cannot have it."""
    holds, problems = keymap_of({"app_only": "i", "inline": "nokey"}, {})
    assert holds == {}
    assert len(problems) == 2


def test_the_default_keys_hold_together() -> None:
    """Each action given its own keys is no clash."""
    given = {action.id: action.keys for group in ACTIONS.values() for action in group}
    given.pop("quit")
    assert keymap_of(given, {})[1] == []


async def test_check_30_wrong_keys_are_told_at_start_and_the_defaults_hold(tmp_path: Path) -> None:
    given = {
        "nonsense": "x",
        "run": "fun",
        "app_only": "i",
        "inline": "U",
        "order": "i",
        "help": "F",
    }
    keymap, notes = keymap_of(given, {"nonsense": "keys.toml:1"})
    assert len(notes) == 3
    app = app_for(ASKED, Script(ANSWER, cached=True), tmp_path, keymap=keymap, notes=notes)
    async with app.run_test(size=(160, 45), notifications=True) as pilot:
        await until(pilot, lambda: state(app) == "done")
        text = "\n".join(seen(app))
        assert "keys.toml:1: keys.nonsense: no such action" in text
        assert "keys.run: no such key: 'fun'" in text
        assert "keys.order: i is the key of app_only" in text
        app.clear_notifications()
        assert "caller first" not in text
        await press(pilot, "o")  # the default
        assert any("caller first" in line for line in seen(app))
        await press(pilot, "i")
        assert any("app-only" in line for line in seen(app))
        await press(pilot, "a")  # has no meaning any more
        assert any("app-only" in line for line in seen(app))
        assert any(" i App" in line and "F Help" in line for line in seen(app)[-1:])
        await press(pilot, "F")
        assert any("F f1" in line or " F " in line for line in seen(app))
        await press(pilot, *"hide system")
        assert any("i              Hide system frames" in line for line in seen(app))
        await press(pilot, "ctrl+q")
        await until(pilot, lambda: app.return_code == 0)
