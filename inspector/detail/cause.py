"""Why it may have crashed: hints from signal, registers, instruction and addresses.

All of them are guesses, and are shown as such: each says what it rests on.
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from inspector.detail.cause_frames import blamed, sign_of
from inspector.detail.values import PAGE, bits_of, fill_pattern, is_canonical, near_null
from inspector.model.report import Frame, Report, Thread, crashed_thread

STACK_POINTERS = ("rsp", "esp", "sp", "x31", "r13")
PROGRAM_COUNTERS = ("rip", "eip", "pc", "r15")
_ACCESS = frozenset({7, 10, 11, 0xC0000005, 0x80000002, 0xC0000006})
_DIVISION = frozenset({"div", "idiv", "divl", "idivl", "udiv", "sdiv"})
_TRAPS = {
    "ud2": "__builtin_trap and unreachable code are compiled to it",
    "ud1": "failed sanitizer checks are compiled to it",
    "brk": "__builtin_trap and failed checks are compiled to it",
    "udf": "__builtin_trap is compiled to it",
    "int3": "a breakpoint in the program",
    "bkpt": "a breakpoint in the program",
    "int": "a fast fail, if its number is 0x29",
}
_EXCEPTIONS: Mapping[int, tuple[str, str]] = {
    0xC00000FD: ("stack overflow", "the stack is used up"),
    0xC0000094: ("division by zero", "an integer was divided by zero"),
    0xC0000095: ("integer overflow", "a division whose result does not fit"),
    0xC000008E: ("division by zero", "a floating-point number was divided by zero"),
    0xC000001D: ("illegal instruction", "the processor does not know the instruction"),
    0xC0000096: ("illegal instruction", "the instruction is for the kernel only"),
    0xC0000374: ("heap corruption", "the heap found its own data damaged"),
    0xC0000409: ("stack protector", "a buffer was overrun, or the program failed fast on purpose"),
    0xC0000420: ("assertion", "an assertion failed"),
    0xC0000017: ("out of memory", "memory could not be allocated"),
    0xE06D7363: ("uncaught exception", "a C++ exception that nothing caught"),
    0xE0434352: ("uncaught exception", "a .NET exception that nothing caught"),
    0x80000003: ("breakpoint", "a breakpoint or a failed check in the program"),
}
_PERIODS, _LEAST_ROUNDS, _MANY_ROUNDS = 33, 10, 60


class Hint(Struct, frozen=True, kw_only=True):
    """A guess and what it rests on. Texts hold names from the request."""

    kind: str
    text: str
    evidence: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """For people, labelled as what it is."""
        return f"{self.kind}: {self.text} (heuristic: {'; '.join(self.evidence)})"


class Access(Struct, frozen=True):
    """What an instruction reads or writes: base + index * scale + offset."""

    base: str = ""
    index: str = ""
    scale: int = 1
    offset: int = 0


class Crashing(Struct, frozen=True, kw_only=True):
    """The instruction that crashed, as the disassembler sees it."""

    mnemonic: str
    operands: str = ""
    accesses: tuple[Access, ...] = ()
    fields: Mapping[str, Mapping[int, str]] = {}  # register -> offset -> field of what it points to


def hints(report: Report, crashing: Crashing | None = None) -> tuple[Hint, ...]:
    """What may have caused the crash, the surest first; () without any idea."""
    chosen = crashed_thread(report)
    if report.kind != "native" or chosen is None or not report.threads[chosen].frames:
        return ()
    thread = report.threads[chosen]
    if report.signal is None and not thread.crashed:
        return ()
    found = [
        *_overflow(thread, report),
        *_signs(thread),
        *_exceptions(report),
        *_program_counter(thread, report),
        *_instruction(report, crashing),
        *_accesses(thread, report, crashing),
        *_registers(thread, report, crashing),
    ]
    seen: dict[str, Hint] = {}
    for hint in found:
        seen.setdefault(hint.kind, hint)
    return tuple(seen.values())


def arch_of(report: Report, frame: Frame) -> str:
    """Of the frame's module, else of the first module that tells."""
    own = [module.arch for module in report.modules if module.index == frame.module]
    known = (module.arch for module in report.modules)
    return next((arch for arch in (*own, *known) if arch not in ("", "unknown")), "")


