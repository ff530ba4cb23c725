"""A request file -> an open session, looked at as it was left."""

import os
from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from inspector.model.in_app import NO_RULES, InAppRules
from inspector.model.report import Report
from inspector.opening import BadRequest
from inspector.tui.opened.kept import KeptViews, kept_of, restored
from inspector.tui.opened.request_file import look_at
from inspector.tui.opened.session import Load, Session


def read_session(
    load: Load,
    preview: Callable[[Any], Report],
    path: str,
    *,
    trusted: bool,
    kept: KeptViews | None,
    before: Session | None,
    rules: InAppRules = NO_RULES,
) -> tuple[Session, str]:
    """The session, and a note for the person or "". For a thread: it reads and counts.

    kept     what was kept of requests opened before, if anything is
    rules    which frames are ours, where the request does not say
    before   what was open until now, which is kept; of the same path, it says how to look at this

    Raises a ValueError whose text names file, place and reason.
    """
    keep(before, kept)
    file = look_at(path)  # first: what changes while it is read has changed
    request = load(path, trusted=trusted)
    report = preview(request)
    session = Session(
        request, report, os.path.abspath(path), trusted=trusted, file=file, rules=rules
    )
    known, note = kept.read(file.digest) if kept is not None and file.digest else (None, "")
    if before is not None and before.path == session.path:
        known = kept_of(before.view)
        if before.file.digest != file.digest:
            known = replace(known, marks=())
        elif before.edits is not None:
            from inspector.tui.opened.workbench import carry

            carry(before, session)
    if known is not None:
        session.view = restored(session.view, known)
    session.kept = kept_of(session.view)
    return session, note


def reason_of(error: ValueError) -> str:
    """Why a request cannot be opened: all that is known to be wrong, a line each."""
    return error.told if isinstance(error, BadRequest) else str(error)


def line_of(error: ValueError) -> int:
    """Where in the file that is, 1-based; 0: nowhere in it."""
    return error.line if isinstance(error, BadRequest) else 0


def keep(session: Session | None, kept: KeptViews | None) -> None:
    """Write how a session is looked at, if that has changed since the last time."""
    if session is None or kept is None:
        return
    now = kept_of(session.view)
    if now != session.kept:
        session.kept = now
        kept.write(session.file.digest, now)
