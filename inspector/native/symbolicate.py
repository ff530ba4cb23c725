"""POST /symbolicate, start to finish. Each step is a file of this folder; here they meet.

A run first takes what the cache on disk has, without event loop, network or child process;
only modules that need more are waited for, all at once. Threads are told as their modules land.
"""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct, structs

from inspector.fetch.caching.cached import NotCached
from inspector.fetch.waiting import step
from inspector.model.address import format_address
from inspector.model.events import ModuleReady, ModulesFound, Tell, ThreadReady, ignore
from inspector.model.ids import read_code_id
from inspector.native.access import Access
from inspector.native.address import Cpu
from inspector.native.finding.lookup import Place
from inspector.native.frames import Answers, FrameFinisher, Unasked
from inspector.native.modules import ModuleMap
from inspector.native.prepare import Prepared, prepare, unused
from inspector.native.second.table import Around
from inspector.native.source_context import SourceContext, Wanted
from inspector.native.wire import (
    NO_FEATURES,
    Candidate,
    Module,
    NativeRequest,
    NativeResponse,
    RawFrame,
    RawThread,
    Thread,
)

if TYPE_CHECKING:
    from inspector.native.memory import Remembered


class Surroundings(Struct, frozen=True):
    """What a run needs besides the request."""

    places: tuple[Place, ...]  # in the order they are asked
    trusted: bool  # somebody vouches for the request
    strict: bool  # no addition of ours
    cached: Access
    live: Access | None  # None: NotCached is raised for whatever is not on disk
    tell: Tell
    memory: "Remembered | None" = None  # what runs a moment ago found out


class Evidence(Struct, frozen=True):
    """What a run decided with, for whoever asks why."""

    request: NativeRequest
    modules: ModuleMap
    raw: Sequence[RawThread]  # callee first
    finisher: FrameFinisher
    context: SourceContext | None  # None: no source text was wanted
    around: Surroundings


class Answer(Struct, frozen=True):
    """The response, and what its modules were made of; it may have left candidates out."""

    response: NativeResponse
    prepared: Mapping[int, Prepared]
    evidence: Evidence

    def candidates(self) -> dict[int, tuple[Candidate, ...]]:
        """By the number of the module."""
        return {index: one.candidates.sorted() for index, one in self.prepared.items()}


async def symbolicate(request: NativeRequest, around: Surroundings) -> Answer:
    """The answer to a request. Raises NotCached only without live access."""
    return await _Run(request, around).answer()


