"""One request with its redirects, and foreign errors in our words (spec/sources.md 4.3, 4.4)."""

import os
import re
import socket
import ssl

import httpcore
from msgspec import structs

from inspector import __version__
from inspector.fetch.remote import web_url
from inspector.fetch.web.answer import Answer
from inspector.fetch.web.ask import Ask
from inspector.fetch.web.connections import Connections, RawHeaders
from inspector.fetch.web.proxies import basic_auth
from inspector.model.outcome import Miss, Why
from inspector.model.places.urls import Url, parse_url
from inspector.model.why.trace import Hop

MOST_REDIRECTS = 10
USER_AGENT = f"crash-inspector/{__version__}"

_REDIRECTS = (301, 302, 303, 307, 308)
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_SLASHES = re.compile(r"^[/\\]{2,}")
_LEFT_BEHIND = (b"authorization", b"cookie", b"proxy-authorization", b"www-authenticate", b"host")


async def exchange(connections: Connections, ask: Ask, more: RawHeaders) -> Answer | Miss:
    """The answer to a request, redirects followed; `more` headers go with every hop.

    Raises httpcore's errors, Refused.
    """
    url = web_url(ask.url)
    if url is None:
        return Miss(Why.DOWNLOAD_FAILED, "URL scheme is not allowed")
    headers = [*_headers(ask, url), *more]
    form = ask.form
    for _ in range(MOST_REDIRECTS + 1):
        if not any(name.lower() == b"host" for name, _ in headers):
            headers.insert(0, (b"Host", _host(url)))
        answer = await _sent(connections, url, headers, form, ask)
        target = _redirect(url, answer)
        if target is None:
            return answer
        await answer.discard()
        if isinstance(target, Miss):
            return target
        if answer.status in (301, 302, 303) and form is not None:
            form = None
            headers = [(n, v) for n, v in headers if not n.lower().startswith(b"content-")]
        headers = _after_redirect(headers, url, target)
        url = target
    return Miss(Why.DOWNLOAD_FAILED, "too many redirects")


async def _sent(
    connections: Connections, url: Url, headers: RawHeaders, form: bytes | None, ask: Ask
) -> Answer:
    """The answer to one hop, and a word about it to whoever wants to hear."""
    status = None
    try:
        answer = await connections.send(url, headers, form, guarded=ask.guarded, verify=ask.verify)
        status = answer.status
        return answer
    finally:
        if ask.heard is not None:
            ask.heard(Hop(_public(url), status))


def _public(url: Url) -> str:
    """A URL without what may be secret: user, password, query."""
    query = None if url.query is None else "***"
    return structs.replace(url, userinfo="", query=query, fragment=None).href


def _headers(ask: Ask, url: Url) -> RawHeaders:
    """The headers of the source, then ours where it has none."""
    headers = [
        (name.encode(), value.encode("utf-8", "surrogateescape"))
        for name, value in ask.headers
        if _TOKEN.fullmatch(name)
    ]
    given = {name.lower() for name, _ in headers}
    ours = [
        (b"User-Agent", USER_AGENT.encode()),
        (b"Accept", b"*/*"),
        (b"Accept-Encoding", b"br, deflate, gzip, zstd"),
    ]
    if url.userinfo:
        ours.append((b"Authorization", basic_auth(url.userinfo)))
    if ask.form is not None:
        ours.append((b"Content-Length", str(len(ask.form)).encode()))
    return headers + [(name, value) for name, value in ours if name.lower() not in given]


def _host(url: Url) -> bytes:
    port = "" if url.port is None else f":{url.port}"
    return f"{url.host}{port}".encode("ascii")


def _redirect(url: Url, answer: Answer) -> Url | Miss | None:
    """Where an answer sends us; None if it is to be taken as it is."""
    if answer.status not in _REDIRECTS:
        return None
    # Azure DevOps answers so when it wants a login; the page would pass for a file.
    if answer.status == 302 and url.host == "dev.azure.com":
        return None
    location = answer.header("location")
    target = _join(url, location[0]) if location else None
    if target is None:
        return None
    if target.scheme not in ("http", "https"):
        return Miss(Why.DOWNLOAD_FAILED, "URL scheme is not allowed")
    return target


def _join(url: Url, location: str) -> Url | None:
    from urllib.parse import urljoin

    text = location.encode("latin-1").decode("utf-8", "replace").strip()
    if _SCHEME.match(text):
        return parse_url(text)
    # To browsers any two slashes, either way, stand before a host.
    text = _SLASHES.sub("//", text)
    try:
        return parse_url(urljoin(url.href, text))
    except ValueError:
        return None


def _after_redirect(headers: RawHeaders, url: Url, target: Url) -> RawHeaders:
    """What is still sent to the next hop: credentials stay with their host and port."""
    headers = [(name, value) for name, value in headers if name.lower() != b"referer"]
    if (url.host, url.effective_port) != (target.host, target.effective_port):
        headers = [(name, v) for name, v in headers if name.lower() not in _LEFT_BEHIND]
    if not (url.scheme == "https" and target.scheme == "http"):
        port = "" if url.port is None else f":{url.port}"
        query = "" if url.query is None else f"?{url.query}"
        headers.append((b"Referer", f"{url.scheme}://{url.host}{port}{url.path}{query}".encode()))
    return headers


ERRORS = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
    ssl.SSLError,
)
"""All that goes wrong on the way to a server and back."""


def error_text(error: BaseException) -> str:
    """The innermost cause, in upstream's words where they show in responses."""
    cause = error
    while (inner := _cause(cause)) is not None:
        cause = inner
    if isinstance(cause, ssl.SSLCertVerificationError):
        return "certificate verify failed"
    if isinstance(cause, ssl.SSLError):
        return "SSL error"
    if isinstance(cause, socket.gaierror):
        return f"failed to lookup address information: {cause.strerror}"
    if isinstance(error, httpcore.ConnectTimeout):
        return "connection timed out"
    if isinstance(cause, OSError) and cause.errno:
        return f"{os.strerror(cause.errno)} (os error {cause.errno})"
    return str(cause) or str(error) or type(error).__name__


def _cause(error: BaseException) -> BaseException | None:
    if isinstance(error, BaseExceptionGroup):
        return error.exceptions[0]
    return error.__cause__ or error.__context__
