"""The instructions round an address, through capstone.

Where lengths vary, decoding begins at the entry of the function, or at a place from which it
falls on the instruction in question.
"""

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from inspector.detail.cause import Access
from inspector.detail.code import Code

if TYPE_CHECKING:
    from collections.abc import Iterator

BEFORE, AFTER = 12, 8
_LONGEST = 15  # bytes of an instruction
_TRIES = 64  # bytes before the address that decoding may begin at
_FIXED = ("arm64", "mips", "ppc")


class Instruction(Struct, frozen=True, kw_only=True):
    """One instruction. Addresses are relative to the image."""

    address: int
    size: int
    raw: str  # hex digits
    mnemonic: str
    operands: str
    current: bool = False  # the one that was asked about
    target: int | None = None  # that it calls, jumps to or takes the address of
    calls: bool = False
    accesses: tuple[Access, ...] = ()  # of the current one only
    name: str = ""  # of the target, found later
    path: str = ""  # source file and line it is of, found later
    line: int = 0


class Listing(Struct, frozen=True, kw_only=True):
    """The instructions round an address; none when they cannot be told."""

    instructions: tuple[Instruction, ...] = ()
    note: str = ""  # why there are none, or what is uncertain of them


def disassemble(code: Code, address: int, entry: int | None) -> Listing:
    """The instructions round a relative address.

    entry   of the function, relative; None when unknown
    """
    if not code.data:
        return Listing(note="the file has no code at this address, only what describes it")
    for machine, note in _machines(code, address, entry):
        found = _window(machine, code, address, entry)
        if found:
            return Listing(instructions=found, note=note)
    known = bool(list(_machines(code, address, entry)))
    reason = "no instruction begins here" if known else "is not disassembled"
    return Listing(note=f"{code.arch or 'this architecture'}: {reason}")


def _machines(code: Code, address: int, entry: int | None) -> "Iterator[tuple[Any, str]]":
    """Ways to decode, the likelier first."""
    import capstone as c

    big = c.CS_MODE_BIG_ENDIAN if code.order == "big" else 0
    if code.arch.startswith("x86_64"):
        yield c.Cs(c.CS_ARCH_X86, c.CS_MODE_64), ""
    elif code.arch in ("x86", "i386", "i686"):
        yield c.Cs(c.CS_ARCH_X86, c.CS_MODE_32), ""
    elif code.arch.startswith("arm64"):
        yield c.Cs(c.CS_ARCH_ARM64, big), ""
    elif code.arch.startswith("arm"):
        arm, thumb = (c.CS_MODE_ARM, "arm"), (c.CS_MODE_THUMB, "thumb")
        aligned = address % 4 == 0 and (entry or 0) % 4 == 0
        for mode, word in (arm, thumb) if aligned and _looks_arm(code) else (thumb, arm):
            yield c.Cs(c.CS_ARCH_ARM, mode + big), f"taken for {word} code"


def _looks_arm(code: Code) -> bool:
    """Most ARM instructions are unconditional: their highest four bits are 0xE."""
    skip = -code.start % 4
    words = code.data[skip : len(code.data) - (len(code.data) - skip) % 4]
    highest = words[3::4] if code.order == "little" else words[0::4]
    return bool(highest) and sum(byte >> 4 == 0xE for byte in highest) * 2 > len(highest)


def _window(machine: Any, code: Code, address: int, entry: int | None) -> tuple[Instruction, ...]:
    at = address - code.start
    if not 0 <= at < len(code.data):
        return ()
    start = _start(machine, code, address, entry)
    if start is None:
        return ()
    end = min(at + _LONGEST * (AFTER + 2), len(code.data))
    decoded = list(machine.disasm_lite(code.data[start:end], code.start + start))
    place = next((n for n, one in enumerate(decoded) if one[0] <= address < one[0] + one[1]), None)
    if place is None:
        return ()
    first = max(0, place - BEFORE)
    last = decoded[min(len(decoded), place + AFTER + 1) - 1]
    machine.detail = True
    begin = decoded[first][0]
    data = code.data[begin - code.start : last[0] + last[1] - code.start]
    return tuple(
        _instruction(one, current=one.address <= address < one.address + one.size)
        for one in machine.disasm(data, begin)
    )


def _start(machine: Any, code: Code, address: int, entry: int | None) -> int | None:
    """Where in the bytes to begin."""
    at = address - code.start
    if entry is not None and code.start <= entry <= address:
        begins = entry - code.start
        if _covers(machine, code, begins, address):
            return begins
    if code.arch.startswith(_FIXED):
        return max(0, at - 4 * BEFORE) // 4 * 4 if code.start % 4 == 0 else at
    # An address in an instruction will do: callers are looked up just before they go on.
    step = 2 if code.arch.startswith("arm") else 1
    first = max(0, at - _TRIES)
    tries = range(first + (code.start + first) % step, at + 1, step)
    return next((begins for begins in tries if _covers(machine, code, begins, address)), None)


def _covers(machine: Any, code: Code, begins: int, address: int) -> bool:
    """Whether decoding from there reaches an instruction with the address in it."""
    data = code.data[begins : address - code.start + _LONGEST]
    last = 0
    for place, size, _, _ in machine.disasm_lite(data, code.start + begins):
        if place <= address < place + size:
            return True
        last = place
    return last > address


def _instruction(one: Any, *, current: bool) -> Instruction:
    import capstone as c

    target = _target(one)
    return Instruction(
        address=one.address,
        size=one.size,
        raw=bytes(one.bytes).hex(),
        mnemonic=one.mnemonic,
        operands=one.op_str,
        current=current,
        target=target,
        calls=c.CS_GRP_CALL in one.groups or one.mnemonic in ("bl", "blx", "call"),
        accesses=tuple(_accesses(one)) if current else (),
    )


def _target(one: Any) -> int | None:
    """What a call or jump goes to, or what a place counted from the instruction is."""
    import capstone as c

    jumps = {c.CS_GRP_CALL, c.CS_GRP_JUMP} & set(one.groups) or one.mnemonic in ("bl", "b", "blx")
    for operand in one.operands:
        if operand.type == c.CS_OP_IMM and jumps:
            return int(operand.imm)
        if operand.type == c.CS_OP_MEM and one.reg_name(operand.mem.base) == "rip":
            return int(one.address + one.size + operand.mem.disp)
    return None


def _accesses(one: Any) -> "Iterator[Access]":
    import capstone as c

    if one.mnemonic in ("lea", "nop", "prefetcht0"):
        return  # it only counts, it does not touch
    for operand in one.operands:
        if operand.type == c.CS_OP_MEM:
            memory = operand.mem
            base, index = (one.reg_name(n) or "" for n in (memory.base, memory.index))
            scale = int(getattr(memory, "scale", 1) or 1)
            yield Access(base, index, scale, int(memory.disp))
