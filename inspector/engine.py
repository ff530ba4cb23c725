"""START HERE: a saved request in, an answer out, and events on the way.

    opened = load("crash.json")
    async with Engine(load_settings()) as engine:
        result = engine.cached(opened) or await engine.symbolicate(opened, print)
    print(result.response_json().decode())

`load` reads a body and tells what kind it is. `cached` answers from disk alone, at once;
`symbolicate` also fetches files and parses them in child processes.
"""

import os
import time
from collections.abc import Callable
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from inspector.fetch.cache import Cache
from inspector.fetch.cached import CachedFiles, NotCached
from inspector.fetch.policy import Ages, CachePolicy
from inspector.model.body import BODY_LIMIT, BadBody, decode_tree
from inspector.model.events import Note, Tell, ignore
from inspector.model.report import Report
from inspector.model.sources import FilesystemSource, Source, is_scanned, repeated_ids
from inspector.settings import CacheAges, Settings, cache_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inspector.js.local import LocalBuild
    from inspector.js.symbolicate import Answer as JsAnswer
    from inspector.js.wire import JsRequest, JsResponse
    from inspector.live import Live
    from inspector.native.access import Access
    from inspector.native.lookup import Place
    from inspector.native.wire import NativeRequest, NativeResponse


class BadRequest(ValueError):
    """A request file that cannot be used; the text names file, place and reason."""


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


class Result:
    """An answer: the response to the letter, and the same as a face shows it."""

    def __init__(
        self, kind: str, response: "NativeResponse | JsResponse", show: Callable[[], Report]
    ) -> None:
        self.kind, self.response, self._show = kind, response, show

    @cached_property
    def report(self) -> Report:
        """What a face shows, made when one asks: whoever wants the JSON need not wait for it."""
        return self._show()

    def response_json(self, *, pretty: bool = False) -> bytes:
        """The response body as the service writes it; `pretty` adds white space only."""
        body: bytes = _wire(self.kind).encode(self.response, pretty=pretty)
        return body


def load(
    path: str,
    *,
    kind: str | None = None,
    trusted: bool = False,
    strict: bool = False,
    scope: str | None = None,
) -> Opened:
    """Read a saved request. `kind` None: told by what the body holds. Raises BadRequest."""
    try:
        with open(path, "rb") as file:
            body = file.read(BODY_LIMIT + 1)
        if len(body) > BODY_LIMIT:
            size = os.path.getsize(path)
            raise BadBody(f"body too large: {size} bytes, at most {BODY_LIMIT} are accepted")
        tree = decode_tree(body)
        kind = kind or kind_of(tree)
        request = _wire(kind).from_tree(tree, strict=strict)
    except OSError as error:
        raise BadRequest(f"{path}: {error.strerror or error}") from None
    except BadBody as error:
        raise BadRequest(f"{path}: {error}") from None
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


def kind_of(tree: Any) -> str:
    """Which endpoint a body is for: JavaScript frames have a path, native ones an address."""
    if not isinstance(tree, dict):
        return "native"
    if "source" in tree or "allow_scraping" in tree:
        return "js"
    for trace in _objects(tree.get("stacktraces")) + _objects(tree.get("threads")):
        for frame in _objects(trace.get("frames")):
            return "js" if "abs_path" in frame and "instruction_addr" not in frame else "native"
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


def _wire(kind: str) -> Any:
    """The wire module of a kind: both have `from_tree` and `encode`."""
    if kind == "js":
        from inspector.js import wire as js_wire

        return js_wire
    from inspector.native import wire

    return wire


