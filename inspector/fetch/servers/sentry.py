"""Sentry's debug files: asked by id, listed first (spec/sources.md 4.12)."""

from collections.abc import Callable
from hashlib import sha256
from typing import Literal, TypeVar

import msgspec
from msgspec import Struct, structs

from inspector.fetch.caching.cache import LISTINGS, Cache
from inspector.fetch.remote import RemoteFile, SentryFile
from inspector.fetch.web.ask import Ask, judge_listing
from inspector.model.outcome import Miss, Why
from inspector.model.places.sources import SentrySource, hide_credentials
from inspector.model.places.urls import Url, parse_url

SymbolType = Literal[
    "pe", "pdb", "portablepdb", "macho", "elf", "wasm", "breakpad", "sourcebundle", "uuidmap",
    "bcsymbolmap", "il2cpp", "proguard", "dartsymbolmap",
]  # fmt: skip

Parameters = tuple[tuple[str, str], ...]
T = TypeVar("T")

LONGEST_URL = 65_534  # characters; Sentry cuts off what is longer


class _Entry(Struct, frozen=True, rename="camel"):
    id: str
    symbol_type: SymbolType


_LISTING = msgspec.json.Decoder(tuple[_Entry, ...])


def decode_listing(content: bytes) -> tuple[SentryFile, ...] | None:
    """The entries of an answer, in its order; None if any of it is not as it should be."""
    try:
        entries = _LISTING.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return tuple(SentryFile(entry.id, entry.symbol_type) for entry in entries)


def with_query(url: str, parameters: Parameters) -> str:
    """`url` with parameters behind those it has."""
    parsed = parse_url(url)
    from urllib.parse import quote

    added = "&".join(f"{quote(name, safe='')}={_form(value)}" for name, value in parameters)
    if parsed is None or not added:
        return url
    query = f"{parsed.query}&{added}" if parsed.query else added
    return structs.replace(parsed, query=query).href


def shown_query(source: SentrySource, parameters: Parameters) -> str:
    """A query of the API for people: what is asked for stays, the source's own query is masked."""
    return with_query(hide_credentials(source.url), parameters)


def _form(value: str) -> str:
    from urllib.parse import quote

    return quote(value, safe="*-._ ").replace(" ", "+").replace("~", "%7E")


def id_parameters(debug_id: str | None, code_id: str | None) -> Parameters:
    """The query for files with these ids; empty if neither is known."""
    known = (("debug_id", debug_id), ("code_id", code_id))
    return tuple((name, value) for name, value in known if value)


def file_url(file: RemoteFile, source: SentrySource) -> str:
    """Where a listed file is to be had."""
    return file.url or with_query(source.url, (("id", file.location),))


def credentials(source: SentrySource, url: str) -> tuple[tuple[str, str], ...]:
    """The headers that prove who asks; none for a URL that is not below the source's.

    Stricter than upstream, which compares the beginning of the texts: `https://sentry.io` would
    vouch for `https://sentry.io.example`.
    """
    if not _is_below(parse_url(url), parse_url(source.url)):
        return ()
    if source.token is not None:
        # A header must not end in a space, which it would without a token.
        return (("Authorization", f"Bearer {source.token}".rstrip()),)
    return (("Cookie", source.cookies or ""),)


def _is_below(url: Url | None, base: Url | None) -> bool:
    if url is None or base is None:
        return False
    if (url.scheme, url.host, url.port) != (base.scheme, base.host, base.port):
        return False
    return f"{url.path}/".startswith(base.path.rstrip("/") + "/")


def ask(file: RemoteFile, source: SentrySource, guarded: bool) -> Ask:
    """The request for a file."""
    url = file_url(file, source)
    return Ask(url=url, headers=(*credentials(source, url), *file.headers), guarded=guarded)


def ask_api(source: SentrySource, parameters: Parameters, guarded: bool) -> Ask | Miss:
    """The request for a list; any status but 2xx is an error."""
    url = with_query(source.url, parameters)
    if len(url) > LONGEST_URL:
        return Miss(Why.DOWNLOAD_FAILED, "uri too long")
    headers = (*credentials(source, url), ("Accept-Encoding", "identity"))
    return Ask(url=url, headers=headers, guarded=guarded, ranges=False, judge=judge_listing)


def answer_key(file: RemoteFile, source: SentrySource, parameters: Parameters) -> str:
    """What names an answer in the cache. Credentials decide what one may see: their hash."""
    secret = f"{source.token or ''}\n{source.cookies or ''}"
    return (
        f"scope: {file.scope}\n\nlookup: {with_query(source.url, parameters)}\n"
        f"credentials: {sha256(secret.encode('utf-8', 'surrogatepass')).hexdigest()}\n"
    )


def cached_answer(
    cache: Cache, file: RemoteFile, parameters: Parameters, decode: Callable[[bytes], T | None]
) -> T | None:
    """An answer of the last hour, decoded; None if there is none."""
    source = file.source
    if not isinstance(source, SentrySource):
        return None
    path = cache.find(LISTINGS, answer_key(file, source, parameters))
    return read_answer(path, decode) if isinstance(path, str) else None


def read_answer(path: str, decode: Callable[[bytes], T | None]) -> T | None:
    """The answer in a file, decoded."""
    with open(path, "rb") as content:
        return decode(content.read())
