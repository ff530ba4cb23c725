"""One raw frame + its module's table -> finished frames. Rules: spec/native.md 2.5 to 2.9.

Threads are callee first throughout; the caller reverses when the request wants the other order.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, Protocol

from msgspec import Struct

from inspector.model.address import MAX, format_address
from inspector.model.labels import last_component
from inspector.native.address import Cpu, lookup_address, reading
from inspector.native.modules import ModuleMap
from inspector.native.wire import AddrMode, Frame, FrameStatus, RawFrame, RawThread, Thread
from inspector.objects.mangling.demangle import demangle

if TYPE_CHECKING:
    from inspector.native.second.table import SecondTable
    from inspector.objects.dotnet.portable_pdb import PortablePdb
    from inspector.objects.symcache import Location


_BREATH = 500
"""Frames finished at a stretch: about ten milliseconds, too short to be felt."""

_MOST_CHAINS = 100_000
"""Answers that one module keeps, so that a service does not grow with its requests."""


class Table(Protocol):
    """What answers addresses: a symcache, or one whose answers are mapped further."""

    arch: str

    def lookup(self, rel: int) -> "tuple[Location, ...] | None":
        """The inline chain at an address relative to the module, innermost first.

        None: somebody has to be asked before it is known.
        """
        ...


class Function(Struct, frozen=True):
    """What one location of an inline chain puts into a frame."""

    symbol: str
    function: str
    abs_path: str | None
    filename: str | None
    lineno: int
    lang: str | None
    sym_addr: int | None  # relative to the module; None on inlined functions


class Answers(Struct, frozen=True):
    """What a module can be asked. Without a table, `failed` is the status of its frames."""

    symcache: Table | None = None
    cpu: Cpu = Cpu()
    portable_pdb: "PortablePdb | None" = None
    failed: FrameStatus = "missing"
    unknown: FrameStatus = "missing_symbol"  # of frames that the symcache has nothing for
    second: "SecondTable | None" = None  # what has to be asked, when the symcache says so
    chains: dict[int, tuple[Function, ...]] = {}  # found before, by relative address

    def chain(self, address: int, symcache: Table) -> tuple[Function, ...] | None:
        """The inline chain at an address, innermost first; looked up once. Empty: nothing.

        None: `second` has to be asked first.
        """
        chain = self.chains.get(address)
        if chain is None:
            found = symcache.lookup(address)
            if found is None:
                return None
            chain = tuple(
                _function(place, outermost=i + 1 == len(found)) for i, place in enumerate(found)
            )
            if len(self.chains) < _MOST_CHAINS:
                self.chains[address] = chain
        return chain


Reason = Literal[
    "marked",  # the frame says so itself
    "others are marked",  # it says nothing, but others of its thread do: a return address
    "caller",
    "instruction pointer differs",
    "innermost",
    "relative",  # as it is: the module has no absolute addresses
    "no base",  # absolute, but the module has no load address
]
"""Why an address was taken for what it was taken for; see also `address.reading`."""


class Sought(Struct, frozen=True, gc=False):
    """The address that is looked up for a frame."""

    relative: int | None  # to the module; None: there is none
    why: Reason
    caller: bool = False  # it was taken for a return address, and stepped back from


class Unasked(Struct, frozen=True, gc=False):
    """A frame that cannot be finished before the `second` of its module was asked."""

    module: int
    address: int  # relative


class FrameFinisher:
    """Finishes the frames of one request; remembers the chains it looked up."""

    def __init__(
        self, modules: ModuleMap, answers: Mapping[int, Answers], signal: int | None
    ) -> None:
        self._modules, self._answers, self._signal = modules, answers, signal

    def thread(self, thread: RawThread) -> Iterator[Thread | Unasked | None]:
        """The answered thread, callee first; before it None now and then, to let others work.

        Whoever gets an Unasked has to have it asked before going on.
        """
        flagged = is_flagged(thread)
        out: list[Frame] = []
        last = len(thread.frames) - 1
        for index, raw in enumerate(thread.frames):
            if index % _BREATH == _BREATH - 1:
                yield None
            found = self.finish(index, raw, thread.registers, flagged=flagged)
            if isinstance(found, Unasked):
                yield found
                found = self.finish(index, raw, thread.registers, flagged=flagged)
                if isinstance(found, Unasked):
                    raise RuntimeError("nobody was asked")
            if isinstance(found, list):
                out += found
            elif not dropped(found, raw, out, is_last=index == last):
                out.append(found)
        yield Thread(
            thread_id=None if thread.thread_id is None else int(thread.thread_id),
            thread_name=thread.thread_name,
            is_requesting=thread.is_requesting,
            registers={
                name: format_address(thread.registers[name])
                for name in sorted(thread.registers, key=str.encode)
            },
            frames=out,
        )

    def finish(
        self, index: int, raw: RawFrame, registers: Mapping[str, int], *, flagged: bool
    ) -> list[Frame] | Frame | Unasked:
        """The inline chain, innermost first, or the one frame that failed.

        flagged  some frame of the thread is marked, see `is_flagged`
        """
        number = self._modules.owner(raw)
        if number is None:
            return _failed(index, raw, "unknown_image", raw.package)
        package = self._modules.modules[number].code_file
        answers = self._answers[number]
        if answers.portable_pdb is not None:
            return _managed(index, raw, answers.portable_pdb, package)
        if answers.symcache is None:
            return _failed(index, raw, answers.failed, package)
        address = self.sought(index, raw, number, registers, flagged=flagged).relative
        if address is not None:
            chain = answers.chain(address, answers.symcache)
            if chain:
                return self._symbolicated(index, raw, number, address, chain)
            if chain is None:
                return Unasked(number, address)
        return _failed(index, raw, answers.unknown, package)

    def sought(
        self,
        index: int,
        raw: RawFrame,
        number: int,
        registers: Mapping[str, int],
        *,
        flagged: bool,
    ) -> Sought:
        """The address to look up in module `number`, and why that one."""
        base = self._modules.modules[number].image_addr
        address = raw.instruction_addr
        if raw.addr_mode.module is not None:
            if not base or base + address > MAX:
                return Sought(address, "relative")
            absolute = base + address
        elif not base:
            return Sought(None, "no base")
        else:
            absolute = address
        kind = self._answers[number].cpu
        why: Reason
        if raw.adjust_instruction_addr is not None:
            why, caller = "marked", raw.adjust_instruction_addr
        elif flagged:
            why, caller = "others are marked", True
        else:
            first = index == 0
            why = reading(absolute, kind, first=first, signal=self._signal, registers=registers)
            caller = why != "innermost"
        looked_up = lookup_address(absolute, kind, caller=caller)
        return Sought(looked_up - base if looked_up >= base else None, why, caller)

    def _symbolicated(
        self, index: int, raw: RawFrame, number: int, address: int, chain: Sequence[Function]
    ) -> list[Frame]:
        module = self._modules.modules[number]
        base = module.image_addr
        mode = "abs" if base else str(AddrMode(number))
        at = _address(base, address)
        frames = []
        for place in chain:
            frame = Frame(  # 15 arguments at most: see `_copied`
                status="symbolicated",
                original_index=index,
                addr_mode=mode,
                instruction_addr=at,
                package=module.code_file,
                lang=place.lang,
                symbol=place.symbol,
                sym_addr=None if place.sym_addr is None else _address(base, place.sym_addr),
                function=place.function,
                filename=place.filename or raw.filename,
                abs_path=place.abs_path or raw.abs_path,
                lineno=place.lineno,
                trust=raw.trust,
                adjust_instruction_addr=raw.adjust_instruction_addr,
            )
            frame.platform = wire_platform(raw.platform)
            if raw.function_id is not None:
                frame.function_id = format_address(raw.function_id)
            frames.append(frame)
        return frames


def _address(base: int, rel: int) -> str:
    """The answered address; 0 stands for one beyond 64 bits, which nobody could read back."""
    at = base + rel
    return f"0x{at:x}" if at <= MAX else "0x0"


def _function(place: "Location", *, outermost: bool) -> Function:
    path = place.path
    return Function(
        symbol=place.symbol,
        function=demangle(place.symbol, place.lang) or place.symbol,
        abs_path=path or None,
        filename=last_component(path) or None,
        lineno=place.line,
        lang=place.lang if place.lang not in ("", "unknown") else None,
        sym_addr=place.sym_addr if outermost else None,
    )


def _managed(index: int, raw: RawFrame, pdb: "PortablePdb", package: str | None) -> Frame:
    """A .NET frame: the raw one with its place in the source. Rules: section 2.8."""
    found = None
    if raw.function_id is not None:
        found = pdb.lookup(raw.function_id & 0xFFFF_FFFF, raw.instruction_addr & 0xFFFF_FFFF)
    if found is None:
        return _failed(index, raw, "missing_symbol", package)
    document, line, lang = found
    frame = _copied(index, raw, "symbolicated", package)
    frame.lang, frame.lineno = lang, line
    frame.abs_path, frame.filename = document, last_component(document)
    return frame


def _failed(index: int, raw: RawFrame, status: FrameStatus, package: str | None) -> Frame:
    """The raw frame with a status; a lone mangled name is made readable."""
    frame = _copied(index, raw, status, package)
    if (raw.function is None) != (raw.symbol is None):
        name = raw.function if raw.symbol is None else raw.symbol
        readable = demangle(name or "", "unknown")
        if readable is not None:
            frame.function, frame.symbol = readable, name
    return frame


def _copied(index: int, raw: RawFrame, status: FrameStatus, package: str | None) -> Frame:
    # CPython hands more than 15 named arguments over in a dictionary: four times as slow.
    frame = Frame(
        status=status,
        original_index=index,
        platform=wire_platform(raw.platform),
        addr_mode=str(raw.addr_mode),
        instruction_addr=format_address(raw.instruction_addr),
        adjust_instruction_addr=raw.adjust_instruction_addr,
        package=package,
        lang=raw.lang,
        symbol=raw.symbol,
        function=raw.function,
        filename=raw.filename,
        abs_path=raw.abs_path,
        lineno=raw.lineno,
        in_app=raw.in_app,
        trust=raw.trust,
    )
    if raw.function_id is not None:
        frame.function_id = format_address(raw.function_id)
    if raw.sym_addr is not None:
        frame.sym_addr = format_address(raw.sym_addr)
    frame.pre_context, frame.context_line = raw.pre_context, raw.context_line
    frame.post_context, frame.source_link = raw.post_context, raw.source_link
    frame.vars = raw.vars
    return frame


def is_flagged(thread: RawThread) -> bool:
    """Whether some frame says what its address is; those that do not are then callers."""
    return any(frame.adjust_instruction_addr is not None for frame in thread.frames)


def dropped(
    frame: Frame, raw: RawFrame, before: Sequence[Frame], *, is_last: bool
) -> Literal["scan", "below entry"] | None:
    """Why a frame is left out: found by scanning by mistake, or garbage below the entry."""
    if raw.trust == "scan" and frame.status in ("missing_symbol", "unknown_image"):
        return "scan"
    if frame.status == "unknown_image" and is_last and before and before[-1].function == "_start":
        return "below entry"
    return None


def wire_platform(platform: str | None) -> str | None:
    """The platform as answered; the one alias there is gets its proper name."""
    return "node" if platform == "nodejs" else platform
