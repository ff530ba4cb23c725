"""What a client sent -> a request for the engine, or the refusal it gets.

Refusals of what a client sent are plain text; rules: spec/native.md 1.1, 1.9.
"""

import asyncio
import re
from typing import Any

from msgspec import Struct
from starlette.datastructures import QueryParams
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from inspector.engine import Opened, received
from inspector.model.body import BODY_LIMIT, BadBody, NotJson, decode_tree
from inspector.model.mistakes.position import place_of

_JSON = re.compile(r"application/(?:json|[^\s;/]+\+json)\s*(?:;.*)?", re.IGNORECASE | re.DOTALL)
_SECONDS = re.compile(r"\+?[0-9]+")
LARGE = 1 << 18
"""Bytes of a body that are read in a thread: others would feel the wait."""


class Refused(HTTPException):
    """A request that is not taken: a status, and plain text for its sender."""


class Asked(Struct, frozen=True):
    """The query of a request. `timeout`: seconds; None: wait to the end."""

    timeout: float | None
    scope: str


class Rules(Struct, frozen=True):
    """What the settings say of every request. `roots`: absolute paths."""

    strict: bool = False
    roots: tuple[str, ...] = ()
    limit: int = BODY_LIMIT  # bytes of a body


def read_query(query: QueryParams) -> Asked:
    """The two parameters there are; others are ignored. Raises Refused."""
    for name in ("timeout", "scope"):
        if len(query.getlist(name)) > 1:
            raise _bad_query(f"duplicate field `{name}`")
    timeout = query.get("timeout")
    if timeout is not None and (not _SECONDS.fullmatch(timeout) or int(timeout[:21]) >= 1 << 64):
        raise _bad_query(f"timeout: invalid digit found in string: {timeout[:40]!r}")
    return Asked(None if timeout is None else float(timeout), query.get("scope", "global"))


def _bad_query(reason: str) -> Refused:
    return Refused(400, f"Failed to deserialize query string: {reason}")


async def read_body(request: Request, limit: int) -> bytes:
    """The body, as far as it is JSON of a bearable size by what its sender says. Raises Refused."""
    if not _JSON.fullmatch(request.headers.get("content-type", "").strip()):
        raise Refused(415, "Expected request with `Content-Type: application/json`")
    too_large = Refused(413, "Failed to buffer the request body: length limit exceeded")
    said = request.headers.get("content-length", "")
    if said.isdecimal() and int(said[:21]) > limit:
        raise too_large
    parts, size = [], 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > limit:
                raise too_large
            parts.append(part)
    except (ClientDisconnect, asyncio.CancelledError):
        # Only the end of the service cancels this: whoever sends so slowly has no more time.
        raise Refused(400, "Failed to buffer the request body: connection closed") from None
    return b"".join(parts)


async def open_body(body: bytes, kind: str, scope: str, rules: Rules) -> Opened:
    """The request in a body. Raises Refused."""
    if len(body) > LARGE:
        return await asyncio.to_thread(_opened, body, kind, scope, rules)
    return _opened(body, kind, scope, rules)


def _opened(body: bytes, kind: str, scope: str, rules: Rules) -> Opened:
    try:
        tree: Any = decode_tree(body)
        return received(
            tree, kind, name="request", strict=rules.strict, scope=scope, roots=rules.roots
        )
    except BadBody as error:
        raise _refusal(error, body) from None


def _refusal(error: BadBody, body: bytes) -> Refused:
    if isinstance(error, NotJson):
        return Refused(400, f"Failed to parse the request body as JSON: {error}")
    line, column = place_of(body, error.path)
    at = f"{error.path}: " if error.path else ""
    return Refused(
        422,
        "Failed to deserialize the JSON body into the target type: "
        f"{at}{error.reason} at line {line} column {column}",
    )
