"""Which URLs may be fetched from the web, and with what. Rules: spec/sources.md 6.1, 6.2.

Every request has these settings, few have URLs to compare: the URL rules are imported late.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from inspector.model.places.urls import Url

ANY = "*"


class Scraping(Struct, frozen=True, kw_only=True):
    """The `scraping` object of a request; once it is there, only `verify_ssl` may be left out."""

    enabled: bool
    allowed_origins: tuple[str, ...]  # empty: nothing is allowed
    headers: dict[str, str]  # sent to every allowed origin; values are secret
    verify_ssl: bool = True

    def __repr__(self) -> str:
        return (
            f"Scraping(enabled={self.enabled}, allowed_origins={self.allowed_origins}, "
            f"headers={dict.fromkeys(self.headers, '***')}, verify_ssl={self.verify_ssl})"
        )


DEFAULT_SCRAPING = Scraping(enabled=True, allowed_origins=(ANY,), headers={})
"""What holds for a request without a `scraping` object."""


class Verdict(Struct, frozen=True, kw_only=True):
    """What one pattern says about one URL, and how the pattern was read."""

    pattern: str
    matched: bool
    reason: str  # a sentence for people, also when it matched
    scheme: str = ANY
    host: str = ANY  # ASCII
    port: str = ""  # "" when the pattern names none; swallows what stands behind the colon
    path: str = ANY  # without its leading slash


def is_allowed(url: str, patterns: Sequence[str]) -> bool:
    """Whether one pattern allows `url`; no pattern, or no absolute URL: False."""
    from inspector.model.places.urls import parse_url

    parsed = parse_url(url)
    return parsed is not None and any(explain_origin(parsed, p).matched for p in patterns)


def explain_origins(url: str, patterns: Sequence[str]) -> tuple[Verdict, ...]:
    """A verdict per pattern, in their order; one that matched is enough for `is_allowed`."""
    from inspector.model.places.urls import parse_url

    parsed = parse_url(url)
    if parsed is None:
        reason = "this is not an absolute URL"
        return tuple(Verdict(pattern=p, matched=False, reason=reason) for p in patterns)
    return tuple(explain_origin(parsed, p) for p in patterns)


def explain_origin(url: "Url", pattern: str) -> Verdict:
    """What `pattern` says about `url`: upstream's rules with all their oddities."""
    from inspector.model.places.hosts import domain_to_ascii

    if pattern == ANY:
        return Verdict(pattern=pattern, matched=True, reason="allows everything")
    if pattern == url.href:
        return Verdict(pattern=pattern, matched=True, reason="is exactly this URL")
    scheme, separator, rest = pattern.partition("://")
    if not separator:
        scheme, rest = ANY, pattern
    host, slash, path = rest.partition("/")
    path = path if slash else ANY
    # Not only in the host: a colon anywhere makes the text behind it, path included, the port.
    host, colon, port = rest.partition(":") if ":" in rest else (host, "", "")
    ascii_host = domain_to_ascii(host)
    if ascii_host is None:
        failure: str | None = "its host cannot be read"
    else:
        failure = (
            _scheme_failure(url, scheme)
            or _host_failure(url, ascii_host, colon + port)
            or (None if ascii_host.startswith("*.") else _path_failure(url, path))
        )
    return Verdict(
        pattern=pattern,
        matched=failure is None,
        reason=failure or _agreement(ascii_host or ""),
        scheme=scheme,
        host=host if ascii_host is None else ascii_host,
        port=port,
        path=path,
    )


def _agreement(host: str) -> str:
    if host.startswith("*."):
        return f"the host is {host[2:]} or below it; port and path are not compared"
    return "scheme, host, port and path agree"


def _scheme_failure(url: "Url", scheme: str) -> str | None:
    if scheme in (ANY, url.scheme):
        return None
    if scheme.lower() == url.scheme:
        return f"a scheme is written in lower case: {url.scheme}"
    return f"the scheme is {url.scheme}, not {scheme}"


def _host_failure(url: "Url", host: str, port: str) -> str | None:
    """`port` with its colon, or ""."""
    from inspector.model.places.hosts import domain_to_ascii

    hostname = domain_to_ascii(url.host or "") or ""
    if host.startswith("*."):
        if port:
            return "a pattern that begins with `*.` matches nothing once it has a colon"
        inside = hostname == host[2:] or hostname.endswith(host[1:])
        return None if inside else f"the host {hostname} is neither {host[2:]} nor below it"
    default = url.effective_port
    ports = {"", "" if default is None else f":{default}"}
    if host + port in {name + known for name in (ANY, hostname) for known in ports}:
        return None
    if "/" in port:
        return f"everything behind the colon counts as the port: {port[1:]}"
    if host in (ANY, hostname):
        return f"the port is {'unknown' if default is None else default}, not {port[1:]}"
    return f"the host is {hostname or 'empty'}, not {host}"


def _path_failure(url: "Url", path: str) -> str | None:
    if path == ANY or url.path.startswith(path.removesuffix(ANY)):
        return None
    if path.startswith("/"):
        return f"the path does not begin with {path.removesuffix(ANY)}"
    return "a path in a pattern loses its first slash, so it never begins like the path of a URL"
