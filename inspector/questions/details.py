"""One frame of an answered request, in detail: code, registers, variables, facts, cause.

The files are those that the run found; they are read in a child process. Names and source lines
of instructions come from the table that answered the frame.
"""

from typing import TYPE_CHECKING

from msgspec import Struct, to_builtins
from msgspec.structs import replace

from inspector.detail.cause import Crashing, Hint, hints
from inspector.detail.disassembly import Instruction, Listing
from inspector.detail.dwarf.variables import Variables
from inspector.detail.facts import Facts, unwind_fact
from inspector.detail.frame import CodeDetail, DebugDetail
from inspector.detail.registers import RegisterNote, register_notes
from inspector.detail.signatures.signature import signature
from inspector.detail.written import (
    fact_lines,
    listing_lines,
    register_lines,
    variable_lines,
)
from inspector.model.labels import module_name
from inspector.model.outcome import Miss
from inspector.model.report import crashed_thread
from inspector.model.signature import NO_SIGNATURE_RULES, SignatureRules, Step
from inspector.objects.mangling.demangle import demangle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from inspector.engine import Engine, Result
    from inspector.fetch.remote import Found
    from inspector.model.ids import ObjectId
    from inspector.native.finding.lookup import Probe
    from inspector.native.prepare import Prepared
    from inspector.native.why.trace import NativeTrace
    from inspector.objects.children.worker import Workers
    from inspector.objects.identify import ObjectInfo
    from inspector.objects.second import Companions
    from inspector.objects.symcache import Location

_DWARF = frozenset({"elf", "macho", "wasm", "pe"})
_NO_FILE = "no file with the code was found for this module"


class FrameDetail(Struct, frozen=True, kw_only=True):
    """All there is to say of one raw frame beyond the response."""

    thread: int  # place in the request
    frame: int  # raw frame, counted callee first
    function: str = ""
    module: str = ""
    address: int | None = None  # relative to the module, as it was looked up
    listing: Listing = Listing()
    registers: tuple[RegisterNote, ...] = ()
    variables: Variables = Variables()
    facts: Facts = ()
    hints: tuple[Hint, ...] = ()  # of the crash; of its first frame only
    signature: tuple[Step, ...] = ()  # what became of its functions there; () beyond its end


async def frame_detail(
    engine: "Engine",
    result: "Result",
    thread: int,
    frame: int,
    rules: SignatureRules = NO_SIGNATURE_RULES,
) -> FrameDetail:
    """The details of a raw frame of a thread, both by their place in the request.

    Raises LookupError when there is no such frame.
    """
    report = result.report
    shown = report.threads[thread]
    rows = [row for row in shown.frames if row.index == frame]
    if not rows:
        raise LookupError(f"thread {thread} has no frame {frame}")
    known_by = signature(report, rules)
    steps = known_by.steps if known_by.thread == thread else ()
    found = FrameDetail(
        thread=thread,
        frame=frame,
        function=rows[0].function,
        signature=tuple(step for step in steps if shown.frames[step.frame].index == frame),
    )
    trace = result.trace
    if trace.kind == "js":
        note = "scripts have no machine code"
        return replace(found, listing=Listing(note=note), variables=Variables(note=note))
    told = trace.frame(thread, frame)
    names = _Names(trace)
    if frame == 0:
        found = replace(found, registers=register_notes(report, shown, names.name))
    if told.module is not None and told.looked_up is not None:
        where = _Where(
            told.module, int(told.looked_up), dict(shown.registers) if frame == 0 else {}
        )
        found = await _with_files(found, where, names, engine)
    else:
        note = "the address lies in no module with a table"
        found = replace(found, listing=Listing(note=note), variables=Variables(note=note))
    if frame == 0 and thread == crashed_thread(report):
        found = replace(found, hints=hints(report, _crashing(found)))
    return found


class _Where(Struct, frozen=True):
    """What a frame was looked up as."""

    module: int
    address: int  # relative
    registers: dict[str, int]  # empty for callers: the request has those of the first frame only


async def _with_files(
    found: FrameDetail, where: _Where, names: "_Names", engine: "Engine"
) -> FrameDetail:
    workers = await engine.workers()
    module, address = where.module, where.address
    prepared = names.trace.prepared(module)
    raw = names.trace.evidence.modules.modules[module]
    probes = _probes(prepared)
    code = await _code(probes, address, names.entry(module, address), workers)
    beside = await _companions(prepared, raw.object_id, names.trace, engine)
    debug = await _debug(prepared, where, int(raw.image_addr), beside, workers)
    return replace(
        found,
        module=module_name(raw.code_file, raw.debug_file),
        address=address,
        listing=names.named(module, code.listing),
        variables=debug.variables,
        facts=(*code.facts, *debug.facts, *unwind_fact([one.info for one in probes if one.info])),
    )


def _probes(prepared: "Prepared | None") -> "list[Probe]":
    """The objects that the run found for a module, the one it used first."""
    if prepared is None:
        return []
    asked = [probe for lookup in prepared.lookups for probe in lookup.probes]
    used = [] if prepared.best is None else [prepared.best]
    return [one for one in (*used, *asked) if one.info is not None and one.found is not None]


