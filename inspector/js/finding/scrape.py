"""What may be fetched from the web for a JavaScript file, and how that went.

Rules: spec/js.md 6.4 and 2.4, spec/sources.md 6.
"""

from hashlib import sha256
from typing import Literal

from msgspec import Struct, structs

from inspector.fetch.caching.markers import humantime, parse_humantime
from inspector.fetch.remote import RemoteFile, WebSource
from inspector.js.wire import Attempt
from inspector.model.outcome import Miss, Why
from inspector.model.places.scraping import Scraping, is_allowed
from inspector.model.places.urls import Url, parse_url

SOURCE_ID = "web-scraping"

_PERIOD = 3600  # seconds that a scraped copy is good for
_LOCAL_NAMES = ("localhost", "127.0.0.1")
_REASONS = {
    Why.NOT_FOUND: "not_found",
    Why.NO_PERMISSION: "permission_denied",
    Why.TIMEOUT: "timeout",
    Why.DOWNLOAD_FAILED: "download_error",
}


Rule = Literal["no_url", "disabled", "scheme", "origin", "private_host"]
"""Why nothing is fetched; `no_url`: the path is not an absolute URL."""


class Refusal(Struct, frozen=True):
    """Nothing is fetched. `attempt` None: not even a URL, so nothing was attempted."""

    attempt: Attempt | None
    rule: Rule

    @property
    def disabled(self) -> bool:
        """Whether it would have been fetched, had scraping been on."""
        return self.attempt is not None and self.attempt.reason == "disabled"


class Web(Struct, frozen=True, kw_only=True):
    """How one request may use the web."""

    scraping: Scraping
    scope: str
    trusted: bool  # somebody vouches for the request: private hosts may be reached
    reserved: bool  # the settings allow private hosts for everybody


def target(path: str, web: Web, now: float) -> RemoteFile | Refusal:
    """Where the file at `path` is fetched from, unless it must not be. `now`: seconds, Unix."""
    url = parse_url(path)
    if url is None:
        return Refusal(None, "no_url")
    scraping = web.scraping
    if not scraping.enabled:
        return _refuse(path, "disabled", "disabled")
    if url.scheme not in ("http", "https"):
        details = f"`{url.scheme}` is not an allowed download scheme"
        return _refuse(path, "scheme", "invalid_host", details)
    if not is_allowed(path, scraping.allowed_origins):
        details = f"{path} is not an allowed download origin"
        return _refuse(path, "origin", "invalid_host", details)
    if url.host in _LOCAL_NAMES and not (web.trusted or web.reserved):
        details = f"Can't connect to restricted host {url.host}"
        return _refuse(path, "private_host", "invalid_host", details)
    copy = structs.replace(url, fragment=str(hourly_key(url, now)))
    source = WebSource(id=SOURCE_ID, verify_ssl=scraping.verify_ssl, headers=scraping.headers)
    return RemoteFile(source=source, location=copy.href, scope=web.scope, trusted=web.trusted)


def hourly_key(url: Url, now: float, period: int = _PERIOD) -> int:
    """A number that changes once in a period, at a moment that differs from URL to URL."""
    offset = int.from_bytes(sha256(url.href.encode()).digest()[:8], "little") % period
    return (int(now) - offset) // period * period + offset


def failure(path: str, miss: Miss) -> Attempt:
    """The attempt to fetch the file at `path`, which gave `miss`."""
    details = miss.details
    if miss.why is Why.NOT_FOUND:
        details = ""
    elif miss.why is Why.TIMEOUT:
        seconds = parse_humantime(details)
        details = f"Timeout after {details if seconds is None else humantime(seconds)}"
    reason = _REASONS.get(miss.why, "other")
    return Attempt(url=path, status="failure", reason=reason, details=details)


def _refuse(path: str, rule: Rule, reason: str, details: str = "") -> Refusal:
    attempt = Attempt(url=path, status="failure", reason=reason, details=details)
    return Refusal(attempt, rule)
