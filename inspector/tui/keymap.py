"""A person's keys: what of them holds, and what is wrong with the others.

A key that is wrong leaves its action the default key. Ctrl+Q always quits.
"""

import difflib
import string
import unicodedata
from collections.abc import Iterator, Mapping

from textual.keys import KEY_NAME_REPLACEMENTS, Keys

from inspector.tui.action_table import ACTIONS
from inspector.tui.actions import action_named

QUIT = "ctrl+q"
_TAKEN = {"ctrl+p": "the palette", "ctrl+c": "copying a selection", QUIT: "quitting"}
_MODIFIERS = ("ctrl", "alt", "shift", "super")
_BESIDE = {
    "app": (),
    "request": ("app",),
    "list": ("app",),
    "frames": ("app", "request", "list", "stack"),
    "stack": ("app", "request", "list", "frames"),
    "start": ("app", "list"),
    "board": ("app", "list"),
    "dialog": ("app", "list"),
    "help": ("app", "dialog"),
    "plan": ("app", "request", "list", "modules"),
    "why": ("app", "dialog", "help"),
}
"""Group -> the groups whose keys work at the same time; other groups are views of a request."""


def keymap_of(
    given: Mapping[str, str], places: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """Action -> keys for `App.set_keymap`, and a sentence for each entry that does not hold.

    given   action -> keys with commas between, as the settings have it
    places  action -> "file:line" of the entry, as far as it is known
    """
    holds: dict[str, str] = {}
    problems: list[str] = []
    for action_id, keys in given.items():
        names = [_named(key.strip()) for key in keys.split(",")]
        wrong = _wrong(action_id, keys, names)
        if wrong:
            problems.append(f"{places.get(action_id, 'settings')}: keys.{action_id}: {wrong}")
        else:
            holds[action_id] = ",".join(names)
    if "quit" in holds:
        holds["quit"] = f"{QUIT},{holds['quit']}"
    while clash := next(_clashes(holds), None):
        action_id, wrong = clash
        del holds[action_id]
        problems.append(f"{places.get(action_id, 'settings')}: keys.{action_id}: {wrong}")
    return holds, problems


def _wrong(action_id: str, keys: str, names: list[str]) -> str:
    """What is wrong with one entry by itself; "" when nothing is."""
    if action_named(action_id) is None:
        known = [action.id for group in ACTIONS.values() for action in group]
        return f"no such action{_did_you_mean(action_id, known)}"
    if not keys.strip():
        return "names no key, the default holds"
    for name in names:
        if not _is_key(name):
            return f"no such key: {name!r}{_did_you_mean(name.lower(), _names())}"
        if name in _TAKEN and action_id != "quit":
            return f"{name} is for {_TAKEN[name]}"
    return ""


def _clashes(holds: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Entries whose key means something else in the same place, the last given first."""
    for action_id in reversed(list(holds)):
        for group, actions in ACTIONS.items():
            if any(action.id == action_id for action in actions):
                beside = (group, *_BESIDE.get(group, ("app", "request", "list")))
                yield from _clashes_beside(action_id, holds, beside)


def _clashes_beside(
    action_id: str, holds: Mapping[str, str], groups: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    mine = set(holds[action_id].split(","))
    action = action_named(action_id)
    default = set(action.keys.split(",")) if action else set()
    for other in (action for group in groups for action in ACTIONS[group]):
        keys = set(holds.get(other.id, other.keys).split(","))
        shared = default & set(other.keys.split(","))  # a widget that means its own by a key
        if other.id != action_id and (both := sorted((mine & keys) - shared)):
            yield action_id, f"{both[0]} is the key of {other.id} ({other.help.lower()})"


def _named(key: str) -> str:
    """A key as Textual names it: "?" is "question_mark"."""
    if len(key) != 1 or key.isalnum():
        return key
    name = unicodedata.name(key, key).lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name)


def _is_key(name: str) -> bool:
    *modifiers, last = name.split("+")
    if any(modifier not in _MODIFIERS for modifier in modifiers):
        return False
    return last in _names() or (len(last) == 1 and last.isprintable())


def _names() -> frozenset[str]:
    """Every key that has a name of more than one character, without modifiers."""
    named = (key.value.rpartition("+")[2] for key in Keys)
    signs = (_named(char) for char in string.punctuation)
    return frozenset(name for name in (*named, *signs) if name.isidentifier() and len(name) > 1)


def _did_you_mean(name: str, known: "list[str] | frozenset[str]") -> str:
    close = difflib.get_close_matches(name, sorted(known), n=1)
    return f", did you mean {close[0]}?" if close else ""