def _signs(thread: Thread) -> Iterator[Hint]:
    found = sign_of(thread.frames)
    if found is None:
        return
    sign, at = found
    evidence = [f"{thread.frames[at].function or thread.frames[at].raw_function} is on the stack"]
    text = sign.text
    if (frame := blamed(thread.frames, at)) is not None:
        place = frame.path or frame.file
        evidence.append(f"called from {place}:{frame.line}" if frame.line else f"from {place}")
        if frame.context_line and frame.context_line.strip():
            text += f": {frame.context_line.strip()}"
    yield Hint(kind=sign.kind, text=text, evidence=tuple(evidence))


def _exceptions(report: Report) -> Iterator[Hint]:
    code = (report.signal or 0) & 0xFFFFFFFF
    if code in _EXCEPTIONS:
        kind, text = _EXCEPTIONS[code]
        yield Hint(kind=kind, text=text, evidence=(f"exception code {code:#x}",))


def _overflow(thread: Thread, report: Report) -> Iterator[Hint]:
    start, period, rounds = _repeats(thread.frames)
    if rounds < _LEAST_ROUNDS:
        return
    names = [f.function or f"{f.address or 0:#x}" for f in thread.frames[start : start + period]]
    evidence = [f"{' -> '.join(names[:4])} repeats {rounds} times"]
    pointer = _register(thread, STACK_POINTERS)
    if pointer is not None and pointer % PAGE < 512:
        evidence.append(f"the stack pointer {pointer:#x} is at the end of a page")
    sure = rounds >= _MANY_ROUNDS or len(evidence) > 1 or report.signal in (10, 11, 7)
    kind = "stack overflow" if sure else "deep recursion"
    yield Hint(kind=kind, text="functions call themselves without end", evidence=tuple(evidence))


def _repeats(frames: Sequence[Frame]) -> tuple[int, int, int]:
    """Where a run of equal frames begins, how long it is, and how often it comes."""
    keys = [frame.function or str(frame.address) for frame in frames[:5000]]
    best = (0, 1, 0)
    for start in range(min(8, len(keys))):
        for period in range(1, _PERIODS):
            at = start
            while at + period < len(keys) and keys[at] == keys[at + period]:
                at += 1
            rounds = (at - start) // period + 1 if at > start else 0
            if rounds * period > best[1] * best[2] and rounds > 1:
                best = (start, period, rounds)
    return best


def _program_counter(thread: Thread, report: Report) -> Iterator[Hint]:
    top = thread.frames[0]
    pc = top.address if top.address is not None else _register(thread, PROGRAM_COUNTERS)
    if pc is None or top.trust in ("scan", "cfiscan"):
        return
    arch, evidence = arch_of(report, top), [f"the program counter is {pc:#x}"]
    if len(thread.frames) > 1 and thread.frames[1].function:
        evidence.append(f"called from {thread.frames[1].function}")
    bits = bits_of(arch)
    if near_null(pc, bits) is not None and any(module.address for module in report.modules):
        yield Hint(
            kind="jump into nowhere", text="a null function pointer", evidence=tuple(evidence)
        )
    elif pattern := fill_pattern(pc, bits):
        yield Hint(kind="jump into nowhere", text=pattern, evidence=tuple(evidence))
    elif top.module is None and any(module.size for module in report.modules):
        evidence.append("no module of the request has code there")
        text = "a call or return to an address without code"
        yield Hint(kind="jump into nowhere", text=text, evidence=tuple(evidence))
    if arch.startswith(("arm64", "mips", "ppc")) and pc % 4:
        said = (evidence[0], f"instructions of {arch} lie at multiples of 4")
        text = "code was entered between instructions"
        yield Hint(kind="misaligned program counter", text=text, evidence=said)


