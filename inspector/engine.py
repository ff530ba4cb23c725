"""START HERE: a saved request in, an answer out, and events on the way.

    opened = load("crash.json")
    async with Engine(load_settings()) as engine:
        result = engine.cached(opened) or await engine.symbolicate(opened, print)
    print(result.response_json().decode())

`load` reads a body and tells what kind it is. `cached` answers from disk alone, at once;
`symbolicate` also fetches files and parses them in child processes.
"""

import time
from collections.abc import Callable
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, TypeAlias

from inspector.fetch.caching.cache import Cache
from inspector.fetch.caching.cached import CachedFiles, NotCached
from inspector.fetch.policy import Ages, CachePolicy
from inspector.model.events import Event, FetchEnded, Note, ParseEnded, Tell, ignore
from inspector.model.places.sources import is_scanned, repeated_ids
from inspector.model.report import Report
from inspector.opening import (
    BadRequest,
    Opened,
    kind_of,
    load,
    preview,
    received,
    scraping_of,
    wire_of,
    with_scraping,
)
from inspector.places import local_builds, places_of
from inspector.settings import CacheAges, Settings, cache_folder

__all__ = ["BadRequest", "Engine", "Opened", "Result", "kind_of", "load", "preview", "received"]

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Collection, Sequence

    from inspector.js.access import Access as JsAccess
    from inspector.js.symbolicate import Answer as JsAnswer
    from inspector.js.tables import Tables as JsTables
    from inspector.js.why.trace import JsTrace
    from inspector.js.wire import JsRequest, JsResponse
    from inspector.live import Live
    from inspector.model.why.judged import NearMiss
    from inspector.native.access import Access
    from inspector.native.finding.lookup import Place
    from inspector.native.memory import Memory
    from inspector.native.tables import Tables
    from inspector.native.why.trace import NativeTrace
    from inspector.native.wire import NativeRequest, NativeResponse
    from inspector.objects.children.worker import Workers

    Trace: TypeAlias = NativeTrace | JsTrace


class Result:
    """An answer: the response to the letter, and the same as a face shows it."""

    def __init__(
        self,
        kind: str,
        response: "NativeResponse | JsResponse",
        show: Callable[[], Report],
        trace: "Callable[[], Trace]",
    ) -> None:
        self.kind, self.response, self._show, self._trace = kind, response, show, trace

    @cached_property
    def report(self) -> Report:
        """What a face shows, made when one asks: whoever wants the JSON need not wait for it."""
        return self._show()

    @cached_property
    def trace(self) -> "Trace":
        """What the run asked and decided, made when one asks; `why` explains with it."""
        return self._trace()

    def response_json(self, *, pretty: bool = False) -> bytes:
        """The response body as the service writes it; `pretty` adds white space only."""
        body: bytes = wire_of(self.kind).encode(self.response, pretty=pretty)
        return body


