"""Allowed origins while a person edits them: warnings, verdicts, and what to allow.

The verdicts are those of the engine's own matcher, `model/places/scraping.explain_origin`.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from inspector.fetch.guard import is_reserved
from inspector.model.places.hosts import domain_to_ascii
from inspector.model.places.scraping import Scraping, Verdict, explain_origins, is_allowed
from inspector.model.places.urls import Url, parse_url

if TYPE_CHECKING:
    from inspector.model.report import Report
    from inspector.opening import Opened

BLOCKED = "BLOCKED: "
_WEB = ("http", "https")


class Tested(Struct, frozen=True, kw_only=True):
    """What would happen to one URL."""

    url: str
    allowed: bool
    headline: str  # one sentence for people
    verdicts: tuple[Verdict, ...]  # of each pattern, in their order


class Group(Struct, frozen=True, kw_only=True):
    """The URLs of a request that share an origin."""

    origin: str  # "https://host:port", "app:", or "no URL"
    frames: int
    blocked: int  # of the frames: rules with a path may divide an origin
    example: str  # the first URL that is blocked, else the first
    reason: str = ""  # why that one is not fetched

    @property
    def allowed(self) -> bool:
        """Whether all of them are fetched."""
        return not self.blocked


def judge(url: str, scraping: Scraping, *, allow_scraping: bool = True) -> Tested:
    """The verdict of all patterns, and of what counts besides."""
    verdicts = explain_origins(url, scraping.allowed_origins)
    parsed = parse_url(url)
    refusal = _refusal(parsed, scraping, allow_scraping=allow_scraping)
    by = next((n for n, one in enumerate(verdicts, 1) if one.matched), None)
    if refusal:
        headline = refusal
    elif by is None:
        none = "no pattern matches" if verdicts else "the list is empty, so nothing is allowed"
        headline = f"{BLOCKED}{none}."
    else:
        headline = f"ALLOWED by rule {by}."
    allowed = not refusal and is_allowed(url, scraping.allowed_origins)
    return Tested(url=url, allowed=allowed, headline=headline, verdicts=verdicts)


def _refusal(url: Url | None, scraping: Scraping, *, allow_scraping: bool) -> str:
    if url is None:
        return "This is not an absolute URL: nothing is fetched."
    if not scraping.enabled:
        return f"{BLOCKED}scraping is off."
    if not allow_scraping:
        return f"{BLOCKED}the request's `allow_scraping` is off."
    if url.scheme not in _WEB:
        return f"{BLOCKED}{url.scheme}: is not fetched, whatever the patterns say."
    return ""


def address_note(url: str) -> str:
    """What the guard thinks of a host that is an address or this machine; "" for a name."""
    parsed = parse_url(url)
    host = ((parsed.host if parsed else "") or "").strip("[]")
    if host == "localhost":
        return "this machine: fetched for trusted requests only"
    if not host or not (":" in host or host.replace(".", "").isdigit()):
        return ""
    return (
        "a private address: fetched for trusted requests only"
        if is_reserved(host)
        else "a public address"
    )


def warnings_of(pattern: str) -> list[str]:
    """What a person should know about one pattern before relying on it."""
    if pattern in ("", "*"):
        return ["an empty pattern matches nothing"] if not pattern else []
    scheme, separator, rest = pattern.partition("://")
    if not separator:
        scheme, rest = "*", pattern
    host, slash, path = rest.partition("/")
    found: list[str] = []
    if scheme not in ("*", *_WEB):
        wrong = f"{scheme}: is not fetched" if scheme.lower() not in _WEB else "schemes are lower"
        found.append(f"never matches: {wrong}")
    if host.startswith("*."):
        if ":" in rest:
            found.append("never matches: a colon spoils a pattern that begins with *.")
        elif slash:
            found.append("its path is ignored: *. patterns are compared by host alone")
        return found
    if ":" in rest:
        if "/" in rest.partition(":")[2]:
            found.append("never matches: the path becomes a part of the port")
    elif slash and path not in ("", "*") and not path.startswith("/"):
        meant = f"{scheme}://" * (scheme != "*") + f"{host}//{path}"
        only = "never matches" if "*" in path else "matches that one URL at most"
        found.append(f"{only}: a path loses its first slash, write {meant}")
    name = host.partition(":")[0]
    if domain_to_ascii(name) is None:
        found.append("never matches: its host cannot be read")
    elif "*" in name and name != "*":
        found.append("never matches: a star stands for the whole host, or begins it as *.")
    return found


def groups_of(
    urls: Iterable[str], scraping: Scraping, *, allow_scraping: bool = True
) -> list[Group]:
    """The URLs by origin, most frames first."""
    groups: dict[str, Group] = {}
    for url, count in Counter(urls).items():  # few files have many frames
        verdict = judge(url, scraping, allow_scraping=allow_scraping)
        origin = origin_of(url)
        new = Group(origin=origin, frames=0, blocked=0, example=url)
        group = groups.get(origin, new)
        if not verdict.allowed and not group.blocked:
            reason = verdict.headline.removeprefix(BLOCKED)
            group = replace(group, example=url, reason=reason)
        groups[origin] = replace(
            group,
            frames=group.frames + count,
            blocked=group.blocked + (0 if verdict.allowed else count),
        )
    return sorted(groups.values(), key=lambda group: -group.frames)


def origin_of(url: str) -> str:
    """Scheme, host and port of a URL; "no URL" for what is none."""
    parsed = parse_url(url)
    if parsed is None:
        return "no URL"
    if not parsed.host:
        return f"{parsed.scheme}:"
    port = "" if parsed.port is None else f":{parsed.port}"
    return f"{parsed.scheme}://{parsed.host}{port}"


def to_allow(urls: Iterable[str], scraping: Scraping) -> list[str]:
    """The patterns that would allow all web URLs that are blocked now, each once.

    Where no pattern can name the origin, such as one with an IPv6 address, the URLs themselves.
    """
    patterns: list[str] = []
    for url in dict.fromkeys(urls):
        parsed = parse_url(url)
        if parsed is None or parsed.scheme not in _WEB or not parsed.host:
            continue
        if is_allowed(url, (*scraping.allowed_origins, *patterns)):
            continue
        origin = origin_of(url)
        patterns.append(origin if is_allowed(url, [origin]) else parsed.href)
    return patterns


def urls_of(opened: "Opened", report: "Report | None" = None) -> list[str]:
    """One URL per frame: of JavaScript its script, of native frames the link to its source."""
    if opened.kind == "js":
        traces: Sequence[object] = opened.body.stacktraces
        return [frame.abs_path for trace in traces for frame in trace.frames]  # type: ignore[attr-defined]
    if report is None:
        return []
    return [f.source_link for thread in report.threads for f in thread.frames if f.source_link]