async def _code(
    probes: "Iterable[Probe]", address: int, entry: int | None, workers: "Workers"
) -> CodeDetail:
    """From the first of the files that has the code; else what the first has to say."""
    best = CodeDetail(listing=Listing(note=_NO_FILE))
    for probe in probes:
        if probe.info is None or probe.found is None or probe.info.format not in _DWARF:
            continue
        answer: CodeDetail | Miss = await workers.run(
            "frame_code",
            {**_part(probe.found, probe.info), "address": address, "entry": entry},
            probe.file.uri,
            CodeDetail,
        )
        if isinstance(answer, Miss):
            continue
        if answer.listing.instructions:
            return answer
        if best.listing.note == _NO_FILE:
            best = answer
    return best


async def _debug(
    prepared: "Prepared | None",
    where: _Where,
    image_address: int,
    beside: "Companions",
    workers: "Workers",
) -> DebugDetail:
    best = prepared.best if prepared is not None else None
    if best is None or best.info is None or best.found is None or best.info.format not in _DWARF:
        kind = f"{best.info.format} files" if best is not None and best.info else "this module"
        return DebugDetail(variables=Variables(note=f"no variables are read from {kind}"))
    arguments = {
        **_part(best.found, best.info),
        "address": where.address,
        "registers": where.registers,
        "image_address": image_address,
        "companions": to_builtins(beside),
    }
    answer: DebugDetail | Miss = await workers.run(
        "frame_debug", arguments, best.file.uri, DebugDetail, best.found.path
    )
    if isinstance(answer, Miss):
        return DebugDetail(variables=Variables(note=f"the debug file cannot be read: {answer}"))
    return answer


async def _companions(
    prepared: "Prepared | None", wanted: "ObjectId", trace: "NativeTrace", engine: "Engine"
) -> "Companions":
    """The files that the debug file refers to, where the run would look for them."""
    from inspector.native.second.companions import Search
    from inspector.objects.second import Companions

    best, around = prepared.best if prepared is not None else None, trace.evidence.around
    if best is None or best.info is None or best.found is None or around.strict:
        return Companions()
    if best.info.format not in _DWARF:
        return Companions()
    access = await engine.access(around.places)
    refers = await access.tables.references(best.found, best.info, best.file.uri)
    if isinstance(refers, Miss):
        return Companions()
    search = Search(best, wanted, around.places, access, [])
    return (await search.find(refers.needs)).companions()


def _part(found: "Found", info: "ObjectInfo") -> dict[str, object]:
    return {"path": found.path, "offset": info.offset, "size": info.size}


class _Names:
    """What the tables of the run say of other addresses in their modules."""

    def __init__(self, trace: "NativeTrace") -> None:
        self.trace = trace

    def chain(self, module: int, address: int) -> "tuple[Location, ...]":
        prepared = self.trace.prepared(module)
        table = prepared.answers.symcache if prepared is not None else None
        return (table.lookup(address) if table is not None else None) or ()

    def name(self, module: int, address: int) -> str:
        """The function at an address, and how far from its entry."""
        chain = self.chain(module, address)
        if not chain:
            return ""
        symbol, entry = chain[-1].symbol, chain[-1].sym_addr
        away = f"+{address - entry:#x}" if address > entry else ""
        return (demangle(symbol, chain[-1].lang) or symbol) + away

    def entry(self, module: int, address: int) -> int | None:
        """Where the function at an address begins."""
        chain = self.chain(module, address)
        return chain[-1].sym_addr if chain and chain[-1].sym_addr <= address else None

    def named(self, module: int, listing: Listing) -> Listing:
        """The instructions with the names of what they go to, and their source lines."""
        return replace(
            listing, instructions=tuple(self._named(module, one) for one in listing.instructions)
        )

    def _named(self, module: int, one: Instruction) -> Instruction:
        chain = self.chain(module, one.address)
        return replace(
            one,
            name=self.name(module, one.target) if one.target is not None else "",
            path=chain[0].path if chain else "",
            line=chain[0].line if chain else 0,
        )


def _crashing(found: FrameDetail) -> Crashing | None:
    """The crashing instruction, with the fields of what registers point to."""
    current = next((one for one in found.listing.instructions if one.current), None)
    if current is None:
        return None
    fields = {
        variable.place: dict(variable.fields)
        for variable in found.variables.variables
        if variable.fields and variable.state == "known"
    }
    return Crashing(
        mnemonic=current.mnemonic,
        operands=current.operands,
        accesses=current.accesses,
        fields=fields,
    )


def detail_lines(found: FrameDetail) -> "Iterator[str]":
    """All of it for people, hostile characters and all."""
    where = f" · {found.module} +{found.address:#x}" if found.address is not None else ""
    yield f"thread {found.thread} frame {found.frame} · {found.function or 'no function'}{where}"
    for hint in found.hints:
        yield f"cause: {hint.sentence}"
    for step in found.signature:
        yield f"signature: {step.name}: {step.use} ({step.rule})"
    parts = (
        ("Code", listing_lines(found.listing)),
        ("Variables", variable_lines(found.variables)),
        ("Registers", register_lines(found.registers)),
        ("Facts", fact_lines(found.facts)),
    )
    for title, lines in parts:
        rest = list(lines)
        if rest:
            yield from ("", title, *rest)