def _objects(value: Any) -> list[dict[str, Any]]:
    """The JSON objects in what should be a list of them."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


class Engine:
    """Answers requests; keeps caches, connections and child processes between them.

    `async with` it for `symbolicate`; `cached` needs nothing.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._cache = Cache(cache_folder(settings), cache_policy(settings))
        self._live: Live | None = None

    async def __aenter__(self) -> "Engine":
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        live, self._live = self._live, None
        if live is not None:
            await live.close()

    def cached(self, opened: Opened) -> Result | None:
        """The answer if all it needs is on disk: no network, no parser, no event loop.

        None: `symbolicate` has something to do.
        """
        from inspector.fetch.waiting import step

        try:
            return step(self._answer(opened, None, ignore))
        except NotCached:
            return None

    async def symbolicate(self, opened: Opened, tell: Tell = ignore) -> Result:
        """The answer. Cancel the task to stop it; what was fetched so far is kept."""
        if self._live is None:
            from inspector.live import Live

            self._live = await Live.start(self._settings, self._cache)
        with self._live.telling(tell):
            return await self._answer(opened, self._live, tell)

    async def _answer(self, opened: Opened, live: "Live | None", tell: Tell) -> Result:
        if opened.kind == "js":
            return await self._js(opened, live, tell)
        return await self._native(opened, live, tell)

    async def _js(self, opened: Opened, live: "Live | None", tell: Tell) -> Result:
        request: JsRequest = opened.body  # type: ignore[assignment]  # by its kind
        answer = await self._js_answer(opened, request, live, tell)

        def show() -> Report:
            from inspector.js import report

            return report.report(request, answer.response, opened.name, answer.notes)

        return Result(opened.kind, answer.response, show)

    async def _js_answer(
        self, opened: Opened, request: "JsRequest", live: "Live | None", tell: Tell
    ) -> "JsAnswer":
        from inspector.js.access import Access
        from inspector.js.symbolicate import Surroundings, symbolicate
        from inspector.js.tables import Tables

        around = Surroundings(
            access=Access(
                files=CachedFiles(self._cache), tables=Tables(self._cache, None), waits=False
            )
            if live is None
            else Access(files=live.downloads, tables=Tables(self._cache, live.workers), waits=True),
            local=self._local_builds(opened, request),
            scope=opened.scope,
            trusted=opened.trusted,
            reserved=self._settings.connect_to_reserved_ips,
            tell=tell,
            clock=time.time,
        )
        return await symbolicate(request, around)

    async def _native(self, opened: Opened, live: "Live | None", tell: Tell) -> Result:
        from inspector.native.symbolicate import Surroundings, symbolicate

        request: NativeRequest = opened.body  # type: ignore[assignment]  # by its kind
        places = self._places(opened, request.sources)
        for name in repeated_ids([place.source for place in places]):
            tell(Note(f"several sources are called {name!r}: their candidates look alike"))
        around = Surroundings(
            places=places,
            trusted=opened.trusted,
            strict=opened.strict,
            cached=self._access(places, None, tell),
            live=None if live is None else self._access(places, live, tell),
            tell=tell,
        )
        answer = await symbolicate(request, around)

        def show() -> Report:
            from inspector.native import report

            return report.report(request, answer.response, answer.candidates(), opened.name)

        return Result(opened.kind, answer.response, show)

    def _access(self, places: "Sequence[Place]", live: "Live | None", tell: Tell) -> "Access":
        """How a native run gets at files and tables: by waiting if it is `live`."""
        from inspector.native.access import Access
        from inspector.native.tables import Tables

        workers = None if live is None else live.workers
        files = CachedFiles(self._cache) if live is None else live.downloads
        scans = None
        if any(is_scanned(place.source) for place in places):
            from inspector.native.scan import Scans

            scans = Scans(self._cache, workers, tell)
        tables = Tables(self._cache, None) if live is None else live.tables
        return Access(files=files, tables=tables, waits=live is not None, scans=scans)

    def _places(self, opened: Opened, sources: tuple[Source, ...] | None) -> "tuple[Place, ...]":
        """The sources of a request; the configured ones, which somebody vouches for, if none."""
        from inspector.native.lookup import Place

        trusted = opened.trusted or sources is None
        return tuple(
            Place(source, trusted=trusted, folder=opened.folder, scope=opened.scope)
            for source in (self._settings.sources if sources is None else sources)
            if not (opened.strict and is_scanned(source))
        )

    def _local_builds(self, opened: Opened, request: "JsRequest") -> "tuple[LocalBuild, ...]":
        """Folders with JavaScript builds: an addition of ours, so none when strict."""
        from inspector.js.local import LocalBuild

        if opened.strict:
            return ()
        sources = self._settings.sources if request.sources is None else request.sources
        return tuple(
            LocalBuild(
                source=source,
                scope=opened.scope,
                trusted=opened.trusted or request.sources is None,
                folder=opened.folder,
            )
            for source in sources
            if isinstance(source, FilesystemSource)
        )


def cache_policy(settings: Settings) -> CachePolicy:
    """The ages that the settings name, in the words of the cache."""

    def ages(chosen: CacheAges) -> Ages:
        return Ages(
            max_unused_for=chosen.max_unused_for,
            retry_misses_after=chosen.retry_misses_after,
            retry_misses_after_public=chosen.retry_misses_after_public,
            retry_failures_after=chosen.retry_failures_after,
            retry_malformed_after=chosen.retry_malformed_after,
        )

    caches = settings.caches
    return CachePolicy(downloaded=ages(caches.downloaded), derived=ages(caches.derived))
