"""What is wrong with a source, field by field, in the words of the readers that settings have."""

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy

import msgspec

from inspector.editing.fields import fields_of, is_literal, value_of, with_value
from inspector.fetch.remote import web_url
from inspector.model.places.presets import FROM_MACHINE, Tree
from inspector.model.places.sources import SECRETS, Source
from inspector.model.places.urls import parse_url
from inspector.settings.sources import BadSource, read_sources

Problems = Mapping[str, str]
"""Key of a field -> what is wrong with it; "" for the source as a whole."""

_PLACE = re.compile(r"^sources\[0\]\.?|\[[^\]]*\]$")
"""What stands around the key of a field when a reader tells its place."""


class Checking(msgspec.Struct, frozen=True):
    """What a source is read with. `folder`: absolute, relative paths count from here."""

    folder: str
    environ: Mapping[str, str]


def problems_of(source: Tree, around: Checking, taken: Sequence[str] = ()) -> Problems:
    """All that is wrong with one source; empty if it can be asked.

    taken  the ids of the other sources

    The keyring is not asked: that may take the person's consent.
    """
    missing = {field.key: "" for field in fields_of(source) if field.required}
    tree = _without_keyring({**missing, **deepcopy(source)})
    found: dict[str, str] = {}
    try:
        read_source(tree, around)
    except BadSource as error:
        for place, reason in error.problems:
            found.setdefault(_PLACE.sub("", place), reason[:1].lower() + reason[1:])
    url = source.get("url")
    if isinstance(url, str) and parse_url(url) is not None and web_url(url) is None:
        found["url"] = "not an http or https URL"
    if source.get("id") in taken:
        found.setdefault("id", f"another source is called {source['id']!r} already")
    # What is told of a part or of the whole, a field in it tells better.
    return {
        key: reason
        for key, reason in found.items()
        if not any(other != key and other.startswith(key) for other in found)
    }


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
