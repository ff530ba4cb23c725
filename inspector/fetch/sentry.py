"""Sentry's debug files: asked by id, listed first (spec/sources.md 4.12)."""

from hashlib import sha256
from typing import Literal
from urllib.parse import quote

import msgspec
from msgspec import Struct, structs

from inspector.fetch.cache import LISTINGS, Cache
from inspector.fetch.remote import RemoteFile, SentryFile
from inspector.model.sources import SentrySource
from inspector.model.urls import Url, parse_url

SymbolType = Literal[
    "pe", "pdb", "portablepdb", "macho", "elf", "wasm", "breakpad", "sourcebundle", "uuidmap",
    "bcsymbolmap", "il2cpp", "proguard", "dartsymbolmap",
]  # fmt: skip


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


def with_query(url: str, parameters: tuple[tuple[str, str], ...]) -> str:
    """`url` with parameters behind those it has."""
    parsed = parse_url(url)
    added = "&".join(f"{quote(name, safe='')}={_form(value)}" for name, value in parameters)
    if parsed is None or not added:
        return url
    query = f"{parsed.query}&{added}" if parsed.query else added
    return structs.replace(parsed, query=query).href


def _form(value: str) -> str:
    return quote(value, safe="*-._ ").replace(" ", "+").replace("~", "%7E")


def listing_url(source: SentrySource, debug_id: str | None, code_id: str | None) -> str:
    """Where a project's files with these ids are listed."""
    known = (("debug_id", debug_id), ("code_id", code_id))
    return with_query(source.url, tuple((name, value) for name, value in known if value))


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
        return (("Authorization", f"Bearer {source.token}"),)
    return (("Cookie", source.cookies or ""),)


def _is_below(url: Url | None, base: Url | None) -> bool:
    if url is None or base is None:
        return False
    if (url.scheme, url.host, url.port) != (base.scheme, base.host, base.port):
        return False
    return f"{url.path}/".startswith(base.path.rstrip("/") + "/")


def listing_key(file: RemoteFile, source: SentrySource, url: str) -> str:
    """What names an answer in the cache. Credentials decide what one may see: their hash."""
    secret = f"{source.token or ''}\n{source.cookies or ''}"
    return (
        f"scope: {file.scope}\n\nlisting: {url}\n"
        f"credentials: {sha256(secret.encode('utf-8', 'surrogatepass')).hexdigest()}\n"
    )


def cached_listing(
    cache: Cache, file: RemoteFile, debug_id: str | None, code_id: str | None
) -> tuple[SentryFile, ...] | None:
    """An answer of the last hour; None if there is none, () for a source that is not Sentry's."""
    source = file.source
    if not isinstance(source, SentrySource):
        return ()
    url = listing_url(source, debug_id, code_id)
    path = cache.find(LISTINGS, listing_key(file, source, url))
    if not isinstance(path, str):
        return None
    with open(path, "rb") as content:
        return decode_listing(content.read())
