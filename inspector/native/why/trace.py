"""What a finished run keeps -> the evidence for one frame or one module.

Made for what is asked about, when it is asked about. Decisions that the run did not keep are
taken again by the functions that took them, from the same values.
"""

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from msgspec import structs

from inspector.fetch.caching.cache import AUXDIFS, IL2CPP, OBJECTS, SOURCEFILES, Kind
from inspector.fetch.remote import RemoteFile
from inspector.model.events import Event, FetchEnded, ParseEnded
from inspector.model.labels import module_name
from inspector.model.outcome import Miss
from inspector.model.places.sources import FilesystemSource, Source, hide_credentials, hide_secrets
from inspector.model.why.trace import (
    Asked,
    FrameTrace,
    ModuleTrace,
    Neighbour,
    Search,
    Table,
    Transfer,
)
from inspector.native.frames import Unasked, dropped, is_flagged
from inspector.native.why.searches import searched

if TYPE_CHECKING:
    from inspector.fetch.caching.cache import Cache
    from inspector.fetch.remote import Found
    from inspector.native.finding.lookup import Lookup, Probe
    from inspector.native.frames import Answers
    from inspector.native.prepare import Prepared
    from inspector.native.symbolicate import Answer
    from inspector.native.wire import Frame, RawFrame, RawModule
    from inspector.settings import Settings

_KINDS: dict[str, Kind] = {"uuidmap": AUXDIFS, "bcsymbolmap": AUXDIFS, "il2cpp": IL2CPP}


