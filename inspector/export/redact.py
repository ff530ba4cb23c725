"""Texts without secrets, and on request without the names of people.

A redaction is a function from text to text; `applied` takes it to every string of a report or
of a body.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from msgspec import Struct, structs

from inspector.model.places.sources import IDENTITIES, SECRETS, hide_userinfo, signs_in

T = TypeVar("T")
Redact = Callable[[str], str]

HIDDEN = "[redacted]"
_SHORTEST = 6
"""Characters. A shorter secret would be found in half of all words."""

# Plain texts: a pattern is compiled when it is first needed.
_USERINFO = r"(?i)\b((?:https?|ftps?|s3|gs)://)[^\s/?#@]+@"
_PARAMETER = r"([?&;#])([^=&;#?\s]+)=([^&;#\s\"'<>]+)"
_HOME = (
    r"(?:(?<![\w.-])/(?:(?:var|export|usr)/)?home/|(?<![\w.-])/(?:mnt/[a-z]/)?Users/|"
    r"\b[A-Za-z]:[\\/]+(?:Users|Documents and Settings)[\\/]+)"
)
_NAME = r"(?:[^\s/\\:*?\"<>|]+(?: [^\s/\\:*?\"<>|]+)*(?=[/\\])|[^\s/\\:*?\"<>|,;)]+)"
_NOBODY = frozenset({"public", "shared", "default", "all users", "[user]"})


def redaction(secrets: Iterable[str] = (), *, users: bool = False) -> Redact:
    """A function that takes out known secrets, what signs in by a URL and, with `users`, names.

    In URLs: user and password, and the values of parameters that are named like secrets.

    `/home/ann/x`, `/Users/ann/x` and `C:\\Users\\ann\\x` become `/home/[user]/x` and so on.
    """
    known = sorted({s for s in secrets if len(s) >= _SHORTEST}, key=lambda s: (-len(s), s))
    done: dict[str, str] = {}

    def redact(text: str) -> str:
        changed = done.get(text)
        if changed is None:
            changed = done[text] = _redacted(text, known, users=users)
        return text if changed == text else changed

    return redact


def _redacted(text: str, secrets: list[str], *, users: bool) -> str:
    for secret in secrets:
        if secret in text:
            text = text.replace(secret, HIDDEN)
    if "@" in text:
        text = re.sub(_USERINFO, rf"\1{HIDDEN}@", text)
    if "://" in text and "=" in text:
        text = re.sub(_PARAMETER, _without_value, text)
    return without_users(text) if users else text


def _without_value(match: re.Match[str]) -> str:
    return f"{match[1]}{match[2]}={HIDDEN}" if signs_in(match[2]) else match[0]


def without_users(text: str) -> str:
    """`text` with the names of home folders replaced; those that belong to nobody stay."""
    if "home/" not in text and "sers" not in text and "ettings" not in text:
        return text
    return re.sub(rf"(?i)({_HOME})({_NAME})", _anonymous, text)


def _anonymous(match: re.Match[str]) -> str:
    return match[0] if match[2].lower() in _NOBODY else f"{match[1]}[user]"


def applied(value: T, redact: Redact) -> T:
    """`value` with every string in it redacted; the very same one if nothing changed.

    Structs, tuples, lists and the values of dicts are gone into.
    """
    changed: Any = value
    if isinstance(value, str):
        changed = redact(value)
    elif isinstance(value, tuple | list):
        items = [applied(item, redact) for item in value]
        if any(new is not old for new, old in zip(items, value, strict=True)):
            changed = type(value)(items)
    elif isinstance(value, dict):
        fields = {name: applied(item, redact) for name, item in value.items()}
        if any(fields[name] is not item for name, item in value.items()):
            changed = fields
    elif isinstance(value, Struct):
        others = {}
        for name in value.__struct_fields__:
            item = getattr(value, name)
            if item and not isinstance(item, int) and (new := applied(item, redact)) is not item:
                others[name] = new
        changed = structs.replace(value, **others) if others else value
    return changed  # type: ignore[no-any-return]


def secrets_of(sources: Iterable[object]) -> frozenset[str]:
    """The secret values of sources and of scraping: fields, headers, passwords in URLs."""
    found: set[str] = set()
    for source in sources:
        for name in (*SECRETS, *IDENTITIES, "url"):
            value = getattr(source, name, None)
            if isinstance(value, dict):
                found.update(part for header in value.values() for part in _spellings(header))
            elif isinstance(value, str) and name == "url":
                found.update(_of_url(value))
            elif isinstance(value, str):
                found.update(_spellings(value))
    return frozenset(found)


def _spellings(secret: str) -> Iterator[str]:
    """A secret, its lines, and what follows a scheme as in "Bearer x"."""
    yield secret
    yield from secret.splitlines()
    yield secret.rpartition(" ")[2]


def _of_url(url: str) -> Iterator[str]:
    userinfo = url.partition("://")[2].partition("/")[0].rpartition("@")[0]
    yield userinfo.partition(":")[2]
    if "?" in url:
        from inspector.model.places.urls import parse_url

        yield url.partition("?")[2]
        parsed = parse_url(url)
        yield (parsed.query or "") if parsed else ""  # as locations spell it


def without_secrets(tree: Any) -> Any:
    """A request body without the secrets of its sources and of its scraping headers.

    In a source, a key that we do not know may hold anything, so its texts are taken out too.
    """
    if not isinstance(tree, dict):
        return tree
    changed = dict(tree)
    if isinstance(tree.get("sources"), list):
        changed["sources"] = [_source(source) for source in tree["sources"]]
    if "source" in tree:
        changed["source"] = _source(tree["source"])
    scraping = tree.get("scraping")
    if isinstance(scraping, dict) and "headers" in scraping:
        changed["scraping"] = scraping | {"headers": _hidden(scraping["headers"])}
    return applied(changed, redaction())


_OPEN = frozenset({"type", "id", "preset", "path", "url_prefix", "bucket", "region", "prefix"})
_OPEN |= {"filters", "layout", "is_public", "has_index", "accept_invalid_certs"}
_OPEN |= {"aws_credentials_provider"}
"""Keys of a source that hold no secret."""


def _source(source: Any) -> Any:
    if not isinstance(source, dict):
        return source
    return {key: _field(key, value) for key, value in source.items()}


def _field(key: str, value: Any) -> Any:
    if key in _OPEN:
        return value
    if key == "url" and isinstance(value, str):
        bare, question_mark, _ = hide_userinfo(value).partition("?")
        return bare + (f"?{HIDDEN}" if question_mark else "")
    return _hidden(value)


def _hidden(value: Any) -> Any:
    """Every text in a value replaced; names of headers and empty texts stay."""
    if isinstance(value, dict):
        return {name: _hidden(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_hidden(item) for item in value]
    return HIDDEN if value and isinstance(value, str) else value
