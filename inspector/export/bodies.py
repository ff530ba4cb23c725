"""Request and response JSON as a person takes them along."""

from typing import Any

import msgspec
from msgspec import structs

from inspector.export.redact import Redact, applied
from inspector.model.report import Report


def response(
    body: bytes, redact: Redact, *, thread: int | None = None, pretty: bool = False
) -> bytes:
    """A response body: byte for byte as given where nothing is to be taken out.

    thread  only the stack at this place; None: all of them
    pretty  with white space; the values are the same
    """
    tree = msgspec.json.decode(body)
    changed = applied(_cut(tree, thread), redact)
    if changed is not tree:
        body = msgspec.json.encode(changed)
    return msgspec.json.format(body, indent=2) if pretty else body


def request(tree: Any, redact: Redact, *, thread: int | None = None, pretty: bool = False) -> bytes:
    """A request body with all its keys, those we do not know too, in their order."""
    body = msgspec.json.encode(applied(_cut(tree, thread), redact))
    return msgspec.json.format(body, indent=2) if pretty else body


def one_thread(report: Report, thread: int | None) -> Report:
    """The report with only one thread; None: as it is."""
    if thread is None:
        return report
    return structs.replace(report, threads=tuple(t for t in report.threads if t.index == thread))


def _cut(tree: Any, thread: int | None) -> Any:
    if thread is None or not isinstance(tree, dict):
        return tree
    cut = dict(tree)
    for key in ("stacktraces", "raw_stacktraces", "threads"):
        if isinstance(cut.get(key), list):
            cut[key] = cut[key][thread : thread + 1]
    return cut
