"""A file of a source, and what came of asking for it: the words of this folder.

Pure and quick to import: a run that finds everything on disk loads nothing else of `fetch`
but the cache.
"""

import os.path
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeVar

from msgspec import Struct, structs

from inspector.fetch.caching.cache import OBJECTS, Kind
from inspector.model.outcome import Miss
from inspector.model.places.sources import (
    FilesystemSource,
    GcsSource,
    HttpSource,
    S3Region,
    S3Source,
    SentrySource,
    Source,
    hide_credentials,
    hide_secrets,
    hide_userinfo,
    redacted_repr,
)

if TYPE_CHECKING:
    from inspector.model.places.urls import Url

T = TypeVar("T")

GLOBAL = "global"
"""The scope that all requests without one share."""

_CREDENTIALS = (
    *("headers", "token", "cookies", "access_key", "secret_key", "aws_credentials_provider"),
    *("private_key", "client_email", "bearer_token"),
)

_SEGMENT = ' "#%/<>?\\`{}'
_OBJECT_PATH = ' "<>`{}'


class WebSource(Struct, frozen=True, kw_only=True):
    """The source of files from the web: scraping (`web-scraping`), source links (`sourcelink`).

    Their location is the whole URL. Header values are secret.
    """

    id: str
    verify_ssl: bool = True
    headers: dict[str, str] = {}

    def __repr__(self) -> str:
        return redacted_repr(self)


class RemoteFile(Struct, frozen=True, kw_only=True):
    """A file that a source may have.

    location  path inside the source, file id for Sentry, URL for a WebSource
    headers   sent with the request for this file, after those of the source
    scope     of the request; a public source overrules it
    trusted   somebody vouches for the source: it may reach private hosts and any folder
    folder    absolute; relative paths of filesystem sources count from here, and of one that
              is not trusted only files below it may be read
    url       where Sentry's artifact lookup says the file is; "" asks the source by id
    """

    source: Source | WebSource
    location: str
    headers: tuple[tuple[str, str], ...] = ()
    scope: str = GLOBAL
    trusted: bool = False
    folder: str = ""
    url: str = ""

    @property
    def uri(self) -> str:
        """The location as candidates show it (spec/sources.md 1.6)."""
        source = self.source
        match source:
            case WebSource():
                return join_url(self.location, "") or self.location
            case HttpSource():
                return join_url(source.url, self.location) or source.url
            case S3Source():
                return _bucket_uri("s3", source.bucket, source.prefix, self.location)
            case GcsSource():
                return _bucket_uri("gs", source.bucket, source.prefix, self.location)
            case SentrySource():
                return f"sentry://project_debug_file/{self.location}"
            case FilesystemSource():
                return "file://" + os.path.join(source.path, self.location)

    @property
    def shown(self) -> str:
        """The location for people, and what events call it: nothing in it signs in."""
        source, uri = self.source, self.uri
        match source:
            case HttpSource():
                return hide_credentials(uri)
            case WebSource():
                return hide_secrets(uri)
        return hide_userinfo(uri)

    @property
    def key(self) -> str:
        """What names the file in the cache (spec/sources.md 5.2, 5.3)."""
        source = self.source
        uri = self.uri
        if isinstance(source, FilesystemSource):
            # The display stays relative; two folders may each have a `symbols`.
            uri = "file://" + os.path.join(self.folder, source.path, self.location)
        key = f"scope: {self.file_scope}\n\nsource: {source.id}\nlocation: {uri}\n"
        # Their locations do not tell the server, and a source may move to another one.
        if isinstance(source, SentrySource):
            return f"{key}server: {source.url}\n"
        if isinstance(source, S3Source) and isinstance(source.region, S3Region):
            return f"{key}server: {source.region.endpoint}\n"
        return key

    @property
    def miss_key(self) -> str:
        """What names a miss: who was refused with one token may be let in with another."""
        secret = "\n".join(
            f"{name}: {value}"
            for name in _CREDENTIALS
            if (value := getattr(self.source, name, None))
        )
        if not secret:
            return self.key
        from hashlib import sha256

        hashed = sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
        return f"{self.key}credentials: {hashed}\n"

    @property
    def file_scope(self) -> str:
        """The scope of the cached file: global when its source is public."""
        return GLOBAL if getattr(self.source, "is_public", False) else self.scope

    def at(self, location: str) -> "RemoteFile":
        """Another file of the same source, without headers of its own."""
        return structs.replace(self, location=location, headers=(), url="")


class Found(Struct, frozen=True):
    """A file that is here now."""

    path: str
    key: str  # names the content; tables made from it are kept under this key
    cached: bool  # True: nobody was asked


class SentryFile(Struct, frozen=True):
    """One entry of a Sentry project's list of debug files."""

    id: str
    symbol_type: str


class Files(Protocol):
    """Where files come from: the disk alone (CachedFiles), or their sources too (Downloads)."""

    async def get(self, file: RemoteFile, kind: Kind = OBJECTS) -> Found | Miss:
        """The file itself, unpacked, or why it is not to be had."""

    async def index(self, file: RemoteFile) -> frozenset[str]:
        """The paths that the symbol store of `file.source` lists; empty if that failed."""

    async def sentry_files(
        self, file: RemoteFile, debug_id: str | None, code_id: str | None
    ) -> tuple[SentryFile, ...]:
        """What the Sentry project of `file.source` lists for the ids; empty if that failed."""

    async def lookup(
        self,
        file: RemoteFile,
        parameters: tuple[tuple[str, str], ...],
        decode: Callable[[bytes], T | None],
    ) -> T | Miss:
        """What the Sentry API of `file.source` answers to a query; `decode` None: no answer."""


def join_url(base: str, location: str) -> str | None:
    """The URL of a location below `base`; None if `base` cannot have any (spec 1.6)."""
    from inspector.model.places.urls import parse_url, percent_encode

    url = parse_url(base)
    if url is None or url.opaque:
        return None
    segments = [part for part in location.split("/") if part not in ("", ".", "..")]
    path = url.path.removesuffix("/")
    for segment in segments:
        path += "/" + percent_encode(segment, _SEGMENT)
    if not path and url.host is not None:
        path = "/"
    return structs.replace(url, path=path).href


def object_key(prefix: str, location: str) -> str:
    """The name of an object in a bucket; nothing is normalised."""
    prefix = prefix.strip("/")
    return f"{prefix}/{location}" if prefix else location


def _bucket_uri(scheme: str, bucket: str, prefix: str, location: str) -> str:
    from inspector.model.places.urls import parse_url, percent_encode

    key = percent_encode(object_key(prefix, location), _OBJECT_PATH)
    url = parse_url(f"{scheme}://{bucket}/{key}")
    return f"{scheme}://{bucket}/{key}" if url is None else url.href


def web_url(text: str) -> "Url | None":
    """`text` as a URL that may be fetched; None unless it is http or https with a host."""
    from inspector.model.places.urls import parse_url

    url = parse_url(text)
    return url if url is not None and url.scheme in ("http", "https") and url.host else None
