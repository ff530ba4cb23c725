"""What a person can fill in for each type of source, read off the structs of `model/places`.

A source is a tree of plain values here, spelt as settings spell it. Every field is a line of
text, so that one kind of box edits them all; `text_of` and `with_text` translate.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, get_args

import msgspec
from msgspec import Struct
from msgspec.structs import FieldInfo

from inspector.model.places.presets import FROM_MACHINE, SERVERS, Tree
from inspector.model.places.sources import (
    REDACTED,
    SECRETS,
    FilesystemSource,
    Filters,
    GcsSource,
    HttpSource,
    Layout,
    S3Source,
    SentrySource,
    hide_credentials,
    hide_userinfo,
)
from inspector.model.places.urls import parse_url

Kind = Literal["text", "choice", "many", "flag", "list", "secret", "reference", "region"]
"""A `reference` may lead elsewhere like a secret, but what is written out may be seen."""

_REFERRING = ("access_key", "client_email")

TYPES: Mapping[str, type[Struct]] = {
    "filesystem": FilesystemSource,
    "http": HttpSource,
    "s3": S3Source,
    "gcs": GcsSource,
    "sentry": SentrySource,
}
ABOUT: Mapping[str, str] = {
    "filesystem": "a folder of this machine",
    "http": "a web server: symbol server, debuginfod, any layout",
    "s3": "a bucket of Amazon S3, or of what speaks its protocol",
    "gcs": "a bucket of Google Cloud Storage",
    "sentry": "the files of a Sentry project",
}
_PARTS: Mapping[str, type[Struct]] = {"layout": Layout, "filters": Filters}

HELP: Mapping[str, str] = {
    "id": "what candidates call this source; no two have the same",
    "path": "the folder; a relative one counts from the file that names it",
    "url_prefix": "JavaScript: where the folder is served; empty: at ~/ of any host",
    "url": "counts as a folder: paths of the layout are put behind it",
    "accept_invalid_certs": "do not check the server's certificate",
    "bucket": "its name alone",
    "region": "us-east-1, or a name and an endpoint: minio, http://host:9000",
    "prefix": "a folder inside the bucket",
    "access_key": "$VAR, file:PATH, keyring:NAME or the key; empty: unsigned",
    "secret_key": "$VAR, file:PATH or keyring:NAME",
    "aws_credentials_provider": "static: the keys above; container: what the machine is given",
    "private_key": "of a service account: $VAR, file:PATH or keyring:NAME",
    "client_email": "of the service account",
    "bearer_token": "instead of a key: $VAR, file:PATH or keyring:NAME",
    "token": "$VAR, file:PATH or keyring:NAME",
    "cookies": "instead of a token: $VAR, file:PATH or keyring:NAME",
    "is_public": "what is fetched serves all scopes",
    "has_index": "the symbol store lists its files: ask only for those",
    "layout.type": "how its paths are arranged; scan looks into every file",
    "layout.casing": "letter case of the paths",
    "filters.filetypes": "what it is asked for; none chosen: everything",
    "filters.path_patterns": "globs, comma between: modules it is asked for",
    "filters.requires_checksum": "ask only for modules that have a checksum",
    "preset": "a public server, or what the environment of this machine names",
    "headers": "$VAR, file:PATH or keyring:NAME; empty takes the header out",
    "header": "name: value, as in  authorization: $TOKEN",
}


class Field(Struct, frozen=True, kw_only=True):
    """One thing to fill in. `key` with dots leads into the tree; `label` is for people."""

    key: str
    label: str
    kind: Kind
    required: bool = False
    choices: tuple[str, ...] = ()
    default: Any = None
    help: str = ""


PRESET = Field(
    key="preset",
    label="preset",
    kind="choice",
    required=True,
    choices=(*SERVERS, *FROM_MACHINE),
    help=HELP["preset"],
)
NEW_HEADER = Field(key="headers.", label="add header", kind="text", help=HELP["header"])


def fields_of(source: Tree) -> tuple[Field, ...]:
    """The fields of a source in the order of a form; its headers by their names."""
    if "preset" in source:
        return (PRESET, Field(key="id", label="id", kind="text", help=HELP["id"]))
    listed: list[Field] = []
    for field in _fields(type_of(source)):
        if field.key != "headers":
            listed.append(field)
            continue
        headers = source.get("headers")
        for name in headers if isinstance(headers, dict) else ():
            key, about = f"headers.{name}", HELP["headers"]
            listed.append(Field(key=key, label=name, kind="secret", help=about))
        listed.append(NEW_HEADER)
    return tuple(listed)


def type_of(source: Tree) -> str:
    """The type of a source; of what names none we know, a web server's."""
    name = source.get("type")
    return name if isinstance(name, str) and name in TYPES else "http"


@cache
def _fields(name: str) -> tuple[Field, ...]:
    """Required first, then as declared, but what all sources have last."""
    struct = TYPES[name]
    listed: list[Field] = []
    for info in msgspec.structs.fields(struct):
        part = _PARTS.get(info.name)
        if part is None:
            listed.append(_field(info))
        else:
            inner = msgspec.structs.fields(part)
            listed += [_field(one, f"{info.name}.") for one in inner]
    rank = {"id": 0, "layout": 3, "filters": 4, "headers": 5}
    late = {"is_public", "has_index", "accept_invalid_certs", "filters.requires_checksum"}

    def place(field: Field) -> int:
        if field.key in late:
            return 6
        return rank.get(field.key.partition(".")[0], 1 if field.required else 2)

    return tuple(sorted(listed, key=place))


