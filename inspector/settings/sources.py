"""`sources` of a settings file: presets, secrets by reference, mistakes told by their place."""

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args

import msgspec

from inspector.model.places.globs import check_glob
from inspector.model.places.presets import BadPreset, expand
from inspector.model.places.sources import (
    Casing,
    FilesystemSource,
    FileType,
    Filters,
    GcsSource,
    HttpSource,
    Layout,
    LayoutType,
    S3Source,
    SentrySource,
    check_url,
    first_credential_only,
)
from inspector.settings.secrets import ASK_FIRST, referring, resolve_secrets

_KINDS: Mapping[str, type[msgspec.Struct]] = {
    "filesystem": FilesystemSource,
    "http": HttpSource,
    "s3": S3Source,
    "gcs": GcsSource,
    "sentry": SentrySource,
}
_PARTS: Mapping[str, type[msgspec.Struct]] = {"filters": Filters, "layout": Layout}
_CHOICES: Mapping[tuple[str, str], Sequence[str]] = {
    ("layout", "type"): get_args(LayoutType),
    ("layout", "casing"): get_args(Casing),
    ("filters", "filetypes"): get_args(FileType),
}
_PLACE = "sources[{}]"

Problem = tuple[str, str]
"""Key and reason."""


class BadSource(ValueError):
    """Sources a person must mend. The text is the first problem, `problems` are all of them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(": ".join(problems[0]))
        self.problems = tuple(problems)


def read_sources(
    listed: Any, folder: str, environ: Mapping[str, str], *, vouched: bool = True
) -> list[dict[str, Any]]:
    """The sources of a file as plain trees, ready to be converted: nothing is left to look up.

    folder   of the file: relative paths count from here
    vouched  False: the file is not the person's, so it may refer to none of their secrets

    Raises BadSource.
    """
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise BadSource([("sources", "expected tables, as in [[sources]]")])
    folder = os.path.abspath(folder)
    plain: list[dict[str, Any]] = []
    taken: dict[str, str] = {}
    wrong: list[Problem] = []
    for number, source in enumerate(listed):
        place = _PLACE.format(number)
        try:
            expanded = _expanded(source, environ)
        except BadPreset as error:
            wrong.append((f"{place}.{error.key}", str(error)))
            continue
        for one in expanded:
            found = [*_complete(one, folder, environ, vouched=vouched)]
            if isinstance(name := one.get("id"), str) and name:
                first = taken.setdefault(name, place)
                if first is not place:
                    found.append((".id", f"{name!r} is the id of {first} already"))
            wrong += [(place + key, reason) for key, reason in found]
            plain.append(one)
    if wrong:
        raise BadSource(list(dict.fromkeys(wrong)))
    return plain


def _expanded(source: dict[str, Any], environ: Mapping[str, str]) -> Iterable[dict[str, Any]]:
    """Raises BadPreset."""
    return expand(source, environ) if "preset" in source else [source]


def _complete(
    source: dict[str, Any], folder: str, environ: Mapping[str, str], *, vouched: bool
) -> Iterable[Problem]:
    """Put secrets and paths into one source; what is wrong, keys counted from the source."""
    name = source.get("type")
    struct = _KINDS.get(name) if isinstance(name, str) else None
    if struct is None:
        return [_kind_problem(source)]
    found = [*_unknown(source, struct)]
    for part, inner in _PARTS.items():
        if isinstance(source.get(part), dict):
            found += _unknown(source[part], inner, f".{part}")
    found += _unlisted(source)
    first_credential_only([source])
    if not vouched and (secrets := referring(source)):
        found += [(f".{key}", ASK_FIRST) for key in secrets]
    else:
        found += [(f".{key}", reason) for key, reason in resolve_secrets(source, folder, environ)]
        found += _bad_texts(source, struct)
        found += [one for one in _misfits(source, struct) if not _is_told(one, found)]
    if not found and struct is FilesystemSource:
        source["path"] = os.path.join(folder, os.path.expanduser(source["path"]))
    return found


def _is_told(misfit: Problem, found: Iterable[Problem]) -> bool:
    """Whether something in that place was blamed already, in better words."""
    key, reason = misfit
    if not key:
        return any(told.startswith(reason) for _, told in found)
    return any(place.startswith(key) for place, _ in found)


def _kind_problem(source: dict[str, Any]) -> Problem:
    name = source.get("type")
    if name is not None:
        return ".type", f"unknown type {name!r}, {_expected(name, list(_KINDS))}"
    if meant := _close("type", source):
        return "", f"unknown setting `{meant}`, did you mean `type`?"
    return ".type", f"missing required field, {_expected(name, list(_KINDS))}"


def _expected(name: Any, known: Sequence[str]) -> str:
    close = _close(name, known)
    meant = f"did you mean `{close}`? " if close else ""
    return f"{meant}expected one of {', '.join(known)}"


def _close(name: Any, known: Iterable[str]) -> str | None:
    """What was probably meant."""
    import difflib

    return next(iter(difflib.get_close_matches(str(name), list(known), n=1)), None)


def unknown_setting(name: str, known: Iterable[str]) -> str:
    """What is wrong with a key that is none of those known."""
    close = _close(name, known)
    return "unknown setting" + (f", did you mean `{close}`?" if close else "")


def _unknown(
    tree: dict[str, Any], struct: type[msgspec.Struct], place: str = ""
) -> Iterable[Problem]:
    """A key that a source of the kind does not have is a typing mistake."""
    known = list(struct.__struct_fields__)
    for key in tree:
        if key not in known and key != struct.__struct_config__.tag_field:
            yield f"{place}.{key}", unknown_setting(key, known)


def _unlisted(source: dict[str, Any]) -> Iterable[Problem]:
    """A word that is none of those to choose from; other types are refused later."""
    for (part, key), known in _CHOICES.items():
        tree = source.get(part)
        value = tree.get(key) if isinstance(tree, dict) else None
        words = {f"[{i}]": one for i, one in enumerate(value)} if isinstance(value, list) else {}
        for index, word in (words or {"": value}).items():
            if isinstance(word, str) and word not in known:
                yield f".{part}.{key}{index}", f"unknown value {word!r}, {_expected(word, known)}"


def _bad_texts(source: dict[str, Any], struct: type[msgspec.Struct]) -> Iterable[Problem]:
    """Texts whose own key the conversion could not name."""
    for field in msgspec.structs.fields(struct):
        value = source.get(field.name)
        if field.required and isinstance(value, str) and not value.strip():
            yield f".{field.name}", "must not be empty"
    url, headers, filters = (source.get(key) for key in ("url", "headers", "filters"))
    if isinstance(url, str) and url.strip():
        try:
            check_url(url)
        except ValueError as error:
            yield ".url", f"{error}, expected one like https://host/path"
    for name, value in headers.items() if isinstance(headers, dict) else ():
        if not isinstance(value, str):
            yield f".headers.{name}", "expected a text"
    globs = filters.get("path_patterns") if isinstance(filters, dict) else None
    for number, pattern in enumerate(globs if isinstance(globs, list) else ()):
        try:
            check_glob(pattern if isinstance(pattern, str) else "")
        except ValueError as error:
            yield f".filters.path_patterns[{number}]", str(error)


def _misfits(source: dict[str, Any], struct: type[msgspec.Struct]) -> Iterable[Problem]:
    """What the conversion complains about, field by field once it does."""
    try:
        msgspec.convert(source, struct)
    except msgspec.ValidationError as error:
        whole = split_complaint(str(error))
    else:
        return []
    found = []
    for field in msgspec.structs.fields(struct):
        if field.required and field.name not in source:
            found.append(("", f"missing required field `{field.name}`"))
        elif field.name in source:
            try:
                msgspec.convert(source[field.name], field.type)
            except msgspec.ValidationError as error:
                key, reason = split_complaint(str(error))
                found.append((f".{field.name}{key}", reason))
    return found or [whole]


def split_complaint(text: str) -> Problem:
    """msgspec's "reason - at `$.key`" as key and reason; the key begins with its dot or bracket."""
    reason, _, key = text.rpartition(" - at `$")
    return (key.removesuffix("`"), reason) if reason else ("", text)
