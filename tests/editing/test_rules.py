"""The [in_app] rules while they are edited."""

import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from inspector.editing.rules import (
    Effect,
    effect,
    effect_lines,
    problems,
    rules_file,
    rules_of,
    save_rules,
    tree_of,
)
from inspector.model.in_app import NO_RULES, InAppRules
from inspector.model.report import Frame, Report, Thread
from inspector.settings import BadSettings, load_settings, user_file
from tests.tui.editors import at_home

__all__ = ["at_home"]

PLACES = ("/opt/app/game", "/opt/app/libpng.so", "/usr/lib/libc.so.6", "/usr/lib/libgtk.so")


def report(*, said: bool | None = None) -> Report:
    """Two threads; one frame a module in each."""
    frames = tuple(Frame(index=n, package=p, in_app=said) for n, p in enumerate(PLACES))
    threads = tuple(Thread(index=n, frames=frames) for n in range(2))
    return Report(kind="native", name="a", threads=threads)


RULES = [
    pytest.param(NO_RULES, {}, id="none"),
    pytest.param(InAppRules(include=("a*",)), {"include": ["a*"]}, id="include"),
    pytest.param(
        InAppRules(exclude=("/b/", "c"), defaults=False),
        {"exclude": ["/b/", "c"], "defaults": False},
        id="the-rest",
    ),
]


@pytest.mark.parametrize(("rules", "tree"), RULES)
def test_rules_are_a_tree_and_back(rules: InAppRules, tree: dict[str, object]) -> None:
    assert tree_of(rules) == tree
    assert rules_of(tree) == rules


def test_problems_stand_at_their_field() -> None:
    assert problems({"include": ["lib*"], "exclude": ["a***", "x"]}).keys() == {"exclude"}
    assert "wildcards" in problems({"exclude": ["a***"]})["exclude"]
    assert problems({}) == {}


EFFECTS = [
    pytest.param(NO_RULES, Effect(frames=8, before=4), id="nothing"),
    pytest.param(
        InAppRules(include=("libgtk*",), exclude=("libpng*",)),
        Effect(frames=8, before=4, gained=2, lost=2),
        id="both-ways",
    ),
    pytest.param(
        InAppRules(exclude=("/opt/app/", "gone*")),
        Effect(frames=8, before=4, lost=4, idle=("gone*",)),
        id="idle",
    ),
    pytest.param(InAppRules(defaults=False), Effect(frames=8, before=4, lost=4), id="no-list"),
]


@pytest.mark.parametrize(("after", "found"), EFFECTS)
def test_effect_on_the_open_request(after: InAppRules, found: Effect) -> None:
    assert effect(report(), NO_RULES, after) == found


def test_a_request_that_says_so_itself() -> None:
    found = effect(report(said=True), NO_RULES, InAppRules(exclude=("*",)))
    assert found == Effect(frames=8, before=8, silent=False)
    assert effect_lines(found) == [
        "This request says itself whose its frames are (in_app): rules do not count here."
    ]


def test_patterns_for_scripts_name_their_files() -> None:
    frames = (Frame(index=0, path="https://h/app.js"), Frame(index=1, path="https://h/lib/x.js"))
    script = Report(kind="js", name="a", threads=(Thread(index=0, frames=frames),))
    found = effect(script, NO_RULES, InAppRules(exclude=("x.js", "**/none/**")))
    assert found == Effect(frames=2, before=2, lost=1, idle=("**/none/**",))


def test_effect_in_words() -> None:
    found = Effect(frames=8, before=4, gained=1, lost=2, idle=("gone*",))
    assert effect_lines(found) == [
        "3 of 8 frames change hands: 1 become ours, 2 no longer are. Ours: 3, until now 4.",
        "gone* names no frame here.",
    ]
    assert effect_lines(replace(found, gained=0, lost=0, idle=())) == [
        "None of 8 frames changes hands. Ours: 4."
    ]


def test_the_strongest_file_with_rules_is_the_one_to_change(at_home: Path) -> None:
    project = at_home / "inspector.toml"
    assert rules_file(None) == user_file()
    project.write_text("offline = true\n")
    assert rules_file(None) == user_file()
    project.write_text('[in_app]\ninclude = ["a"]\n')
    assert rules_file(None) == str(project)
    assert rules_file(str(at_home / "named.toml")) == str(at_home / "named.toml")
    project.write_text("= no TOML")
    with pytest.raises(BadSettings, match="not TOML"):
        rules_file(None)


def test_saving_keeps_the_rest_and_holds_for_the_next_start(at_home: Path) -> None:
    os.makedirs(os.path.dirname(user_file()))
    Path(user_file()).write_text("# mine\noffline = true\n\n[in_app]  # ours\nexclude = ['z']\n")
    rules = InAppRules(include=("a*", "/b/"), defaults=False)
    save_rules(user_file(), rules)
    text = Path(user_file()).read_text()
    assert text.startswith("# mine\noffline = true\n")
    assert "# ours" in text
    assert load_settings().in_app == rules
    assert load_settings().offline


def test_a_new_file_is_made(at_home: Path) -> None:
    save_rules(user_file(), InAppRules(include=("a",)))
    assert load_settings().in_app == InAppRules(include=("a",))
