"""Objects of Google Cloud Storage, by its JSON API (spec/sources.md 4.11).

google-auth signs for service accounts; it is imported only then. Requests do not go through
its transports but over the shared connections, so that the same limits hold. The exception are
the credentials of this machine, which google-auth finds and renews in its own ways: a trusted
source asks for them by the bearer token "application-default", which Symbolicator does not know.
"""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import msgspec
from msgspec import Struct

from inspector.fetch.guard import Refused
from inspector.fetch.remote import RemoteFile, object_key
from inspector.fetch.web.ask import Ask
from inspector.model.outcome import Miss, Why
from inspector.model.places.sources import GcsSource

if TYPE_CHECKING:
    import google.auth.credentials

STORAGE = "https://storage.googleapis.com"
EMULATOR = "STORAGE_EMULATOR_HOST"  # the variable that Google's own libraries read
TOKEN_URL = "https://www.googleapis.com/oauth2/v4/token"  # noqa: S105  an address

_SCOPE = "https://www.googleapis.com/auth/devstorage.read_only"
_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_TOKEN_VALID = 58 * 60  # seconds
_ASSERTION_VALID = _TOKEN_VALID + 30
_MOST_TOKENS = 100

APPLICATION_DEFAULT = "application-default"

BAD_KEY = Miss(Why.DOWNLOAD_FAILED, "failed encoding JWT")
NO_TOKEN = Miss(Why.DOWNLOAD_FAILED, "failed to send authentication request")

Read = Callable[[Ask], Awaitable[bytes | Miss]]
"""Sends a request and gives the body of the answer."""


class _Reply(Struct, frozen=True):
    access_token: str


class _Token(Struct, frozen=True):
    text: str
    until: float  # time.monotonic

    def __repr__(self) -> str:
        return "_Token(***)"


class Tokens:
    """Access tokens of service accounts, each fetched once and kept while it is valid."""

    def __init__(self, token_url: str = TOKEN_URL) -> None:
        self._url = token_url
        self._machine: google.auth.credentials.Credentials | None = None
        self._tokens: dict[tuple[str, str], _Token] = {}
        self._locks: dict[tuple[str, str], asyncio.Lock] = {}

    async def get(self, source: GcsSource, trusted: bool, guarded: bool, read: Read) -> str | Miss:
        """A token for `source`, or why there is none. Raises Refused."""
        if source.private_key is None or source.client_email is None:
            if source.bearer_token == APPLICATION_DEFAULT:
                return await self._of_this_machine(trusted)
            return source.bearer_token or ""
        account = (source.private_key, source.client_email)
        async with self._locks.setdefault(account, asyncio.Lock()):
            known = self._tokens.get(account)
            if known is not None and time.monotonic() < known.until:
                return known.text
            token = await self._fetch(*account, guarded, read)
            if isinstance(token, Miss):
                return token
            if len(self._tokens) >= _MOST_TOKENS:
                self._tokens.clear()
            self._tokens[account] = _Token(token, time.monotonic() + _TOKEN_VALID)
            return token

    async def _of_this_machine(self, trusted: bool) -> str:
        if not trusted:
            text = "the credentials of this machine are for trusted requests only"
            raise Refused(Miss(Why.DOWNLOAD_FAILED, text))
        async with self._locks.setdefault(("", ""), asyncio.Lock()):
            self._machine = await asyncio.to_thread(_machine_credentials, self._machine)
            return str(self._machine.token)

    async def _fetch(self, key: str, email: str, guarded: bool, read: Read) -> str | Miss:
        assertion = await asyncio.to_thread(sign, key, email, self._url, int(time.time()))
        if isinstance(assertion, Miss):
            return assertion
        answer = await read(
            Ask(
                url=self._url,
                form=urlencode({"grant_type": _GRANT, "assertion": assertion}).encode(),
                headers=(("Content-Type", "application/x-www-form-urlencoded"),),
                guarded=guarded,
                ranges=False,
                judge=lambda _status, _body: None,  # what matters is in the body
            )
        )
        try:
            return NO_TOKEN if isinstance(answer, Miss) else _decode(answer)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return NO_TOKEN


def _machine_credentials(
    known: "google.auth.credentials.Credentials | None",
) -> "google.auth.credentials.Credentials":
    """Those of `gcloud auth`, of the environment or of the instance, with a valid token."""
    try:
        import google.auth
        import google.auth.exceptions
    except ImportError:
        text = "the Google credentials of this machine are read by google-auth, not installed"
        raise Refused(Miss(Why.DOWNLOAD_FAILED, text)) from None
    from inspector.fetch.servers.google_requests import Request

    try:
        if known is None:
            known, _project = google.auth.default(scopes=[_SCOPE], request=Request())
        if not known.valid:
            known.refresh(Request())  # type: ignore[no-untyped-call]
    except google.auth.exceptions.GoogleAuthError as error:
        raise Refused(Miss(Why.DOWNLOAD_FAILED, f"no Google credentials: {error}")) from None
    return known


def _decode(answer: bytes) -> str:
    return msgspec.json.decode(answer, type=_Reply).access_token


def sign(key: str, email: str, audience: str, now: int) -> str | Miss:
    """The assertion (JWT, RS256) that a service account asks for a token with.

    key  RSA key in PEM; line ends may be written as a backslash and an n
    now  seconds since the epoch

    Raises Refused without google-auth.
    """
    key = key.replace("\\n", "\n")
    if "-----BEGIN" not in key:
        return BAD_KEY
    try:
        from google.auth import crypt, jwt
    except ImportError:
        text = "a private_key is used by google-auth, which is not installed"
        raise Refused(Miss(Why.DOWNLOAD_FAILED, text)) from None
    claims = {
        "iss": email,
        "scope": _SCOPE,
        "aud": audience,
        "iat": now,
        "exp": now + _ASSERTION_VALID,
    }
    try:
        signer = crypt.RSASigner.from_string(key)  # type: ignore[no-untyped-call]
        return bytes(jwt.encode(signer, claims)).decode("ascii")  # type: ignore[no-untyped-call]
    except (ValueError, TypeError, AttributeError):
        # What is PEM but no RSA key fails in all these ways, by the kind of key.
        return BAD_KEY


async def ask(
    file: RemoteFile, source: GcsSource, guarded: bool, tokens: Tokens, read: Read
) -> Ask | Miss:
    """The request for an object. Raises Refused."""
    token = await tokens.get(source, file.trusted, guarded, read)
    if isinstance(token, Miss):
        return token
    return Ask(
        url=object_url(source, file.location),
        headers=(("Authorization", f"Bearer {token}"), *file.headers),
        guarded=guarded,
    )


def object_url(source: GcsSource, location: str) -> str:
    """The address of an object's content."""
    origin = os.environ.get(EMULATOR) or STORAGE
    origin = origin if "://" in origin else f"http://{origin}"
    bucket = quote(source.bucket, safe="")
    name = quote(object_key(source.prefix, location), safe="")
    return f"{origin.rstrip('/')}/storage/v1/b/{bucket}/o/{name}?alt=media"
