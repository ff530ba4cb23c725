"""`sources` of a settings file: presets, secrets by reference, mistakes told by their place."""

import os
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from inspector.model.presets import BadPreset, expand
from inspector.model.sources import (
    FilesystemSource,
    Filters,
    GcsSource,
    HttpSource,
    Layout,
    S3Source,
    SentrySource,
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
    first_credential_only([source])
    try:
        resolve_secrets(source, folder, environ)
    except BadSecret as error:
        raise BadSource(f"{place}.{error.key}: {error}") from None
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
    wrong = "missing required field" if name is None else f"unknown type {name!r}"
    raise BadSource(f"{place}.type: {wrong}, expected one of {', '.join(_KINDS)}")


def _placed(text: str, place: str) -> str:
    """msgspec's "reason - at `$.key`" as "place.key: reason"."""
    reason, _, key = text.partition(" - at `$")
    return f"{place}{key.removesuffix('`')}: {reason}"


def _refuse_unknown(tree: dict[str, Any], struct: type[msgspec.Struct], place: str) -> None:
    """A key that a source of the kind does not have is a typing mistake."""
    known = list(struct.__struct_fields__)
    for key in tree:
        if key not in known and key != struct.__struct_config__.tag_field:
            import difflib

            close = difflib.get_close_matches(key, known, n=1)
            meant = f", did you mean `{close[0]}`?" if close else ""
            raise BadSource(f"{place}: unknown setting `{key}`{meant}")