def _field(info: FieldInfo, parent: str = "") -> Field:
    key = parent + info.name
    kind, choices = _kind(info)
    return Field(
        key=key,
        label=_LABELS.get(key, info.name.replace("_", " ")),
        kind=kind,
        required=info.required,
        choices=choices,
        default=None if info.required else info.default,
        help=HELP.get(key, ""),
    )


_LABELS = {
    "layout.type": "layout",
    "accept_invalid_certs": "any cert",
    "aws_credentials_provider": "credentials",
    "filters.filetypes": "file types",
    "filters.path_patterns": "modules",
    "filters.requires_checksum": "checksum",
    "is_public": "public",
    "has_index": "index",
    "url_prefix": "served at",
}


def _kind(info: FieldInfo) -> tuple[Kind, tuple[str, ...]]:
    if info.name in SECRETS:
        return "secret", ()
    if info.name in _REFERRING:
        return "reference", ()
    if info.type is bool:
        return "flag", ()
    if info.name == "region":
        return "region", ()
    if isinstance(info.default, tuple):
        words = get_args(get_args(info.type)[0])
        return ("many", words) if words else ("list", ())
    words = get_args(info.type)
    if words and all(isinstance(word, str) for word in words):
        return "choice", words
    return "text", ()


def value_of(source: Tree, key: str) -> Any:
    """What the tree has at a key; None if nothing."""
    if key.startswith("headers."):
        headers = source.get("headers")
        return headers.get(key.removeprefix("headers.")) if isinstance(headers, dict) else None
    value: Any = source
    for part in key.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def with_value(source: Tree, key: str, value: Any) -> Tree:
    """A copy of the tree with another value; None takes the key out, and a part left empty."""
    head, dot, rest = key.partition(".")
    tree = dict(source)
    if dot:
        inner = tree.get(head)
        inner = dict(inner) if isinstance(inner, dict) else {}
        value_inside = {**inner, rest: value}
        if value is None:
            del value_inside[rest]
        value = value_inside or None
    if value is None:
        tree.pop(head, None)
    else:
        tree[head] = value
    return tree


def text_of(source: Tree, field: Field) -> str:
    """The value as text to edit; "" for a secret that is written out, which nobody is shown."""
    value = value_of(source, field.key)
    if field.kind in ("secret", "reference") and isinstance(value, dict):
        return reference_text(value)
    if field.kind == "secret":
        return ""
    if field.key == "url" and isinstance(value, str):
        return hide_credentials(value)
    if value is None:
        value = field.default
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)


def with_text(source: Tree, field: Field, text: str) -> Tree:
    """The tree once a person wrote `text` for a field; a default is left out, as in a file."""
    if field.key == NEW_HEADER.key:
        return _with_header(source, text)
    value = _read(field, text)
    if field.key == "url":
        value = _with_hidden(str(value), source.get("url"))
    default = list(field.default) if isinstance(field.default, tuple) else field.default
    if not field.required and value in ("", [], default):
        value = None
    return with_value(source, field.key, value)


def _read(field: Field, text: str) -> Any:
    match field.kind:
        case "flag":
            return text == "yes"
        case "secret" | "reference":
            return reference(text)
        case "many" | "list":
            return [part.strip() for part in re.split(_COMMA, text) if part.strip()]
        case "region" if "," in text:
            return [part.strip() for part in text.split(",", 1)]
        case _:
            return text.strip()


def _with_hidden(url: str, before: Any) -> str:
    """A URL whose user, password and query were shown hidden, with those that it had."""
    if REDACTED not in url or not isinstance(before, str):
        return url
    parsed = parse_url(before)
    known = parsed.userinfo if parsed else before.partition("://")[2].rpartition("@")[0]
    query = hide_userinfo(before).partition("?")[2]
    for mark, part in ((f"{REDACTED}@", f"{known}@"), (f"?{REDACTED}", f"?{query}")):
        if len(part) > 1:
            url = url.replace(mark, part, 1)
    return url


_COMMA = r",(?![^\[\]]*\])"
"""Not one inside a class of characters, as in `[a,b]*.dll`."""


def _with_header(source: Tree, text: str) -> Tree:
    """A new header from `name: value`; nothing changes as long as there is no value."""
    name, colon, value = text.partition(":")
    if not (colon and name.strip() and value.strip()):
        return source
    return with_value(source, f"headers.{name.strip()}", reference(value))


_PREFIXES = {"$": "env", "file:": "file", "keyring:": "keyring"}


def reference(text: str) -> Any:
    """`$VAR`, `file:PATH` and `keyring:NAME` as settings spell them; other text as it is."""
    text = text.strip()
    for prefix, how in _PREFIXES.items():
        name = text.removeprefix(prefix).strip()
        if text.startswith(prefix) and name:
            return {how: name.strip("{}") if how == "env" else name}
    return text


def reference_text(value: Any) -> str:
    """A reference as a person writes it; "" for anything else."""
    if isinstance(value, dict) and len(value) == 1:
        ((how, name),) = value.items()
        for prefix, known in _PREFIXES.items():
            if known == how:
                return f"{prefix}{name}"
    return ""


def is_literal(value: Any) -> bool:
    """Whether a secret is written out: neither absent nor a reference."""
    return isinstance(value, str) and value != ""


def refers(text: str) -> bool:
    """Whether a text that is being typed leads to a secret instead of being one."""
    return not text or text.startswith(tuple(_PREFIXES))