class _Run:
    """One request on its way to the response. Threads are callee first inside."""

    def __init__(self, request: NativeRequest, around: Surroundings) -> None:
        self._request, self._around = request, around
        self._modules = ModuleMap(request.modules)
        self._caller_first = request.options.frame_order == "caller_first"
        self._raw = [self._callee_first(thread) for thread in request.stacktraces]
        self._prepared: dict[int, Prepared] = {}
        self._answers: dict[int, Answers] = {}
        self._finisher = FrameFinisher(self._modules, self._answers, request.signal)
        self._waiting = {
            number: set(self._modules.used_by([thread])) for number, thread in enumerate(self._raw)
        }
        self._threads: dict[int, Thread] = {}
        self._context: SourceContext | None = None
        self._frames: dict[int | None, list[RawFrame]] | None = None  # by module, no address twice

    async def answer(self) -> Answer:
        used = sorted(set().union(*self._waiting.values()))
        self._around.tell(ModulesFound(tuple(used)))
        await self._for_each(used, self._prepare)
        await self._finish_threads(self._around.live or self._around.cached)
        if self._request.options.apply_source_context:
            await self._add_source_context()
        if self._caller_first:
            for thread in self._threads.values():
                thread.frames.reverse()
        response = NativeResponse(
            status="completed",
            signal=self._request.signal,
            stacktraces=[self._threads[number] for number in range(len(self._raw))],
            modules=[self._module(index) for index in range(len(self._request.modules))],
        )
        evidence = Evidence(
            self._request,
            self._modules,
            self._raw,
            self._finisher,
            self._context,
            self._around,
        )
        return Answer(response, self._prepared, evidence)

    async def _for_each(
        self, modules: Sequence[int], work: Callable[[int, Access], Coroutine[Any, Any, None]]
    ) -> None:
        """`work` on every module: those on disk first, the others together."""
        live, cold = self._around.live, []
        for index in modules:
            try:
                step(work(index, self._around.cached))
            except NotCached:
                if live is None:
                    raise
                cold.append(index)
        if live is not None and cold:
            await self._finish_threads(live)
            await live.each(lambda index: work(index, live), cold)

    async def _prepare(self, index: int, access: Access) -> None:
        around, module = self._around, self._request.modules[index]
        memory, wanted = around.memory, self._modules.ids[index]
        prepared = None if memory is None else memory.prepared(wanted)
        if prepared is None:
            prepared = await prepare(
                module,
                around.places,
                access,
                strict=around.strict,
                sought=lambda kind: self._sought(index, kind),
            )
            if memory is not None:
                memory.keep_prepared(wanted, prepared)
        self._prepared[index], self._answers[index] = prepared, prepared.answers
        if self._around.tell is not ignore:
            from inspector.native import report

            shown = report.module(index, self._module(index), prepared.candidates.sorted())
            self._around.tell(ModuleReady(shown))
        if access.waits:
            await self._finish_threads(access)

    async def _finish_threads(self, access: Access) -> None:
        """Finish every thread whose modules are all in. Each is claimed before it is worked on."""
        ready = [n for n, used in self._waiting.items() if used <= self._prepared.keys()]
        for number in ready:
            del self._waiting[number]
        for number in ready:
            for finished in self._finisher.thread(self._raw[number]):
                if isinstance(finished, Thread):
                    self._threads[number] = finished
                elif finished is None:
                    await access.breathe()
                else:
                    await self._ask(finished, access)
            self._tell_thread(number)

    async def _ask(self, unasked: Unasked, access: Access) -> None:
        """Ask the second reader of a module for all that the request may want to know of it."""
        from inspector.native.second.asking import ask

        index, around = unasked.module, self._around
        prepared, wanted = self._prepared[index], self._modules.ids[index]
        second = prepared.answers.second
        if second is not None:
            where = Around(wanted, around.places, access, prepared.lookups, around.strict)
            kind = prepared.answers.cpu
            await ask(second, unasked.address, where, lambda: self._sought(index, kind))

    def _sought(self, index: int, kind: Cpu) -> list[int]:
        """The addresses that frames of a module may be looked up at."""
        from inspector.native.second.asking import sought

        if self._frames is None:
            # One frame for each address: a deep stack is a recursion, which has few of them.
            frames = (frame for thread in self._raw for frame in thread.frames)
            distinct = {(frame.instruction_addr, frame.addr_mode.module): frame for frame in frames}
            self._frames = {}
            for frame in distinct.values():
                self._frames.setdefault(self._modules.owner(frame), []).append(frame)
        return sought(self._frames.get(index, ()), self._request.modules[index], kind)

    async def _add_source_context(self) -> None:
        """The second lookup, for modules that a frame of the response falls into."""
        around = self._around
        threads = self._threads.values()
        context = SourceContext(
            self._modules, around.places, self._request.scraping, trusted=around.trusted
        )
        self._context = context
        used = context.used_by(threads)
        for index in self._prepared.keys() - used:
            self._prepared[index].debug_status = "unused"

        async def look(index: int, access: Access) -> None:
            if index not in self._prepared:  # an answered frame may fall elsewhere than a raw one
                self._prepared[index] = unused()
            await context.open(index, self._prepared[index], access, around.memory)

        await self._for_each(used, look)
        wanted = context.add(threads)

        async def download(number: int, access: Access) -> None:
            self._note_link(context, wanted[number], await context.download(wanted[number], access))

        await self._for_each(range(len(wanted)), download)

    def _note_link(self, context: SourceContext, wanted: Wanted, candidate: Candidate) -> None:
        for index in {context.receiver(frame) for frame in wanted.frames}:
            if index is not None:
                self._prepared.setdefault(index, unused()).candidates.merge(candidate)

    def _tell_thread(self, number: int) -> None:
        if self._around.tell is not ignore:
            from inspector.native import report

            thread = report.thread(number, self._raw[number], self._threads[number], self._modules)
            self._around.tell(ThreadReady(thread))

    def _callee_first(self, thread: RawThread) -> RawThread:
        if not self._caller_first:
            return thread
        return structs.replace(thread, frames=thread.frames[::-1])

    def _module(self, index: int) -> Module:
        """A module's fields of the response; what is not known yet counts as unused."""
        module, prepared = self._request.modules[index], self._prepared.get(index)
        wanted = self._modules.ids[index]
        candidates = prepared is not None and self._request.options.dif_candidates
        return Module(
            debug_status=prepared.debug_status if prepared else "unused",
            features=prepared.features if prepared else NO_FEATURES,
            arch=prepared.arch if prepared else "unknown",
            type=wanted.object_type,
            code_id=read_code_id(module.code_id),
            code_file=module.code_file,
            debug_id=str(wanted.debug_id) if wanted.debug_id else None,
            debug_file=module.debug_file,
            debug_checksum=module.debug_checksum,
            image_addr=format_address(module.image_addr),
            image_size=self._modules.sizes[index],
            candidates=prepared.candidates.sorted() if candidates and prepared else (),
        )
