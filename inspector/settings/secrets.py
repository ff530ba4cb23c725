"""Secrets that a settings file refers to instead of holding them.

    token = { env = "SENTRY_TOKEN" }        a variable of the environment
    token = { file = "~/.sentry-token" }    a file; a final line break does not count
    token = { keyring = "sentry" }          the system's store: service `inspector`, user `sentry`
    token = { keyring = "ci/sentry" }       the same: service `ci`, user `sentry`

Requests cannot refer to anything: they come from elsewhere.
"""

import os
from collections.abc import Callable, Mapping
from typing import Any

from inspector.model.places.sources import IDENTITIES, REDACTED, SECRETS, hide_userinfo

_REFERRING = (SECRETS - {"headers"}) | IDENTITIES
_FIELDS = SECRETS - {"headers"}
_SERVICE = "inspector"
_LARGEST = 64 << 10  # bytes of a file: a key, not a document
_EXPECTED = 'expected a text, or one of { env = "..." }, { file = "..." }, { keyring = "..." }'

ASK_FIRST = "may use a secret only after you trusted this project file: inspector config trust"
"""Why a file that nobody vouches for may refer to none."""


class BadSecret(ValueError):
    """A reference that leads nowhere. The text has no secret in it."""


def resolve_secrets(
    source: dict[str, Any], folder: str, environ: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Put the secrets that a source refers to into it, in place.

    folder  absolute; relative paths of files count from here

    Returns (key, reason) of those that are nowhere.
    """
    wrong = []
    for key, tree, name in _fields(source):
        try:
            tree[name] = _value(tree[name], folder, environ)
        except BadSecret as error:
            wrong.append((key, str(error)))
    return wrong


def referring(source: dict[str, Any]) -> list[str]:
    """The keys of a source that refer to a secret of the person or the machine."""
    keys = [key for key, tree, name in _fields(source) if isinstance(tree[name], dict)]
    if source.get("aws_credentials_provider") == "container":
        keys.append("aws_credentials_provider")
    return keys


def _fields(source: dict[str, Any]) -> list[tuple[str, dict[str, Any], str]]:
    """(key, tree that holds it, name in there) of what may refer."""
    found = [(key, source, key) for key in source if key in _REFERRING]
    headers = source.get("headers")
    if isinstance(headers, dict):
        found += [(f"headers.{name}", headers, name) for name in headers]
    return found


def written_out(place: tuple[str, ...], value: Any) -> list[tuple[str, str]]:
    """(place, secret) of each secret below a value of a settings file that is no reference.

    place  the keys that lead to the value; headers and passwords in URLs are secrets as well
    """
    last = place[-1:]
    field = "headers" in place[-2:-1] or not _FIELDS.isdisjoint(last)
    if isinstance(value, str):
        secret = field or (last == ("url",) and _signs_in(value))
        return [(".".join(place), value)] if secret and value else []
    if field:
        return []
    if isinstance(value, Mapping):
        inner = [((*place, str(key)), one) for key, one in value.items()]
    elif isinstance(value, list | tuple):
        inner = [((*place[:-1], f"{place[-1]}[{n}]"), one) for n, one in enumerate(value)]
    else:
        return []
    return [found for there, one in inner for found in written_out(there, one)]


def _signs_in(url: str) -> bool:
    return REDACTED in hide_userinfo(url) and REDACTED not in url


def _value(given: Any, folder: str, environ: Mapping[str, str]) -> Any:
    """A reference's secret; whatever is no table is left to those who know its type."""
    if not isinstance(given, dict):
        return given
    if len(given) != 1:
        raise BadSecret(_EXPECTED)
    ((how, name),) = given.items()
    if how not in _WAYS or not isinstance(name, str) or not name:
        raise BadSecret(_EXPECTED)
    return _WAYS[how](name, folder, environ)


def _from_environment(name: str, _folder: str, environ: Mapping[str, str]) -> str:
    if not environ.get(name):
        raise BadSecret(f"the environment variable {name} is not set")
    return environ[name]


def _from_file(name: str, folder: str, _environ: Mapping[str, str]) -> str:
    path = os.path.join(folder, os.path.expanduser(name))
    try:
        with open(path, encoding="utf-8") as file:
            text = file.read(_LARGEST + 1).rstrip("\r\n")
    except OSError as error:
        raise BadSecret(f"{path}: cannot be read: {error.strerror}") from None
    except ValueError:
        raise BadSecret(f"{path}: not text") from None
    if not text or len(text) > _LARGEST:
        raise BadSecret(f"{path}: " + ("too large for a secret" if text else "is empty"))
    return text


def _from_keyring(name: str, _folder: str, _environ: Mapping[str, str]) -> str:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        raise BadSecret("needs the package `keyring`, which is not installed") from None
    service, _, user = name.rpartition("/")
    try:
        secret = keyring.get_password(service or _SERVICE, user)
    except KeyringError as error:
        raise BadSecret(f"the keyring cannot be asked: {type(error).__name__}") from None
    if not secret:
        there = f"`keyring set {service or _SERVICE} {user}` puts one there"
        raise BadSecret(f"the keyring has no {name!r}: {there}")
    return secret


_WAYS: Mapping[str, Callable[[str, str, Mapping[str, str]], str]] = {
    "env": _from_environment,
    "file": _from_file,
    "keyring": _from_keyring,
}
