"""The [in_app] rules while a person edits them: what they say of the open request, and saving.

A form edits them as a tree of plain values, as it does sources (`editing/fields`).
"""

from collections.abc import Iterator, Mapping

import msgspec
from msgspec import Struct

from inspector.editing.fields import Field
from inspector.model.in_app import InAppRules, matches, ours
from inspector.model.labels import count_of
from inspector.model.places.globs import check_glob
from inspector.model.places.presets import Tree
from inspector.model.report import Frame, Report
from inspector.settings import settings_files, user_file

FIELDS = (
    Field(key="include", label="ours", kind="list", default=()),
    Field(key="exclude", label="not ours", kind="list", default=()),
    Field(key="defaults", label="built-in list", kind="flag", default=True),
)
KEYS = ("include", "exclude", "defaults")
_HEAD = "in_app"


class Effect(Struct, frozen=True, kw_only=True):
    """What other rules make of a request. Frames of all threads, inlined ones too."""

    frames: int
    before: int  # of them ours until now
    gained: int = 0
    lost: int = 0
    idle: tuple[str, ...] = ()  # patterns that name no frame of it
    silent: bool = True  # False: the request itself says whose its frames are


def tree_of(rules: InAppRules) -> Tree:
    """The rules as a form edits them; what is as by default is left out."""
    tree: Tree = {}
    if rules.include:
        tree["include"] = list(rules.include)
    if rules.exclude:
        tree["exclude"] = list(rules.exclude)
    return tree if rules.defaults else {**tree, "defaults": False}


def rules_of(tree: Tree) -> InAppRules:
    """The rules of a tree without mistakes."""
    return msgspec.convert(tree, InAppRules)


def problems(tree: Tree) -> dict[str, str]:
    """What is wrong, by key: the first pattern that cannot be read."""
    found: dict[str, str] = {}
    for key in ("include", "exclude"):
        for pattern in tree.get(key, ()):
            try:
                check_glob(pattern)
            except ValueError as error:
                found.setdefault(key, str(error))
    return found


def effect(report: Report, before: InAppRules, after: InAppRules) -> Effect:
    """How many frames of a request change hands."""
    was, becomes = ours(report, before), ours(report, after)
    total = mine = gained = lost = 0
    for frame in _frames(report):
        old, new = was.test(frame), becomes.test(frame)
        total, mine = total + 1, mine + old
        gained, lost = gained + (new and not old), lost + (old and not new)
    silent = all(frame.in_app is None for frame in _frames(report))
    idle = _idle(report, after) if silent else ()
    return Effect(frames=total, before=mine, gained=gained, lost=lost, idle=idle, silent=silent)


def _idle(report: Report, rules: InAppRules) -> tuple[str, ...]:
    js = report.kind == "js"
    places = {
        (file if js else frame.package, file)
        for frame in _frames(report)
        for file in (frame.path or frame.file,)
    }
    patterns = (*rules.exclude, *rules.include)
    return tuple(p for p in patterns if not any(matches(p, *place) for place in places))


def _frames(report: Report) -> Iterator[Frame]:
    return (frame for thread in report.threads for frame in thread.frames)


def effect_lines(found: Effect) -> list[str]:
    """The effect in words, a sentence each."""
    if not found.silent:
        return ["This request says itself whose its frames are (in_app): rules do not count here."]
    after = found.before + found.gained - found.lost
    here = count_of(found.frames, "frame")
    changed = found.gained + found.lost
    said = f"None of {here} changes hands. Ours: {after}."
    if changed:
        said = (
            f"{changed} of {here} change hands: {found.gained} become ours, {found.lost} no "
            f"longer are. Ours: {after}, until now {found.before}."
        )
    return [said, *(f"{pattern} names no frame here." for pattern in found.idle)]


def rules_file(config: str | None) -> str:
    """The settings file that decides now: the strongest one with rules, else the user's own.

    config  read instead of the usual files. Raises BadSettings.
    """
    from inspector.settings.write import SettingsFile

    read = [config] if config is not None else settings_files()
    having = [path for path in read if SettingsFile.open(path).get(_HEAD) is not None]
    return having[-1] if having else config or user_file()


def save_rules(path: str, rules: InAppRules) -> None:
    """Write the rules into a settings file, all else of it as it was. Raises BadSettings."""
    from inspector.settings.write import ChangedMeanwhile, SettingsFile

    file = SettingsFile.open(path)
    values: Mapping[str, object] = {
        "include": list(rules.include),
        "exclude": list(rules.exclude),
        "defaults": rules.defaults,
    }
    for key in KEYS:
        file.set((_HEAD, key), values[key])
    try:
        file.save()
    except ChangedMeanwhile:
        file = file.renewed()
        file.save()
