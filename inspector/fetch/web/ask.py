"""One request, ready to send, and what the status of its answer means."""

from collections.abc import Callable

from msgspec import Struct

from inspector.model.outcome import NOT_FOUND, Miss, Why
from inspector.model.why.trace import Hop

Headers = tuple[tuple[str, str], ...]
Judge = Callable[[int, bytes], Miss | None]
"""Status and the beginning of the body -> the miss; None: the body is what was asked for."""

Heard = Callable[[Hop], None]
"""Hears of every request that is sent, once its answer is there or it is clear that none comes."""

LOGIN_PAGE = Miss(Why.NO_PERMISSION, "Potential login page detected")


def status_text(status: int) -> str:
    """Status with its standard reason: "403 Forbidden"."""
    from http import HTTPStatus

    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"{status} <unknown status code>"


def judge_status(status: int, _body: bytes) -> Miss | None:
    """What a status means for all sources but S3 (spec/sources.md 4.4)."""
    if 200 <= status < 300:
        return None
    if status in (401, 403):
        return Miss(Why.NO_PERMISSION, status_text(status))
    if 400 <= status < 500:
        return NOT_FOUND
    if status == 302:  # one that was not followed
        return LOGIN_PAGE
    return Miss(Why.DOWNLOAD_FAILED, status_text(status))


def judge_listing(status: int, _body: bytes) -> Miss | None:
    """What a status means when nothing but an answer will do: Sentry's listings."""
    if 200 <= status < 300:
        return None
    return Miss(Why.DOWNLOAD_FAILED, status_text(status))


class Ask(Struct, frozen=True, kw_only=True):
    """A request. URL and headers may hold secrets: neither is shown."""

    url: str
    headers: Headers = ()
    form: bytes | None = None  # sent as a POST
    guarded: bool = True  # public addresses only
    verify: bool = True  # the server's certificate
    ranges: bool = True  # big files in parts
    judge: Judge = judge_status
    judges_body: bool = False  # `judge` reads the body of an error, 64 KiB of it
    heard: Heard | None = None

    def __repr__(self) -> str:
        return f"Ask(guarded={self.guarded}, verify={self.verify})"
