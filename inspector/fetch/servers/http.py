"""Files of web servers: `http` sources, scraping, source links (spec/sources.md 1.6, 4.3)."""

from inspector.fetch.remote import RemoteFile, WebSource, join_url
from inspector.fetch.web.ask import Ask
from inspector.model.outcome import NOT_FOUND, Miss
from inspector.model.places.sources import HttpSource
from inspector.model.places.urls import parse_url


def ask(file: RemoteFile, source: HttpSource | WebSource, guarded: bool) -> Ask | Miss:
    """The request for a file; below a URL such as `data:` there is none."""
    if isinstance(source, WebSource):
        url, verify = join_url(file.location, ""), source.verify_ssl
    else:
        url, verify = join_url(source.url, file.location), not source.accept_invalid_certs
    if url is None:
        return NOT_FOUND
    headers = (*source.headers.items(), *file.headers)
    return Ask(url=url, headers=headers, guarded=guarded, verify=verify)


def counted_host(file: RemoteFile) -> str | None:
    """The host whose failures are counted; None for sources that are never blocked (4.9)."""
    source = file.source
    if isinstance(source, WebSource):
        url = parse_url(file.location)
    elif isinstance(source, HttpSource) and not source.id.startswith("sentry:"):
        url = parse_url(source.url)
    else:
        return None
    return url.host if url else None
