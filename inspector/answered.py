"""A file that is a request or a response -> what it is; a response -> the report of it."""

import os
from typing import Any

from msgspec import Struct

from inspector.model.body import BadBody
from inspector.model.report import Report
from inspector.opening import BadRequest, Opened, load, read_tree


class Saved(Struct, frozen=True, kw_only=True):
    """A response that somebody saved from a server."""

    kind: str  # "native" or "js"
    name: str  # for people
    tree: Any


def read(path: str, **options: Any) -> Opened | Saved:
    """Read a file and tell by its content what it is. Raises BadRequest.

    options  those of `load`, for a request
    """
    return saved(path) or load(path, **options)


def saved(path: str) -> Saved | None:
    """The response in a file; None if it is none. Raises BadRequest."""
    tree = read_tree(path)
    if not is_response(tree):
        return None
    kind = "js" if "raw_stacktraces" in tree else "native"
    return Saved(kind=kind, name=os.path.basename(path), tree=tree)


def is_response(tree: Any) -> bool:
    """Whether a body is what the service answers: requests have no status."""
    return isinstance(tree, dict) and isinstance(tree.get("status"), str)


def report_of(saved: Saved, beside: Opened | None = None) -> Report:
    """What the response says. Raises BadRequest.

    beside  a request that it may answer: a JavaScript response does not tell its frame order
    """
    status = saved.tree["status"]
    if status != "completed":
        raise BadRequest(f"{saved.name}: the response says `{status}`, so it has no frames")
    try:
        if saved.kind == "native":
            from inspector.native.answered import report_of_response

            return report_of_response(saved.tree, saved.name)
        from inspector.js import answered

        order = beside.body.options.frame_order if beside and beside.kind == "js" else None
        return answered.report_of_response(saved.tree, saved.name, order or "caller_first")
    except BadBody as error:
        raise BadRequest(f"{saved.name}: no response: {error}") from None
