"""All that is wrong with settings at once, each problem with its place: only read when some are."""

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from inspector.settings import (
    VERSION,
    BadSettings,
    Layer,
    Settings,
    convert,
    is_trusted,
    not_for_projects,
    read_tree,
    read_value,
    settings_files,
    user_file,
)
from inspector.settings.lines import Lines, line_of, lines_of

Misfit = tuple[str, str]
"""Key and reason; the key is "" when none is to blame."""

_BY_HAND = "a project file may not say this; it belongs in your own settings file"
_ASK_FIRST = "only after you trusted this project file: inspector config trust"


class Problem(Struct, frozen=True, kw_only=True):
    """One mistake in one place."""

    place: str  # path of the file, name of the variable or option
    line: int | None = None  # 1-based; None outside files and for keys that are missing
    key: str = ""
    reason: str

    def __str__(self) -> str:
        place = self.place if self.line is None else f"{self.place}:{self.line}"
        return ": ".join(part for part in (place, self.key, self.reason) if part)


def refusal(
    error: Exception, path: str | None, outer: Iterable[Layer], environ: Mapping[str, str]
) -> BadSettings:
    """The exception that names all problems of what `load_settings` was asked for.

    error  the first of them, which is told alone if reading again finds nothing wrong
    """
    found: list[Problem] = []
    trusted: tuple[str, ...] = ()
    for file in settings_files() if path is None else [path]:
        personal = path is not None or file == user_file()
        vouched = personal or is_trusted(file, trusted)
        found += check_file(file, environ, personal=personal, vouched=vouched)
        if personal:
            trusted = _trusted_by(file)
    for layer in outer:
        found += [
            Problem(place=layer.place, key=key, reason=reason)
            for key, reason in misfits(layer.tree, Settings)
        ]
    return BadSettings("\n".join(map(str, found)) or f"settings: {error}", found)


def check_file(
    path: str, environ: Mapping[str, str], *, personal: bool = True, vouched: bool = True
) -> list[Problem]:
    """All that is wrong with one file.

    personal  it is the user's own, or was named; a project file must not say everything
    vouched   its sources may refer to secrets
    """
    import tomli

    try:
        tree = read_tree(path)
        with open(path, encoding="utf-8", newline="") as file:
            lines = lines_of(file.read())
    except OSError as error:
        return [Problem(place=path, reason=f"cannot be read: {error.strerror}")]
    except tomli.TOMLDecodeError as error:
        line = getattr(error, "lineno", None)
        return [Problem(place=path, line=line, reason=f"not TOML: {error}")]
    except UnicodeDecodeError as error:
        return [Problem(place=path, reason=f"not TOML: not UTF-8: {error.reason}")]
    if newer := version_problem(tree.pop("version", VERSION)):
        found = [("version", newer)]
    else:
        found = [*_wrong(tree, path, environ, personal=personal, vouched=vouched)]
    return sorted(_placed(path, found, lines), key=lambda one: one.line or 0)


def version_problem(version: object) -> str | None:
    """Why a file of that version is neither read nor written; None: it may be."""
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        return f"expected {VERSION}"
    if version > VERSION:
        newer = f"{int(version)} is newer than this inspector understands"
        return f"{newer} ({VERSION}); the file is neither read nor written"
    return None


def misfits(tree: Mapping[str, Any], struct: type[Struct], above: str = "") -> list[Misfit]:
    """What does not fit a struct whose fields all have defaults, field by field."""
    fields = {field.name: field for field in msgspec.structs.fields(struct)}
    found: list[Misfit] = []
    for name, value in tree.items():
        key, kind = f"{above}{name}", fields[name].type if name in fields else None
        if kind is None:
            from inspector.settings.sources import unknown_setting

            found.append((key, unknown_setting(name, fields)))
        elif isinstance(kind, type) and issubclass(kind, Struct) and isinstance(value, dict):
            found += misfits(value, kind, f"{key}.")
        else:
            found += [(f"{above}{at}", why) for at, why in _misfit(name, value, struct)]
    return found or _as_a_whole(tree, struct, above)


def _as_a_whole(tree: Mapping[str, Any], struct: type[Struct], above: str) -> list[Misfit]:
    """What is wrong with fields that are right one by one."""
    complaint = _complaint(tree, struct)
    return [] if complaint is None else [(f"{above}{complaint[0]}".rstrip("."), complaint[1])]


def _wrong(
    tree: dict[str, Any], path: str, environ: Mapping[str, str], *, personal: bool, vouched: bool
) -> Iterator[Misfit]:
    for key in () if personal else not_for_projects(trusted=vouched):
        if tree.pop(key, None) is not None:
            yield key, _BY_HAND if key == "trusted_projects" else _ASK_FIRST
    if "sources" in tree:
        from inspector.settings.sources import BadSource, read_sources

        listed = tree.pop("sources")
        try:
            read_sources(listed, os.path.dirname(path), environ, vouched=vouched)
        except BadSource as error:
            yield from error.problems
    if "scraping" in tree:
        from inspector.settings.scraping import read_scraping

        folder = os.path.dirname(path)
        yield from read_scraping(tree.pop("scraping"), folder, environ, vouched=vouched)[1]
    yield from misfits(tree, Settings)


def _misfit(name: str, value: Any, struct: type[Struct]) -> Iterator[Misfit]:
    """What is wrong with one field; with each element of it, if it is a list or a table."""
    reason = _complaint({name: value}, struct)
    if reason is None:
        return
    alone: list[tuple[str, str, Any]] = []  # an element, as it is called alone, the field with it
    if isinstance(value, list):
        alone = [(f"{name}[{n}]", f"{name}[0]", [part]) for n, part in enumerate(value)]
    elif isinstance(value, dict):
        alone = [(f"{name}.{key}", f"{name}[...]", {key: part}) for key, part in value.items()]
    wrong = False
    for there, called, part in alone:
        if (misfit := _complaint({name: part}, struct)) is not None:
            wrong = True
            yield misfit[0].replace(called, there, 1) or there, misfit[1]
    if not wrong:
        yield reason[0] or name, reason[1]


def _complaint(tree: Mapping[str, Any], struct: type[Struct]) -> Misfit | None:
    try:
        msgspec.convert(tree, struct, dec_hook=read_value)
    except msgspec.ValidationError as error:
        from inspector.settings.sources import split_complaint

        key, reason = split_complaint(str(error))
        return key.removeprefix("."), reason
    return None


def _placed(path: str, found: Iterable[Misfit], lines: Lines) -> Iterator[Problem]:
    for key, reason in found:
        yield Problem(place=path, line=line_of(key, lines), key=key, reason=reason)


def _trusted_by(path: str) -> tuple[str, ...]:
    """The projects that the user's file trusts, whatever else is wrong with it."""
    try:
        trusted = read_tree(path).get("trusted_projects", [])
        return convert({"trusted_projects": trusted}).trusted_projects
    except (OSError, ValueError):
        return ()
