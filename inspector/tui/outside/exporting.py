"""What can be taken out of an open request, in which form, and under which name."""

import os
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import msgspec
from msgspec import Struct

from inspector.detail.headlines import Headlines, headlines
from inspector.export.bodies import one_thread, request, response
from inspector.export.drawing import drawing
from inspector.export.forms import Form, render
from inspector.export.plain import Whys
from inspector.export.redact import redaction, secrets_of, without_secrets
from inspector.model.clean import clean
from inspector.model.report import Report
from inspector.model.signature import NO_SIGNATURE_RULES, SignatureRules

RESPONSE, REQUEST, MARKDOWN = "response JSON", "request JSON", "Markdown"
TEXT, HTML, DRAWING = "text", "HTML report", "SVG of the screen"

_TAILS = {
    RESPONSE: ".response.json",
    REQUEST: ".request.json",
    MARKDOWN: ".response.md",
    TEXT: ".response.txt",
    HTML: ".response.html",
    DRAWING: ".svg",
}
_EXTENSIONS = {".md": MARKDOWN, ".txt": TEXT, ".html": HTML, ".htm": HTML, ".svg": DRAWING}
_FORMS: dict[str, Form] = {MARKDOWN: "markdown", TEXT: "text", HTML: "html"}


class Wanted(Struct, frozen=True, kw_only=True):
    """What the person chose."""

    what: str
    thread: int | None = None  # place in the request; None: all of them
    pretty: bool = False
    secrets: bool = False  # leave them in
    users: bool = True  # leave their names in


class Exports(Struct, frozen=True, kw_only=True):
    """The request as it is right now. `read` fetches the body as it was saved, decoded."""

    path: str
    report: Report
    thread: int | None  # the one on the screen
    answer: Callable[[], bytes] | None  # None: there is none yet
    read: Callable[[], Any]
    drawn: str  # SVG
    known: frozenset[str]  # secrets
    heads: Headlines = ()  # of the whole report
    whys: Callable[[], Whys] = tuple  # why modules have no file; worked out when it is wanted

    @property
    def words(self) -> tuple[str, ...]:
        """What there is to export."""
        return tuple(word for word in _TAILS if word != RESPONSE or self.answer is not None)

    def name(self, what: str) -> str:
        """The file name that is suggested: NAME.response.json, as on the command line."""
        return os.path.splitext(os.path.basename(self.path))[0] + _TAILS[what]

    def content(self, wanted: Wanted) -> bytes:
        """The bytes to write. Raises ValueError if the request is not there any more."""
        redact = redaction(self.known, users=not wanted.users)
        if wanted.secrets and wanted.users:
            redact = _unchanged
        elif wanted.secrets:
            redact = redaction(users=True)
        match wanted.what:
            case "response JSON" if self.answer is not None:
                return response(self.answer(), redact, thread=wanted.thread, pretty=wanted.pretty)
            case "request JSON":
                tree = self.read()
                tree = tree if wanted.secrets else without_secrets(tree)
                return request(tree, redact, thread=wanted.thread, pretty=wanted.pretty)
            case "SVG of the screen":
                return drawing(self.drawn, redact).encode("utf-8", "replace")
        report = one_thread(self.report, wanted.thread)
        return render(report, _FORMS[wanted.what], redact, clean, self.heads, self.whys())


def _unchanged(text: str) -> str:
    return text


def what_for(path: str, before: str) -> str:
    """What the extension of a file name asks for; for one nobody knows, what it was `before`."""
    extension = os.path.splitext(path)[1].lower()
    if extension == ".json":
        return before if before in (RESPONSE, REQUEST) else RESPONSE
    return _EXTENSIONS.get(extension, before)


def renamed(path: str, what: str) -> str:
    """The path with the ending of another form; one of the person's own keeps its stem."""
    for tail in sorted(_TAILS.values(), key=len, reverse=True):
        if path.endswith(tail):
            return path.removesuffix(tail) + _TAILS[what]
    return f"{os.path.splitext(path)[0]}.{_TAILS[what].rpartition('.')[2]}"


def exports_of(
    session: Any,
    drawn: str,
    configured: Iterable[object],
    rules: SignatureRules = NO_SIGNATURE_RULES,
) -> Exports:
    """What can be exported of a session.

    drawn       its screen as SVG
    configured  sources and scraping of the settings, whose secrets are taken out too
    rules       of signatures
    """
    opened, result, view = session.request, session.result, session.view
    body = getattr(opened, "body", None)
    named = (body.sources or ()) if body is not None else ()
    extra = (getattr(body, "scraping", None), getattr(body, "source", None))
    thread = view.shown_thread
    return Exports(
        path=session.path,
        report=view.report,
        thread=None if thread is None else thread.index,
        answer=None if result is None else result.response_json,
        read=lambda: request_tree(session.path, opened),
        drawn=drawn,
        known=secrets_of([*configured, *named, *extra]),
        heads=headlines(view.report, rules) if view.report.done else (),
        whys=partial(_whys, session),
    )


def _whys(session: Any) -> Whys:
    """Of an answer that keeps what it was made from; there is nothing to tell without one."""
    from inspector.questions.verdicts import verdicts

    result = session.result
    return verdicts(session.answered, result) if hasattr(type(result), "trace") else ()


def request_tree(path: str, opened: Any) -> Any:
    """The request as it was saved, with the sources and the scraping that it has now.

    Keys that we do not know are kept. Raises ValueError if the file cannot be read.
    """
    from inspector.opening import read_tree, wire_of

    tree = read_tree(path)
    if getattr(opened, "body", None) is None:
        return tree
    saved = wire_of(opened.kind).from_tree(read_tree(path), strict=opened.strict)
    for key in ("sources", "source", "scraping", "allow_scraping"):
        now = getattr(opened.body, key, None)
        if now != getattr(saved, key, None):
            tree[key] = msgspec.to_builtins(now)
    return tree