class NativeTrace:
    """One run, to be asked about its frames and modules.

    heard  what the run told of fetching and parsing; empty when all was on disk
    """

    def __init__(
        self, answer: "Answer", heard: Sequence[Event], cache: "Cache", settings: "Settings"
    ) -> None:
        self._answer, self._cache, self.settings = answer, cache, settings
        self.evidence = answer.evidence
        self._fetched: dict[tuple[str, str], Transfer] = {}
        self._parsed: dict[tuple[str, str], ParseEnded] = {}
        self.sent: list[tuple[str, Transfer]] = []
        """Every location that was asked just now, with how that went; listings too."""
        for event in heard:
            if isinstance(event, FetchEnded) and event.how is not None:
                self._fetched[event.source, event.uri] = event.how
                self.sent.append((event.uri, event.how))
            elif isinstance(event, ParseEnded):
                self._parsed[event.file, event.task] = event

    kind: Literal["native"] = "native"

    @property
    def sources(self) -> list[Source]:
        """All that could be asked, in order."""
        return [place.source for place in self.evidence.around.places]

    @property
    def offline(self) -> bool:
        """Whether the run was not to ask anybody."""
        return self.settings.offline

    def prepared(self, index: int) -> "Prepared | None":
        """What the run found for a module; None if no frame needed it."""
        return self._answer.prepared.get(index)

    def module(self, index: int) -> ModuleTrace:
        """The evidence for a module of the request."""
        modules, prepared = self.evidence.modules, self.prepared(index)
        raw, response = modules.modules[index], self._answer.response.modules[index]
        wanted = raw.object_id
        return ModuleTrace(
            index=index,
            name=module_name(raw.code_file, raw.debug_file),
            type=wanted.object_type,
            status=response.debug_status,
            code_id=wanted.code_id or "",
            debug_id=str(wanted.debug_id) if wanted.debug_id else "",
            code_file=raw.code_file or "",
            debug_file=raw.debug_file or "",
            checksum=raw.debug_checksum or "",
            unreadable=_unreadable(raw),
            sources=tuple(place.source.id for place in self.evidence.around.places),
            searches=tuple(self._searches(prepared)) if prepared else (),
            table=self._table(prepared, wanted.object_type) if prepared else None,
            frames=self._frames[index],
        )

    @cached_property
    def _frames(self) -> "Counter[int | None]":
        """How many frames are in each module: many are asked about one after the other."""
        owner = self.evidence.modules.owner
        return Counter(owner(frame) for thread in self.evidence.raw for frame in thread.frames)

    def _searches(self, prepared: "Prepared") -> "list[Search]":
        found = []
        for lookup in prepared.lookups:
            best = (
                prepared.best if lookup.question.purpose in ("debug", "embedded") else lookup.best
            )
            found.append(searched(lookup, best, self._transfer))
        return found

    def _transfer(self, probe: "Probe", lookup: "Lookup") -> Transfer:
        kind = _KINDS.get(lookup.question.purpose, OBJECTS)
        return self.transfer(probe.file, probe.found or probe.miss, kind)

    def transfer(self, file: RemoteFile, answer: "Found | Miss", kind: Kind) -> Transfer:
        """How the answer to a question for one file came."""
        heard = self._fetched.get((file.source.id, file.shown))
        if heard is not None:
            return heard
        if isinstance(file.source, FilesystemSource):
            return Transfer(origin="disk", packing=_packing(file, file.source))
        key = file.miss_key if isinstance(answer, Miss) else answer.key
        age = self._cache.age(kind, key)
        return Transfer(origin="cache" if age is not None else "not_asked", age=age)

    def _table(self, prepared: "Prepared", object_type: str) -> Table | None:
        best, miss = prepared.best, prepared.table_miss
        if best is None or best.info is None:
            return None
        second = prepared.answers.second
        kind = "portable_pdb" if object_type == "pe_dotnet" else "symcache"
        if second is not None and second.alone:
            kind = "second"
        parsed = self._parsed.get((hide_credentials(best.file.uri), kind))
        return Table(
            kind=kind,
            how="failed" if miss else "built" if parsed else "opened",
            seconds=parsed.seconds if parsed else 0.0,
            miss=miss,
            arch=prepared.arch if prepared.arch != "unknown" else "",
        )

    def owner(self, thread: int, index: int) -> int | None:
        """The number of the module that a frame is in; None if it is in none."""
        return self.evidence.modules.owner(self.evidence.raw[thread].frames[index])

    def frame(self, thread: int, index: int, depth: int = 0) -> FrameTrace:
        """The evidence for a raw frame, counted callee first, as the row of that inline depth."""
        raw = self.evidence.raw[thread].frames[index]
        rows = self._rows(thread, index)
        if rows:
            row, why = rows[max(len(rows) - 1 - depth, 0)], ""
        else:
            row, why = self._left_out(thread, index)
        owner = self.evidence.modules.owner(raw)
        found = FrameTrace(
            thread=thread,
            index=index,
            place=f"stacktraces[{thread}].frames[{self._number(thread, index)}]",
            status=row.status,
            trust=raw.trust if raw.trust != "none" else "",
            address=int(raw.instruction_addr),
            relative_to=raw.addr_mode.module,
            module=owner,
            function=row.function or row.symbol or "",
            symbol=row.symbol or "",
            path=row.abs_path or "",
            line=row.lineno,
            dropped=why,
        )
        if owner is None:
            near = () if found.relative_to is not None else self._neighbours(found.address)
            return structs.replace(found, neighbours=near)
        found = self._looked_up(found, owner, rows)
        return found if why else self._text(found, row)

    def _looked_up(self, found: FrameTrace, owner: int, rows: "Sequence[Frame]") -> FrameTrace:
        """With what was looked up in the table of the module, and what it said."""
        raw, module = self.evidence.raw[found.thread], self.evidence.modules.modules[owner]
        prepared, frame = self.prepared(owner), raw.frames[found.index]
        functions = len(rows) if rows and rows[0].status == "symbolicated" else 0
        if module.object_id.object_type == "pe_dotnet":
            token = None if frame.function_id is None else int(frame.function_id)
            place = (token, int(frame.instruction_addr))
            return structs.replace(found, managed=place, functions=functions)
        if prepared is None or prepared.answers.symcache is None:
            return found
        sought = self.evidence.finisher.sought(
            found.index, frame, owner, raw.registers, flagged=is_flagged(raw)
        )
        entry = rows[-1].sym_addr if functions else None
        into = None
        if entry is not None and sought.relative is not None:
            into = sought.relative + int(module.image_addr) - int(entry, 16)
        return structs.replace(
            found,
            reading=sought.why,
            looked_up=sought.relative,
            stepped_back=sought.caller,
            unadjusted="" if functions else self._unadjusted(frame, module, prepared.answers),
            functions=functions,
            into=into,
            second=_added(prepared.answers, sought.relative) if functions else (),
        )

    @staticmethod
    def _unadjusted(frame: "RawFrame", module: "RawModule", answers: "Answers") -> str:
        """The function at the address exactly as requested; "" if there is none."""
        relative = int(frame.instruction_addr)
        if frame.addr_mode.module is None:
            relative -= int(module.image_addr)
        chain = answers.symcache.lookup(relative) if answers.symcache and relative >= 0 else ()
        return chain[0].symbol if chain else ""

    def _text(self, found: FrameTrace, row: "Frame") -> FrameTrace:
        """With where its source text comes from, if that was wanted."""
        context = self.evidence.context
        if context is None:
            return found
        origin = context.origin(row)
        return structs.replace(
            found,
            text=origin.state,
            has_text=row.context_line is not None,
            text_link=hide_secrets(origin.url),
            text_miss=origin.answer if isinstance(origin.answer, Miss) else None,
        )

    def _number(self, thread: int, index: int) -> int:
        """The number of a raw frame in the request, whose order may be the other one."""
        backwards = self.evidence.request.options.frame_order == "caller_first"
        return len(self.evidence.raw[thread].frames) - 1 - index if backwards else index

    def _answered(self, thread: int) -> "list[Frame]":
        """The frames of the response, callee first."""
        frames = self._answer.response.stacktraces[thread].frames
        backwards = self.evidence.request.options.frame_order == "caller_first"
        return frames[::-1] if backwards else frames

    def _rows(self, thread: int, index: int) -> "list[Frame]":
        return [row for row in self._answered(thread) if row.original_index == index]

    def _left_out(self, thread: int, index: int) -> "tuple[Frame, str]":
        """A frame that the response does not have, as it would be, and why it does not."""
        raw = self.evidence.raw[thread]
        frame = raw.frames[index]
        again = self.evidence.finisher.finish(index, frame, raw.registers, flagged=is_flagged(raw))
        if isinstance(again, Unasked):
            raise LookupError("a finished run has asked for every frame")
        row = again[0] if isinstance(again, list) else again
        before = [one for one in self._answered(thread) if one.original_index < index]
        why = dropped(row, frame, before, is_last=index == len(raw.frames) - 1)
        return row, why or ""

    def _neighbours(self, address: int) -> tuple[Neighbour, ...]:
        modules = self.evidence.modules
        below, above = modules.neighbours(address)
        found = []
        if below is not None:
            end = int(modules.modules[below].image_addr) + (modules.sizes[below] or 0)
            found.append(self._neighbour(below, "below", address - end))
        if above is not None:
            start = int(modules.modules[above].image_addr)
            found.append(self._neighbour(above, "above", start - address))
        return tuple(found)

    def _neighbour(self, index: int, side: str, distance: int) -> Neighbour:
        raw = self.evidence.modules.modules[index]
        name = module_name(raw.code_file, raw.debug_file)
        below = side == "below"
        return Neighbour(
            module=index,
            name=name or f"module {index}",
            side="below" if below else "above",
            distance=distance,
        )

    def links(self) -> list[Asked]:
        """The source files that were asked for through links, in the order they came."""
        context = self.evidence.context
        return [
            Asked(
                source=file.source.id,
                uri=file.shown,
                file_type="source",
                transfer=self.transfer(file, answer, SOURCEFILES),
                miss=answer if isinstance(answer, Miss) else None,
            )
            for file, answer in (context.downloads if context else ())
        ]


def _added(answers: "Answers", relative: int | None) -> tuple[str, ...]:
    """What only the second reader knows of an address."""
    if answers.second is None or relative is None:
        return ()
    return answers.second.added(relative)


def _unreadable(raw: "RawModule") -> tuple[tuple[str, str], ...]:
    """Ids of the request that name nothing, and how they are spelt."""
    wanted = raw.object_id
    given = (
        ("debug_id", raw.debug_id, wanted.debug_id),
        ("code_id", raw.code_id, wanted.code_id),
    )
    return tuple((field, text) for field, text, read in given if text and read is None)


def _packing(file: RemoteFile, source: FilesystemSource) -> str:
    from inspector.fetch import filesystem, unpack

    here = filesystem.look(file, source)
    return "" if isinstance(here, Miss) else unpack.packing(here.head) or ""