def _instruction(report: Report, crashing: Crashing | None) -> Iterator[Hint]:
    said = (
        f"the instruction is {crashing.mnemonic} {crashing.operands}".rstrip() if crashing else ""
    )
    name = crashing.mnemonic if crashing else ""
    if report.signal == 8:
        evidence = ("signal SIGFPE", said) if said else ("signal SIGFPE",)
        text = "an integer was divided by zero, or the result does not fit"
        yield Hint(kind="division by zero", text=text, evidence=evidence)
    elif name in _TRAPS:
        kind = "breakpoint" if name in ("int3", "bkpt") else "trap"
        yield Hint(kind=kind, text=_TRAPS[name], evidence=(said,))
    elif report.signal == 4:
        evidence = ("signal SIGILL", said) if said else ("signal SIGILL",)
        text = "the processor does not know the instruction, or a trap was hit on purpose"
        yield Hint(kind="illegal instruction", text=text, evidence=evidence)


def _accesses(thread: Thread, report: Report, crashing: Crashing | None) -> Iterator[Hint]:
    """What the crashing instruction touched."""
    if crashing is None or not (report.signal is None or _by_access(report)):
        return
    registers = dict(thread.registers)
    arch = arch_of(report, thread.frames[0])
    for access in crashing.accesses:
        names = [name for name in (access.base, access.index) if name]
        if not names or any(name not in registers for name in names):
            continue
        base = registers.get(access.base, 0)
        wide = base + registers.get(access.index, 0) * access.scale + access.offset
        address = wide & (1 << bits_of(arch)) - 1
        told = ", ".join(f"{name} is {registers[name]:#x}" for name in names)
        said = f"{crashing.mnemonic} {crashing.operands}".rstrip()
        evidence = (f"{said} touches {address:#x}", told)
        yield from _touched(address, base, access, arch, evidence, crashing)


def _touched(
    address: int,
    base: int,
    access: Access,
    arch: str,
    evidence: tuple[str, ...],
    crashing: Crashing,
) -> Iterator[Hint]:
    bits = bits_of(arch)
    away = near_null(address, bits)
    if away is not None:
        field = crashing.fields.get(access.base, {}).get(access.offset, "")
        where = f"a null pointer plus {away:#x}" if away else "a null pointer"
        named = f", where the field {field} would be" if field and not base else ""
        yield Hint(kind="null pointer", text=where + named, evidence=evidence)
    elif pattern := fill_pattern(address, bits) or fill_pattern(base, bits):
        text = f"a pointer that is a fill pattern, {pattern}"
        yield Hint(kind="use of a fill pattern", text=text, evidence=evidence)
    elif not is_canonical(address, arch):
        text = "no address of this processor: the pointer was overwritten, or is none"
        yield Hint(kind="non-canonical address", text=text, evidence=evidence)
    elif access.base in STACK_POINTERS and crashing.mnemonic in ("push", "call", "mov", "str"):
        text = "the stack may be used up"
        yield Hint(kind="stack access", text=text, evidence=evidence)


def _registers(thread: Thread, report: Report, crashing: Crashing | None) -> Iterator[Hint]:
    """Without the instruction, only values that are nothing else."""
    if crashing is not None or not _by_access(report):
        return
    arch = arch_of(report, thread.frames[0])
    bits = bits_of(arch)
    for name, value in thread.registers:
        if pattern := fill_pattern(value, bits):
            yield Hint(
                kind="use of a fill pattern",
                text=f"a pointer may be {pattern}",
                evidence=(f"{name} is {value:#x}",),
            )


def _by_access(report: Report) -> bool:
    return report.signal is not None and report.signal & 0xFFFFFFFF in _ACCESS


def _register(thread: Thread, names: Sequence[str]) -> int | None:
    registers = dict(thread.registers)
    return next((registers[name] for name in names if name in registers), None)
