"""A body -> an opened request: what it holds was read, nothing was looked up yet."""

import os
from typing import TYPE_CHECKING, Any

from msgspec import Struct, structs

from inspector.model.body import BODY_LIMIT, BadBody, decode_tree
from inspector.model.places.scraping import DEFAULT_SCRAPING, Scraping
from inspector.model.report import Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from inspector.js.wire import JsRequest
    from inspector.model.places.sources import Source
    from inspector.native.wire import NativeRequest
    from inspector.settings import Settings


class BadRequest(ValueError):
    """A request file that cannot be used; the text names file, place and reason.

    more  what else is wrong with its shape, at most two
    line  where the first mistake is in the file, 1-based; 0: nowhere in it
    """

    def __init__(self, text: str, more: "Sequence[BadBody]" = (), *, line: int = 0) -> None:
        super().__init__(text)
        self.more, self.line = tuple(more), line

    @property
    def told(self) -> str:
        """All that is known to be wrong, a line each."""
        return "\n".join([str(self), *(f"also {problem}" for problem in self.more)])


class Opened(Struct, frozen=True, kw_only=True):
    """A request that was read. `trusted`: it may reach private hosts and any folder."""

    kind: str  # "native" or "js"
    body: "NativeRequest | JsRequest"
    name: str  # for people
    path: str | None = None  # absolute; None when it came from elsewhere
    folder: str  # absolute; relative paths of its sources count from here
    trusted: bool = False
    strict: bool = False
    scope: str = "global"
    roots: tuple[str, ...] = ()  # absolute; folders that it may read although not trusted
    vouched: frozenset[str] = frozenset()  # ids of the sources that the person added: trusted
    excluded: frozenset[tuple[str, str]] = frozenset()  # source and location: not to be asked


def load(
    path: str,
    *,
    kind: str | None = None,
    trusted: bool = False,
    strict: bool = False,
    scope: str | None = None,
) -> Opened:
    """Read a saved request. `kind` None: told by what the body holds. Raises BadRequest."""
    body = _read(path)
    tree = _decoded(path, body)
    kind = kind or kind_of(tree)
    try:
        request = wire_of(kind).from_tree(tree, strict=strict)
    except BadBody as error:
        found = _problems(tree, kind, error, strict=strict)
        raise _misshapen(path, body, found) from None
    absolute = os.path.abspath(path)
    return Opened(
        kind=kind,
        body=request,
        name=os.path.basename(path),
        path=absolute,
        folder=os.path.dirname(absolute),
        trusted=trusted,
        strict=strict,
        scope="global" if scope is None else scope,
    )


def _problems(tree: Any, kind: str, first: BadBody, *, strict: bool) -> "Sequence[BadBody]":
    """What is wrong with a body, the first mistake included."""
    from inspector.model.mistakes.problems import problems

    return problems(tree, lambda body: wire_of(kind).from_tree(body, strict=strict), first)


def _misshapen(path: str, body: bytes, found: "Sequence[BadBody]") -> BadRequest:
    """The refusal of a body, with the place of all that is wrong with it."""
    from inspector.model.mistakes.position import place_of

    placed = []
    for error in found:
        line, column = place_of(body, error.path)
        placed.append(BadBody(error.reason, error.path, line=line, column=column))
    return BadRequest(f"{path}: {placed[0]}", placed[1:], line=placed[0].line)


def read_tree(path: str) -> Any:
    """The JSON value in a file. Raises BadRequest."""
    return _decoded(path, _read(path))


def _read(path: str) -> bytes:
    """A file that is not too large for a body. Raises BadRequest."""
    try:
        with open(path, "rb") as file:
            body = file.read(BODY_LIMIT + 1)
        if len(body) <= BODY_LIMIT:
            return body
        size = os.path.getsize(path)
    except OSError as error:
        raise BadRequest(f"{path}: {error.strerror or error}") from None
    raise BadRequest(f"{path}: body too large: {size} bytes, at most {BODY_LIMIT} are accepted")


def _decoded(path: str, body: bytes) -> Any:
    """The JSON value of a body. Raises BadRequest."""
    try:
        return decode_tree(body)
    except BadBody as error:
        raise BadRequest(f"{path}: {error}", line=error.line) from None


def received(
    tree: Any, kind: str, *, name: str, strict: bool, scope: str, roots: tuple[str, ...]
) -> Opened:
    """A request that somebody sent: nobody vouches for it. Raises BadBody.

    roots  absolute paths of the folders that its filesystem sources may read; no others
    """
    return Opened(
        kind=kind,
        body=wire_of(kind).from_tree(tree, strict=strict),
        name=name,
        folder="",
        strict=strict,
        scope=scope,
        roots=roots,
    )


def kind_of(tree: Any) -> str:
    """Which endpoint a body is for: JavaScript frames have a path, native ones an address."""
    if not isinstance(tree, dict):
        return "native"
    if "source" in tree or "allow_scraping" in tree:
        return "js"
    for traces in (tree.get("stacktraces"), tree.get("threads")):
        for trace in _objects(traces):
            for frame in _objects(trace.get("frames")):
                is_js = "abs_path" in frame and "instruction_addr" not in frame
                return "js" if is_js else "native"
    return "native"


def preview(opened: Opened) -> Report:
    """The request as a report: raw frames, nothing looked up."""
    if opened.kind == "js":
        from inspector.js import report as js_report

        script: JsRequest = opened.body  # type: ignore[assignment]  # by its kind
        return js_report.preview(script, opened.name)
    from inspector.native import report

    native: NativeRequest = opened.body  # type: ignore[assignment]  # by its kind
    return report.preview(native, opened.name)


def sources_of(opened: Opened, settings: "Settings") -> "tuple[Source, ...]":
    """The sources that hold for a request: its own, or the configured ones if it names none."""
    sources = opened.body.sources
    return settings.sources if sources is None else tuple(sources)


def scraping_of(opened: Opened, settings: "Settings") -> Scraping:
    """What may be fetched from the web: the configured, where a request says nothing of it."""
    if settings.scraping is None or not is_silent(opened):
        return opened.body.scraping
    return settings.scraping


def is_silent(opened: Opened) -> bool:
    """Whether the configured scraping holds: an addition of ours, so never when strict."""
    # By identity: a request may well spell out what is the default.
    return opened.body.scraping is DEFAULT_SCRAPING and not opened.strict


def with_scraping(opened: Opened, scraping: Scraping) -> Opened:
    """The request with other origins and headers for the web."""
    if scraping is opened.body.scraping:
        return opened
    return structs.replace(opened, body=structs.replace(opened.body, scraping=scraping))


def wire_of(kind: str) -> Any:
    """The wire module of a kind: both have `from_tree` and `encode`."""
    if kind == "js":
        from inspector.js import wire as js_wire

        return js_wire
    from inspector.native import wire

    return wire


def _objects(value: Any) -> "Iterator[dict[str, Any]]":
    """The JSON objects in what should be a list of them; there may be 100,000."""
    for item in value if isinstance(value, list) else ():
        if isinstance(item, dict):
            yield item
