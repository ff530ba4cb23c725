"""What is wrong with a source, field by field, in the words of the readers that settings have."""

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

import msgspec

from inspector.editing.fields import fields_of, is_literal, value_of, with_value
from inspector.fetch.remote import web_url
from inspector.model.presets import FROM_MACHINE, Tree
from inspector.model.sources import SECRETS, Source
from inspector.model.urls import parse_url
from inspector.settings_sources import BadSource, read_sources

Problems = Mapping[str, str]
"""Key of a field -> what is wrong with it; "" for the source as a whole."""

_PLACE = re.compile(r"(?s)^sources\[0\]\.?(?P<key>[^:\[]*)(?:\[\d+\])?: (?P<reason>.*)$")
_SAMPLES: Mapping[str, Any] = {"url": "https://host/", "type": "http"}
_WITHIN: Mapping[str, str] = {"filters": "filters.path_patterns"}
"""Parts that are judged as a whole, and the only field that can be to blame."""

_ROUNDS = 20  # more mistakes than that are told once the first ones are mended


class Checking(msgspec.Struct, frozen=True):
    """What a source is read with. `folder`: absolute, relative paths count from here."""

    folder: str
    environ: Mapping[str, str]


def problems_of(source: Tree, around: Checking, taken: Sequence[str] = ()) -> Problems:
    """All that is wrong with one source; empty if it can be asked.

    taken  the ids of the other sources

    The keyring is not asked: that may take the person's consent.
    """
    found = _empty_fields(source)
    if source.get("id") in taken and "id" not in found:
        found["id"] = f"another source is called {source['id']!r} already"
    url = source.get("url")
    if isinstance(url, str) and parse_url(url) is not None and web_url(url) is None:
        found["url"] = "not an http or https URL"
    tree = _without_keyring(deepcopy(source))
    for key in found:
        tree = _mended(tree, key)
    for _ in range(_ROUNDS):
        problem = _first(tree, around)
        if problem is None or problem[0] in found:
            break
        key, reason = _WITHIN.get(problem[0], problem[0]), problem[1]
        found[key] = reason
        if not key:
            break
        tree = _mended(tree, key)
    return found


def read_source(source: Tree, around: Checking) -> list[Source]:
    """The source as the engine takes it, secrets looked up; several for some presets.

    Raises BadSource.
    """
    trees = read_sources([deepcopy(source)], around.folder, around.environ)
    return [msgspec.convert(tree, Source) for tree in trees]


def literal_secrets(source: Tree) -> list[str]:
    """The keys of the secrets that are written out in a source."""
    keys = [key for key in SECRETS - {"headers"} if is_literal(source.get(key))]
    headers = source.get("headers")
    if isinstance(headers, dict):
        keys += [f"headers.{name}" for name, value in headers.items() if is_literal(value)]
    return sorted(keys)


def _first(tree: Tree, around: Checking) -> tuple[str, str] | None:
    """The first thing the reader complains about."""
    try:
        read_source(tree, around)
    except BadSource as error:
        match = _PLACE.match(str(error))
        reason = match["reason"] if match else str(error)
        return match["key"] if match else "", reason[:1].lower() + reason[1:]
    return None


def _empty_fields(source: Tree) -> dict[str, str]:
    """What has to be there and is not; the reader takes an empty text for one."""
    return {
        field.key: "must not be empty"
        for field in fields_of(source)
        if field.required and not value_of(source, field.key)
    }


def _mended(tree: Tree, key: str) -> Tree:
    """The tree with something in that place that is right, so that the next mistake shows."""
    for field in fields_of(tree):
        if field.key == key:
            right = _SAMPLES.get(key, "x") if field.required else None
            return with_value(tree, key, right)
    return with_value(tree, key.partition(".")[0], None)


def _without_keyring(tree: Tree) -> Tree:
    for key in [field.key for field in fields_of(tree) if field.kind in ("secret", "reference")]:
        value = value_of(tree, key)
        if isinstance(value, dict) and set(value) == {"keyring"} and value["keyring"]:
            tree = with_value(tree, key, "x")
    return tree


def expands_to_nothing(source: Tree, around: Checking) -> bool:
    """Whether a preset names places that this machine is not set to."""
    if source.get("preset") not in FROM_MACHINE:
        return False
    try:
        return not read_source(source, around)
    except BadSource:
        return False
