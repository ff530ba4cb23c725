"""Every setting with its value and where it comes from; secrets masked."""

import os
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from inspector.model.places.scraping import Scraping
from inspector.model.places.sources import IDENTITIES, REDACTED, SECRETS, Source, hide_credentials
from inspector.settings import Bytes, Layer, Seconds, layers, merged
from inspector.settings.lines import Lines, line_of, lines_of
from inspector.settings.units import spell_seconds, spell_size

DEFAULT = "default"


class Setting(Struct, frozen=True, kw_only=True):
    """One row: `caches.derived.max_unused_for`, `paths./build`, `sources[0]`."""

    key: str
    value: Any  # plain, as TOML spells it; None: not set, which means what the default means
    origin: str  # "file", "environment", "flag" or "default"
    place: str = ""  # path, name of the variable, name of the option
    line: int | None = None  # 1-based, in files

    @property
    def said_in(self) -> str:
        """The origin for people."""
        if self.line is not None:
            return f"{self.place}:{self.line}"
        return self.place or self.origin


def origins(
    path: str | None = None,
    flags: Mapping[str, Any] | None = None,
    environ: Mapping[str, str] | None = None,
) -> list[Setting]:
    """All settings in force, in the order of Settings. Arguments and errors: `load_settings`."""
    found = layers(path, flags, environ)
    said: dict[str, tuple[Layer, int | None]] = {}
    for layer in found:
        lines = _lines(layer)
        for key, written in _leaves(layer.tree, lines):
            said[key] = (layer, line_of(written, lines) if lines else None)
    return [_setting(key, value, said) for key, value in _values(merged(found))]


def masked(source: Source) -> dict[str, Any]:
    """A source as plain values without its secrets; names of headers stay."""
    tree: dict[str, Any] = msgspec.to_builtins(source)
    for key, value in tree.items():
        if key == "headers":
            tree[key] = dict.fromkeys(value, REDACTED)
        elif key in SECRETS | IDENTITIES and value:
            tree[key] = REDACTED
        elif key == "url":
            tree[key] = hide_credentials(value)
        elif key == "region" and not isinstance(value, str):
            tree[key] = [value[0], hide_credentials(value[1])]
    return tree


def plain(value: Any) -> Any:
    """A value as TOML and JSON can hold it, spelt like a person would."""
    if isinstance(value, Seconds):
        return spell_seconds(value)
    if isinstance(value, Bytes):
        return spell_size(value)
    return msgspec.to_builtins(value)


def _setting(key: str, value: Any, said: Mapping[str, tuple[Layer, int | None]]) -> Setting:
    layer, line = said.get(key, (None, None))
    if layer is None:
        return Setting(key=key, value=value, origin=DEFAULT)
    return Setting(key=key, value=value, origin=layer.kind, place=layer.place, line=line)


def _values(struct: Struct, above: str = "") -> Iterator[tuple[str, Any]]:
    """(key, plain value) of all settings; tables and sources one by one."""
    for name in struct.__struct_fields__:
        key, value = f"{above}{name}", getattr(struct, name)
        if isinstance(value, Scraping):
            hidden = dict.fromkeys(value.headers, REDACTED)
            yield from _values(msgspec.structs.replace(value, headers=hidden), f"{key}.")
        elif isinstance(value, Struct):
            yield from _values(value, f"{key}.")
        elif key == "sources" and value:
            yield from ((f"sources[{n}]", masked(source)) for n, source in enumerate(value))
        elif isinstance(value, dict) and value:
            yield from ((f"{key}.{inner}", plain(one)) for inner, one in value.items())
        else:
            yield key, plain(value)


def _leaves(tree: Mapping[str, Any], lines: Lines, above: str = "") -> Iterator[tuple[str, str]]:
    """(key, key whose line it is) of what a layer says."""
    for name, value in tree.items():
        key = f"{above}{name}"
        if isinstance(value, dict):
            yield from _leaves(value, lines, f"{key}.")
        elif key == "sources":
            yield key, "sources[0]"
            # A preset may have become several, then only the first line is sure.
            one_each = f"sources[{len(value) - 1}]" in lines
            one_each = one_each and f"sources[{len(value)}]" not in lines
            for n in range(len(value)):
                yield f"sources[{n}]", f"sources[{n if one_each else 0}]"
        else:
            yield key, key


def _lines(layer: Layer) -> Lines:
    if layer.kind != "file" or not os.path.isfile(layer.place):
        return {}
    with open(layer.place, encoding="utf-8", newline="") as file:
        return lines_of(file.read())