class Engine:
    """Answers requests; keeps caches, connections and child processes between them.

    `async with` it for `symbolicate`; `cached` needs nothing.

    memory  for a service: what one request found out serves those right after it
    """

    def __init__(
        self, settings: Settings, cache: Cache | None = None, memory: "Memory | None" = None
    ) -> None:
        self._settings, self._memory = settings, memory
        self._cache = cache or Cache(cache_folder(settings), cache_policy(settings))
        self._live: Live | None = None
        self._waking: asyncio.Lock | None = None

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
            return step(self._answer(opened, None, ignore, []))
        except NotCached:
            return None

    async def symbolicate(self, opened: Opened, tell: Tell = ignore) -> Result:
        """The answer. Cancel the task to stop it; what was fetched so far is kept."""
        live = await self._wake()
        heard: list[Event] = []

        def hear(event: Event) -> None:
            if isinstance(event, FetchEnded | ParseEnded):
                heard.append(event)
            tell(event)

        return await self._answer(opened, live.heard_by(hear), tell, heard)

    def forget(self, opened: Opened, modules: "Collection[int]") -> int:
        """Makes the next run ask again for what is remembered as missing of these modules.

        modules   numbers as the report has them; what is remembered of others stays

        Returns how many answers were forgotten. Reads and writes the disk, asks nobody.
        """
        from inspector.again import parts
        from inspector.fetch.caching.forgetting import Forgetting

        memory = Forgetting(self._cache)
        for settings, part in parts(opened, modules, self._settings):
            Engine(settings, memory).cached(part)
        return memory.forget()

    async def nearby(self, result: Result, module: int) -> "tuple[NearMiss, ...]":
        """What local folders have that is nearly what a module or script needs; reads them."""
        from inspector.js.why.trace import JsTrace

        trace = result.trace
        if isinstance(trace, JsTrace):
            from inspector.js.why.nearby import near_misses as near_scripts

            return await near_scripts(trace, module, self._js_access(await self._wake()))
        prepared = trace.prepared(module)
        if prepared is None or (prepared.best is not None and prepared.best.info is not None):
            return ()
        from inspector.native.why.nearby import near_misses

        places = trace.evidence.around.places
        access = self._access(places, await self._wake(), ignore)
        return await near_misses(prepared.lookups, access)

    async def workers(self) -> "Workers":
        """The child processes that read files, for what is asked about an answer later."""
        return (await self._wake()).workers

    async def access(self, places: "Sequence[Place]") -> "Access":
        """How files and tables are got at for what is asked about a native answer later."""
        return self._access(places, await self._wake(), ignore)

    async def _wake(self) -> "Live":
        """What runs that wait have in common; started once, however many begin at a time."""
        import asyncio

        self._waking = self._waking or asyncio.Lock()
        async with self._waking:
            if self._live is None:
                from inspector.live import Live

                self._live = await Live.start(self._settings, self._cache)
            return self._live

    async def _answer(
        self, opened: Opened, live: "Live | None", tell: Tell, heard: "Sequence[Event]"
    ) -> Result:
        """The answer; `heard` gets what the run tells of fetching and parsing."""
        opened = with_scraping(opened, scraping_of(opened, self._settings))
        if opened.kind == "js":
            return await self._js(opened, live, tell, heard)
        return await self._native(opened, live, tell, heard)

    async def _js(
        self, opened: Opened, live: "Live | None", tell: Tell, heard: "Sequence[Event]"
    ) -> Result:
        request: JsRequest = opened.body  # type: ignore[assignment]  # by its kind
        answer = await self._js_answer(opened, request, live, tell)

        def show() -> Report:
            from inspector.js import report

            return report.report(request, answer.response, opened.name, answer.notes)

        def trace() -> "Trace":
            from inspector.js.why.trace import JsTrace

            return JsTrace(answer, heard, self._cache, self._settings)

        return Result(opened.kind, answer.response, show, trace)

    async def _js_answer(
        self, opened: Opened, request: "JsRequest", live: "Live | None", tell: Tell
    ) -> "JsAnswer":
        from inspector.js.symbolicate import Surroundings, symbolicate

        around = Surroundings(
            access=self._js_access(live),
            local=local_builds(opened, self._settings),
            scope=opened.scope,
            trusted=opened.trusted,
            reserved=self._settings.connect_to_reserved_ips,
            tell=tell,
            clock=time.time,
        )
        return await symbolicate(request, around)

    def _js_access(self, live: "Live | None") -> "JsAccess":
        """How a JavaScript run gets at files and tables: by waiting if it is `live`."""
        from inspector.js.access import Access

        if live is None:
            return Access(files=CachedFiles(self._cache), tables=self._scripts, waits=False)
        tables = self._scripts.asking(live.workers)
        return Access(files=live.downloads, tables=tables, waits=True)

    @cached_property
    def _tables(self) -> "Tables":
        """What is known of object files on disk; to see which reader there is takes a while."""
        from inspector.native.tables import Tables

        return Tables(self._cache, None)

    @cached_property
    def _scripts(self) -> "JsTables":
        """What is known of scripts and maps on disk."""
        from inspector.js.tables import Tables

        return Tables(self._cache, None)

    async def _native(
        self, opened: Opened, live: "Live | None", tell: Tell, heard: "Sequence[Event]"
    ) -> Result:
        from inspector.native.symbolicate import Surroundings, symbolicate

        request: NativeRequest = opened.body  # type: ignore[assignment]  # by its kind
        places = places_of(opened, self._settings)
        for name in repeated_ids([place.source for place in places]):
            tell(Note(f"several sources are called {name!r}: their candidates look alike"))
        around = Surroundings(
            places=places,
            trusted=opened.trusted,
            strict=opened.strict,
            cached=self._access(places, None, tell),
            live=None if live is None else self._access(places, live, tell),
            tell=tell,
            memory=None if self._memory is None else self._memory.of(places, strict=opened.strict),
        )
        answer = await symbolicate(request, around)

        def show() -> Report:
            from inspector.native import report

            return report.report(request, answer.response, answer.candidates(), opened.name)

        def trace() -> "Trace":
            from inspector.native.why.trace import NativeTrace

            return NativeTrace(answer, heard, self._cache, self._settings)

        return Result(opened.kind, answer.response, show, trace)

    def _access(self, places: "Sequence[Place]", live: "Live | None", tell: Tell) -> "Access":
        """How a native run gets at files and tables: by waiting if it is `live`."""
        from inspector.native.access import Access

        workers = None if live is None else live.workers
        files = CachedFiles(self._cache) if live is None else live.downloads
        scans = None
        if any(is_scanned(place.source) for place in places):
            from inspector.native.finding.scan import Scans

            scans = Scans(self._cache, workers, tell)
        tables = self._tables if live is None else live.tables
        return Access(files=files, tables=tables, waits=live is not None, scans=scans)


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
