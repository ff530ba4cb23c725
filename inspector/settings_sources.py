"""`sources` of a settings file: presets, secrets by reference, mistakes told by their place."""

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args

import msgspec

from inspector.model.presets import BadPreset, expand
from inspector.model.sources import (
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
from inspector.settings_secrets import BadSecret, resolve_secrets

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


class BadSource(ValueError):
    """A source a person must mend; the text names key and reason."""


def read_sources(listed: Any, folder: str, environ: Mapping[str, str]) -> list[dict[str, Any]]:
    """The sources of a file as plain trees, ready to be converted: nothing is left to look up.

    folder  of the file: relative paths count from here

    Raises BadSource.
    """
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise BadSource("sources: expected tables, as in [[sources]]")
    folder = os.path.abspath(folder)
    plain: list[dict[str, Any]] = []
    taken: dict[str, str] = {}
    for number, source in enumerate(listed):
        place = _PLACE.format(number)
        for one in _expanded(source, place, environ):
            _complete(one, place, folder, environ)
            first = taken.setdefault(one["id"], place)
            if first is not place:
                raise BadSource(f"{place}.id: {one['id']!r} is the id of {first} already")
            plain.append(one)
    return plain


def _expanded(
    source: dict[str, Any], place: str, environ: Mapping[str, str]
) -> Iterable[dict[str, Any]]:
    if "preset" not in source:
        return [source]
    try:
        return expand(source, environ)
    except BadPreset as error:
        raise BadSource(f"{place}.{error.key}: {error}") from None


def _complete(source: dict[str, Any], place: str, folder: str, environ: Mapping[str, str]) -> None:
    """Check one source and put secrets and paths into it."""
    struct = _kind(source, place)
    _refuse_unknown(source, struct, place)
    for part, inner in _PARTS.items():
        if isinstance(source.get(part), dict):
            _refuse_unknown(source[part], inner, f"{place}.{part}")
    _refuse_unlisted(source, place)
    first_credential_only([source])
    try:
        resolve_secrets(source, folder, environ)
    except BadSecret as error:
        raise BadSource(f"{place}.{error.key}: {error}") from None
    _check_texts(source, place)
    try:
        msgspec.convert(source, struct)
    except msgspec.ValidationError as error:
        raise BadSource(_placed(str(error), place)) from None
    if struct is FilesystemSource:
        source["path"] = os.path.join(folder, os.path.expanduser(source["path"]))


def _kind(source: dict[str, Any], place: str) -> type[msgspec.Struct]:
    name = source.get("type")
    if isinstance(name, str) and name in _KINDS:
        return _KINDS[name]
    if name is not None:
        raise BadSource(f"{place}.type: unknown type {name!r}, {_expected(name, list(_KINDS))}")
    if meant := _close("type", source):
        raise BadSource(f"{place}: unknown setting `{meant}`, did you mean `type`?")
    raise BadSource(f"{place}.type: missing required field, {_expected(name, list(_KINDS))}")


def _expected(name: Any, known: Sequence[str]) -> str:
    close = _close(name, known)
    meant = f"did you mean `{close}`? " if close else ""
    return f"{meant}expected one of {', '.join(known)}"


def _close(name: Any, known: Iterable[str]) -> str | None:
    """What was probably meant."""
    import difflib

    return next(iter(difflib.get_close_matches(str(name), list(known), n=1)), None)


def _placed(text: str, place: str) -> str:
    """msgspec's "reason - at `$.key`" as "place.key: reason"."""
    reason, _, key = text.partition(" - at `$")
    return f"{place}{key.removesuffix('`')}: {reason}"


def _refuse_unknown(tree: dict[str, Any], struct: type[msgspec.Struct], place: str) -> None:
    """A key that a source of the kind does not have is a typing mistake."""
    known = list(struct.__struct_fields__)
    for key in tree:
        if key not in known and key != struct.__struct_config__.tag_field:
            close = _close(key, known)
            meant = f", did you mean `{close}`?" if close else ""
            raise BadSource(f"{place}: unknown setting `{key}`{meant}")


def _refuse_unlisted(source: dict[str, Any], place: str) -> None:
    """A word that is none of those to choose from; other types are refused later."""
    for (part, key), known in _CHOICES.items():
        tree = source.get(part)
        value = tree.get(key) if isinstance(tree, dict) else None
        words = {f"[{i}]": one for i, one in enumerate(value)} if isinstance(value, list) else {}
        for index, word in (words or {"": value}).items():
            if isinstance(word, str) and word not in known:
                there = f"{place}.{part}.{key}{index}"
                raise BadSource(f"{there}: unknown value {word!r}, {_expected(word, known)}")


def _check_texts(source: dict[str, Any], place: str) -> None:
    """Texts whose own key the conversion could not name."""
    url, headers = source.get("url"), source.get("headers")
    if isinstance(url, str):
        try:
            check_url(url)
        except ValueError as error:
            raise BadSource(f"{place}.url: {error}, expected one like https://host/path") from None
    for name, value in headers.items() if isinstance(headers, dict) else ():
        if not isinstance(value, str):
            raise BadSource(f"{place}.headers.{name}: expected a text")
