"""POST /symbolicate-js, start to finish. Rules: spec/js.md 3.

Frames are answered one after the other, from the outermost caller inwards, and a script is
looked up when the first frame is in it: what the API said before may already name its files.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct, structs

from inspector.fetch.remote import RemoteFile
from inspector.js import frames, report
from inspector.js.access import Access
from inspector.js.chain import Hop, follow
from inspector.js.evidence import Evidence
from inspector.js.finding.artifacts import Api, Artifacts
from inspector.js.finding.entries import Entry, Near
from inspector.js.finding.local import LocalBuild, LocalBuilds
from inspector.js.finding.origins import FileKey
from inspector.js.finding.scrape import Web
from inspector.js.modules import Resolved, positions_in, resolve, scripts_of
from inspector.js.names import Place, place
from inspector.js.tables import Position
from inspector.js.urls import join
from inspector.js.wire import (
    ErrorType,
    Frame,
    FrameError,
    JsRequest,
    JsResponse,
    Trace,
    sort_attempts,
    sort_errors,
)
from inspector.model.events import ModuleReady, ModulesFound, Tell, ThreadReady, ignore
from inspector.model.outcome import Miss


class Surroundings(Struct, frozen=True, kw_only=True):
    """What a run needs besides the request."""

    access: Access  # with cached access, NotCached is raised for whatever is not on disk
    local: tuple[LocalBuild, ...] = ()
    scope: str
    trusted: bool = False  # the request's source and the web may be private hosts
    reserved: bool = False  # the settings allow private hosts for everybody
    tell: Tell = ignore
    clock: Callable[[], float]  # seconds since the epoch


class Answer(Struct, frozen=True):
    """The response, and what it hides."""

    response: JsResponse
    scripts: tuple[Resolved, ...]  # those that were looked up, in order of appearance
    notes: tuple[str, ...]  # sentences
    evidence: Evidence


async def symbolicate(request: JsRequest, around: Surroundings) -> Answer:
    """The answer to a request."""
    return await _Run(request, around).answer()


class _Outcome(Struct, frozen=True):
    """One frame answered."""

    raw: Frame
    frame: Frame
    token: str | None = None  # the name at which it calls the next one


class _Run:
    """One request on its way to the response."""

    def __init__(self, request: JsRequest, around: Surroundings) -> None:
        self._request, self._around = request, around
        self._traces = [
            Trace(tuple(frames.without_async(frame) for frame in trace.frames))
            for trace in request.stacktraces
        ]
        self._scripts = scripts_of(request, self._traces)
        self._artifacts = _artifacts(request, around)
        self._with_context = request.options.apply_source_context
        self._resolved: dict[str, Resolved] = {}
        self._sources: dict[str, Entry] = {}
        self._chains: dict[str, Mapping[Position, Hop]] = {}
        self._places: dict[tuple[str, str], Place] = {}
        self._errors: list[FrameError] = []

    async def answer(self) -> Answer:
        self._around.tell(ModulesFound(tuple(script.index for script in self._scripts.values())))
        if self._request.source is None and self._around.access.waits:
            # No API whose answers depend on the order of the questions: all at once.
            asked = [path for path, script in self._scripts.items() if script.positions]
            await self._around.access.each(self._resolve, asked)
        answered, raw = [], []
        for number, trace in enumerate(self._traces):
            outcomes = await self._trace(trace.frames)
            answered.append(Trace(tuple(outcome.frame for outcome in outcomes)))
            raw.append(Trace(tuple(outcome.raw for outcome in outcomes)))
            self._tell_thread(number, answered[-1], raw[-1])
            await self._around.access.breathe()
        response = JsResponse(
            stacktraces=tuple(answered),
            raw_stacktraces=tuple(raw),
            errors=sort_errors(self._errors),
            scraping_attempts=sort_attempts(self._artifacts.attempts),
        )
        scripts = sorted(self._resolved.values(), key=lambda resolved: resolved.script.index)
        details = [note for resolved in scripts for note in _details(resolved)]
        details += dict.fromkeys(
            f"{hop.before.label} leads on to {hop.label}"
            for hops in self._chains.values()
            for last in hops.values()
            for hop in last.links()
            if hop.before is not None
        )
        notes = (*self._artifacts.notes, *details)
        return Answer(response, tuple(scripts), notes, self._evidence())

    def _evidence(self) -> Evidence:
        return Evidence(
            request=self._request,
            raw=self._traces,
            resolved=self._resolved,
            sources=self._sources,
            chains=self._chains,
            looked=self._artifacts.looked,
            bundles=self._artifacts.bundles(),
            scraping=self._artifacts.scraping,
            around=self._around,
        )

    async def _trace(self, asked: Sequence[Frame]) -> list[_Outcome]:
        """Outermost caller first, whatever the order of the request; the answer has its order."""
        turned = self._request.options.frame_order == "callee_first"
        outcomes: list[_Outcome] = []
        callsite: str | None = None
        for raw in reversed(asked) if turned else asked:
            outcome = await self._frame(raw, callsite)
            outcomes.append(outcome)
            callsite = outcome.token
        return outcomes[::-1] if turned else outcomes

    async def _frame(self, raw: Frame, callsite: str | None) -> _Outcome:
        if raw.lineno == 0:
            self._fail(raw, "invalid_location", col=raw.colno)
            return _Outcome(raw, raw)
        resolved = self._resolved.get(raw.abs_path) or await self._resolve(raw.abs_path)
        minified, source_map = resolved.minified, resolved.map
        if minified.text is None:
            disabled = minified.fault == "disabled"
            self._fail(raw, "scraping_disabled" if disabled else "missing_source")
            return _Outcome(raw, raw)
        # The map's frame keeps the context that was sent, not that of the minified file.
        bare = raw
        if self._with_context:
            lines = minified.text.contexts.get((raw.lineno, raw.colno or 0))
            raw = frames.with_context(raw, lines)
        if source_map is None:
            return _Outcome(raw, raw, raw.token_name)
        if source_map.text is None:
            return self._without_map(raw, source_map, resolved.label)
        token = resolved.tokens.get((raw.lineno, raw.colno or 1))
        if token is None:
            self._fail(raw, "invalid_location", line=raw.lineno, col=raw.colno or 0)
            return _Outcome(raw, raw)
        hop = Hop(token, resolved.base, resolved.label)
        if self._request.options.chain:
            hop = await self._last_hop(resolved, hop, (raw.lineno, raw.colno or 1))
            token = hop.token
        named = self._place(hop.base, token.source) if token.source else None
        lines = token.context if self._with_context else None
        frame = frames.symbolicated(bare, token, named, resolved.data, callsite, lines)
        if self._with_context and not token.has_content:
            frame = await self._with_source(frame, hop, resolved)
        return _Outcome(raw, frame, token.name or None)

    def _without_map(self, raw: Frame, source_map: Entry, label: str) -> _Outcome:
        if source_map.fault == "malformed":
            data = structs.replace(
                raw.data,
                resolved_with=source_map.resolved_with,
                sourcemap_origin=source_map.origin,
            )
            raw = structs.replace(raw, data=data)
            self._fail(raw, "malformed_sourcemap", url=label)
        elif source_map.fault == "disabled":
            self._fail(raw, "scraping_disabled")
        else:
            self._fail(raw, "missing_sourcemap")
        return _Outcome(raw, raw)

    async def _with_source(self, frame: Frame, hop: Hop, resolved: Resolved) -> Frame:
        """The frame with lines of its original source, which the map does not have."""
        token = hop.token
        path, position = join(hop.base, token.source), (token.line, token.column)
        wanted = (*positions_in(resolved, token.source), position)
        text = (await self._source(path, wanted, resolved.minified.near)).text
        if text is None:
            self._errors.append(
                FrameError(
                    abs_path=resolved.script.abs_path,
                    type="missing_source_content",
                    source=path,
                    sourcemap=hop.label,
                )
            )
            return frame
        if position not in text.contexts and text.found.path:
            again = await self._around.access.tables.text(text.found, path, [position])
            text = text if isinstance(again, Miss) else again
        return frames.with_context(frame, text.contexts.get(position))

    async def _source(self, path: str, positions: Sequence[Position], near: Near | None) -> Entry:
        if path not in self._sources:
            self._sources[path] = await self._artifacts.get(
                FileKey("source", path), positions, near
            )
        return self._sources[path]

    async def _last_hop(self, resolved: Resolved, hop: Hop, position: Position) -> Hop:
        """Where the chain of maps ends that `hop` is the first one of."""
        path = resolved.script.abs_path
        if path not in self._chains:
            near = resolved.minified.near
            self._chains[path] = await follow(
                resolved,
                self._artifacts,
                self._around.access.tables,
                self._around.scope,
                lambda source: self._source(source, (), near),
            )
        return self._chains[path].get(position, hop)

    async def _resolve(self, path: str) -> Resolved:
        resolved = await resolve(
            self._scripts[path],
            self._artifacts,
            self._around.access.tables,
            self._around.scope,
            context=self._with_context,
        )
        self._resolved[path] = resolved
        if self._around.tell is not ignore:
            self._around.tell(ModuleReady(report.ready_module(resolved)))
        return resolved

    def _place(self, base: str, source: str) -> Place:
        known = self._places.get((base, source))
        if known is None:
            known = self._places[base, source] = place(base, source)
        return known

    def _fail(
        self, raw: Frame, type_: ErrorType, *, line: int = 0, col: int | None = None, url: str = ""
    ) -> None:
        self._errors.append(
            FrameError(abs_path=raw.abs_path, type=type_, line=line, col=col, url=url)
        )

    def _tell_thread(self, number: int, answered: Trace, raw: Trace) -> None:
        if self._around.tell is not ignore:
            options = self._request.options
            thread = report.answered_thread(number, answered, raw, self._errors, options)
            self._around.tell(ThreadReady(thread))


def _details(resolved: Resolved) -> Iterator[str]:
    """Why a file of a script is of no use, where the reader of the file said so."""
    path = resolved.script.abs_path
    for what, entry in (("script", resolved.minified), ("source map of", resolved.map)):
        if entry is not None and entry.text is None and entry.details:
            yield f"The {what} {path} cannot be used: {entry.details}"


def _artifacts(request: JsRequest, around: Surroundings) -> Artifacts:
    """Where the files of a request may be."""
    api = None
    if request.source is not None:
        place = RemoteFile(
            source=request.source, location="", scope=around.scope, trusted=around.trusted
        )
        api = Api(place, request.release, request.dist)
    local = LocalBuilds(around.local, around.access, request.release, request.dist)
    scraping = structs.replace(
        request.scraping, enabled=request.scraping.enabled and request.allow_scraping
    )
    web = Web(
        scraping=scraping, scope=around.scope, trusted=around.trusted, reserved=around.reserved
    )
    return Artifacts(around.access, api, local, web, around.clock)
